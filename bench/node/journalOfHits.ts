import { openJournal } from '../../src/domain/tracking/journal.ts'
import { hitEncoder, type HitRecord } from '../../src/domain/tracking/record.ts'
import { scattered } from './campaign.ts'
import { log } from './database.ts'
import { userAgents } from './userAgents.ts'

/** So many wait for the disk at once, as with so many connections. */
const GROUP = 1_000

/** Writes hits of the campaign into a journal of a folder and closes it. @param codeOf the n-th hit's number; unless told each once, scattered */
export async function writeHits(
  dir: string,
  { hits, codeOf = scattered }: { hits: number; codeOf?: (at: number) => number },
): Promise<void> {
  const journal = await openJournal({ dir, log })
  for (let at = 0; at < hits; at += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, hits - at) }, (_, offset) => hit(codeOf(at + offset), at + offset))
    await Promise.all(group.map((each) => new Promise<void>((settled) => journal.append(hitEncoder, each, { settled }))))
  }
  await journal.close()
}

const hit = (number: number, at: number): HitRecord => ({
  at: Date.now(),
  accountId: 1,
  renderingId: 1,
  messageId: number + 1,
  number,
  codeSpaceId: 1,
  link: 0,
  network: (93 << 16) + (at % 65_536),
  head: false,
  test: false,
  overBudget: false,
  aggregate: false,
  over: false,
  purpose: 'none',
  userAgent: userAgents[at % userAgents.length] ?? '',
})
