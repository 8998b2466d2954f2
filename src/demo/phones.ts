import { insertPast } from '../carriers/simulator/store.ts'
import type { Scene } from './stage.ts'
import { DAY } from './stage.ts'

export type OnPhone = { id: number; phone: string; text: string; at: Date }

/** Phones show what came lately; older messages they would have forgotten. */
const SHOWN_DAYS = 12

/** Puts messages on their simulated phones, as if those had been there then. */
export async function putOnPhones({ tx, now }: Scene, messages: readonly OnPhone[]): Promise<void> {
  const since = now.getTime() - SHOWN_DAYS * DAY
  const recent = messages.filter(({ at }) => at.getTime() > since)
  if (recent.length > 0) await insertPast(tx, recent)
}
