import { suspicions, type Suspicion } from '../../contract/suspicions.ts'
import type { Db } from '../../platform/db.ts'
import { judgeHit, type Judgement } from './judge.ts'
import type { Purpose } from './purpose.ts'

/** A hit as it stands in the database; `partition` and `place` say where, as long as nobody changes stored hits. */
export type StoredHit = {
  partition: number
  place: string
  accountId: bigint
  messageId: bigint | null
  at: Date
  link: number
  test: boolean
  network: string | null
  overBudget: boolean
  head: boolean
  purpose: string
  userAgent: string
  beforeSend: boolean
  verdict: string
  reasons: string[]
  rulesVersion: number
  device: string
  os: string
  browser: string
  app: string
  /** Its person was erased, and with them what it could be judged by. */
  erased: boolean
}

/** The columns of a stored hit, of a table that the statement calls `hits`. */
export const storedHit = (db: Db) => db`
  hits.tableoid::int8::float8 as partition, hits.ctid::text as place, hits.account_id as "accountId", hits.message_id as "messageId", hits.at,
  hits.link, hits.test, hits.network::text, hits.network_over_budget as "overBudget", hits.head, hits.purpose, hits.user_agent as "userAgent",
  hits.before_send as "beforeSend", hits.verdict, hits.reasons, hits.rules_version as "rulesVersion", hits.device, hits.os, hits.browser,
  hits.app, hits.erased`

/** Judges a stored hit by itself, by the current rules. */
export const judgeStored = ({ head, purpose, userAgent, beforeSend }: StoredHit): Judgement =>
  judgeHit({ method: head ? 'HEAD' : 'GET', purpose: asPurpose(purpose), userAgent, beforeSend })

const asPurpose = (word: string): Purpose => (word === 'prefetch' || word === 'preview' ? word : 'none')

/** The suspicions among a hit's reasons. */
export const suspicionsOf = ({ reasons }: Pick<StoredHit, 'reasons'>): Suspicion[] =>
  suspicions.filter((suspicion) => reasons.includes(suspicion))
