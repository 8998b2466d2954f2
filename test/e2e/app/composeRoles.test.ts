/** The composer without a mouse, from the door to the logbook, and the composer of who may not send. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage, OWNER } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const PHONE = '+4915112345001'

test('by keyboard alone somebody signs in, writes, reviews, sends, and reads in the logbook what became of it', async () => {
  const page = await stage.stranger()
  await page.goto(`${stage.tapline.baseUrl}/compose`)
  await page
    .getByRole('heading', { name: /sign in/i })
    .first()
    .waitFor()
  await typeInto(page, /mail/i, OWNER.email)
  await typeInto(page, /password/i, OWNER.password)
  await page.keyboard.press('Enter')
  await settled(page)
  expect(new URL(page.url()).pathname).toBe('/compose')
  // The first stop leads past the rail.
  await tabTo(page, /^skip/i)
  await page.keyboard.press('Enter')
  await typeInto(page, 'To', PHONE)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Remove ${PHONE}` }).waitFor()
  await typeInto(page, 'From', 'Acme')
  await typeInto(page, 'Text', 'By keys: https://acme.example/keys')
  await page.locator('.compose-who', { hasText: '1 person will get it' }).waitFor()
  await tabTo(page, /^Details/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: /^Details of/ }).waitFor()
  await page.keyboard.press('Escape')
  await tabTo(page, 'Review and send')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Before it goes out' }).waitFor()
  await tabTo(page, 'Send to 1 person')
  await page.keyboard.press('Enter')
  // The way back has the focus while there is one.
  await eventually('the button to take it back has the focus', async () => ((await focused(page)) === 'Cancel' ? true : undefined))
  await page.getByText('On its way to 1 person.').waitFor({ timeout: 20_000 })
  await tabTo(page, 'Open the logbook')
  await page.keyboard.press('Enter')
  const row = page.getByRole('row', { name: new RegExp(`\\${PHONE}`) })
  await row.getByText('delivered', { exact: true }).waitFor({ timeout: 20_000 })
  await tabTo(page, /^Performance: /)
  await page.locator('.message-card').getByText('https://acme.example/keys').waitFor()
  await page.keyboard.press('Escape')
})

test('a viewer is told why there is nothing to write, reads what was sent without numbers, and can send nothing', async () => {
  const campaign = { name: 'Kept draft', from: 'Acme', text: 'Hi {first_name|there}', audience: { include: [{ kind: 'all' }] } }
  const { body: draft } = await stage.tapline.call('POST', '/v1/campaigns', campaign)
  const page = await stage.invited('viewer')
  for (const place of ['/compose', `/compose/${String(draft.id)}`]) {
    await page.goto(`${stage.tapline.baseUrl}${place}`)
    await page.getByText('Your role reads what was sent; it does not send.').waitFor()
    expect(await page.locator('main :is(input, textarea, select, button)').count()).toBe(0)
  }
  expect(await faultsOf(page, 'compose-viewer')).toEqual([])
  stage.expectProblems(/status of 403/)
  const refused: unknown = await page.evaluate(`Promise.all([
    ['/v1/messages', { to: '+4915112345002', from: 'Acme', text: 'Hi' }],
    ['/v1/messages/preview', { text: 'Hi' }],
    ['/v1/campaigns/${String(draft.id)}/start', {}],
    ['/v1/campaigns/${String(draft.id)}/test', { to: ['+4915112345002'] }],
  ].map(([path, body]) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    .then((answer) => answer.status)))`)
  expect(refused).toEqual([403, 403, 403, 403])
  await page.goto(`${stage.tapline.baseUrl}/settings/sending`)
  await page.getByRole('heading', { name: 'Quiet hours' }).waitFor()
  expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0)
  expect(await faultsOf(page, 'settings-sending-viewer')).toEqual([])
})

/** What has the focus, as it is called: by its label, else by its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const active = document.activeElement
    const name = active?.getAttribute('aria-label') ?? active?.labels?.[0]?.textContent ?? active?.textContent ?? ''
    return name.trim().replace(/\\s+/g, ' ')
  })()`)

/** Whether a person sees where they are: a ring around it, or around what it stands for. */
const isRingSeen = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    for (let element = document.activeElement, steps = 0; element !== null && steps < 3; element = element.parentElement, steps++) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      if ((outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none') return true
    }
    return false
  })()`)

/** More stops than any page has. */
const STOPS = 80

/** Goes on by Tab until what is wanted has the focus, and sees where it is at every stop. */
async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press('Tab')
    const name = await focused(page)
    if (name !== '' && !(await isRingSeen(page))) throw new Error(`"${name}" has the focus, and nothing shows it`)
    if (typeof wanted === 'string' ? name === wanted : wanted.test(name)) return
    passed.push(name)
  }
  throw new Error(`No stop is called ${String(wanted)}: ${passed.join(' | ')}`)
}

async function typeInto(page: Page, field: string | RegExp, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}
