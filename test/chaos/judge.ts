import { verify } from '../../src/domain/tracking/verify.ts'
import { sweepMessages } from '../../src/domain/messages/sweep.ts'
import { connect, type Db } from '../../src/platform/db.ts'
import type { Server } from '../../src/platform/driver.ts'
import { MessageComparison, type MessageLedger, type RecordedMessage } from './messageLedger.ts'
import type { RecordedHit, TapLedger } from './tapLedger.ts'
import { eventually, pause } from './waiting.ts'

/** What a fault did to a node, judged by a ledger that the node knows nothing of. */
export type Judgement = {
  taps: { tried: number; answered: number; refused: number; recorded: number; lost: number; doubled: number; strangers: number }
  messages: {
    accepted: number
    lost: number
    doubled: number
    unknown: number
    wrong: number
    strangers: number
    examples: RecordedMessage[]
  }
  /** Groups of figures that differ from the hits. */
  differences: number
  /** Connections of nodes: a fault must not leave one behind. */
  connections: number
}

type Options = {
  server: Server
  taps: TapLedger
  messages: MessageLedger
  /** Hits that the product itself counts as lost. */
  expectLost?: number
  /** Moves what waits for minutes into the past, so that a short run need not wait for it. */
  hurry: boolean
}

const SETTLE_MS = 8 * 60_000
/** How long no hit may come before those that are missing are lost: on a busy machine a million take minutes. */
const HITS_MS = 120_000
const HITS_LOOK_MS = 500
/** Doubles would come late: by a replay after the first look. */
const LATE_MS = 500
const ROWS_PER_PAGE = 5_000
const MESSAGES_PER_PAGE = 100

/** Waits until nothing is on its way any more, then compares both ledgers with the database. */
export async function judge({ server, taps, messages, expectLost = 0, hurry }: Options): Promise<Judgement> {
  const db = connect({ server, max: 4, applicationName: 'judge' })
  try {
    await eventually('all messages have settled', () => settled(db, messages.label, hurry), SETTLE_MS)
    const answered = taps.count('answered')
    await awaitHits(db, taps, answered - expectLost)
    await pause(LATE_MS)
    const found = await compareTaps(db, taps)
    const judged = await compareMessages(db, messages)
    return {
      taps: { tried: taps.tried, answered, refused: taps.count('refused'), ...found },
      messages: { accepted: messages.accepted, ...judged },
      differences: (await verify(db)).rows,
      connections: await countConnections(db),
    }
  } finally {
    await db.end()
  }
}

/** `accepted` is the end for numbers that never get a receipt, `unknown` after the second try. */
async function settled(db: Db, label: string, hurry: boolean): Promise<true | undefined> {
  if (hurry) await ageWaiting(db, label)
  const [row] = await db<{ open: number }[]>`
    select count(*)::int as open from messages
    where label = ${label} and (state in ('queued', 'submitting') or (state = 'unknown' and attempts < 2)
      or (state = 'accepted' and right(phone, 4) <> '0008'))`
  return row?.open === 0 ? true : undefined
}

/**
 * As if minutes had passed: claims of a killed process lapse after 60 s, an unknown message is sent again after 120 s, and one number's
 * receipt comes after 60 s. A claim that is younger than some seconds may still be held, so it is left alone.
 */
async function ageWaiting(db: Db, label: string): Promise<void> {
  await db`
    update messages set claimed_until = now() - interval '1 s'
    where label = ${label} and state = 'submitting' and claimed_until < now() + interval '58 s'`
  await db`
    update messages set submitted_at = now() - interval '121 s'
    where label = ${label} and state = 'unknown' and attempts < 2 and submitted_at between now() - interval '120 s' and now() - interval '2 s'`
  await db`update simulator_messages set receipt_due_at = now() where receipt_sent_at is null and receipt_due_at > now() + interval '5 s'`
  // As another node would; the one under test looks every 5 s.
  await sweepMessages(db)
}

/** Waits until all hits are recorded, or none comes any more: which never came is found tap by tap. */
async function awaitHits(db: Db, taps: TapLedger, wanted: number): Promise<void> {
  const [first = 0, last = 0] = [taps.messageIds.at(0), taps.messageIds.at(-1)]
  for (let [most, grownAt] = [-1, performance.now()]; performance.now() - grownAt < HITS_MS; await pause(HITS_LOOK_MS)) {
    const [row] = await db<{ count: number }[]>`select count(*)::int as count from hits where message_id between ${first} and ${last}`
    const found = row?.count ?? 0
    if (found >= wanted) return
    if (found > most) [most, grownAt] = [found, performance.now()]
  }
}

async function countConnections(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where application_name in ('tapline', 'tapline drain')`
  return row?.count ?? 0
}

async function compareTaps(db: Db, taps: TapLedger) {
  const comparison = taps.compare()
  const ids = taps.messageIds
  for (let at = 0; at < ids.length; at += MESSAGES_PER_PAGE) {
    const page = ids.slice(at, at + MESSAGES_PER_PAGE)
    const hits = await db<RecordedHit[]>`
      select message_id::float8 as "messageId", link, user_agent as "userAgent", count(*)::int as count
      from hits where message_id = any(${page.map(String)}::bigint[]) group by message_id, link, user_agent`
    for (const hit of hits) comparison.add(hit)
  }
  return comparison.result()
}

async function compareMessages(db: Db, messages: MessageLedger) {
  const comparison = new MessageComparison(messages)
  for (let last = 0; ;) {
    const rows = await db<RecordedMessage[]>`
      select id::float8 as id, phone, state, attempts, failure,
        (select count(*)::int from simulator_messages
          where simulator_messages.account_id = messages.account_id and simulator_messages.phone = messages.phone) as sms
      from messages where label = ${messages.label} and id > ${last} order by id limit ${ROWS_PER_PAGE}`
    for (const row of rows) comparison.add(row)
    if (rows.length < ROWS_PER_PAGE) return { ...comparison.result(), examples: comparison.wrongOnes }
    last = rows.at(-1)?.id ?? last
  }
}
