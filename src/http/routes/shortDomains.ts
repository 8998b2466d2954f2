import { addDomain as addDomainBody, domainList, shortDomain } from '../../contract/links.ts'
import { addDomain, listDomains, type ShortDomain } from '../../domain/links/domains.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** The short domains that an account may use. */
export function shortDomainRoutes(app: Api, { db }: RouteParts): void {
  const tags = ['links']

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
}

const viewDomain = ({ host, scheme, isDefault }: ShortDomain) => ({ host, scheme, default: isDefault })
