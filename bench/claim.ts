/**
 * From the claim to the accepted state through PostgreSQL, by a carrier that accepts at once, beside the bare loop: claim and update by two
 * plain statements on the same rows, without rendering, suppressions, counts, events and limits. Argument: messages.
 */
import { createExpansions } from '../src/jobs/expansions.ts'
import { createRenderings } from '../src/domain/links/rendered.ts'
import { listCarriers } from '../src/domain/routing/carriers.ts'
import { createSendJob } from '../src/jobs/sendJob.ts'
import { beginCampaign, insertContacts } from './node/massSend.ts'
import { inFolder, log, openDatabase, type Database } from './node/database.ts'
import { argument, count, judge, say } from './node/say.ts'

const MESSAGES = argument(0, 200_000)
const BAR = 0.5
const SLICE = 200
/** As the product: one slice is claimed while the one before is recorded. */
const AT_ONCE = 2

async function requeue({ db }: Database): Promise<void> {
  await db`update messages set state = 'queued', attempts = 0, submitted_at = null, accepted_at = null, claimed_until = null, carrier_message_id = null`
  await db`vacuum (analyze) messages`
  await db`update campaigns set state = 'running', pause_reason = null`
  await db`checkpoint`
}

/** What the least could be: `skip locked`, two updates a slice. */
async function bareLoop({ db }: Database): Promise<number> {
  const startedAt = performance.now()
  const work = async (): Promise<void> => {
    for (;;) {
      const claimed = await db<{ id: bigint }[]>`
        update messages set state = 'submitting', claimed_until = now() + interval '60 s', attempts = attempts + 1, submitted_at = now()
        where id = any(array(
          select id from messages where carrier_id = 1 and coalesce(campaign_id, 0) = (select min(id) from campaigns) and state = 'queued' and send_at <= now()
          order by send_at, id limit ${SLICE} for update skip locked
        )) returning id`
      if (claimed.length === 0) return
      const ids = claimed.map(({ id }) => String(id))
      await db`
        update messages set state = 'accepted', accepted_at = now(), claimed_until = null, carrier_message_id = 'c' || id
        where id = any(${ids}::bigint[]) and state = 'submitting'`
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return (MESSAGES * 1_000) / (performance.now() - startedAt)
}

async function product({ db, codeSpaces }: Database): Promise<number> {
  const carrier = { submit: async ({ id }: { id: bigint }) => ({ kind: 'accepted' as const, carrierMessageId: `c${id}` }) }
  const [settings] = await listCarriers(db)
  if (settings === undefined) throw new Error('the simulator is there from the start')
  const renderings = createRenderings({ db, codeSpaces })
  const job = createSendJob({ db, log, renderings }, () => ({ settings, carrier }))
  const startedAt = performance.now()
  while ((await job.run()) === 'again');
  await job.finished()
  for (;;) {
    const [row] = await db<{ left: boolean }[]>`select exists (select from messages where state in ('queued', 'submitting')) as left`
    if (row?.left !== true) break
    await job.run()
    await job.finished()
  }
  return (MESSAGES * 1_000) / (performance.now() - startedAt)
}

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  const { db, server, secrets } = database
  await db`update carriers set messages_per_second = 100000`
  const accountId = await insertContacts(database, { contacts: MESSAGES })
  await beginCampaign(database, { accountId, text: 'Hi {first_name|there}, our sale: https://shop.example.com/sale' })
  await createExpansions({ db, server, secrets, logLevel: 'error', allowPrivateDestinations: false }).run()
  await requeue(database)
  const bare = await bareLoop(database)
  await requeue(database)
  const ours = await product(database)
  say(`claimed, submitted, accepted: ${count(ours)} messages/s, bare loop ${count(bare)}/s`)
  say(`  ratio      ${(ours / bare).toFixed(2)}, bar ${BAR} ${judge(ours / bare >= BAR)}`)
  const [row] = await db<{ accepted: number; counted: number; events: number }[]>`
    select (select count(*)::int from messages where state = 'accepted') as accepted, (select count(*)::int from outbox where type = 'message.accepted') as events,
      (select sum(messages)::int from campaign_counts where state = 'queued') as counted`
  say(
    `  counted    ${count(row?.accepted ?? 0)} accepted, ${count(row?.events ?? 0)} events: ${judge(row?.accepted === MESSAGES && row.events === MESSAGES)}`,
  )
  await database.close()
})
