import type { Queued, SendResult } from '../../../domain/messages/create.ts'
import type { Refused } from '../../../domain/messages/recipients.ts'
import { toUnits, UNLIMITED } from './account.ts'
import type { Answer } from './answers.ts'
import { codeOf } from './codes.ts'
import type { SmsValues } from './smsRequest.ts'

type Sending = { values: SmsValues; sender: string; balance: number }

/** The answer to a send: one entry per recipient, and as text what older clients read. */
export function viewSms({ recipients }: SendResult, { values, sender, balance }: Sending): Answer {
  const messages = recipients.map((recipient) =>
    recipient.kind === 'refused' ? viewRefused(recipient, { values, sender }) : viewQueued(recipient, { values, sender }),
  )
  const totalPrice = rounded(messages.reduce((sum, { price }) => sum + price, 0))
  const left = balance === UNLIMITED ? balance : Math.max(0, rounded(balance - totalPrice))
  const success = successOf(messages)
  return {
    json: {
      ...{ success, total_price: totalPrice, balance: left, debug: String(values.debug), sms_type: 'direct', messages },
    },
    text: asLines({ success, totalPrice, left, messages, values }),
  }
}

type Sms = ReturnType<typeof viewQueued> | ReturnType<typeof viewRefused>
type Common = Pick<Sending, 'values' | 'sender'>

const viewQueued = ({ id, phone, text, parts, priceMicros }: Queued, { values, sender }: Common) => ({
  ...{ id: values.debug ? null : String(id), sender, recipient: phone.slice(1), text },
  ...{ encoding: parts.encoding === 'gsm7' ? 'gsm' : 'ucs2', label: values.label ?? null, parts: parts.parts, udh: null, is_binary: false },
  ...{ price: values.debug ? 0 : toUnits(priceMicros ?? 0n), success: true, error: null, error_text: null },
})

const viewRefused = ({ to, code, detail }: Refused, { values, sender }: Common) => ({
  ...{ id: null, sender, recipient: to.replaceAll(/\D/g, '') || to, text: values.text },
  ...{ encoding: 'gsm', label: values.label ?? null, parts: 0, udh: null, is_binary: false },
  ...{ price: 0, success: false, error: codeOf(code), error_text: detail },
})

/** The code of the first fault where nobody can be sent to: clients look at nothing else. */
function successOf(messages: readonly Sms[]): string {
  const faults = messages.flatMap(({ error }) => error ?? [])
  return String(faults.length === 0 ? 100 : faults.length < messages.length ? 101 : faults[0])
}

type Lines = { success: string; totalPrice: number; left: number; messages: readonly Sms[]; values: SmsValues }

function asLines({ success, totalPrice, left, messages, values }: Lines): string {
  const encoding = messages[0]?.encoding ?? 'gsm'
  const ids = messages.flatMap(({ id }) => id ?? [])
  const details = [
    ...[`Verbucht: ${totalPrice}`, `Preis: ${totalPrice}`, `Guthaben: ${left}`, `Text: ${messages[0]?.text ?? ''}`, 'SMS-Typ: direct'],
    ...[`Flash SMS: ${values.flash}`, `Encoding: ${encoding}`, `GSM0338: ${encoding === 'gsm'}`, `Debug: ${values.debug}`],
  ]
  return [success, ...(values.return_msg_id ? ids : []), ...(values.details ? details : [])].join('\n')
}

/** Sums of decimals in binary end in dust. */
const rounded = (amount: number) => Math.round(amount * 1_000_000) / 1_000_000
