import { useWords } from '../../../i18n/words.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { deliveryWords } from './deliveryWords.ts'
import type { Delivery } from './queries.ts'
import { webhookWords } from './words.ts'

const looks = {
  delivered: { tone: 'delivered', shape: 'tick' },
  waiting: { tone: 'unsure', shape: 'clock' },
  failed: { tone: 'failed', shape: 'cross' },
} as const

export function DeliveryBadge({ delivery: { state } }: { delivery: Delivery }) {
  const words = useWords(webhookWords)
  return <Badge {...looks[state]}>{words[state]}</Badge>
}

/** The status of the answer, or why there was none. */
export function Answer({ delivery: { status, error } }: { delivery: { status: number | null; error: string | null } }) {
  const { errors } = useWords(deliveryWords)
  if (status !== null) return <span className="figure">{status}</span>
  return <span className="soft">{error === null ? '–' : (errors[error] ?? error)}</span>
}
