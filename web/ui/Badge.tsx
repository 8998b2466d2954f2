import './Badge.css'
import type { CampaignState } from '../../src/contract/campaigns.ts'
import type { MessageState } from '../../src/contract/messages.ts'
import { useWords } from '../i18n/words.ts'
import { badgeWords } from './badgeWords.ts'

/** What can happen to a message; each has one colour everywhere. */
export type Tone = 'sent' | 'delivered' | 'view' | 'click' | 'conversion' | 'reply' | 'failed' | 'bot' | 'over' | 'unsure'

/** Drawn on a field of 12 by 12, so that colour never stands alone. */
const shapes = {
  ring: <circle cx="6" cy="6" r="3.5" fill="none" />,
  half: (
    <>
      <circle cx="6" cy="6" r="3.5" fill="none" />
      <path d="M6 2.5a3.5 3.5 0 0 1 0 7z" />
    </>
  ),
  dot: <circle cx="6" cy="6" r="3.5" />,
  tick: <path d="M2.5 6.5 5 9l4.5-6" fill="none" />,
  cross: <path d="m3 3 6 6m0-6-6 6" fill="none" />,
  dash: <path d="M2.5 6h7" fill="none" />,
  question: <path d="M4 4.2a2 2 0 1 1 2.6 1.9Q6 6.4 6 7.2M6 9.6v.1" fill="none" />,
  pause: <path d="M4.5 3v6M7.5 3v6" fill="none" />,
  play: <path d="M4 2.8v6.4L9.2 6z" />,
  clock: <path d="M6 9.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM6 4.2V6l1.2.8" fill="none" />,
  pencil: <path d="M2.8 9.2h1.8l4.6-4.6-1.8-1.8-4.6 4.6z" fill="none" />,
} as const
export type Shape = keyof typeof shapes

/** A word with a shape in a colour. */
export const Badge = ({ tone, shape, title, children }: { tone: Tone; shape: Shape; title?: string; children: string }) => (
  <span className={`badge ${tone}`} title={title}>
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {shapes[shape]}
    </svg>
    {children}
  </span>
)

const messageLooks = {
  queued: { tone: 'sent', shape: 'ring' },
  submitting: { tone: 'sent', shape: 'half' },
  accepted: { tone: 'sent', shape: 'dot' },
  delivered: { tone: 'delivered', shape: 'tick' },
  rejected: { tone: 'failed', shape: 'cross' },
  undelivered: { tone: 'failed', shape: 'cross' },
  expired: { tone: 'failed', shape: 'cross' },
  unknown: { tone: 'unsure', shape: 'question' },
  cancelled: { tone: 'over', shape: 'dash' },
  suppressed: { tone: 'over', shape: 'dash' },
} as const satisfies Record<MessageState, { tone: Tone; shape: Shape }>

/** The state of a message; what it means stands in its title. */
export function MessageBadge({ state }: { state: MessageState }) {
  const { name, meaning } = useWords(badgeWords).messages[state]
  return (
    <Badge {...messageLooks[state]} title={meaning}>
      {name}
    </Badge>
  )
}

const campaignLooks = {
  draft: { tone: 'over', shape: 'pencil' },
  scheduled: { tone: 'sent', shape: 'clock' },
  running: { tone: 'click', shape: 'play' },
  paused: { tone: 'unsure', shape: 'pause' },
  done: { tone: 'delivered', shape: 'tick' },
  cancelled: { tone: 'over', shape: 'dash' },
} as const satisfies Record<CampaignState, { tone: Tone; shape: Shape }>

/** The state of a campaign. */
export function CampaignBadge({ state }: { state: CampaignState }) {
  const { name, meaning } = useWords(badgeWords).campaigns[state]
  return (
    <Badge {...campaignLooks[state]} title={meaning}>
      {name}
    </Badge>
  )
}

/** Sent with a test key: it stays out of every figure. */
export function TestBadge() {
  const { name, meaning } = useWords(badgeWords).test
  return (
    <Badge tone="over" shape="dash" title={meaning}>
      {name}
    </Badge>
  )
}
