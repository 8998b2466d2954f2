/** Experiments on the page of their campaign: what is seen, what is decided. */
import { expect, test } from 'vitest'
import { appStage } from './appStage.ts'
import { makeCampaign, makeContacts, start, untilState } from './campaignSends.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const variants = [
  { name: 'Short', text: 'Sale: https://acme.example/spring' },
  { name: 'Long', text: 'Our spring sale begins today: https://acme.example/spring' },
]

/** Each has a group of its own, so that a second try finds nothing of the first. */
async function draft(name: string, from: number): Promise<string> {
  const endings = Array.from({ length: 20 }, (_, at) => String(from + at))
  const group = await makeContacts(stage.tapline, { group: name, endings })
  const experiment = { way: 'winner', goal: { kind: 'clickers' }, test_share: 0.5, holdout_share: 0.1 }
  return makeCampaign(stage.tapline, { group, name, text: undefined, variants, experiment })
}

async function running(name: string, from: number): Promise<string> {
  const id = await draft(name, from)
  await start(stage.tapline, id)
  return id
}

test('a draft says what its experiment can find and what speaks against it, and the composer opens with its variants', async () => {
  const id = await draft('Planned test', 810_000)
  const page = await stage.open(`/campaigns/${id}`)
  const panel = page.getByRole('region', { name: 'Experiment' })
  await panel.getByText(/^20 recipients now; each variant is tested with/).waitFor()
  await panel.getByText(/are needed to win: there will be no winner\.$/).waitFor()
  const before = await panel.getByText(/To find it with a probability of 80\.0%/).textContent()
  await panel.getByLabel('Difference to find').selectOption('1')
  await panel.getByText(before ?? '').waitFor({ state: 'detached' })
  expect(await faultsOf(page, 'experiment-draft')).toEqual([])
  await page.goto(`${stage.tapline.baseUrl}/compose/${id}`)
  for (const { name } of variants) await page.getByRole('group', { name: `Variant ${name}`, exact: true }).waitFor()
  expect(await page.getByLabel('Test, then the winner').isChecked()).toBe(true)
})

test('a campaign whose variants compete shows its experiment, and a person chooses for the rest', async () => {
  const id = await running('Spring test', 810_100)
  const page = await stage.open(`/campaigns/${id}`)
  const panel = page.getByRole('region', { name: 'Experiment' })
  await panel.getByText('under way').waitFor()
  await panel.getByText('No variant has won yet.').waitFor()
  await panel.getByRole('table', { name: 'Variants' }).getByText('Long').waitFor()
  expect(await faultsOf(page, 'experiment-running')).toEqual([])
  await panel.getByRole('button', { name: 'Choose a variant' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Long').check()
  await dialog.getByRole('button', { name: 'Send Long to all others' }).click()
  await panel.getByText('Long was chosen by hand for all others.').first().waitFor()
  await panel.getByRole('button', { name: 'Choose a variant' }).waitFor({ state: 'detached' })
  await untilState(stage.tapline, id, 'done')
  expect(await faultsOf(page, 'experiment-decided')).toEqual([])
})

test('an experiment that is stopped sends the rest by the weights', async () => {
  const id = await running('Summer test', 810_200)
  const page = await stage.open(`/campaigns/${id}`)
  const panel = page.getByRole('region', { name: 'Experiment' })
  await panel.getByRole('button', { name: 'Stop the experiment' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the experiment' }).click()
  await panel.getByText('Stopped by hand: the others get the variants by their weights.').first().waitFor()
  await untilState(stage.tapline, id, 'done')
  expect((await stage.tapline.call('GET', `/v1/campaigns/${id}/experiment`)).body).toMatchObject({ verdict: { reason: 'stopped' } })
})
