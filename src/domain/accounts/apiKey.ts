import type { Scope } from '../../contract/scopes.ts'

/** The messages of a test key go to the simulator and stay out of every figure. */
export type Mode = 'live' | 'test'

/** A key as lists show it; the secret is not in it. */
export type ApiKey = {
  id: bigint
  publicId: string
  name: string
  mode: Mode
  scopes: Scope[]
  ratePerMinute: number
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}
