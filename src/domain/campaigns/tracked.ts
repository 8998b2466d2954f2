import { AppError } from '../../lib/errors.ts'
import { findDesign } from '../experiments/design.ts'
import { compose } from '../messages/compose.ts'
import { requestOf, type CampaignParts } from './campaigns.ts'
import { requireCampaign, type Target } from './campaign.ts'
import { listVariants } from './store.ts'

/** Each variant, and whether it has a link by which a recipient's click is known as theirs. */
export async function listTracked(
  { db, allowPrivateDestinations: allowPrivate }: CampaignParts,
  target: Target,
): Promise<{ id: string; name: string; weight: number; hasTrackedLink: boolean }[]> {
  const { settings } = await requireCampaign(db, target)
  const found = []
  for (const variant of await listVariants(db, target)) {
    const request = requestOf(variant, settings)
    const { plans, tracking } = await compose(db, { accountId: target.accountId, request, allowPrivate, fieldUrls: [] })
    const hasTrackedLink = tracking === 'full' && plans.some(({ kind }) => kind === 'tracked')
    found.push({ id: String(variant.id), name: variant.name, weight: variant.weight, hasTrackedLink })
  }
  return found
}

/** @throws AppError `experiment_invalid` for an experiment whose goal nobody could measure */
export async function requireMeasurable(parts: CampaignParts, target: Target): Promise<void> {
  if ((await findDesign(parts.db, { accountId: target.accountId, campaignId: target.id })) === undefined) return
  const without = (await listTracked(parts, target)).filter(({ hasTrackedLink }) => !hasTrackedLink)
  if (without.length === 0) return
  throw new AppError(
    'experiment_invalid',
    `Nobody could tell what recipients of ${without.map(({ name }) => name).join(', ')} do: the text of each variant needs a link that is tracked for each recipient.`,
    { field: 'variants' },
  )
}
