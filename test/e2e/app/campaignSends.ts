import { expect } from 'vitest'
import { eventually, type Tapline } from '../process.ts'
import { tap } from '../taps.ts'

export const SALE = 'Hi {name|there}: https://acme.example/spring or https://acme.example/terms'

/** Contacts of a group, by the last digits of their numbers. */
export async function makeContacts(tapline: Tapline, { group, endings }: { group: string; endings: readonly string[] }): Promise<string> {
  const contacts = endings.map((ending) => ({ phone: `+4915112${ending.padStart(6, '0')}`, groups: [group] }))
  const made = await tapline.call('POST', '/v1/contacts/batch', { contacts })
  expect(made.body).toMatchObject({ refused: 0 })
  const { body } = await tapline.call('GET', '/v1/groups')
  return (body.groups as { id: string; name: string }[]).find(({ name }) => name === group)?.id ?? ''
}

/** A draft to a group. */
export async function makeCampaign(
  tapline: Tapline,
  { group, ...rest }: { group: string; name: string } & Record<string, unknown>,
): Promise<string> {
  const audience = { include: [{ kind: 'group', group_id: group }] }
  const { status, body } = await tapline.call('POST', '/v1/campaigns', { from: 'Acme', text: SALE, audience, ...rest })
  expect(status).toBe(201)
  return String(body.id)
}

export const start = async (tapline: Tapline, id: string, body: Record<string, unknown> = {}): Promise<void> =>
  expect((await tapline.call('POST', `/v1/campaigns/${id}/start`, body)).status).toBe(200)

export const untilState = (tapline: Tapline, id: string, state: string): Promise<unknown> =>
  eventually(`campaign ${id} is ${state}`, async () =>
    (await tapline.call('GET', `/v1/campaigns/${id}`)).body.state === state ? true : undefined,
  )

/** Taps the first or another link of somebody's message, as a phone does. */
export async function tapLink(tapline: Tapline, { id, phone, link = 0 }: { id: string; phone: string; link?: number }): Promise<void> {
  const { body } = await tapline.call('GET', `/v1/messages?campaign_id=${id}&phone=${encodeURIComponent(phone)}`)
  const message = (body.messages as { id: string }[])[0]?.id ?? ''
  const detail = await tapline.call('GET', `/v1/messages/${message}`)
  const url = (detail.body.links as { short_link: string }[])[link]?.short_link ?? ''
  expect((await tap({ url, code: url })).status).toBe(302)
}
