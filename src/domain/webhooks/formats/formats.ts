import type { OpenEndpoint } from '../endpoints.ts'
import type { PayloadParts } from '../payload.ts'
import type { FormatName } from '../store.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Format, Target } from './format.ts'
import { seven } from './seven.ts'
import { standard } from './standard.ts'

/** How endpoints are told, by the name that stands in their row. */
export const formats: Readonly<Record<FormatName, Format>> = { standard, seven }

/** An endpoint ready for requests, with what they are signed with now. */
export async function targetOf(parts: Pick<PayloadParts, 'db'> & { secrets: Secrets }, endpoint: OpenEndpoint): Promise<Target> {
  const { format, method, url, headers } = endpoint
  return { format, method, url, headers, keys: await formats[format].keys(parts, endpoint) }
}
