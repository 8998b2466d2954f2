import type { FastifyRequest, FastifyReply } from 'fastify'
import type { Scope } from '../../../contract/scopes.ts'
import { letIn, limitNetwork } from '../../auth.ts'
import { readGiven } from './body.ts'
import { SevenRefusal } from './codes.ts'
import { text, type Given } from './parameters.ts'

/**
 * Lets the holder of a key in before any body is read, where the key stands in a header or in the query. A request that shows none there counts
 * on its network, and may still have it in its form.
 * @returns whether a key was found
 */
export async function openByHead(request: FastifyRequest, reply: FastifyReply, scope: Scope): Promise<boolean> {
  refuseDelegation(request)
  const presented = keyInHeader(request) ?? keyIn(request.raw.url?.includes('p=') === true ? readGiven(request) : new Map())
  if (presented === undefined) limitNetwork(request, reply)
  else await letIn(request, reply, { presented, scope })
  return presented !== undefined
}

/** The same for a key in the body. @throws SevenRefusal 900 */
export async function openByBody(request: FastifyRequest, reply: FastifyReply, scope: Scope): Promise<void> {
  const presented = keyIn(readGiven(request))
  if (presented === undefined) throw new SevenRefusal(900, 'No API key came with this request: send it as the header X-Api-Key.')
  await letIn(request, reply, { presented, scope })
}

/** Basic stands before a bare key: that is how seven.io's clients write it. */
function keyInHeader({ headers }: FastifyRequest): string | undefined {
  const header = headers['x-api-key']
  if (typeof header === 'string' && header !== '') return header.replace(/^Bearer +/i, '')
  return /^(?:Basic|Bearer) +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
}

const key = text({ max: 200, code: 900 })
const keyIn = (given: Given) => key(given.get('p'), 'p')

/** Nobody must send in the name of the wrong account. */
function refuseDelegation({ headers }: FastifyRequest): void {
  if (headers['x-account-id'] !== undefined)
    throw new SevenRefusal(902, 'There are no subaccounts here: use an API key of the account itself, without X-Account-Id.')
}
