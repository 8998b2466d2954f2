import { useState } from 'react'
import type { SampleRecipient } from '../../../src/contract/recipients.ts'
import type { ComposedText } from '../../../src/lib/composedText.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Select } from '../../ui/Field.tsx'
import { PhoneBubble, PhoneFrame, PhoneLinkCard } from '../../ui/PhoneFrame.tsx'
import { variantWords } from './experiment/variantWords.ts'
import type { Piece } from './stage.ts'
import { useEngine } from './useEngine.ts'
import { composeWords } from './words.ts'

/** The text on the phone of one of its recipients: the next, the one with the longest text, or any. */
export function PhonePreview({
  pieces,
  facing,
  onFacing,
  recipients,
  shown,
  onShow,
}: {
  pieces: readonly Piece[]
  /** Place among the variants. */
  facing: number
  onFacing: (at: number) => void
  recipients: readonly SampleRecipient[]
  /** Place among the recipients. */
  shown: number
  onShow: (at: number) => void
}) {
  const words = useWords(composeWords).phone
  const variants = useWords(variantWords)
  const { longestOf } = useEngine()
  const [isDark, setDark] = useState(false)
  const piece = pieces[facing] ?? pieces[0]
  const measured = piece?.measured ?? { kind: 'empty' as const }
  const from = piece?.draft.from ?? ''
  const at = recipients.length === 0 ? 0 : shown % recipients.length
  const recipient = recipients[at]
  const name = recipient?.phone ?? words.anybody
  return (
    <aside className="compose-phone" aria-label={words.label(name)}>
      {pieces.length > 1 && (
        <Select
          label={variants.shown}
          options={pieces.map(({ variant }, at) => ({ value: String(at), label: variant.name }))}
          value={String(pieces[facing] === undefined ? 0 : facing)}
          onChange={(at) => onFacing(Number(at))}
        />
      )}
      <PhoneFrame sender={from === '' ? ' ' : from} scheme={isDark ? 'dark' : 'light'} label={words.label(name)}>
        {measured.kind === 'composed' ? (
          <Bubble composed={measured.composed} recipient={recipient} />
        ) : (
          <p className="compose-phone-empty">{words.nothing}</p>
        )}
      </PhoneFrame>
      <p className="compose-phone-who" title={JSON.stringify(recipient?.values ?? {})}>
        <bdi>{recipient === undefined ? words.anybody : whoIs(recipient)}</bdi>
      </p>
      {recipients.length > 1 && (
        <div className="compose-line">
          <Button onClick={() => onShow(at + 1)}>{words.next}</Button>
          {measured.kind === 'composed' && (
            <Button onClick={() => onShow(longestOf(measured.composed, recipients))}>{words.longest}</Button>
          )}
          <Button onClick={() => onShow(otherThan(at, recipients.length))}>{words.random}</Button>
        </div>
      )}
      <Switch label={words.dark} checked={isDark} onChange={setDark} />
    </aside>
  )
}

/** Any place but this one. */
const otherThan = (at: number, count: number): number => (at + 1 + Math.floor(Math.random() * (count - 1))) % count

/** The first value is nearly always a name. */
const whoIs = ({ phone, values }: SampleRecipient): string => {
  const [first] = Object.values(values)
  return first === undefined || first === '' ? phone : `${first}, ${phone}`
}

function Bubble({ composed, recipient }: { composed: ComposedText; recipient: SampleRecipient | undefined }) {
  const words = useWords(composeWords).phone
  const { placeholders, lacksValues, sentPieces } = useEngine()
  const values = recipient?.values ?? placeholders(composed.template)
  const missing = lacksValues(composed, values)
  if (missing.length > 0) return <p className="compose-phone-empty">{words.missing(missing.map((name) => `{${name}}`).join(', '))}</p>
  return (
    <PhoneBubble card={<Card composed={composed} />}>
      {sentPieces(composed, values).map(({ from, text, isLink }) =>
        // A sample of a link is no link: there is nothing behind it.
        isLink ? (
          <span key={from} className="compose-phone-link">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </PhoneBubble>
  )
}

/** Apple Messages draws a card for a single link at the very start or end of the text. */
function Card({ composed: { template, plans } }: { composed: ComposedText }) {
  const words = useWords(composeWords).phone
  const [link] = template.links
  const isAtEdge = template.pieces.at(-1)?.kind === 'link' || template.pieces[0]?.kind === 'link'
  const destination = link === undefined ? undefined : plans[link.position]?.destination
  if (link === undefined || template.links.length > 1 || !isAtEdge || destination === undefined || !URL.canParse(destination)) return null
  return (
    <div title={words.cardMeaning}>
      <PhoneLinkCard host={new URL(destination).host} title={words.card} />
    </div>
  )
}
