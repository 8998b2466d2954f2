import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Journal } from '../../src/domain/tracking/journal.ts'
import type { StoreForeign } from '../../src/domain/tracking/foreignRecord.ts'
import { hitEncoder, type HitRecord } from '../../src/domain/tracking/record.ts'
import type { Db } from '../../src/platform/db.ts'
import type { Log } from '../../src/platform/log.ts'

export const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1'

/** A tap of a person on the first link of message 1. */
export const aHit = (hit: Partial<HitRecord> = {}): HitRecord => ({
  at: Date.UTC(2026, 10, 24, 10, 20, 30, 400),
  accountId: 1,
  renderingId: 7,
  messageId: 1,
  number: 100,
  codeSpaceId: 1,
  link: 0,
  network: (192 << 16) + 2,
  head: false,
  test: false,
  overBudget: false,
  aggregate: false,
  over: false,
  purpose: 'none',
  userAgent: safari,
  ...hit,
})

/** Appends hits and waits until all are settled. */
export async function appendAll(journal: Journal, hits: readonly HitRecord[]): Promise<void> {
  await Promise.all(hits.map((hit) => new Promise<void>((settled) => journal.append(hitEncoder, hit, { settled }))))
}

/** For journals that hold hits alone. */
export const nothingForeign: StoreForeign = async (_tx, records) => records

/** A folder that is removed after the file's tests. */
export function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-journal-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A log that nobody reads. */
export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** What stands in PostgreSQL of all hits. */
export async function totalsOf(db: Db) {
  const [row] = await db<
    Record<'hits' | 'clicks' | 'uniques' | 'clickers' | 'linkClicks' | 'messageClicks' | 'events' | 'firsts', number>[]
  >`
    select (select count(*)::int from hits) as hits,
      (select coalesce(sum(clicks), 0)::int from hit_rollups) as clicks,
      (select coalesce(sum(unique_clicks), 0)::int from hit_rollups) as uniques,
      (select coalesce(sum(clickers), 0)::int from hit_rollups) as clickers,
      (select coalesce(sum(clicks), 0)::int from link_totals) as "linkClicks",
      (select coalesce(sum(clicks), 0)::int from message_totals) as "messageClicks",
      (select count(*)::int from outbox) as events,
      (select count(*)::int from outbox where (data->>'first')::boolean) as firsts`
  return row
}
