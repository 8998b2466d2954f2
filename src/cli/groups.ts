import type { Command } from 'commander'
import { group, groupDetail, groupPage, memberAnswer } from '../contract/contacts.ts'
import { createClient } from './client.ts'
import { examples, run, type Context } from './context.ts'
import { Failure } from './failure.ts'
import { count, printJson, printLines, remark, showTime, table } from './output.ts'

type Json = { json?: true }

/** `tapline groups`: groups of contacts. */
export function addGroups(program: Command, context: Context): void {
  const groups = program.command('groups').summary('make and fill groups of contacts').description('Groups of contacts.')
  groups
    .command('list', { isDefault: true })
    .description('List groups by name.')
    .option('--cursor <cursor>', 'the next page: next_cursor of the one before')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (options: Json & { cursor?: string }) => list(context, options)))
  groups
    .command('show')
    .description('Show a group and count its members.')
    .argument('<group>', 'id of the group')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (id: string, { json }: Json) => show(context, id, json === true)))
  groups
    .command('create')
    .description('Make a group.')
    .argument('<name>', 'its name')
    .option('--json', 'print the answer of the API')
    .action(run(context, async (name: string, { json }: Json) => create(context, name, json === true)))
  groups
    .command('delete')
    .description('Delete a group; its contacts stay.')
    .argument('<group>', 'id of the group')
    .action(run(context, async (id: string) => remove(context, id)))
  addMembers(groups, context)
}

function addMembers(groups: Command, context: Context): void {
  for (const [name, description] of [
    ['add', 'Add contacts to a group.'],
    ['remove', 'Remove contacts from a group.'],
  ] as const)
    groups
      .command(name)
      .description(description)
      .argument('<group>', 'id of the group')
      .argument('<contact...>', 'ids, or numbers such as +4915112345678')
      .option('--json', 'print the answer of the API')
      .addHelpText('after', examples([[`groups ${name} 3 +4915112345678`, 'one of group 3']]))
      .action(
        run(context, async (id: string, contacts: string[], { json }: Json) =>
          change(context, { id, name, contacts, json: json === true }),
        ),
      )
}

async function list({ output, environment }: Context, { cursor, json }: Json & { cursor?: string }): Promise<void> {
  const page = await createClient(environment.config()).get(groupPage, '/v1/groups', { query: { cursor } })
  if (json) return printJson(output, page)
  if (page.groups.length === 0) return remark(output, 'No group yet: make one with "tapline groups create NAME".')
  const rows = page.groups.map(({ id, name, created_at }) => [id, name, showTime(created_at)])
  printLines(output, table(['ID', 'NAME', 'CREATED'], rows))
  if (page.next_cursor !== null) remark(output, `There are more: --cursor ${page.next_cursor}`)
}

async function show({ output, environment }: Context, id: string, json: boolean): Promise<void> {
  const found = await createClient(environment.config()).get(groupDetail, `/v1/groups/${encodeURIComponent(id)}`)
  if (json) printJson(output, found)
  else printLines(output, [`Group ${found.id}, ${found.name}: ${count(found.members, 'member')}.`])
}

async function create({ output, environment }: Context, name: string, json: boolean): Promise<void> {
  const made = await createClient(environment.config()).post(group, '/v1/groups', { body: { name } })
  if (json) printJson(output, made)
  else printLines(output, [`Made group ${made.id}, ${made.name}.`])
}

async function remove({ output, environment }: Context, id: string): Promise<void> {
  await createClient(environment.config()).delete(`/v1/groups/${encodeURIComponent(id)}`)
  printLines(output, [`Deleted group ${id}.`])
}

type Change = { id: string; name: 'add' | 'remove'; contacts: string[]; json: boolean }

async function change({ output, environment }: Context, { id, name, contacts, json }: Change): Promise<void> {
  const path = `/v1/groups/${encodeURIComponent(id)}/members/${name}`
  const answer = await createClient(environment.config()).post(memberAnswer, path, { body: { contacts } })
  if (json) printJson(output, answer)
  else printLines(output, [`${name === 'add' ? 'Added' : 'Removed'} ${count(answer.changed, 'contact')}.`])
  if (answer.unknown.length > 0) throw new Failure('notFound', `No contact: ${answer.unknown.join(', ')}.`)
}
