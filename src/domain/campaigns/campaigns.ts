import type { Audience } from '../../contract/audiences.ts'
import type { CampaignBody, CampaignPatch, CampaignSettings } from '../../contract/campaigns.ts'
import { campaignSettings } from '../../contract/campaigns.ts'
import { AppError } from '../../lib/errors.ts'
import { MAX_VARIANTS } from '../../lib/experimentLimits.ts'
import { parsePhone } from '../../lib/phone.ts'
import { allowedSender, type Senders } from '../../lib/sender.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { resolveAudience } from '../audiences/resolve.ts'
import { withPlainPhones } from '../audiences/rules.ts'
import { compose } from '../messages/compose.ts'
import { findDesign, requireNotRunning, saveDesign } from '../experiments/design.ts'
import { requireCampaign, step, type Target } from './campaign.ts'
import {
  deleteCampaign,
  insertCampaign,
  listVariants,
  updateCampaign,
  writeRate,
  writeVariants,
  type CampaignRow,
  type Maker,
  type NewVariant,
  type VariantRow,
} from './store.ts'
import { changedVariants, defined, requireSameVariants, variantsOf } from './variants.ts'

/** What checking a campaign needs besides the database. */
export type CampaignParts = { db: Db; allowPrivateDestinations: boolean }

/** A campaign as it would be; what is checked before it is written. */
type Plan = Pick<CampaignRow, 'accountId' | 'sender' | 'audience' | 'settings'> & { variants: readonly NewVariant[] }

/** @throws AppError for a sender, text or audience that nothing could be sent with */
export async function createCampaign(
  parts: CampaignParts,
  { accountId, apiKeyId, userId, body }: Maker & { accountId: bigint; body: CampaignBody },
): Promise<bigint> {
  const { name, settings } = body
  const variants = variantsOf(body)
  const senders = await accountSettings(parts.db, accountId)
  const sender = allowedSender(body.from, senders)
  checkSenders(variants, senders)
  const plan = { accountId, sender, audience: body.audience ?? { include: [], exclude: [] }, settings, variants }
  const audience = await check(parts, plan)
  return inTransaction(parts.db, async (tx) => {
    const id = await insertCampaign(tx, { ...plan, audience, apiKeyId, userId, name })
    await writeVariants(tx, { accountId, id, variants })
    if (body.experiment !== undefined)
      await saveDesign(tx, { accountId, campaignId: id }, { design: body.experiment, variants: variants.length })
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
  const senders = await accountSettings(parts.db, target.accountId)
  checkSenders(variants ?? [], senders)
  const plan = {
    accountId: target.accountId,
    sender: patch.from === undefined ? known.sender : allowedSender(patch.from, senders),
    audience: patch.audience ?? known.audience,
    settings,
    variants: variants ?? before,
  }
  const audience = await check(parts, plan)
  await step(parts.db, target, {
    name: 'change',
    async work(tx, campaign) {
      if (variants !== undefined) requireSameVariants(campaign, before, variants)
      await changeDesign(tx, { campaign, patch, variants: plan.variants.length })
      await updateCampaign(tx, { ...plan, audience, id: target.id, name: patch.name ?? campaign.name })
      if (variants !== undefined) await writeVariants(tx, { ...target, variants })
      if (campaign.state !== 'draft') await writeRate(tx, { id: target.id, settings })
    },
  })
}

/** @throws AppError `sender_not_listed` */
function checkSenders(variants: readonly NewVariant[], senders: Senders): void {
  for (const { sender } of variants) if (sender !== null) allowedSender(sender, senders)
}

/** Deletes a draft. @throws AppError `not_found`, `campaign_state` */
export const removeCampaign = (db: Db, target: Target): Promise<void> =>
  step(db, target, {
    name: 'delete',
    async work(tx) {
      await saveDesign(tx, { accountId: target.accountId, campaignId: target.id }, { design: null, variants: 0 })
      await deleteCampaign(tx, target)
    },
  })

/** A draft like a campaign in any state. */
export async function cloneCampaign(db: Db, target: Target, { apiKeyId, userId }: Maker): Promise<bigint> {
  const { name, ...campaign } = await requireCampaign(db, target)
  const variants = (await listVariants(db, target)).map((variant) => ({ ...variant, id: undefined }))
  return inTransaction(db, async (tx) => {
    const id = await insertCampaign(tx, { ...campaign, apiKeyId, userId, name: `${name} (copy)`.slice(0, 200) })
    await writeVariants(tx, { accountId: target.accountId, id, variants })
    const design = await findDesign(tx, { accountId: target.accountId, campaignId: target.id })
    if (design !== undefined) await saveDesign(tx, { accountId: target.accountId, campaignId: id }, { design, variants: variants.length })
    return id
  })
}

/** Null takes a setting away, what is left out stays. */
function mergeSettings(before: CampaignSettings, changes: NonNullable<CampaignPatch['settings']>): CampaignSettings {
  const merged = { ...before, ...defined(changes) }
  return campaignSettings.parse(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)))
}

/** A design is settled when the campaign starts; what it compares stays as it is while it runs. */
async function changeDesign(
  tx: Transaction,
  { campaign, patch, variants }: { campaign: CampaignRow; patch: CampaignPatch; variants: number },
): Promise<void> {
  const target = { accountId: campaign.accountId, campaignId: campaign.id }
  if (campaign.state === 'running' || campaign.state === 'paused') {
    if (patch.experiment !== undefined)
      throw new AppError('campaign_state', 'The design of an experiment can be changed until its campaign starts.', { field: 'experiment' })
    if (patch.variants !== undefined || patch.text !== undefined || patch.from !== undefined) await requireNotRunning(tx, target)
    return
  }
  const design = patch.experiment === undefined ? await findDesign(tx, target) : patch.experiment
  if (design !== undefined) await saveDesign(tx, target, { design, variants })
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
