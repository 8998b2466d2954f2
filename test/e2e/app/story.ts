/** Messages with something to tell, for the screens that show what became of them. */
import type { Tapline } from '../process.ts'
import { eventually } from '../process.ts'
import { tap } from '../taps.ts'

export type Sent = { id: string; links: string[] }

const APPLE_PREVIEW =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0'

/** Sends a message and waits until its fate is known. */
export async function sendOne(tapline: Tapline, body: Record<string, unknown>, until = 'delivered'): Promise<Sent> {
  const { body: answer } = await tapline.call('POST', '/v1/messages', { from: 'Acme', ...body })
  const [message] = answer.messages as { id: string; links: { short_link: string }[] }[]
  if (message === undefined) throw new Error(`nothing was sent: ${JSON.stringify(answer)}`)
  await eventually(`message ${message.id} is ${until}`, async () =>
    (await tapline.call('GET', `/v1/messages/${message.id}`)).body.state === until ? true : undefined,
  )
  return { id: message.id, links: message.links.map((link) => link.short_link) }
}

/** A message with two links whose recipient sees the card, taps twice and buys; a program asks for it too. */
export async function sendStory(tapline: Tapline): Promise<Sent> {
  const sent = await sendOne(tapline, {
    to: { phone: '+4915112345670', values: { first_name: 'Ana' }, reference: 'order-5512' },
    text: 'Hi {first_name|there}, our spring sale is on: https://acme.example/spring?c=12 and the new shop: https://acme.example/new',
    label: 'spring',
  })
  const [first = '', second = ''] = sent.links
  await tap({ url: first, code: '', userAgent: APPLE_PREVIEW })
  await tap({ url: first, code: '' })
  await tap({ url: first, code: '' })
  await tap({ url: second, code: '', userAgent: 'curl/8.5.0' })
  await eventually('the hits are counted', async () => {
    const { body } = await tapline.call('GET', `/v1/messages/${sent.id}`)
    return body.clicks === 2 && body.views === 1 && body.bots === 1 ? true : undefined
  })
  await tapline.call('POST', '/v1/conversions', {
    ...{ name: 'order', order_id: '5512', reference: 'order-5512', value: '79.90', currency: 'EUR' },
  })
  return sent
}

/** Texts that would break a page that trusts them. */
export const HOSTILE = `<img src=x onerror=alert(1)> "' مرحبا بالعالم 👩🏽‍🚀👋🏽 ${'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3)}`
