import { z } from 'zod'

const settings = {
  sender: z.string().min(1).max(16).nullable().describe('Sender of messages that name none, or one that cannot be shown; null: SMS'),
  requires_signature: z.boolean().describe('Whether requests without a signature are refused'),
}
export const sevenSettingsView = z.strictObject(settings)
export const changeSevenSettings = sevenSettingsView.partial()

export const sevenSigningKeyView = z.strictObject({
  signing_key: z.string().describe('What seven.io calls the signing key of the account: it signs hooks, and requests that are signed'),
})
