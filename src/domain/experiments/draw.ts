import { createHmac } from 'node:crypto'
import type { Share } from './outcome.ts'

/** What is drawn for a contact. `later`: it waits for the winner, or was in the test already. */
export type Drawn = { kind: 'variant' | 'held_out'; variantId: string } | { kind: 'later' }

export type DrawRules = {
  /** Known to nobody outside, so that nobody can choose a variant by choosing when to become a contact. */
  key: string
  campaignId: bigint
  shares: readonly Share[]
  holdoutShare: number
  /** Which part of all contacts is meant: those of the test, those who wait for its winner, or all. */
  part: { kind: 'all' } | { kind: 'test' | 'rest'; testShare: number }
}

/**
 * Draws by a keyed hash of campaign and contact, so a slice that is done again draws the same, and two campaigns draw independently of each
 * other. Three numbers are taken from the hash, since being in the test, being held out and the variant must not depend on each other.
 */
export function drawer({ key, campaignId, shares, holdoutShare, part }: DrawRules): (contactId: bigint) => Drawn {
  const last = shares.at(-1)
  if (last === undefined) throw new Error('There is no variant to draw from')
  return (contactId) => {
    const hash = createHmac('sha256', key).update(`${campaignId}:${contactId}`).digest()
    if (part.kind !== 'all' && numberOf(hash, 0) < part.testShare !== (part.kind === 'test')) return { kind: 'later' }
    let left = numberOf(hash, 2)
    // Shares are fractions, and may add up to a little less than 1.
    const { variant_id: variantId } = shares.find(({ share }) => (left -= share) < 0) ?? last
    return { kind: numberOf(hash, 1) < holdoutShare ? 'held_out' : 'variant', variantId }
  }
}

const BYTES = 6
/** From 0 to less than 1, in steps of 2^-48. */
const numberOf = (hash: Buffer, place: number): number => hash.readUIntBE(place * BYTES, BYTES) / 2 ** 48

/** Weights as shares. */
export function sharesOf(variants: readonly { id: bigint | string; weight: number }[]): Share[] {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0)
  return variants.map(({ id, weight }) => ({ variant_id: String(id), share: weight / total }))
}
