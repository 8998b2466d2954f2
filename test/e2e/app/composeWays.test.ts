/** The composer's finer ways: senders, leaving people out, parameters of a link, the test send, whose phone is shown, whose clock counts. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { addNumber, chooseGroup, dayAhead, freshComposer, makeGroup, textField, who } from './composeStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const MINE = '+4915112300011'
const NIGHT = { from: '21:00', until: '08:00', clock: 'recipient' }

beforeAll(async () => {
  const firstNames = ['Ana', 'Bartholomew-Maximilian', 'Cem']
  await makeGroup(stage, { name: 'Buyers', phones: ['+4915112310011', '+4915112310012', '+4915112310013'], firstNames })
  await makeGroup(stage, { name: 'Complained lately', phones: ['+4915112310013'], firstNames: ['Cem'] })
  await makeGroup(stage, { name: 'Elsewhere', phones: ['+4915112320011', '+12025550123'], firstNames: ['Ida', 'Lee'] })
})

test('senders are kept in the settings, and a new text is from the first of them', async () => {
  const page = await stage.open('/settings/sending')
  const senders = page.getByRole('list', { name: 'Senders' })
  await add(page, 'Müller & Söhne')
  await page.getByText('A name has at most 11 characters').waitFor()
  for (const sender of ['Acme Shop', '+49 1511'.replaceAll(' ', '')]) {
    await add(page, sender)
    await page.getByRole('button', { name: `Remove ${sender.replace('+', '')}` }).waitFor()
  }
  await page.getByRole('button', { name: 'Make first choice: 491511' }).click()
  await page.getByRole('button', { name: 'Make first choice: Acme Shop' }).click()
  expect(await faultsOf(page, 'settings-senders')).toEqual([])
  await page.getByLabel('Nothing else may be sent from').check()
  await page.getByRole('region', { name: 'Senders' }).getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').waitFor()
  expect(await senders.getByRole('listitem').count()).toBe(2)
  const composer = await freshComposer(stage)
  const from = composer.getByRole('combobox', { name: 'From' })
  await eventually('the first sender is chosen', async () => ((await from.inputValue()) === 'Acme Shop' ? true : undefined))
  expect(await from.locator('option').allTextContents()).toEqual(['Acme Shop', '491511'])
  expect((await stage.tapline.call('POST', '/v1/messages', { to: MINE, from: 'Other', text: 'Hi' })).body.code).toBe('sender_not_listed')
  expect((await stage.tapline.call('PATCH', '/v1/account', { senders: [], only_senders: false })).status).toBe(200)
})

test('a group and a number are left out of another group, in figures and in what is sent', async () => {
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Buyers')
  await textField(page).fill('Hi {first_name|there}')
  await who(page, '3 people will get it')
  await page.getByRole('button', { name: 'Leave people out' }).click()
  const field = page.getByRole('combobox', { name: 'Not to' })
  await field.fill('Compl')
  await page.getByRole('option', { name: 'Complained lately' }).click()
  await who(page, '2 people will get it, 1 left out')
  await field.fill('+4915112310011')
  await page.keyboard.press('Enter')
  await who(page, '1 person will get it, 2 left out')
  expect(await faultsOf(page, 'compose-exclude')).toEqual([])
  await page.getByText(/^Saved /).waitFor()
  await page.reload()
  await who(page, '1 person will get it, 2 left out')
  await page.getByRole('list', { name: 'Not to' }).getByText('Complained lately').waitFor()
  await page.getByRole('button', { name: 'Remove +4915112310011' }).click()
  await who(page, '2 people will get it, 1 left out')
  const id = await sendNow(page, '2 people')
  const phones = async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages?campaign_id=${id}`)
    const found = (body.messages as { phone: string }[]).map(({ phone }) => phone).toSorted()
    return found.length === 2 ? found : undefined
  }
  expect(await eventually('two messages were made', phones)).toEqual(['+4915112310011', '+4915112310012'])
})

test('a link has parameters of its own, which the phone that taps it brings along', async () => {
  const page = await freshComposer(stage)
  await addNumber(page, MINE)
  await textField(page).fill('https://acme.example/a and https://acme.example/b?utm_source=kept')
  await page.getByRole('button', { name: 'Details https://acme.example/a' }).click()
  const details = page.getByRole('dialog', { name: 'Details of https://acme.example/a' })
  await details.getByRole('group', { name: 'UTM parameters of this link' }).getByLabel('utm_content').fill('first link')
  await details.getByText('UTM parameters of all links of this text').first().click()
  await details.getByRole('group', { name: 'UTM parameters of all links' }).getByLabel('utm_source').fill('sms')
  await details.getByText('https://acme.example/a?utm_source=sms&utm_content=first%20link').waitFor()
  expect(await faultsOf(page, 'compose-utm')).toEqual([])
  await page.keyboard.press('Escape')
  // Words before a link move it; what was said of it moves along.
  await textField(page).press('Control+Home')
  await textField(page).pressSequentially('New: ')
  const before = await page.locator('.compose-measures').textContent()
  const message = await sendToOne(page)
  expect(message.links).toEqual([
    'https://acme.example/a?utm_source=sms&utm_content=first%20link',
    'https://acme.example/b?utm_source=kept',
  ])
  expect(before).toContain(`${message.text.length} of 160`)
})

test('a test goes to one phone with the values of whoever the preview shows, and no figure counts it', async () => {
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Buyers')
  await textField(page).fill('Hi {first_name|there}, {nothing|see} https://acme.example/test')
  await who(page, '3 people will get it')
  await page.getByRole('button', { name: 'Longest' }).click()
  await page.locator('.phone-bubble', { hasText: 'Hi Bartholomew-Maximilian' }).waitFor()
  await page.getByRole('button', { name: 'Test send' }).click()
  const trial = page.getByRole('dialog', { name: 'Test send' })
  await trial.getByLabel('To your phone').fill('0151')
  await trial.getByRole('button', { name: 'Send the test' }).click()
  stage.expectProblems(/status of 422/)
  await trial.getByRole('alert').waitFor()
  await trial.getByLabel('To your phone').fill(MINE)
  expect(await faultsOf(page, 'compose-trial')).toEqual([])
  await trial.getByRole('button', { name: 'Send the test' }).click()
  await trial.getByText(`The test is on its way to ${MINE}.`).waitFor()
  const text = await eventually('the test was delivered', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages?phone=${encodeURIComponent(MINE)}&test=true`)
    const [first] = body.messages as { state: string; text: string; test: boolean }[]
    return first?.state === 'delivered' ? first.text : undefined
  })
  expect(text).toMatch(/^Hi Bartholomew-Maximilian, see https?:\/\/\S+$/)
})

test('the phone shows the next person, the longest text and anybody else', async () => {
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Buyers')
  await textField(page).fill('Hi {first_name}')
  await who(page, '3 people will get it')
  const bubble = page.locator('.phone-bubble')
  const shown = async () => (await bubble.textContent()) ?? ''
  const first = await shown()
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await eventually('another person is shown', async () => ((await shown()) === first ? undefined : true))
  await page.getByRole('button', { name: 'Longest' }).click()
  await bubble.getByText('Hi Bartholomew-Maximilian').waitFor()
  await page.getByRole('button', { name: 'Random' }).click()
  await eventually('somebody else is shown', async () => (/Hi (Ana|Cem)$/.test(await shown()) ? true : undefined))
  await page.getByRole('switch', { name: 'Dark phone' }).check()
  expect(await faultsOf(page, 'compose-preview')).toEqual([])
})

test('at a time of each person a campaign is planned by the clocks of all, and the review says so with the quiet hours', async () => {
  expect((await stage.tapline.call('PATCH', '/v1/account', { quiet_hours: NIGHT })).status).toBe(200)
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Elsewhere')
  await textField(page).fill('Good evening {first_name|there}')
  await who(page, '2 people will get it')
  await page.getByLabel('At a time where each person is').check()
  const day = dayAhead(3)
  await page.getByLabel('Date and time').fill(`${day}T22:00`)
  await page.getByText(/^Saved /).waitFor()
  await page.getByRole('button', { name: 'Review and schedule' }).click()
  await page.getByText('by the clock of each person', { exact: false }).first().waitFor()
  await page.getByText('It starts inside them: what is due waits until 08:00.').waitFor()
  expect(await faultsOf(page, 'compose-local')).toEqual([])
  await page.getByRole('button', { name: 'Schedule for 2 people' }).click()
  await page.getByText(/^Scheduled for /).waitFor()
  const { body } = await stage.tapline.call('GET', '/v1/campaigns?state=scheduled')
  const [campaign] = body.campaigns as { id: string; schedule: string; local_time: string; starts_at: string }[]
  expect(campaign).toMatchObject({ schedule: 'local', local_time: `${day}T22:00` })
  // The first clock on earth to show it is fourteen hours ahead of UTC.
  expect(campaign?.starts_at).toBe(`${day}T08:00:00.000Z`)
  await page.getByRole('button', { name: 'Take it off the schedule' }).click()
  await page.getByText('Taken back. Nothing was sent.').waitFor()
  await stage.tapline.call('PATCH', '/v1/account', { quiet_hours: null })
})

test('quiet hours are set in the settings and hold back a campaign, which says until when', async () => {
  const hour = new Date().getUTCHours()
  const at = (hours: number) => `${String((hour + hours + 24) % 24).padStart(2, '0')}:00`
  const page = await stage.open('/settings/sending')
  const section = page.getByRole('region', { name: 'Quiet hours' })
  await section.getByLabel('Keep quiet hours').check()
  await section.getByLabel('From').fill(at(-1))
  await section.getByLabel('Until').fill(at(-1))
  await section.getByText('Two different times are needed.').waitFor()
  await section.getByLabel('Until').fill(at(2))
  await section.getByLabel(/^That of the account/).check()
  expect(await faultsOf(page, 'settings-quiet')).toEqual([])
  await section.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').waitFor()
  const composer = await freshComposer(stage)
  await chooseGroup(composer, 'Buyers')
  await textField(composer).fill('Hi')
  await who(composer, '3 people will get it')
  await composer.getByText(/^Saved /).waitFor()
  await composer.getByRole('button', { name: 'Review and send' }).click()
  await composer.getByText(`It starts inside them: what is due waits until ${at(2)}.`).waitFor()
  expect(await faultsOf(composer, 'compose-quiet')).toEqual([])
  const id = /\/compose\/(\d+)/.exec(composer.url())?.[1] ?? ''
  await composer.getByRole('button', { name: 'Send to 3 people' }).click()
  const campaign = await eventually('its messages wait', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/campaigns/${id}`)
    const progress = body.progress as { next_at: string | null; sent: number }
    return progress.next_at === null ? undefined : progress
  })
  expect(campaign).toMatchObject({ sent: 0, next_at: expect.stringContaining(`T${at(2)}:00`) })
  await composer.goto(`${stage.tapline.baseUrl}/campaigns/${id}`)
  await composer.getByText(/^It waits: the next messages go out/).waitFor()
  expect(await faultsOf(composer, 'campaign-waits')).toEqual([])
  await stage.tapline.call('POST', `/v1/campaigns/${id}/cancel`)
  await stage.tapline.call('PATCH', '/v1/account', { quiet_hours: null })
})

async function add(page: Page, sender: string): Promise<void> {
  await page.getByLabel('New sender').fill(sender)
  await page.getByLabel('New sender').press('Enter')
}

/** Sends a campaign and waits until it is on its way. @returns its id */
async function sendNow(page: Page, people: string): Promise<string> {
  await page.getByText(/^Saved /).waitFor()
  await page.getByRole('button', { name: 'Review and send' }).click()
  const id = /\/compose\/(\d+)/.exec(page.url())?.[1] ?? ''
  await page.getByRole('button', { name: `Send to ${people}` }).click()
  await page.getByText(`On its way to ${people}.`).waitFor({ timeout: 20_000 })
  return id
}

/** Sends a text to one number, and reads it as it was sent. */
async function sendToOne(page: Page): Promise<{ text: string; links: string[] }> {
  await who(page, '1 person will get it')
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send to 1 person' }).click()
  await page.getByText('On its way to 1 person.').waitFor({ timeout: 20_000 })
  const { body } = await stage.tapline.call('GET', `/v1/messages?phone=${encodeURIComponent(MINE)}&limit=1`)
  const [first] = body.messages as { id: string; text: string }[]
  const { body: detail } = await stage.tapline.call('GET', `/v1/messages/${first?.id ?? ''}`)
  return { text: first?.text ?? '', links: (detail.links as { destination: string }[]).map(({ destination }) => destination) }
}
