/** What the tests of the composer share: an empty one, and the first fields filled. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { AppStage } from './appStage.ts'

export const textField = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })

/** Waits until the count of the recipients says so. */
export const who = (page: Page, text: string): Promise<void> => page.locator('.compose-who', { hasText: text }).waitFor()

/** The composer without what a test before has left there. */
export async function freshComposer(stage: AppStage): Promise<Page> {
  const page = await stage.open('/compose')
  const anew = page.getByRole('button', { name: 'Start anew' })
  if ((await anew.count()) > 0) {
    await anew.click()
    await page.getByRole('button', { name: 'Throw away' }).click()
    await anew.waitFor({ state: 'hidden' })
  }
  return page
}

export async function addNumber(page: Page, phone: string): Promise<void> {
  await page.getByRole('combobox', { name: 'To', exact: true }).fill(phone)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Remove ${phone}` }).waitFor()
  await page.getByLabel('From', { exact: true }).fill('Acme')
}

export async function chooseGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'To', exact: true }).fill(name.slice(0, 6))
  await page.getByRole('option', { name }).click()
  await page.getByLabel('From', { exact: true }).fill('Acme')
}

/** A group of contacts; the first name is that of the first, or each has one of its own. */
export async function makeGroup(
  { tapline }: AppStage,
  { name, phones, firstNames = ['Ana'] }: { name: string; phones: readonly string[]; firstNames?: readonly string[] },
): Promise<void> {
  const contacts = phones.map((phone, at) => {
    const first = firstNames[at]
    return { phone, groups: [name], fields: first === undefined ? {} : { first_name: first } }
  })
  expect((await tapline.call('POST', '/v1/contacts/batch', { contacts })).status).toBe(200)
}

/** A day within the year that a send may be ahead. */
export const dayAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
