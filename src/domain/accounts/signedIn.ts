/** Who sits before the screen. */
export type SignedIn = { accountId: bigint; accountName: string; userId: bigint; email: string }
