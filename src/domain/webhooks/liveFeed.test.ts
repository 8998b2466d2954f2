import { expect, test, vi } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { newAccount } from '../../../test/helpers/messaging.ts'
import { silent } from '../../../test/helpers/hits.ts'
import type { LiveEvent } from '../../contract/live.ts'
import { inTransaction } from '../../platform/db.ts'
import { appendEvents } from '../outbox.ts'
import { LiveFeed } from './liveFeed.ts'

const db = await testDatabase({ max: 8 })
type Account = Awaited<ReturnType<typeof newAccount>>
const times = { turnMs: 5, beatMs: 3_600_000, lifeMs: 3_600_000 }

test('an event that comes while the first stream of its account opens in the midst of a look is told', async () => {
  const feed = new LiveFeed({ db, log: silent, times })
  const [first, second] = [await newAccount(db), await newAccount(db)]
  const heard: LiveEvent[] = []
  const open = ({ accountId, key: { id: keyId } }: Account, events: LiveEvent[]) =>
    feed.open(
      { accountId, caller: String(accountId), pass: { kind: 'key', id: keyId } },
      { tell: (told) => void events.push(...told), beat: () => undefined, end: () => undefined },
    )
  await open(first, [])
  await inTransaction(db, async (tx) => {
    // The look that is under way knows one account, and waits.
    await tx`lock table outbox in access exclusive mode`
    await vi.waitFor(async () => expect(await waitingForOutbox()).toBeGreaterThan(0), { timeout: 20_000 })
    await open(second, heard)
    await appendEvents(tx, [{ accountId: second.accountId, type: 'campaign.done', test: false, data: { campaign_id: '7' } }])
  })
  await vi.waitFor(() => expect(heard).toMatchObject([{ type: 'campaign.changed', ids: ['7'] }]), { timeout: 20_000 })
  feed.close()
})

async function waitingForOutbox(): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from pg_locks where not granted and relation = 'outbox'::regclass
      and database = (select oid from pg_database where datname = current_database())`
  return row?.count ?? 0
}
