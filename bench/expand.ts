/**
 * Expansion of a campaign to a million recipients (one merge field, two tracked links, parts really counted) beside a plain COPY of the
 * same rows, prepared before, in transactions of the same size. Once with a GSM-7 text and once with one in UCS-2. Argument: recipients.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createExpansions } from '../src/jobs/expansions.ts'
import { copyIn, copyOut } from '../src/platform/copy.ts'
import { inTransaction } from '../src/platform/db.ts'
import { beginCampaign, insertContacts } from './node/massSend.ts'
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { watchPss } from './node/memory.ts'
import { argument, count, judge, say } from './node/say.ts'

const RECIPIENTS = argument(0, 1_000_000)
const SLICE = 5_000
const BAR = 0.7
const MAX_MB = 250
const texts = {
  'GSM-7': 'Hi {first_name|there}, our sale has begun: https://shop.example.com/sale and for members only https://shop.example.com/members',
  'UCS-2':
    'Hi {first_name|there}, our sale has begun 🎉 https://shop.example.com/sale and for members only https://shop.example.com/members',
}

/** The rows as lines of COPY, in files of one slice each. */
async function prepare({ db }: Database, dir: string): Promise<string[]> {
  const files: string[] = []
  for (let from = 1; from <= RECIPIENTS; from += SLICE) {
    const pieces: Buffer[] = []
    await inTransaction(db, async (tx) => {
      const statement = `copy (select * from messages order by id offset ${from - 1} limit ${SLICE}) to stdout`
      for await (const piece of copyOut(tx, { statement, pool: db })) pieces.push(Buffer.from(piece))
    })
    const file = join(dir, `slice-${from}`)
    writeFileSync(file, Buffer.concat(pieces))
    files.push(file)
  }
  return files
}

async function plainCopy(database: Database, files: readonly string[]): Promise<number> {
  await database.db`truncate messages cascade`
  await database.db`checkpoint`
  const startedAt = performance.now()
  for (const file of files)
    await inTransaction(database.db, (tx) => copyIn(tx, { statement: 'copy messages from stdin', text: readFileSync(file) }))
  return (RECIPIENTS * 1_000) / (performance.now() - startedAt)
}

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  const { db, server, secrets } = database
  const accountId = await insertContacts(database, { contacts: RECIPIENTS })
  const { run } = createExpansions({ db, server, secrets, logLevel: 'error', allowPrivateDestinations: false })
  for (const [name, text] of Object.entries(texts)) {
    await db`truncate messages cascade`
    const id = await beginCampaign(database, { accountId, text })
    await db`checkpoint`
    const memory = watchPss(process.pid)
    const startedAt = performance.now()
    await run()
    const ours = (RECIPIENTS * 1_000) / (performance.now() - startedAt)
    const megabytes = memory.stop() / 2 ** 20
    const [row] = await db<{ messages: number; parts: number }[]>`
      select count(distinct phone)::int as messages, min(parts)::int as parts from messages where campaign_id = ${id}`
    const plain = await plainCopy(database, await prepare(database, dir))
    say(`${name}, ${row?.parts} parts: ${count(ours)} recipients/s, plain COPY ${count(plain)} rows/s`)
    say(`  ratio      ${(ours / plain).toFixed(2)}, bar ${BAR} ${judge(ours / plain >= BAR)}`)
    say(`  memory     ${megabytes.toFixed(0)} MB (PSS of this process), at most ${MAX_MB} ${judge(megabytes <= MAX_MB)}`)
    say(`  counted    ${count(row?.messages ?? 0)} recipients, each once: ${judge(row?.messages === RECIPIENTS)}`)
  }
  await database.close()
})
