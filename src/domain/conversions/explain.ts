import type { ConversionInput } from '../../contract/conversions.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { readConversionSettings } from '../accounts/conversionSettings.ts'
import { decideAll, type Decided } from './decide.ts'
import { readInput, type ReportParts } from './report.ts'

/**
 * Says what a conversion that happens now would follow from, by the rules and the evidence of this moment. Nothing is stored, counted or told.
 * @param test whether messages of test keys are looked at
 */
export async function explainConversion(
  parts: ReportParts,
  { accountId, test, input, now }: { accountId: bigint; test: boolean; input: ConversionInput; now: Date },
): Promise<Decided> {
  const account = await accountSettings(parts.db, accountId)
  const posted = readInput(input, { parts, account, test, now })
  const settings = await readConversionSettings(parts.db, { accountId })
  const [decided] = await decideAll(parts.db, [{ ...posted, at: now, receivedAt: now }], { accountId, settings, now })
  if (decided === undefined) throw new Error('One conversion was asked for and none was decided')
  return decided
}
