import { createHash } from 'node:crypto'
import { AppError } from '../../lib/errors.ts'
import type { LinkPlan } from '../../lib/linkPlans.ts'
import type { LinkForm } from '../../lib/shortLinks.ts'
import type { Db } from '../../platform/db.ts'
import type { ShortDomain } from './domains.ts'

/** Grows when the same template would give other bytes; a rendering keeps the version it was made with. */
export const RENDERER_VERSION = 1

/** A variant of a campaign has renderings of its own, so that what is added up by rendering is the variant's. */
export type OfVariant = { campaignId: bigint; variantId: bigint }

export type RenderingPlan = {
  accountId: bigint
  text: string
  domain: ShortDomain
  linkForm: LinkForm
  links: readonly LinkPlan[]
  variant?: OfVariant
}

/**
 * Finds or makes the rendering of a plan; equal plans of an account share one.
 * @throws AppError `link_taken_down` when a link of the text has been taken down
 */
export async function ensureRendering(db: Db, plan: RenderingPlan): Promise<bigint> {
  const hash = hashOf(plan)
  const found = await findRendering(db, { accountId: plan.accountId, hash })
  if (found?.takenDown)
    throw new AppError('link_taken_down', `The link to ${found.takenDown} has been taken down: change the text or restore the link.`, {
      field: 'text',
    })
  return found?.id ?? (await insertRendering(db, { ...plan, hash }))
}

function hashOf({ text, domain, linkForm, links, variant }: RenderingPlan): Buffer {
  return createHash('sha256')
    .update(
      JSON.stringify([
        RENDERER_VERSION,
        text,
        String(domain.id),
        linkForm,
        links.map((link) => [link.kind, link.destinationKind, link.destination]),
        ...(variant === undefined ? [] : [String(variant.variantId)]),
      ]),
    )
    .digest()
}

/** Locked as by a reference: who deletes unused renderings must not take it before the message stands. */
async function findRendering(db: Db, { accountId, hash }: { accountId: bigint; hash: Buffer }) {
  const [row] = await db<{ id: bigint; takenDown: string | null }[]>`
    select renderings.id, (
      select destination from links where links.rendering_id = renderings.id and taken_down_at is not null order by position limit 1
    ) as "takenDown"
    from renderings where account_id = ${accountId} and hash = ${hash}
    for key share`
  return row
}

/** Two requests with the same new text meet at the unique hash: the second waits for the first and takes its row. */
async function insertRendering(db: Db, { hash, ...plan }: RenderingPlan & { hash: Buffer }): Promise<bigint> {
  const { accountId, text, domain, linkForm, links, variant } = plan
  const templateVersionId = await ensureTemplateVersion(db, { accountId, text })
  const [made] = await db<{ id: bigint }[]>`
    insert into renderings (account_id, hash, template_version_id, short_domain_id, link_form, renderer_version, link_kinds, campaign_id, variant_id)
    values (${accountId}, ${hash}, ${templateVersionId}, ${domain.id}, ${linkForm}, ${RENDERER_VERSION}, ${links.map((link) => link.kind)},
      ${variant?.campaignId ?? null}, ${variant?.variantId ?? null})
    on conflict (account_id, hash) do nothing returning id`
  if (made === undefined) return ensureRendering(db, plan)
  const rows = links.flatMap((link, position) => (link.kind === 'tracked' ? [{ ...link, position }] : []))
  for (const { position, destinationKind, destination } of rows)
    await db`
      insert into links (account_id, rendering_id, position, destination_kind, destination)
      values (${accountId}, ${made.id}, ${position}, ${destinationKind}, ${destination})`
  return made.id
}

async function ensureTemplateVersion(db: Db, { accountId, text }: { accountId: bigint; text: string }): Promise<bigint> {
  const hash = createHash('sha256').update(text).digest()
  await db`
    insert into template_versions (account_id, text, hash) values (${accountId}, ${text}, ${hash})
    on conflict (account_id, hash) do nothing`
  const [row] = await db<{ id: bigint }[]>`
    select id from template_versions where account_id = ${accountId} and hash = ${hash} for key share`
  // Deleted or erased in between: the text is made anew.
  return row?.id ?? ensureTemplateVersion(db, { accountId, text })
}
