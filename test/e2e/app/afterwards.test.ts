/** What came after a message, and who sent it: on its page and on that of a campaign. */
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage, OWNER } from './appStage.ts'
import { faultsOf } from './looks.ts'
import { sendOne } from './story.ts'

const stage = appStage()

/** As the owner's own browser does. */
async function post(path: string, data: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await stage.page.request.post(`${stage.tapline.baseUrl}${path}`, { data, headers: { 'sec-fetch-site': 'same-origin' } })
  expect(answer.ok()).toBe(true)
  return answer.json()
}

test('the page of a message says who sent it: a colleague by e-mail, a key by its name', async () => {
  const { messages } = await post('/v1/messages', { to: '+4915112340091', from: 'Acme', text: 'By hand' })
  const page = await stage.open(`/logbook/${(messages as { id: string }[])[0]?.id ?? 'none'}`)
  await page.locator('.message-facts').getByText(OWNER.email).waitFor()
  expect(await faultsOf(page, 'sent-by')).toEqual([])
  const byKey = await sendOne(stage.tapline, { to: '+4915112340092', text: 'By a program' })
  await stage.open(`/logbook/${byKey.id}`)
  await page.locator('.message-facts').getByText('the API key').waitFor()
})

test('the page of a campaign says who started it', async () => {
  await post('/v1/contacts/batch', { contacts: [{ phone: '+4915112340093' }] })
  const { id } = await post('/v1/campaigns', { name: 'Ours', from: 'Acme', text: 'Hi', audience: { include: [{ kind: 'all' }] } })
  await post(`/v1/campaigns/${String(id)}/start`, {})
  await eventually('the campaign is done', async () =>
    (await stage.tapline.call('GET', `/v1/campaigns/${String(id)}`)).body.state === 'done' ? true : undefined,
  )
  const page = await stage.open(`/campaigns/${String(id)}`)
  await page.getByText(`sent by ${OWNER.email}`).waitFor()
  expect(await faultsOf(page, 'campaign-sent-by')).toEqual([])
})

test('what a person writes back, and that they opt out, joins the timeline without a reload', async () => {
  const phone = '+4915112340094'
  const { id } = await sendOne(stage.tapline, { to: phone, from: '4915799999999', text: 'Spring sale' })
  const page = await stage.open(`/logbook/${id}`)
  await page.getByText('live, as of').waitFor()
  const reply = (text: string) =>
    stage.tapline.call('POST', `/v1/simulator/phones/${encodeURIComponent(phone)}/replies`, { text, to: '4915799999999' })
  expect((await reply('Which colours are there?')).status).toBeLessThan(300)
  await page.locator('.timeline-step.reply', { hasText: 'Which colours are there?' }).waitFor()
  await reply('STOP')
  const optOut = page.locator('.timeline-step', { hasText: 'Opt-out' })
  await optOut.getByText('By a reply.').waitFor()
  expect(await faultsOf(page, 'message-replies')).toEqual([])
})
