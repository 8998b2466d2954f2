import { countNumbers, countTracked } from '../../lib/linkPlans.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { excludeCondition, includeCondition } from '../audiences/compile.ts'
import { isSuppressed, reachedCap } from '../audiences/leftOut.ts'
import { resolveAudience } from '../audiences/resolve.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { listSuppressed } from '../contacts/suppressions.ts'
import { drawer, sharesOf } from '../experiments/draw.ts'
import { findGate, holdGate, passSlice, recordDraws, type Gate } from '../experiments/gate.ts'
import { insertBatch } from '../links/campaignBatches.ts'
import { reserveMessageIds } from '../links/leases.ts'
import { ensureRendering } from '../links/renderings.ts'
import { copyMessages } from '../messages/campaignMessages.ts'
import { compose } from '../messages/compose.ts'
import { loadWays } from '../messages/routing.ts'
import { loadPrices } from '../routing/prices.ts'
import { requestOf } from './campaigns.ts'
import { commonCells, prepareSlice, sumsOf, writeLines, type PreparedSlice, type ReadyVariant } from './expandRows.ts'
import { advance, findSliceEnd, hasErasedSuppressions, lockForSlice, readContacts, type ContactPage } from './expandStore.ts'
import { pauseItself } from './steer.ts'
import { findCampaign, listVariants, type CampaignRow } from './store.ts'

/** Contacts of one slice: its transaction lasts a tenth of a second. */
const SLICE = 5_000
/** Where variants compete: the messages of a slice are sent variant after variant, and what is compared should go at about the same time. */
const COMPETING_SLICE = 500
const SMALLEST_SLICE = 100

export type ExpandParts = { db: Db; log: Log; phoneHash: PhoneHash; allowPrivateDestinations: boolean }
type Target = { accountId: bigint; id: bigint }

/**
 * Expands some slices of a campaign. One transaction makes a slice's messages and moves the campaign on, so a crash leaves neither a gap
 * nor a double, and whoever comes next goes on. The next slice is prepared while the one before is written.
 * @returns whether there is more to do for this campaign at once
 */
export async function expandSlices(parts: ExpandParts, target: Target, { slices }: { slices: number }): Promise<boolean> {
  const campaign = await findCampaign(parts.db, target)
  if (campaign === undefined || campaign.state !== 'running' || campaign.expandedAt !== null) return false
  const gate = await findGate(parts.db, { accountId: target.accountId, campaignId: target.id })
  if (gate?.isWaiting === true) return false
  let writing: Promise<Written> | undefined
  try {
    for (let at = campaign, left = slices; left > 0; left--) {
      const prepared = await prepare(parts, { campaign: at, gate })
      if (writing !== undefined && (await writing) !== 'written') return true
      writing = write(parts.db, { campaign: at, gate, prepared })
      // It is awaited in the next turn; until then a failure must not look as if nobody cared.
      writing.catch(() => undefined)
      if (prepared.isEnd || isUsedUp(gate, at, prepared)) return (await writing) !== 'stands'
      at = { ...at, expandedTo: prepared.expandedTo, planned: at.planned + countMade(prepared.slice) }
    }
    await writing
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // The text, its links or the audience cannot be used any more: a person has to look.
    await pauseByFault(parts, campaign, error)
    return false
  }
}

type Prepared = { slice: PreparedSlice; expandedTo: bigint; isEnd: boolean }
type At = { campaign: CampaignRow; gate: Gate | undefined }

const countMade = ({ byVariant }: PreparedSlice) => [...byVariant.values()].reduce((sum, lines) => sum + lines.length, 0)

/** Whether the experiment waits for a decision after this slice. */
const isUsedUp = (gate: Gate | undefined, { planned }: CampaignRow, { slice }: Prepared) =>
  gate?.allowance !== undefined && planned + countMade(slice) >= gate.allowance

/** As many as may be made, but not so few that a thin audience takes a transaction for each contact. */
const sliceOf = (gate: Gate | undefined, { planned }: CampaignRow) =>
  gate === undefined ? SLICE : Math.min(COMPETING_SLICE, Math.max(SMALLEST_SLICE, (gate.allowance ?? Infinity) - planned))

async function prepare(parts: ExpandParts, { campaign, gate }: At): Promise<Prepared> {
  const { db } = parts
  const end = await findSliceEnd(db, { campaign, limit: sliceOf(gate, campaign) })
  const to = end ?? campaign.expandUntil ?? 0n
  const contacts = await nextContacts(parts, campaign, to)
  const variants = await composeVariants(parts, campaign, contacts)
  const [first] = variants
  const prices = await loadPrices(db, { currency: first?.composition.settings.currency ?? null })
  const slice = prepareSlice(contacts, { campaign, variants, draw: drawOf(campaign, variants, gate), prices, now: new Date() })
  return { slice, expandedTo: to, isEnd: end === undefined }
}

/** Where all get the same nothing is drawn. */
function drawOf({ id, drawKey }: CampaignRow, variants: readonly ReadyVariant[], gate: Gate | undefined) {
  if (gate === undefined && variants.length === 1) return undefined
  const shares = gate?.shares ?? sharesOf(variants.map(({ row }) => row))
  return drawer({ key: drawKey, campaignId: id, shares, holdoutShare: gate?.holdoutShare ?? 0, part: gate?.part ?? { kind: 'all' } })
}

/** `missed`: the campaign or its experiment is not as it was read, and nothing was written. `stands`: nothing more is to do for now. */
type Written = 'written' | 'missed' | 'stands'

const write = (db: Db, { campaign, gate, prepared }: At & { prepared: Prepared }): Promise<Written> =>
  inTransaction(db, async (tx) => {
    const { slice, expandedTo, isEnd } = prepared
    if (!(await lockForSlice(tx, campaign)) || !(gate === undefined || (await holdGate(tx, gate)))) return 'missed'
    await writeSlice(tx, { campaign, slice })
    const after = gate === undefined ? undefined : await moveOn(tx, { campaign, gate, prepared })
    const isAnew = after?.isAnew === true
    await advance(tx, { campaign, sums: sumsOf(slice), expandedTo: isAnew ? 0n : expandedTo, isEnd: isEnd && !isAnew })
    return after?.isWaiting === true || (isEnd && !isAnew) ? 'stands' : 'written'
  })

async function moveOn(tx: Transaction, { campaign, gate, prepared }: { campaign: CampaignRow; gate: Gate; prepared: Prepared }) {
  const { slice, isEnd } = prepared
  const rows = [...slice.byVariant].map(([variant, lines]) => ({ variant, made: lines.length, drawn: slice.drawn.get(variant) ?? 0 }))
  const shares = gate.shares ?? sharesOf(rows.map(({ variant }) => variant.row))
  const variants = rows.map(({ variant, made, drawn }) => {
    const share = shares.find(({ variant_id: id }) => id === String(variant.row.id))?.share ?? 0
    return { variantId: variant.row.id, share, drawn, made }
  })
  await recordDraws(tx, gate, { variants, heldOut: slice.heldOut })
  return passSlice(tx, gate, { planned: campaign.planned + countMade(slice), isEnd })
}

async function nextContacts({ db, phoneHash }: ExpandParts, campaign: CampaignRow, to: bigint): Promise<ContactPage[]> {
  const { accountId, settings } = campaign
  const audience = await resolveAudience(db, { accountId, audience: campaign.audience })
  const cap = settings.frequency_cap
  const { quietHours, timeZone } = await accountSettings(db, accountId)
  const reasons = [
    { reason: 'excluded', holds: excludeCondition(db, { accountId, audience }) },
    { reason: 'suppressed', holds: isSuppressed(db, { accountId, phones: [] }) },
    { reason: 'not_mobile', holds: db`mobile is false` },
    ...(cap === undefined ? [] : [{ reason: 'frequency_cap', holds: reachedCap(db, { accountId, cap }) }]),
  ]
  const contacts = await readContacts(db, {
    campaign,
    included: includeCondition(db, { accountId, audience }),
    reasons,
    to,
    quietHours,
    timeZone,
  })
  if (!(await hasErasedSuppressions(db, { accountId }))) return contacts
  const suppressed = await listSuppressed(db, phoneHash, { accountId, phones: contacts.map(({ phone }) => phone) })
  return contacts.map((contact) =>
    contact.reason === null && suppressed.has(contact.phone) ? { ...contact, reason: 'suppressed' } : contact,
  )
}

/** Composes the texts as they are now; their renderings are found or made, each variant's own. */
async function composeVariants(
  { db, allowPrivateDestinations: allowPrivate }: ExpandParts,
  campaign: CampaignRow,
  contacts: readonly ContactPage[],
): Promise<ReadyVariant[]> {
  const { accountId, id, settings } = campaign
  const ready: ReadyVariant[] = []
  for (const row of await listVariants(db, { accountId, id })) {
    const composition = await compose(db, {
      accountId,
      request: requestOf(row, settings),
      allowPrivate,
      fieldUrls: urlsOf(row.text, contacts),
    })
    const { text, domain, linkForm, plans } = composition
    const variant = { campaignId: id, variantId: row.id }
    const renderingId = await inTransaction(db, (tx) => ensureRendering(tx, { accountId, text, domain, linkForm, links: plans, variant }))
    const kinds = plans.map(({ kind }) => kind)
    const counts = { numbers: countNumbers(kinds), linkCount: countTracked(kinds) }
    const sender = row.sender ?? campaign.sender
    const findWay = await loadWays(db, { sender, test: false })
    ready.push({ row, sender, findWay, composition, renderingId, codeSpaceId: domain.codeSpaceId, ...counts })
  }
  return ready
}

/** Values that may be whole URLs, so that links to our own hosts are found. Only where the text has a field that stands alone. */
const urlsOf = (text: string, contacts: readonly ContactPage[]): string[] =>
  /\{/.test(text) ? contacts.flatMap(({ fields }) => Object.values(fields).filter((value) => /^(?:https?:\/\/|www\.)/i.test(value))) : []

async function writeSlice(tx: Transaction, { campaign, slice }: { campaign: CampaignRow; slice: PreparedSlice }): Promise<void> {
  const { accountId, id: campaignId } = campaign
  for (const [variant, lines] of slice.byVariant) {
    if (lines.length === 0) continue
    const { renderingId, codeSpaceId, numbers, composition, row } = variant
    const firstId = await reserveMessageIds(tx, { size: lines.length })
    const batch = {
      accountId,
      campaignId,
      variantId: row.id,
      codeSpaceId,
      renderingId,
      linksPerMessage: numbers,
      firstMessageId: firstId,
    }
    const batchId = numbers === 0 ? undefined : await insertBatch(tx, { ...batch, messages: lines.length, tracking: composition.tracking })
    const common = commonCells({ campaign, variant, batchId, currency: composition.settings.currency })
    await copyMessages(tx, { text: Buffer.from(writeLines(lines, { firstId, common })) })
  }
}

/** Unless somebody has stopped it meanwhile. */
async function pauseByFault({ db, log }: ExpandParts, { accountId, id }: CampaignRow, fault: AppError): Promise<void> {
  log.warn({ campaignId: id, code: fault.code }, 'campaigns: one cannot go on, it is paused')
  await pauseItself(db, { accountId, id }, { reason: 'fault', trouble: fault.message })
}
