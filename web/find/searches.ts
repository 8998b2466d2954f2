import { queryOptions, skipToken } from '@tanstack/react-query'
import type { z } from 'zod'
import type { campaignPage } from '../../src/contract/campaigns.ts'
import type { contactPage } from '../../src/contract/contacts.ts'
import type { MessageDetail, messagePage } from '../../src/contract/messages.ts'
import { shortLinkForm } from '../../src/lib/shortLinks.ts'
import { get, type Query } from '../api.ts'
import { keyOf } from '../queryClient.ts'

/** Rows of each kind: whoever wants more goes to the list. */
const ROWS = 5
/** What was found is not kept for long: each pause in the typing asks for something else. */
const KEPT_MS = 30_000
/** Each is asked for once it is told apart from everything by so many characters. */
const SHORTEST = 2
const LONGEST = 100
/** Seven digits could be somebody's number, and the server refuses to search for them on behalf of those who are not shown numbers. */
const NUMBER_DIGITS = 7

/** What was typed, as far as it decides what can be looked for. */
export type Sought = { text: string; number: string | undefined; isLookable: boolean }

/** @returns `number`: its digits, with the plus sign or the zeros that they begin with, if it is shown at all and looks like one */
export function soughtIn(typed: string, { isMasked }: { isMasked: boolean }): Sought {
  const text = typed.trim().slice(0, LONGEST)
  const bare = text.replaceAll(/[\s()./-]/g, '')
  const isNumber = /^\+?\d{3,15}$/.test(bare)
  const digits = text.replaceAll(/\D/g, '').length
  return {
    text,
    number: isNumber && !isMasked ? bare : undefined,
    isLookable: text.length >= SHORTEST && /[\p{L}\p{N}]/u.test(text) && !(isMasked && digits >= NUMBER_DIGITS),
  }
}

export type CampaignsFound = z.infer<typeof campaignPage>
export type ContactsFound = z.infer<typeof contactPage>

export const campaignSearch = ({ text, isLookable }: Sought) =>
  queryOptions({
    queryKey: keyOf('campaigns', 'find', text),
    queryFn: isLookable
      ? ({ signal }) => get<CampaignsFound>('/v1/campaigns', { query: { search: text, limit: ROWS }, signal })
      : skipToken,
    gcTime: KEPT_MS,
  })

/** By the beginning of the number, else by what a field holds. */
export const contactSearch = ({ text, number, isLookable }: Sought) =>
  queryOptions({
    queryKey: keyOf('contacts', 'find', text),
    queryFn: isLookable
      ? ({ signal }) => {
          const by = number === undefined ? { search: text } : { phone: number }
          return get<ContactsFound>('/v1/contacts', { query: { ...by, limit: ROWS }, signal })
        }
      : skipToken,
    gcTime: KEPT_MS,
  })

type Message = z.infer<typeof messagePage>['messages'][number]
export type MessagesFound = { messages: Message[]; link: { id: string; shortLink: string; destination: string } | undefined }

/** By their whole id, reference, or one of their short links, those of test keys too. */
export const messageSearch = ({ text, isLookable }: Sought) =>
  queryOptions({
    queryKey: keyOf('messages', 'find', text),
    queryFn: isLookable || isId(text) || isShortLink(text) ? ({ signal }) => findMessages({ text, isLookable, signal }) : skipToken,
    gcTime: KEPT_MS,
  })

const isId = (text: string) => /^[1-9]\d{0,17}$/.test(text)
const isShortLink = (text: string) => shortLinkForm.test(text)

type Asked = { text: string; isLookable: boolean; signal: AbortSignal }

async function findMessages({ text, isLookable, signal }: Asked): Promise<MessagesFound> {
  const [byId, byReference, byLink] = await Promise.all([
    isId(text) ? lookUp({ id: text }, signal) : [],
    isLookable ? lookUp({ reference: text }, signal) : [],
    isShortLink(text) ? lookUp({ short_link: text }, signal) : [],
  ])
  const all = [...byId, ...byLink, ...byReference]
  const messages = all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at).slice(0, ROWS)
  const [owner] = byLink
  return { messages, link: owner === undefined ? undefined : await linkOf(owner, { text, signal }) }
}

/** A list leaves test messages out unless it is asked for them alone. */
async function lookUp(query: Query, signal: AbortSignal): Promise<Message[]> {
  const ask = (test: boolean) => get<z.infer<typeof messagePage>>('/v1/messages', { query: { ...query, test, limit: ROWS }, signal })
  const [live, tests] = await Promise.all([ask(false), ask(true)])
  return [...live.messages, ...tests.messages]
}

/** Which of the links of a message was meant; none when it is the one to opt out by. */
async function linkOf({ id }: Message, { text, signal }: Omit<Asked, 'isLookable'>): Promise<MessagesFound['link']> {
  const code = shortLinkForm.exec(text)?.[1] ?? ''
  const { links } = await get<MessageDetail>(`/v1/messages/${encodeURIComponent(id)}`, { signal })
  const meant = links.find(({ short_link: shortLink }) => shortLink.endsWith(`/${code}`))
  return meant === undefined ? undefined : { id: meant.id, shortLink: meant.short_link, destination: meant.destination }
}
