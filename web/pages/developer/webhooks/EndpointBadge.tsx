import { useWords } from '../../../i18n/words.ts'
import { Badge } from '../../../ui/Badge.tsx'
import type { Endpoint } from './queries.ts'
import { webhookWords } from './words.ts'

const looks = {
  active: { tone: 'delivered', shape: 'play' },
  paused: { tone: 'unsure', shape: 'pause' },
  disabled: { tone: 'failed', shape: 'cross' },
} as const

/** Whether a webhook is told of events, and why not. */
export function EndpointBadge({ endpoint: { state, state_reason: reason } }: { endpoint: Endpoint }) {
  const words = useWords(webhookWords)
  const { name, meaning } = words.states[state]
  return (
    <Badge {...looks[state]} title={reason === null ? meaning : `${words.reasons[reason]} ${meaning}`}>
      {name}
    </Badge>
  )
}
