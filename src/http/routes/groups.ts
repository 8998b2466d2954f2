import {
  deleted,
  group,
  groupBody,
  groupDetail,
  groupPage,
  groupParams,
  listGroupsQuery,
  memberAnswer,
  memberList,
} from '../../contract/contacts.ts'
import { createGroup, deleteGroup, findGroup, renameGroup } from '../../domain/contacts/groups.ts'
import { countMembers, countMembersOf, listGroups } from '../../domain/contacts/groupStore.ts'
import { changeMembers } from '../../domain/contacts/members.ts'
import { decodeNameCursor, encodeNameCursor } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import { viewGroup } from '../contactView.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['groups']

/** Groups of contacts. */
export function groupRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
  memberRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/groups',
    { ...read, schema: { tags, summary: 'List groups by name', querystring: listGroupsQuery, response: { 200: groupPage } } },
    async (request) => {
      const { limit, cursor, members } = request.query
      const { accountId } = request.key
      const rows = await listGroups(db, { accountId, afterName: decodeNameCursor(cursor), limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const counts = members === true ? await countMembersOf(db, { accountId, ids: page.map(({ id }) => id) }) : undefined
      const groups = page.map((row) => ({ ...viewGroup(row), members: counts === undefined ? null : (counts.get(row.id) ?? 0) }))
      return { groups, next_cursor: rows.length > limit && last !== undefined ? encodeNameCursor(last.name) : null }
    },
  )

  app.get(
    '/v1/groups/:id',
    { ...read, schema: { tags, summary: 'Read a group and count its members', params: groupParams, response: { 200: groupDetail } } },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      return { ...viewGroup(await findGroup(db, target)), members: await countMembers(db, target) }
    },
  )
}

function writeRoutes(app: Api, { db }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.post(
    '/v1/groups',
    { ...write, schema: { tags, summary: 'Make a group', body: groupBody, response: { 201: group } } },
    async (request, reply) => {
      const made = await createGroup(db, { accountId: request.key.accountId, name: request.body.name })
      return reply.code(201).send(viewGroup(made))
    },
  )

  app.patch(
    '/v1/groups/:id',
    { ...write, schema: { tags, summary: 'Rename a group', params: groupParams, body: groupBody, response: { 200: group } } },
    async (request) =>
      viewGroup(await renameGroup(db, { accountId: request.key.accountId, id: BigInt(request.params.id), name: request.body.name })),
  )

  app.delete(
    '/v1/groups/:id',
    { ...write, schema: { tags, summary: 'Delete a group; its contacts stay', params: groupParams, response: { 200: deleted } } },
    async (request) => {
      await deleteGroup(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })
      return { id: request.params.id, deleted: true as const }
    },
  )
}

function memberRoutes(app: Api, { db }: RouteParts): void {
  for (const { path, summary, change } of [
    { path: '/v1/groups/:id/members/add', summary: 'Add up to 1,000 contacts to a group', change: 'add' as const },
    { path: '/v1/groups/:id/members/remove', summary: 'Remove up to 1,000 contacts from a group', change: 'remove' as const },
  ])
    app.post(
      path,
      {
        onRequest: requireKey('contacts:write'),
        schema: { tags, summary, params: groupParams, body: memberList, response: { 200: memberAnswer } },
      },
      async (request) =>
        changeMembers(db, {
          accountId: request.key.accountId,
          groupId: BigInt(request.params.id),
          references: request.body.contacts,
          change,
        }),
    )
}
