import type { Page } from 'playwright-core'
import type { Look, Shot } from './camera.ts'

/** Asks the API of the product that is photographed. */
export type Ask = (path: string) => Promise<unknown>

const desk: Look = { scheme: 'light', width: 1_280, height: 800, scale: 1.5 }
const phone: Look = { scheme: 'light', width: 390, height: 780, scale: 2 }
const dark = (look: Look): Look => ({ ...look, scheme: 'dark' })

/** What README and docs show. */
export async function ofTheDocs(ask: Ask): Promise<Shot[]> {
  const found = await find(ask)
  return [
    { name: 'report', path: `/campaigns/${found.report}`, look: { ...desk, height: 1_000 } },
    { name: 'report-dark', path: `/campaigns/${found.report}`, look: dark({ ...desk, height: 1_000 }) },
    { name: 'report-phone', path: `/campaigns/${found.report}`, look: phone },
    { name: 'campaigns', path: '/campaigns', look: desk },
    { name: 'experiment', path: `/campaigns/${found.experiment}`, look: { ...desk, height: 720 } },
    { name: 'composer', path: `/compose/${found.draft}`, look: desk },
    { name: 'logbook', path: '/logbook?state=delivered&clicks=yes', look: desk, prepare: showCard },
    { name: 'message', path: `/logbook/${found.message}`, look: desk },
    { name: 'webhook', path: `/developer/webhooks/${found.webhook}`, look: desk },
    { name: 'phone', path: `/developer/phones?number=${encodeURIComponent(found.phone)}`, look: desk },
  ]
}

/** Every screen in both colours, on a desk and on a phone, to its end. */
export async function everything(ask: Ask): Promise<Shot[]> {
  const found = await find(ask)
  const pages: readonly (readonly [name: string, path: string])[] = [
    ['home', '/'],
    ['compose', '/compose'],
    ['compose-draft', `/compose/${found.draft}`],
    ['campaigns', '/campaigns'],
    ...Object.entries(found.campaigns).map(([state, id]) => [`campaign-${state}`, `/campaigns/${id}`] as const),
    ['campaign-report', `/campaigns/${found.report}`],
    ['campaign-experiment', `/campaigns/${found.experiment}`],
    ['logbook', '/logbook'],
    ['message', `/logbook/${found.message}`],
    ['links', '/links'],
    ['link', `/links/${found.link}`],
    ['contacts', '/contacts'],
    ['contact', `/contacts/${found.contact}`],
    ['groups', '/contacts/groups'],
    ['segments', '/contacts/segments'],
    ['segment', `/contacts/segments/${found.segment}`],
    ['segment-new', '/contacts/segments/new'],
    ['imports', '/contacts/imports'],
    ['import', `/contacts/imports/${found.import}`],
    ['import-new', '/contacts/imports/new'],
    ['suppressions', '/contacts/suppressions'],
    ['opt-outs', '/contacts/opt-outs'],
    ['replies', '/contacts/replies'],
    ['developer', '/developer'],
    ['keys', '/developer/keys'],
    ['webhooks', '/developer/webhooks'],
    ['webhook', `/developer/webhooks/${found.webhook}`],
    ['reference', '/developer/reference'],
    ['phones', `/developer/phones?number=${encodeURIComponent(found.phone)}`],
    ['settings', '/settings'],
    ...settingPages.map((name) => [`settings-${name}`, `/settings/${name}`] as const),
  ]
  const looks = [desk, dark(desk), phone, dark(phone)].map((look) => ({ ...look, scale: 1 }))
  return looks.flatMap((look) => pages.map(([name, path]) => ({ name: `${name}-${look.scheme}-${look.width}`, path, look, whole: true })))
}

const settingPages = ['conversions', 'account', 'privacy', 'sending', 'domains', 'carriers', 'seven', 'team', 'you'] as const

/** Opens the card of the fifth message in sight. */
async function showCard(page: Page): Promise<void> {
  await page.locator('tbody .hover-target').nth(4).focus()
  await page.locator('.hover-card:popover-open .skeleton').first().waitFor({ state: 'detached' })
  await page.locator('.hover-card:popover-open').waitFor()
}

type Found = Record<
  'link' | 'report' | 'experiment' | 'draft' | 'message' | 'contact' | 'segment' | 'import' | 'webhook' | 'phone',
  string
> & {
  campaigns: Record<string, string>
}

/** Things of the demo that have something to show. */
async function find(ask: Ask): Promise<Found> {
  const campaigns = await listOf(ask, '/v1/campaigns?limit=100', 'campaigns')
  const states: Record<string, string> = {}
  for (const { state, id } of campaigns) states[String(state)] ??= String(id)
  const report = campaigns.find(({ name }) => name === 'Anniversary preview') ?? campaigns[0]
  const experiment = campaigns.find(({ name }) => name === 'New blends: which words work')
  const conversion = (await listOf(ask, '/v1/conversions?limit=100', 'conversions')).find(
    ({ message_id: id, state, name }) => id !== null && state === 'attributed' && name === 'order',
  )
  const message = String(conversion?.message_id)
  const { phone: to } = asRecord(await ask(`/v1/messages/${message}`))
  return {
    ...{
      report: String(report?.id),
      experiment: String(experiment?.id),
      draft: states.draft ?? '',
      message,
      campaigns: states,
      phone: String(to),
    },
    link: await mostTapped(ask),
    contact: encodeURIComponent(String(to)),
    segment: await firstId(ask, '/v1/segments', 'segments'),
    import: await firstId(ask, '/v1/contacts/imports', 'imports'),
    webhook: await firstId(ask, '/v1/webhooks/endpoints', 'endpoints'),
  }
}

async function mostTapped(ask: Ask): Promise<string> {
  const links = await listOf(ask, '/v1/links?limit=100', 'links')
  return String(links.toSorted((a, b) => Number(b.total_clicks) - Number(a.total_clicks))[0]?.id)
}

const firstId = async (ask: Ask, path: string, name: string): Promise<string> => String((await listOf(ask, path, name))[0]?.id)

async function listOf(ask: Ask, path: string, name: string): Promise<Record<string, unknown>[]> {
  const list = asRecord(await ask(path))[name]
  return Array.isArray(list) ? list.map(asRecord) : []
}

const asRecord = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {})
