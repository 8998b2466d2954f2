import type { z } from 'zod'
import type { changeEndpoint, createEndpoint } from '../../../../src/contract/webhooks.ts'
import type { Endpoint } from './queries.ts'

/** `id` tells rows apart while their names are typed. */
export type HeaderRow = { id: number; name: string; value: string }

/** The form of a webhook as it is typed. `headers` is undefined while those that are kept stay as they are. */
export type FormState = {
  url: string
  description: string
  isAll: boolean
  types: readonly string[]
  label: string
  campaignId: string
  firstClicksOnly: boolean
  includeTest: boolean
  includeRecipient: boolean
  concurrency: string
  headers: readonly HeaderRow[] | undefined
}

/** What each part of the form gets. */
export type PartProps = { form: FormState; change: (next: Partial<FormState>) => void }

export const emptyForm: FormState = {
  ...{ url: '', description: '', isAll: true, types: [], label: '', campaignId: '', firstClicksOnly: false },
  ...{ includeTest: false, includeRecipient: false, concurrency: '10', headers: [] },
}

export const formOf = (endpoint: Endpoint): FormState => ({
  ...{ url: endpoint.url, description: endpoint.description, isAll: endpoint.types.length === 0, types: endpoint.types },
  ...{ label: endpoint.label ?? '', campaignId: endpoint.campaign_id ?? '', firstClicksOnly: endpoint.first_clicks_only },
  ...{ includeTest: endpoint.include_test, includeRecipient: endpoint.include_recipient, concurrency: String(endpoint.concurrency) },
  headers: endpoint.header_names.length === 0 ? [] : undefined,
})

/** What the API is sent; `headers` only where they were written anew. */
export function bodyOf(form: FormState): z.input<typeof createEndpoint> & z.input<typeof changeEndpoint> {
  return {
    ...{ url: form.url.trim(), description: form.description, types: form.isAll ? [] : [...form.types] },
    ...{
      label: form.label.trim() === '' ? null : form.label.trim(),
      campaign_id: form.campaignId.trim() === '' ? null : form.campaignId.trim(),
    },
    ...{ first_clicks_only: form.firstClicksOnly, include_test: form.includeTest, include_recipient: form.includeRecipient },
    concurrency: Number(form.concurrency),
    ...(form.headers === undefined ? {} : { headers: headersOf(form.headers) }),
  }
}

/** Rows without a name are rows that nobody filled in. */
const headersOf = (rows: readonly HeaderRow[]): Record<string, string> =>
  Object.fromEntries(rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]))

export const isConcurrency = (text: string): boolean => /^(?:[1-9]\d?|100)$/.test(text.trim())
