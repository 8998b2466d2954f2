import { DEFAULT_CODE_SPACE, loadCodeSpaces } from '../../src/domain/links/codeSpaces.ts'
import { NUMBER_BLOCK_SIZE } from '../../src/domain/links/leases.ts'
import type { Pool } from '../../src/platform/db.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'
import { LOCATION, RECIPIENTS, writeCodes } from './campaign.ts'
import type { Product } from './product.ts'

/** As many messages at once as keep a statement short. */
const PIECE = 100_000

/** A million delivered messages that were sent one by one, each with a link of its own. @returns the file of their codes */
export async function insertSingles({ db, dataDir }: Pick<Product, 'db' | 'dataDir'>, dir: string): Promise<string> {
  await insertText(db)
  const first = await reserveNumbers(db)
  for (let from = 0; from < RECIPIENTS; from += PIECE) await insertPiece(db, { first, from })
  await db`vacuum analyze messages`
  const codeSpaces = await loadCodeSpaces(db, { secrets: loadSecrets({ secretKey: undefined, dataDir }) })
  return writeCodes(dir, (number) => codeSpaces.get(DEFAULT_CODE_SPACE)?.encode(first + number) ?? '')
}

async function insertText(db: Pool): Promise<void> {
  await db`insert into template_versions (account_id, text, hash) select min(id), 'See https://shop.example.com', '' from accounts`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select template_versions.account_id, template_versions.id, short_domains.id, 'full', 1, '{tracked}' from template_versions, short_domains limit 1`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    select account_id, id, 0, 'fixed', ${LOCATION} from renderings`
}

async function reserveNumbers(db: Pool): Promise<number> {
  const [row] = await db<{ first: number }[]>`
    with taken as (
      update code_spaces set next_number = next_number + ${RECIPIENTS} where id = ${DEFAULT_CODE_SPACE}
      returning next_number - ${RECIPIENTS} as first
    ), blocks as (
      insert into batches (kind, code_space_id, first_number, size)
      select 'single', ${DEFAULT_CODE_SPACE}, number, least(${NUMBER_BLOCK_SIZE}, first + ${RECIPIENTS} - number)
      from taken, generate_series(first, first + ${RECIPIENTS - 1}, ${NUMBER_BLOCK_SIZE}::bigint) as number
    )
    select first::float8 as first from taken`
  return row?.first ?? 0
}

async function insertPiece(db: Pool, { first, from }: { first: number; from: number }): Promise<void> {
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, code_space_id, first_number,
      link_count, encoding, parts, on_unknown, state, send_at, valid_until, submitted_at, accepted_at, settled_at)
    select 1000000 + n, account_id, id, (select min(id) from carriers), false, '+4915' || (110000000 + n), 'Shop', 'full', ${DEFAULT_CODE_SPACE},
      ${first} + n, 1, 'gsm7', 1, 'keep', 'delivered', now(), now(), now(), now(), now()
    from renderings, generate_series(${from}::bigint, ${from + PIECE - 1}::bigint) as n`
}
