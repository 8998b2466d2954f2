import { z } from 'zod'
import type { Pool } from '../../src/platform/db.ts'
import type { visitor } from './people.ts'

type Visitor = ReturnType<typeof visitor>

/** Of so many things each list is asked for its addresses. */
const EACH = 3

/** What a person's account has, found from the lists of the API alone, so that a new route with an id needs nothing but its list. */
export async function ownThings(db: Pool, ask: Visitor) {
  const known = new Map<string, Promise<Record<string, unknown>[]>>()
  const listed = (path: string) => {
    const items = known.get(path) ?? firstList(db, ask, path)
    known.set(path, items)
    return items
  }

  /** Addresses of a route with its places filled; from the list that stands in front of each place. */
  async function addressesOf(path: string): Promise<string[]> {
    const at = path.lastIndexOf('{')
    if (at === -1) return [path]
    const [name = '', rest = ''] = [path.slice(at + 1, path.indexOf('}', at)), path.slice(path.indexOf('}', at) + 1)]
    const addresses: string[] = []
    for (const front of await addressesOf(path.slice(0, at - 1)))
      for (const item of (await listed(front)).slice(0, EACH))
        addresses.push(...namesOf(item, name).map((value) => `${front}/${encodeURIComponent(value)}${rest}`))
    return addresses
  }

  const rows = await db<{ id: string }[]>`
    select id::text from campaigns union select id::text from links union select id::text from contact_groups
    union select id::text from messages union select id::text from contacts order by 1 limit 60`
  return { addressesOf, ids: rows.map(({ id }) => id) }
}

/** What may stand in a place: what the list calls it, or the id. */
const namesOf = (item: Record<string, unknown>, name: string): string[] =>
  (name === 'contact' ? ['id', 'phone'] : [['phone', 'host'].includes(name) ? name : 'id'])
    .map((field) => item[field])
    .filter((value) => typeof value === 'string')

async function firstList(db: Pool, ask: Visitor, path: string): Promise<Record<string, unknown>[]> {
  // The one kind of thing without a list: whoever starts a replay is told its id.
  if (path.endsWith('/replays')) return db<{ id: string }[]>`select id::text from webhook_replays order by id limit ${EACH}`
  const { status, body } = await ask('GET', path)
  if (status !== 200) throw new Error(`no list at ${path}, which was answered ${status}`)
  const list = Object.values(body).find((value) => Array.isArray(value))
  return z.array(z.record(z.string(), z.unknown())).parse(list)
}
