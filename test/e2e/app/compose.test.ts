/** The composer, from the first letter to the phone that gets it. */
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { tap } from '../taps.ts'
import { appStage } from './appStage.ts'
import { addNumber, chooseGroup, dayAhead, freshComposer, makeGroup, textField, who } from './composeStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const PHONE = '+4915112345678'

test('an empty composer says what to do, in every look', async () => {
  const page = await stage.open('/compose')
  expect(await page.title()).toBe('Compose · Tapline')
  await expect.poll(() => page.getByRole('button', { name: 'Review and send' }).isDisabled()).toBe(true)
  expect(await faultsOf(page, 'compose-empty')).toEqual([])
})

test('a tracked SMS is written, reviewed, sent after the countdown, tapped and counted', async () => {
  const page = await stage.open('/compose')
  await addNumber(page, PHONE)
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Our spring sale is on: https://acme.example/spring?colour=green&size=all')
  await page.getByText('Performance Tracking').waitFor()
  await who(page, '1 person will get it')
  await expect
    .poll(() => page.locator('.editor-marks mark.tracked').textContent())
    .toBe('https://acme.example/spring?colour=green&size=all')
  expect(await faultsOf(page, 'compose-number')).toEqual([])
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('heading', { name: 'Before it goes out' }).waitFor()
  expect(await faultsOf(page, 'compose-review')).toEqual([])
  await page.getByRole('button', { name: 'Send to 1 person' }).click()
  await page.getByRole('timer').waitFor()
  expect(await faultsOf(page, 'compose-countdown')).toEqual([])
  await page.getByText('On its way to 1 person.').waitFor({ timeout: 15_000 })
  const message = await eventually('the message has left', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages?phone=${encodeURIComponent(PHONE)}`)
    const [first] = body.messages as { id: string; state: string; text: string }[]
    return first?.state === 'delivered' ? first : undefined
  })
  const link = /https?:\/\/\S+/.exec(message.text)?.[0] ?? ''
  expect((await tap({ url: link, code: '' })).status).toBe(302)
  await eventually('the tap is a click', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages/${message.id}`)
    return body.clicks === 1 ? true : undefined
  })
})

test('within the countdown a message is taken back, and its text is still there', async () => {
  const cancelled = async () => (await stage.tapline.call('GET', '/v1/messages?state=cancelled')).body.messages as unknown[]
  const before = (await cancelled()).length
  const page = await freshComposer(stage)
  await addNumber(page, '+4915112345679')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Rather not')
  await who(page, '1 person will get it')
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send to 1 person' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Taken back. Nothing was sent.').waitFor()
  expect(await cancelled()).toHaveLength(before + 1)
  await page.getByRole('button', { name: 'Back to the text' }).click()
  await expect.poll(() => page.getByRole('textbox', { name: 'Text', exact: true }).inputValue()).toBe('Rather not')
})

test('a draft survives a reload: of a number in the browser, of a group on the server', async () => {
  await makeGroup(stage, { name: 'Spring buyers', phones: ['+4915122222222', '+4915133333333'] })
  const page = await freshComposer(stage)
  await addNumber(page, PHONE)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Half a sentence')
  await page.getByText('Kept in this browser').waitFor()
  await page.reload()
  await expect.poll(() => page.getByRole('textbox', { name: 'Text', exact: true }).inputValue()).toBe('Half a sentence')
  await page.getByRole('button', { name: `Remove ${PHONE}` }).click()
  await chooseGroup(page, 'Spring buyers')
  await page.getByText(/^Saved /).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/compose\/\d+$/)
  await page.evaluate('localStorage.clear()')
  await page.reload()
  await who(page, '2 people will get it')
  await expect.poll(() => page.getByRole('textbox', { name: 'Text', exact: true }).inputValue()).toBe('Half a sentence')
})

test('whoever writes on while a draft gets its address goes on where they are, and what was written last is what is sent', async () => {
  await makeGroup(stage, { name: 'Late words', phones: ['+4915155555555'] })
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Late words')
  await textField(page).fill('First words')
  // The first save gives the draft its address; the field must keep the keys all the while.
  await textField(page).pressSequentially(', and more', { delay: 120 })
  await page.waitForURL(/\/compose\/\d+$/)
  await page.keyboard.type(', and the last')
  const text = 'First words, and more, and the last'
  expect(await textField(page).inputValue()).toBe(text)
  // At once, before it is saved.
  await page.reload()
  await who(page, '1 person will get it')
  expect(await textField(page).inputValue()).toBe(text)
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send to 1 person' }).click()
  await page.getByRole('timer').waitFor()
  const { body } = await stage.tapline.call('GET', '/v1/campaigns?state=scheduled&limit=1')
  const [campaign] = body.campaigns as { id: string }[]
  expect((await stage.tapline.call('GET', `/v1/campaigns/${campaign?.id ?? ''}`)).body.variants).toMatchObject([{ text }])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Taken back. Nothing was sent.').waitFor()
})

test('a campaign to a group is planned for a time, stands on the schedule, and is taken off again', async () => {
  const page = await freshComposer(stage)
  await chooseGroup(page, 'Spring buyers')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi {first_name|there}, tomorrow: https://acme.example/tomorrow')
  await who(page, '2 people will get it')
  await page.getByLabel('At a time', { exact: true }).check()
  await page.getByLabel('Date and time').fill('2099-12-01T09:00')
  await page.getByText('This is more than a year ahead.').waitFor()
  await page.getByLabel('Date and time').fill(`${dayAhead(100)}T09:00`)
  await page.getByText(/^Saved /).waitFor()
  expect(await faultsOf(page, 'compose-campaign')).toEqual([])
  await page.getByRole('button', { name: 'Review and schedule' }).click()
  await page.getByRole('button', { name: 'Schedule for 2 people' }).click()
  await page.getByText(/^Scheduled for /).waitFor()
  const id = await eventually('the campaign is scheduled', async () => {
    const { body } = await stage.tapline.call('GET', '/v1/campaigns?state=scheduled')
    return (body.campaigns as { id: string }[])[0]?.id
  })
  await page.getByRole('button', { name: 'Take it off the schedule' }).click()
  await page.getByText('Taken back. Nothing was sent.').waitFor()
  expect(await faultsOf(page, 'compose-taken-back')).toEqual([])
  const { body } = await stage.tapline.call('GET', `/v1/campaigns/${id}`)
  expect(body.state).toBe('draft')
})

test('a link can be left as written, and the option says what tracking changes', async () => {
  const page = await freshComposer(stage)
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill(`${'Long '.repeat(25)}https://acme.example/a/very/long/address/of/a/page`)
  await page.getByText(/^\d+ characters shorter, 1 part instead of 2\.$/).waitFor()
  await page.getByRole('switch').first().uncheck()
  await page.locator('.editor-marks mark.link').waitFor()
  await expect.poll(() => page.locator('.editor-marks mark.tracked').count()).toBe(0)
  await page.getByRole('button', { name: /^Details/ }).click()
  await page.getByText('Leads to').waitFor()
  await page.keyboard.press('Escape')
})

test('characters that force UCS-2 are replaced by one press', async () => {
  const page = await freshComposer(stage)
  const field = page.getByRole('textbox', { name: 'Text', exact: true })
  await field.fill('“Spring” – now…')
  await page.getByText('4 characters make this UCS-2').waitFor()
  expect(await faultsOf(page, 'compose-forcing')).toEqual([])
  await page.getByRole('button', { name: 'Replace all' }).click()
  await expect.poll(() => field.inputValue()).toBe('"Spring" - now...')
  await page.locator('.compose-measures', { hasText: 'GSM-7' }).waitFor()
})

test('a text that the server refuses says why before anything is sent', async () => {
  stage.expectProblems(/status of 422/)
  const page = await freshComposer(stage)
  await addNumber(page, PHONE)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('See https://{host}.example/x')
  await page.getByRole('alert').filter({ hasText: 'stands in the host of a link' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Review and send' }).isDisabled()).toBe(true)
})

test('pasted numbers become a list, with the reason of each that gets nothing', async () => {
  const page = await freshComposer(stage)
  await page.getByRole('combobox', { name: 'To', exact: true }).focus()
  await page.evaluate(`{
    const data = new DataTransfer()
    data.setData('text', ['phone', '+4915112345678', '+4930123456', '12 34', '+49 1511 2345678'].join('\\n'))
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }`)
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi')
  await who(page, '1 person will get it')
  await page.getByRole('button', { name: 'Why' }).click()
  const why = page.getByRole('dialog', { name: 'Why' })
  await why.getByText('no phone number').waitFor()
  await why.getByText('no mobile number').waitFor()
  expect(await faultsOf(page, 'compose-why')).toEqual([])
  await why.getByRole('button', { name: 'Remove these numbers' }).click()
  await page.getByRole('button', { name: 'Remove +4930123456' }).waitFor({ state: 'hidden' })
})

test('hostile names and texts stay texts and break no layout, in German too', async () => {
  const name = `<b>${'Überlange Gruppe '.repeat(4)}</b> مرحبا 👋🏽`
  await makeGroup(stage, { name, phones: ['+4915144444444'], firstNames: ['<img src=x onerror=alert(1)> عبد الرحمن 👩‍👩‍👧‍👦'] })
  const page = await freshComposer(stage)
  await chooseGroup(page, name)
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('مرحبا {first_name|<i>}, <script>x</script> https://acme.example/عرض?q=1 {opt_out_link}')
  await page.locator('.phone-bubble').getByText('<script>x</script>').waitFor()
  expect(await page.locator('main :is(b, i, script, img)').count()).toBe(0)
  expect(await faultsOf(page, 'compose-hostile')).toEqual([])
  await page.locator('.user-button').click()
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('heading', { name: 'Verfassen' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await faultsOf(page, 'compose-de')).toEqual([])
  await page.locator('.user-button').click()
  await page.getByLabel('Sprache').selectOption('en')
  await page.getByRole('heading', { name: 'Compose' }).waitFor()
})
