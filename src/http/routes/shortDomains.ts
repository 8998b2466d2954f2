import type { z } from 'zod'
import { addDomain as addDomainBody, domainCheck, domainList, domainParams, shortDomain } from '../../contract/links.ts'
import { addDomain, listDomains, type ShortDomain } from '../../domain/links/domains.ts'
import { AppError } from '../../lib/errors.ts'
import type { Outbound } from '../../platform/outbound.ts'
import { requireKey } from '../auth.ts'
import { SNIPPET_PATH, snippetFile } from '../snippet.ts'
import { createTurns } from '../turns.ts'
import type { Api, RouteParts } from './parts.ts'

type DomainCheck = z.infer<typeof domainCheck>

/** The short domains that an account may use. */
export function shortDomainRoutes(app: Api, { db, webhooks: { outbound } }: RouteParts): void {
  const tags = ['links']
  const turns = createTurns({ atOnce: 4, waiting: 8 })

  app.get(
    '/v1/short-domains',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'List the short domains that messages may use', response: { 200: domainList } },
    },
    async (request) => ({ domains: (await listDomains(db, { accountId: request.key.accountId })).map(viewDomain) }),
  )

  app.post(
    '/v1/short-domains',
    {
      onRequest: requireKey('account:write'),
      schema: { tags, summary: 'Add a short domain', body: addDomainBody, response: { 201: shortDomain } },
    },
    async (request, reply) =>
      reply.code(201).send(viewDomain(await addDomain(db, { accountId: request.key.accountId, url: request.body.url }))),
  )

  app.post(
    '/v1/short-domains/:host/check',
    {
      onRequest: requireKey('account:write'),
      schema: {
        tags,
        summary: 'Ask whether a short domain leads to this link server',
        params: domainParams,
        response: { 200: domainCheck },
      },
    },
    async ({ key: { accountId }, params: { host } }) => {
      const domain = (await listDomains(db, { accountId })).find((one) => one.host === host.toLowerCase())
      if (domain === undefined) throw new AppError('not_found', `This account has no short domain "${host}".`)
      return turns.take(() => checkDomain(outbound, domain))
    },
  )
}

/** The script for pages stands on every link server under the same address, and on no other server. */
async function checkDomain(outbound: Outbound, { scheme, host }: ShortDomain): Promise<DomainCheck> {
  const outcome = await outbound.request({ url: `${scheme}://${host}${SNIPPET_PATH}`, method: 'GET', deadlineMs: 5_000 })
  if (outcome.kind === 'failed') return { outcome: outcome.error, status: null }
  const { status, body } = outcome
  if (status >= 500) return { outcome: 'status', status }
  return { outcome: status === 200 && body === snippetFile().body.toString() ? 'answers' : 'other_server', status }
}

const viewDomain = ({ host, scheme, isDefault, accountId }: ShortDomain) => ({ host, scheme, default: isDefault, own: accountId !== null })
