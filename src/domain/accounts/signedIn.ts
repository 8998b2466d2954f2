import type { Role } from '../../contract/roles.ts'

/** Who sits before the screen. */
export type SignedIn = { accountId: bigint; accountName: string; userId: bigint; email: string; role: Role; language: 'en' | 'de' | null }
