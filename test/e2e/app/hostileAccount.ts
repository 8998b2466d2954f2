/** An account in which every name and text that somebody else can write tries to run a script. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { receivers } from '../../helpers/receivers.ts'
import { eventually, type Tapline } from '../process.ts'
import { tap } from '../taps.ts'
import { start, untilState } from './campaignSends.ts'
import { sendOne } from './story.ts'

/** Fits where a name does, and ends an attribute as well as a tag. */
export const NAME = `"'><img src=x onerror=alert(1)><svg onload=alert(2)> مرحبا 👩🏽‍🚀`
const TEXT = `${NAME}</textarea></script><script>alert(3)</script><a href="javascript:alert(4)">x</a> \${alert(5)} {{constructor}}`
const PATH = `/%22%3E%3Cimg%20src=x%20onerror=alert(6)%3E?q='"><script>alert(7)</script>&next=javascript:alert(8)`
const PHONE = '+4915112345670'
const OUR_NUMBER = '4915799999999'

/** Where the things of the account are. */
export type Things = Record<'campaign' | 'draft' | 'message' | 'link' | 'contact' | 'segment' | 'import' | 'webhook', string>

/** @param shop answers webhooks as `moody`, with a page that would run scripts */
export async function makeHostileAccount(tapline: Tapline, shop: Awaited<ReturnType<typeof receivers>>): Promise<Things> {
  const make = (path: string, body: unknown) => post(tapline, path, body)
  await tapline.call('PATCH', '/v1/account', { name: NAME, utm: { utm_source: NAME }, senders: ['Acme', OUR_NUMBER], help_reply: TEXT })
  const webhook = await makeWebhooks(tapline, shop)
  await makeContacts(tapline)
  const segment = await make('/v1/segments', { name: NAME, rule: { kind: 'field', name: 'note', operator: 'contains', value: NAME } })
  const { message, link } = await makeMessages(tapline)
  const { campaign, draft } = await makeCampaigns(tapline)
  const contact = encodeURIComponent(PHONE)
  const imported = await makeImport(tapline)
  await eventually('a webhook fails', async () => {
    const { body } = await tapline.call('GET', `/v1/webhooks/endpoints/${webhook}/deliveries`)
    return JSON.stringify(body).includes('"status":500') ? true : undefined
  })
  return { campaign, draft, message, link, contact, segment: String(segment.id), import: imported, webhook }
}

async function post(tapline: Tapline, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await tapline.call('POST', path, body)
  if (answer.status >= 300) throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** One that fails with a page for an answer, and one that is switched off, of which a notice tells. */
async function makeWebhooks(tapline: Tapline, shop: Awaited<ReturnType<typeof receivers>>): Promise<string> {
  shop.change('moody', (answer) => void answer.writeHead(500, { 'content-type': 'text/html' }).end(TEXT))
  const { id } = await post(tapline, '/v1/webhooks/endpoints', { url: shop.url(`moody${PATH}`), description: NAME })
  await post(tapline, '/v1/webhooks/endpoints', { url: shop.url(`gone${PATH}`), description: NAME })
  return String(id)
}

async function makeContacts(tapline: Tapline): Promise<void> {
  await post(tapline, '/v1/contacts', {
    ...{
      phone: PHONE,
      groups: [NAME.replaceAll(';', ''), 'Spring'],
      fields: { first_name: NAME, last_name: NAME, email: NAME, note: TEXT },
    },
    consent: { source: NAME, wording: TEXT },
  })
  await post(tapline, '/v1/suppressions', { phones: ['+4915110000001'] })
}

/** A message whose link is asked for by programs with hostile names, an order of it, and what its recipient writes back. */
async function makeMessages(tapline: Tapline): Promise<{ message: string; link: string }> {
  const text = `${TEXT.replaceAll('{', '{{').replaceAll('}', '}}')} https://acme.example${PATH.replaceAll(/['"<>]/g, '')} {first_name}`
  const to = { phone: PHONE, reference: NAME, values: { first_name: NAME } }
  const { id, links } = await sendOne(tapline, { to, text, label: NAME, from: OUR_NUMBER })
  const [url = ''] = links
  for (const userAgent of [NAME, `Mozilla/5.0 (iPhone; ${NAME}) Safari/604.1`, undefined])
    await tap({ url, code: '', ...(userAgent === undefined ? {} : { userAgent: Buffer.from(userAgent).toString('latin1') }) })
  await post(tapline, '/v1/conversions', { name: 'order', reference: NAME, order_id: NAME, value: '79.90', currency: 'EUR' })
  for (const text of [`please do not write to me ${NAME}`, TEXT])
    await post(tapline, `/v1/simulator/phones/${encodeURIComponent(PHONE)}/replies`, { to: OUR_NUMBER, text })
  await eventually('the hits are counted', async () =>
    Number((await tapline.call('GET', `/v1/messages/${id}`)).body.clicks) > 0 ? true : undefined,
  )
  const { body } = await tapline.call('GET', '/v1/links')
  return { message: id, link: (body.links as { id: string }[])[0]?.id ?? '' }
}

/** One that was sent, with variants that competed, and one that is written. */
async function makeCampaigns(tapline: Tapline): Promise<{ campaign: string; draft: string }> {
  const contacts = Array.from({ length: 4 }, (_, at) => ({
    phone: `+4915111000${at + 70}`,
    groups: ['Spring'],
    fields: { first_name: NAME },
  }))
  await post(tapline, '/v1/contacts/batch', { contacts })
  const { body } = await tapline.call('GET', '/v1/groups')
  const group = (body.groups as { id: string; name: string }[]).find(({ name }) => name === 'Spring')
  const audience = { include: [{ kind: 'group', group_id: group?.id }] }
  const text = `{first_name}: ${NAME} https://acme.example/spring`
  const variants = [1, 2].map((n) => ({ name: `${n} ${NAME}`, text }))
  const experiment = { way: 'split', goal: { kind: 'clickers' } }
  const sent = await post(tapline, '/v1/campaigns', { name: NAME, from: 'Acme', audience, variants, experiment })
  await start(tapline, String(sent.id))
  await untilState(tapline, String(sent.id), 'done')
  const draft = await post(tapline, '/v1/campaigns', { name: NAME, from: 'Acme', audience, text })
  return { campaign: String(sent.id), draft: String(draft.id) }
}

/** With headings and a row that was refused. */
async function makeImport({ baseUrl, dataDir, call }: Tapline): Promise<string> {
  const quoted = `"${NAME.replaceAll('"', '""')}"`
  const answer = await fetch(`${baseUrl}/v1/contacts/imports?file_name=${encodeURIComponent(`${NAME}.csv`)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()}`, 'content-type': 'text/csv' },
    body: `phone,first_name,${quoted}\n+4915110000009,${quoted},${quoted}\n${quoted},${quoted},x\n`,
  })
  const id = String(((await answer.json()) as Record<string, unknown>).id)
  await eventually('the file is read', async () =>
    (await call('GET', `/v1/contacts/imports/${id}`)).body.state === 'done' ? true : undefined,
  )
  return id
}
