import {
  conversation,
  MAX_CONVERSATION,
  MAX_PHONES,
  phoneParams,
  phoneReply,
  simulatedPhones,
  writeReply,
} from '../../contract/simulator.ts'
import { listDomains } from '../../domain/links/domains.ts'
import { replyFromPhone } from '../../domain/messages/phoneReply.ts'
import { selectPhoneMessages, selectPhoneReplies, selectPhones, type PhoneMessage } from '../../domain/reports/phones.ts'
import { AppError } from '../../lib/errors.ts'
import { hasControlCharacters } from '../../lib/template.ts'
import type { Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { answerable, viewPhoneMessage, viewPhoneReply } from '../phoneView.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['simulator']
/** The texts hold short links that count: whoever may not send has no business with them. */
const use = { onRequest: requireKey('messages:write') }

/** The simulated phones of an account: what they received, what Tapline recorded of it, and what they write back. */
export function simulatorRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts

  app.get(
    '/v1/simulator/phones',
    { ...use, schema: { tags, summary: 'List simulated phones', response: { 200: simulatedPhones } } },
    async ({ key: { accountId } }) => ({
      phones: (await selectPhones(db, { accountId, limit: MAX_PHONES })).map(({ phone, lastText, lastAt }) => ({
        ...{ phone, last_text: lastText, last_at: lastAt.toISOString() },
      })),
    }),
  )

  app.get(
    '/v1/simulator/phones/:phone',
    { ...use, schema: { tags, summary: 'Read what a simulated phone shows', params: phoneParams, response: { 200: conversation } } },
    async ({ key: { accountId }, params: { phone } }) => {
      const messages = await messagesOf(db, { accountId, phone })
      const replies = await selectPhoneReplies(db, { accountId, phone, limit: MAX_CONVERSATION })
      const domains = await listDomains(db, { accountId })
      return {
        phone,
        messages: messages.map((message) => viewPhoneMessage(message, domains)),
        replies: replies.map(viewPhoneReply),
        answerable: answerable(messages),
      }
    },
  )

  replyRoute(app, parts)
}

/** What a phone got. @throws AppError `not_found` for a number that has got nothing */
async function messagesOf(db: Db, { accountId, phone }: { accountId: bigint; phone: string }): Promise<PhoneMessage[]> {
  const messages = hasControlCharacters(phone) ? [] : await selectPhoneMessages(db, { accountId, phone, limit: MAX_CONVERSATION })
  if (messages.length === 0)
    throw new AppError(
      'not_found',
      'No such phone: it has received nothing from this account. GET /v1/simulator/phones lists those that have.',
    )
  return messages
}

function replyRoute(app: Api, parts: RouteParts): void {
  const { db } = parts
  app.post(
    '/v1/simulator/phones/:phone/replies',
    {
      ...use,
      schema: {
        ...{ tags, summary: 'Write back from a simulated phone, as its person would' },
        ...{ params: phoneParams, body: writeReply, response: { 201: phoneReply } },
      },
    },
    async ({ key: { accountId }, params: { phone }, body: { to, text } }, reply) => {
      if (hasControlCharacters(text))
        throw new AppError('body_invalid', 'The reply holds control characters: remove them.', { field: 'text' })
      const messages = await messagesOf(db, { accountId, phone })
      if (!answerable(messages).includes(to))
        throw new AppError('not_found', `Phone ${phone} has got no message from ${to} that it could reply to.`)
      await replyFromPhone(parts, { accountId, phone, recipient: to, text })
      const [written] = await selectPhoneReplies(db, { accountId, phone, limit: 1 })
      if (written === undefined) throw new Error('the reply is not there')
      return reply.code(201).send(viewPhoneReply(written))
    },
  )
}
