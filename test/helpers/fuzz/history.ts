import { scopes } from '../../../src/contract/scopes.ts'
import { messageStates } from '../../../src/contract/messages.ts'
import { startSession } from '../../../src/domain/accounts/sessions.ts'
import { findUserByEmail } from '../../../src/domain/accounts/userStore.ts'
import { createKey, revokeKey } from '../../../src/domain/accounts/keys.ts'
import { storeHits } from '../../../src/domain/tracking/drain.ts'
import { inTransaction, type Pool } from '../../../src/platform/db.ts'
import { aHit } from '../hits.ts'
import { signInAs } from '../people.ts'
import { newAccount, send, type messaging } from '../messaging.ts'

type Node = Awaited<ReturnType<typeof messaging>>

/** An owner of everything, a stranger with an account of their own and nothing in it, and keys that open nothing. */
export async function makeKeys(db: Pool, { accountId, secretKey }: Node) {
  const stranger = await newAccount(db)
  const revoked = await createKey(db, { accountId, name: 'revoked', mode: 'live', scopes })
  await revokeKey(db, { accountId, keyId: revoked.id })
  const bare = await createKey(db, { accountId, name: 'bare', mode: 'live', scopes })
  await db`update api_keys set scopes = '{}' where id = ${bare.id}`
  // A limit that is reached would answer in place of what is tested.
  await db`update api_keys set rate_per_minute = 1000000`
  const unknown = `${secretKey.slice(0, -1)}${secretKey.endsWith('A') ? 'B' : 'A'}`
  const own = await db<{ id: bigint }[]>`select id from api_keys where revoked_at is null`
  return {
    ...{ owner: secretKey, stranger: stranger.secretKey, withoutScope: bare.key, refused: [revoked.key, unknown] },
    ...{ accountId, strangersId: stranger.accountId },
    /** Of the stranger's account, of its keys and people, and of carriers, which belong to the installation. */
    strangersOwn: await idsOf(db, stranger.accountId),
    /** Calls that revoke keys may have hit those of this test. */
    mend: () =>
      db`update api_keys set revoked_at = null where id = any(${own.map(({ id }) => String(id))}::bigint[]) and revoked_at is not null`,
  }
}

async function idsOf(db: Pool, accountId: bigint): Promise<string[]> {
  await signInAs(db, { accountId, role: 'owner', email: STRANGER })
  const rows = await db<{ id: string }[]>`
    select ${accountId}::text as id union select id::text from api_keys where account_id = ${accountId}
    union select id::text from users where account_id = ${accountId} union select id::text from carriers`
  return rows.map(({ id }) => id)
}

const STRANGER = 'stranger@example.com'

/** The owner and the stranger as people: each call signs in anew and gives the cookie. */
export async function makePeople(db: Pool, { accountId, strangersId }: { accountId: bigint; strangersId: bigint }) {
  const cookieOf = (given: bigint, userId: bigint) => async () =>
    `tapline=${await startSession(db, { accountId: given, userId, formerToken: undefined })}`
  const { userId } = await signInAs(db, { accountId, role: 'owner' })
  const stranger = await findUserByEmail(db, { email: STRANGER })
  if (stranger === undefined) throw new Error('makeKeys makes the stranger')
  return { owner: cookieOf(accountId, userId), stranger: cookieOf(strangersId, stranger.id) }
}

/** Messages in every state, with hits of every kind, so that answers have something to show. */
export async function makeHistory(db: Pool, { parts, key, testKey, accountId }: Node): Promise<void> {
  const text = 'Hi {name|there}: https://shop.example/a and https://shop.example/b'
  const to = messageStates.map((_, at) => ({ phone: `+49151123456${10 + at}`, values: { name: `N${at}` }, reference: `r-${at}` }))
  for (const each of [key, testKey]) await send(parts, each, { to, text, label: 'spring' })
  await send(parts, key, { to: '+4915112345699', text, tracking: 'aggregate' })
  for (const [at, state] of messageStates.entries())
    await db`
      update messages set state = ${state}, claimed_until = now(), submitted_at = now(), accepted_at = now(), settled_at = now(), failure = 'absent'
      where account_id = ${accountId} and phone = ${`+49151123456${10 + at}`} and ${state} <> 'queued'`
  const rows = await db<{ id: bigint; renderingId: bigint; number: bigint; test: boolean; tracking: string }[]>`
    select id, rendering_id as "renderingId", first_number as number, test, tracking from messages where account_id = ${accountId}`
  const hits = rows.flatMap(({ id, renderingId, number, test, tracking }) =>
    userAgents.map((userAgent, at) =>
      aHit({
        at: Date.now() - at * 3_600_000,
        accountId: Number(accountId),
        renderingId: Number(renderingId),
        messageId: Number(id),
        number: Number(number) + (at % 2),
        link: at % 2,
        head: at === 3,
        test,
        aggregate: tracking === 'aggregate',
        userAgent,
      }),
    ),
  )
  await inTransaction(db, (tx) => storeHits(tx, hits))
}

const userAgents = [aHit().userAgent, aHit().userAgent, 'facebookexternalhit/1.1', 'curl/8.0', '', 'é'.repeat(200)]
