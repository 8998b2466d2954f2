import type { Audience } from '../../contract/audiences.ts'
import type { CampaignBody, CampaignPatch, CampaignSettings } from '../../contract/campaigns.ts'
import { campaignSettings, MAX_VARIANTS } from '../../contract/campaigns.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { resolveAudience } from '../audiences/resolve.ts'
import { withPlainPhones } from '../audiences/rules.ts'
import { compose } from '../messages/compose.ts'
import { allowedSender } from '../../lib/sender.ts'
import { requireCampaign, step, type Target } from './campaign.ts'
import {
  deleteCampaign,
  insertCampaign,
  listVariants,
  updateCampaign,
  writeRate,
  writeVariants,
  type CampaignRow,
  type NewVariant,
  type VariantRow,
} from './store.ts'

/** What checking a campaign needs besides the database. */
export type CampaignParts = { db: Db; allowPrivateDestinations: boolean }

/** A campaign as it would be; what is checked before it is written. */
type Plan = Pick<CampaignRow, 'accountId' | 'sender' | 'audience' | 'settings'> & { variants: readonly NewVariant[] }

/** @throws AppError for a sender, text or audience that nothing could be sent with */
export async function createCampaign(
  parts: CampaignParts,
  { accountId, apiKeyId, body }: { accountId: bigint; apiKeyId: bigint | null; body: CampaignBody },
): Promise<bigint> {
  const { name, settings } = body
  const variants = variantsOf(body)
  const sender = allowedSender(body.from, await accountSettings(parts.db, accountId))
  const plan = { accountId, sender, audience: body.audience ?? { include: [], exclude: [] }, settings, variants }
  const audience = await check(parts, plan)
  return inTransaction(parts.db, async (tx) => {
    const id = await insertCampaign(tx, { ...plan, audience, apiKeyId, name })
    await writeVariants(tx, { accountId, id, variants })
    return id
  })
}

/**
 * Changes a campaign. Of one that runs, what is not expanded yet goes out as changed.
 * @throws AppError `not_found`, `campaign_state`, and as `createCampaign`
 */
export async function changeCampaign(parts: CampaignParts, target: Target, patch: CampaignPatch): Promise<void> {
  const known = await requireCampaign(parts.db, target)
  const before = await listVariants(parts.db, target)
  const settings = patch.settings === undefined ? known.settings : mergeSettings(known.settings, patch.settings)
  const variants = changedVariants(patch, before)
  const plan = {
    accountId: target.accountId,
    sender: patch.from === undefined ? known.sender : allowedSender(patch.from, await accountSettings(parts.db, target.accountId)),
    audience: patch.audience ?? known.audience,
    settings,
    variants: variants ?? before,
  }
  const audience = await check(parts, plan)
  await step(parts.db, target, {
    name: 'change',
    async work(tx, campaign) {
      if (variants !== undefined) requireSameVariants(campaign, before, variants)
      await updateCampaign(tx, { ...plan, audience, id: target.id, name: patch.name ?? campaign.name })
      if (variants !== undefined) await writeVariants(tx, { ...target, variants })
      if (campaign.state !== 'draft') await writeRate(tx, { id: target.id, settings })
    },
  })
}

/** Deletes a draft. @throws AppError `not_found`, `campaign_state` */
export const removeCampaign = (db: Db, target: Target): Promise<void> =>
  step(db, target, { name: 'delete', work: (tx) => deleteCampaign(tx, target) })

/** A draft like a campaign in any state. */
export async function cloneCampaign(db: Db, target: Target, { apiKeyId }: { apiKeyId: bigint | null }): Promise<bigint> {
  const { name, ...campaign } = await requireCampaign(db, target)
  const variants = (await listVariants(db, target)).map((variant) => ({ ...variant, id: undefined }))
  return inTransaction(db, async (tx) => {
    const id = await insertCampaign(tx, { ...campaign, apiKeyId, name: `${name} (copy)`.slice(0, 200) })
    await writeVariants(tx, { accountId: target.accountId, id, variants })
    return id
  })
}

/** A text is the only variant; several are named by letters where they have no name. */
function variantsOf({ text, variants }: Pick<CampaignBody, 'text' | 'variants'>): NewVariant[] {
  if ((text === undefined) === (variants === undefined))
    throw new AppError('campaign_invalid', 'A campaign has either a text or variants: give one of both.', { field: 'text' })
  const given = variants ?? [{ text: text ?? '', weight: 1, name: undefined, links: undefined }]
  return given.map((variant, at) => ({ ...variant, id: undefined, name: variant.name ?? letter(at), links: variant.links ?? [] }))
}

const letter = (at: number) => String.fromCodePoint(65 + at)

function changedVariants({ text, variants }: CampaignPatch, before: readonly VariantRow[]): NewVariant[] | undefined {
  if (text !== undefined && variants !== undefined)
    throw new AppError('campaign_invalid', 'Give either text or variants, not both.', { field: 'text' })
  if (text !== undefined) {
    const [only] = before
    if (before.length !== 1 || only === undefined)
      throw new AppError('campaign_invalid', `The campaign has ${before.length} variants: give them as variants, each with its id.`, {
        field: 'text',
      })
    return [{ ...only, text }]
  }
  return variants?.map(({ id, ...given }, at) => {
    const known = id === undefined ? undefined : before.find((variant) => String(variant.id) === id)
    if (id !== undefined && known === undefined)
      throw new AppError('campaign_invalid', `The campaign has no variant ${id}.`, { field: `variants[${at}].id` })
    const changed = { name: letter(at), weight: 1, links: [], ...known, ...defined(given) }
    if (changed.text === undefined) throw new AppError('campaign_invalid', 'A new variant needs a text.', { field: `variants[${at}].text` })
    return { id: known?.id, name: changed.name, weight: changed.weight, links: changed.links, text: changed.text }
  })
}

const defined = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }

/** Null takes a setting away, what is left out stays. */
function mergeSettings(before: CampaignSettings, changes: NonNullable<CampaignPatch['settings']>): CampaignSettings {
  const merged = { ...before, ...defined(changes) }
  return campaignSettings.parse(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)))
}

function requireSameVariants({ state }: CampaignRow, before: readonly VariantRow[], after: readonly NewVariant[]): void {
  if (state !== 'running' && state !== 'paused') return
  if (before.length !== after.length || before.some(({ id }) => after.every((variant) => variant.id !== id)))
    throw new AppError('campaign_state', 'Once a campaign runs, its variants can be changed, but none can come or go.', {
      field: 'variants',
    })
}

/**
 * Each text is composed as it will be, so that what cannot be sent is refused before anybody waits for it.
 * @returns the audience as it is kept
 */
async function check({ db, allowPrivateDestinations: allowPrivate }: CampaignParts, plan: Plan): Promise<Audience> {
  const { accountId, audience, settings, variants } = plan
  if (variants.length > MAX_VARIANTS)
    throw new AppError('campaign_invalid', `At most ${MAX_VARIANTS} variants are possible.`, { field: 'variants' })
  await resolveAudience(db, { accountId, audience })
  for (const variant of variants) await compose(db, { accountId, request: requestOf(variant, settings), allowPrivate, fieldUrls: [] })
  const { defaultCountry } = await accountSettings(db, accountId)
  return withPlainPhones(audience, (written) => {
    const parsed = parsePhone(written, defaultCountry ?? undefined)
    return parsed.kind === 'ok' ? parsed.phone : written
  })
}

/** A variant as what the composer takes. */
export const requestOf = ({ text, links }: Pick<VariantRow, 'text' | 'links'>, settings: CampaignSettings) => {
  const { tracking, short_domain, link_form, utm } = settings
  return { text, links, tracking, short_domain, link_form, utm }
}
