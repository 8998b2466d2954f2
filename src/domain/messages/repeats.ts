import { createHash } from 'node:crypto'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import type { Refused } from './recipients.ts'
import type { Routed } from './routing.ts'

type Asked = { accountId: bigint; test: boolean; renderingId: bigint; flash: boolean; phones: readonly string[] }
type Lock = Asked & { seconds: number | undefined }

/**
 * Of some numbers, those for which the same text was queued in the last seconds. Two requests with the same text to the same numbers wait for
 * each other until the first one's transaction ends.
 */
export async function listRepeated(tx: Db, { seconds, ...asked }: Lock): Promise<ReadonlySet<string>> {
  if (seconds === undefined) return new Set()
  // The second statement is sent with the first, and sees what was committed while that waited.
  const [, rows] = await Promise.all([holdBack(tx, asked), selectRepeated(tx, { ...asked, seconds })])
  return new Set(rows.map(({ phone }) => phone))
}

/** Refuses those for whom it would be a repetition. */
export const refuseRepeated = (recipients: readonly (Routed | Refused)[], repeated: ReadonlySet<string>): (Routed | Refused)[] =>
  recipients.map((recipient) => {
    if (recipient.kind === 'refused' || !repeated.has(recipient.phone)) return recipient
    const error = new AppError('message_repeated', `The same text was sent to ${recipient.phone} a moment ago: it is not sent again.`, {
      field: 'to',
    })
    return { kind: 'refused', to: recipient.to, code: error.code, detail: error.message, error }
  })

function holdBack(tx: Db, { renderingId, phones }: Asked) {
  const name = createHash('sha256').update(`repeat ${renderingId} ${phones.join()}`).digest()
  return tx`select pg_advisory_xact_lock(${name.readBigInt64BE()}::bigint)`
}

const selectRepeated = (tx: Db, { accountId, test, renderingId, flash, phones, seconds }: Asked & { seconds: number }) => tx<
  { phone: string }[]
>`
  select distinct phone from messages
  where account_id = ${accountId} and test = ${test} and phone = any(${[...phones]}::text[])
    and created_at > now() - make_interval(secs => ${seconds}) and rendering_id = ${renderingId} and flash = ${flash} and state <> 'cancelled'`
