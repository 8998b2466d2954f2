import type { Db } from '../../platform/db.ts'
import { ConfigError } from '../../platform/config.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { findOldestAccountId, keepSecretCheck } from './store.ts'

/**
 * Ties the database to its SECRET_KEY at the first start, and refuses another key later: with it no link that was ever sent would resolve.
 * @throws ConfigError when the database belongs to another key
 */
export async function verifyInstallation(db: Db, secrets: Secrets): Promise<void> {
  const kept = await keepSecretCheck(db, { check: secrets.check })
  if (kept === undefined || !kept.equals(secrets.check))
    throw new ConfigError(
      'This database belongs to another SECRET_KEY: short links, sealed secrets and click ids would all break. ' +
        'Start with the key of its first start (SECRET_KEY, or the file secret.key of the DATA_DIR it was made in), or with an empty database.',
    )
}

/** Whether an account is the first one, whose owners run the installation. */
export const isOperatorAccount = async (db: Db, { accountId }: { accountId: bigint }): Promise<boolean> =>
  (await findOldestAccountId(db)) === accountId
