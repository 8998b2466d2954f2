import { InvalidArgumentError, type Command } from 'commander'
import { listCarriers } from '../domain/routing/carriers.ts'
import { deleteRoute, insertRoute, listRoutes } from '../domain/routing/routes.ts'
import { parseId } from './account.ts'
import { requireCarrier } from './chosenCarrier.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { printJson, printLines, remark, table } from './output.ts'
import { withDatabase } from './withDatabase.ts'

type NewRoute = { prefix?: string; sender?: string; carrier: string; fallback?: string; priority?: number; json?: true }

/** `tapline route`: which carrier takes which messages. */
export function addRoute(program: Command, context: Context): void {
  const route = program
    .command('route')
    .summary('say which carrier takes which messages')
    .description('Routes, by the beginning of the number and by sender. Works on the database directly.')
  route
    .command('add')
    .description('Add a route. Of those that fit a message the lowest priority decides, then the longest prefix, then the longest sender.')
    .requiredOption('--carrier <name>', 'who takes the messages')
    .option('--prefix <digits>', 'how the number begins, such as +49; every number unless told', parsePrefix)
    .option('--sender <pattern>', 'which sender, "*" for any characters; every sender unless told')
    .option('--fallback <name>', 'who takes them when the carrier has taken nothing for a minute')
    .option('--priority <number>', 'lower goes first; 100 unless told', parsePriority)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples([
        ['route add --carrier Seven', 'everything goes by Seven'],
        ['route add --prefix +1 --carrier Twilio --fallback Seven', 'numbers of +1 go by Twilio'],
      ]),
    )
    .action(run(context, async (options: NewRoute) => add(context, options)))
  route
    .command('list')
    .description('List routes, in the order in which they are tried.')
    .option('--json', 'print JSON')
    .action(run(context, async ({ json }: { json?: true }) => list(context, json === true)))
  route
    .command('remove')
    .description('Remove a route. What is queued already keeps its carrier.')
    .argument('<id>', 'its id, as "route list" shows it', parseId)
    .action(run(context, async (id: bigint) => remove(context, id)))
}

function parsePrefix(value: string): string {
  const digits = value.replace(/^\+|^00/, '')
  if (!/^[1-9]\d{0,14}$/.test(digits)) throw new InvalidArgumentError('Expected a country code or longer, such as +49.')
  return digits
}

function parsePriority(value: string): number {
  const priority = /^\d{1,4}$/.test(value) ? Number(value) : 0
  if (priority < 1 || priority > 1_000) throw new InvalidArgumentError('Expected a whole number from 1 to 1000.')
  return priority
}

async function add(
  { output, environment }: Context,
  { prefix = '', sender = '*', carrier, fallback, priority = 100, json }: NewRoute,
): Promise<void> {
  if (sender === '' || sender.length > 32)
    throw new Failure('usage', 'The sender has 1 to 32 characters, "*" among them for any characters.')
  const id = await withDatabase(environment.config(), async (db) => {
    const first = await requireCarrier(db, carrier)
    const second = fallback === undefined ? undefined : await requireCarrier(db, fallback)
    if (second?.id === first.id) throw new Failure('usage', 'A carrier is no fallback for itself.')
    return insertRoute(db, { prefix, senderPattern: sender, priority, carrierId: first.id, fallbackCarrierId: second?.id })
  })
  if (id === undefined)
    throw new Failure('refused', 'There is such a route already: "tapline route list" shows it, "route remove" ends it.')
  if (json) return printJson(output, { id })
  printLines(output, [`Added route ${id}: ${prefix === '' ? 'every number' : `+${prefix}...`} from ${sender} goes by ${carrier}.`])
}

async function list({ output, environment }: Context, json: boolean): Promise<void> {
  const { routes, names } = await withDatabase(environment.config(), async (db) => ({
    routes: await listRoutes(db),
    names: new Map((await listCarriers(db)).map(({ id, name }) => [id, name])),
  }))
  const shown = routes.map(({ id, prefix, senderPattern, priority, carrierId, fallbackCarrierId }) => ({
    ...{ id, priority, prefix: prefix === '' ? '*' : `+${prefix}`, sender: senderPattern, carrier: names.get(carrierId) ?? '?' },
    fallback: fallbackCarrierId === undefined ? null : (names.get(fallbackCarrierId) ?? '?'),
  }))
  if (json) return printJson(output, shown)
  if (shown.length === 0)
    return remark(output, 'There is no route yet, so everything goes to the simulator: "tapline route add" makes one.')
  printLines(
    output,
    table(
      ['ID', 'PRIORITY', 'NUMBERS', 'SENDER', 'CARRIER', 'FALLBACK'],
      shown.map(({ id, priority, prefix, sender, carrier, fallback }) => [
        String(id),
        String(priority),
        prefix,
        sender,
        carrier,
        fallback ?? '-',
      ]),
    ),
  )
}

async function remove({ output, environment }: Context, id: bigint): Promise<void> {
  const isRemoved = await withDatabase(environment.config(), (db) => deleteRoute(db, { id }))
  if (!isRemoved) throw new Failure('notFound', `There is no route ${id}: "tapline route list" shows them.`)
  printLines(output, [`Removed route ${id}.`])
}
