import type { MessageSummary } from '../../../src/contract/messages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { HoverCard } from '../../ui/HoverCard.tsx'
import { cardWords } from './cardWords.ts'
import { MessageCard } from './MessageCard.tsx'

type Counts = Pick<MessageSummary, 'tracking' | 'clicks' | 'views' | 'conversions'>
/** `many`: of a whole campaign. */
export type Stage = 'none' | 'view' | 'click' | 'conversion' | 'many'

/** The furthest that the recipient went. A view is no step on the way to a click, but it is more than nothing. */
export const stageOf = ({ clicks, views, conversions }: Counts): Stage =>
  conversions > 0 ? 'conversion' : clicks > 0 ? 'click' : views > 0 ? 'view' : 'none'

/** A line that beats higher the further somebody went, so that shape and colour say the same. */
const lines: Readonly<Record<Stage, string>> = {
  none: 'M1.5 8h13',
  view: 'M1.5 8h4l2-3 2 3h5',
  click: 'M1.5 10h3.5l2.5-7.5 3 11 1.5-3.5h2.5',
  conversion: 'M1.5 10h2.5l2-6 2.5 9.5 1.5-3.5h2',
  many: 'M3 13V8.5M8 13V3M13 13V6',
}

export const PulseSign = ({ stage }: { stage: Stage }) => (
  <svg viewBox="0 0 16 16" width={20} height={20} className={`logbook-pulse ${stage}`} aria-hidden="true" focusable="false">
    <path d={lines[stage]} />
    {stage === 'conversion' && <circle cx="13.4" cy="9.6" r="1.8" />}
  </svg>
)

/** What became of a message, at a glance; the card tells the rest. */
export function Pulse({ message }: { message: MessageSummary }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const { tracking, clicks, views, conversions } = message
  const counts = [words.views(format.number(views), views), words.clicks(format.number(clicks), clicks)]
  const all = conversions === 0 ? counts : [...counts, words.conversions(format.number(conversions), conversions)]
  const label = tracking === 'full' ? all.join(', ') : words.trackings[tracking]
  return (
    <HoverCard label={`${words.performance}: ${label}`} card={<MessageCard message={message} />}>
      <PulseSign stage={stageOf(message)} />
    </HoverCard>
  )
}
