import { lazy, Suspense } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useLanguage, useWords } from '../../i18n/words.ts'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { TotalCost } from './experiment/TotalCost.tsx'
import { sharesOf } from './experiment/variants.ts'
import { variantWords } from './experiment/variantWords.ts'
import { stageOf, type Stage } from './stage.ts'
import { isCampaign, trackingOf, VALIDITY_MINUTES, whenOf, type Draft } from './draft.ts'
import type { DraftLink } from './measure.ts'
import { Cost, PartsText } from './Measures.tsx'
import { Fact } from './Fact.tsx'
import { moreWords } from './moreWords.ts'
import { QuietFact } from './QuietFact.tsx'
import { ReasonList } from './ReasonList.tsx'
import { reviewWords } from './reviewWords.ts'
import { textWords } from './textWords.ts'
import { useWhenText } from './useWhenText.ts'
import { validityName } from './validity.ts'

// Only those who compare texts need it.
const ReviewDesign = lazy(async () => ({ default: (await import('./experiment/ReviewDesign.tsx')).ReviewDesign }))

/** The facts of a send: who, from whom, what, how long, how dear, when. */
export function ReviewFacts({ stage }: { stage: Stage }) {
  const words = useWords(reviewWords).reviewPage
  const { draft, pieces, leftOut } = stage
  return (
    <dl className="compose-facts compose-review-facts">
      <Fact name={words.to}>
        <To stage={stage} />
      </Fact>
      {leftOut.length > 0 && (
        <Fact name={words.leftOut}>
          <ReasonList leftOut={leftOut} />
        </Fact>
      )}
      <Fact name={words.from}>
        <bdi>{draft.from}</bdi>
      </Fact>
      {pieces.length > 1 ? <VariantFacts stage={stage} /> : <TextFacts stage={stage} />}
      <Fact name={words.when}>
        <WhenFact draft={draft} />
      </Fact>
      <QuietFact draft={draft} sending={stage.sending} />
      <Limits draft={draft} />
    </dl>
  )
}

/** Of a single text. */
function TextFacts({ stage }: { stage: Stage }) {
  const words = useWords(reviewWords).reviewPage
  const { draft, measured, estimate } = stage
  if (measured.kind !== 'composed') return null
  return (
    <>
      <Fact name={words.length}>
        <Length stage={stage} />
      </Fact>
      {estimate !== undefined && estimate.recipients > 0 && (
        <Fact name={words.cost}>
          <span className="compose-line">
            <Cost estimate={estimate} />
          </span>
        </Fact>
      )}
      <Fact name={words.links}>
        <LinkFacts stage={stage} />
      </Fact>
      <Fact name={words.optOut}>{optOutOf(draft.text, measured.links, words)}</Fact>
    </>
  )
}

/** Of several, and how they compete. */
function VariantFacts({ stage }: { stage: Stage }) {
  const words = useWords(reviewWords).reviewPage
  const variants = useWords(variantWords)
  const { percent } = useFormat()
  const shares = sharesOf(stage.pieces.map(({ variant }) => variant))
  return (
    <>
      {stage.pieces.map((piece, at) => (
        <Fact key={piece.variant.key} name={variants.variant(piece.variant.name)}>
          <VariantFact stage={stageOf(stage, piece)} share={percent(shares[at] ?? 0)} from={piece.variant.from} />
        </Fact>
      ))}
      <Fact name={words.cost}>
        <TotalCost stage={stage} />
      </Fact>
      <Fact name={words.design}>
        <Suspense fallback={<SkeletonRows rows={3} />}>
          <ReviewDesign stage={stage} />
        </Suspense>
      </Fact>
    </>
  )
}

function VariantFact({ stage, share, from }: { stage: Stage; share: string; from: string | undefined }) {
  const words = useWords(reviewWords).reviewPage
  const variants = useWords(variantWords)
  const { draft, measured } = stage
  if (measured.kind !== 'composed') return null
  return (
    <div className="compose-review-variant">
      <p className="mono" dir="auto">
        {draft.text}
      </p>
      <p className="compose-line">
        <span>{variants.shareOf(share)}</span>
        <Length stage={stage} />
        {from !== undefined && (
          <span>
            {words.from} <bdi>{from}</bdi>
          </span>
        )}
      </p>
      <LinkFacts stage={stage} />
      <p className="soft">{optOutOf(draft.text, measured.links, words)}</p>
    </div>
  )
}

function To({ stage: { count, recipients } }: { stage: Stage }) {
  const words = useWords(reviewWords).reviewPage
  const language = useLanguage()
  const { number } = useFormat()
  const countries = recipients.state === 'known' ? recipients.countries : []
  const nameOf = (code: string | null) => (code === null ? '?' : (new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code))
  return (
    <>
      <strong className="figure">{words.people(number(count), count === 1)}</strong>
      {countries.length > 0 && (
        <p className="soft small">{countries.map(({ country, recipients }) => `${nameOf(country)} ${number(recipients)}`).join(', ')}</p>
      )}
    </>
  )
}

function Length({ stage: { sides, estimate } }: { stage: Stage }) {
  const words = useWords(textWords).measures
  const { characters } = useWords(textWords).links
  const { number } = useFormat()
  if (sides === undefined) return null
  const { units, encoding, parts } = sides.after
  const { min, max } = estimate?.characters ?? { min: units, max: units }
  return (
    <span className="compose-line">
      <PartsText estimate={estimate} parts={parts} />
      <span>{words[encoding]}</span>
      <span className="soft">{min === max ? characters(number(max)) : words.byName(number(min), number(max))}</span>
    </span>
  )
}

function LinkFacts({ stage: { draft, measured, surroundings } }: { stage: Stage }) {
  const words = useWords(reviewWords).reviewPage
  const text = useWords(textWords).links
  if (measured.kind !== 'composed') return null
  const links = measured.links.filter(({ kind }) => kind !== 'opt_out')
  if (links.length === 0) return words.noLinks
  const mode = trackingOf(draft, surroundings)
  return (
    <>
      <p>{{ full: words.trackingFull, aggregate: words.trackingAggregate, off: words.trackingOff }[mode]}</p>
      <ul role="list" className="compose-review-links">
        {links.map(({ position, destination, written, kind }) => (
          <li key={position}>
            <span className="mono">{destination ?? written}</span>{' '}
            <span className="soft">{kind === 'tracked' ? text.trackedWord : text.untrackedWord}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function optOutOf(
  text: string,
  links: readonly DraftLink[],
  words: { optOutLink: string; optOutReply: string; optOutNone: string },
): string {
  if (links.some(({ kind }) => kind === 'opt_out')) return words.optOutLink
  return /\bstopp?\b/i.test(text) ? words.optOutReply : words.optOutNone
}

function WhenFact({ draft }: { draft: Draft }) {
  const words = useWords(reviewWords).reviewPage
  const when = whenOf(draft)
  const text = useWhenText(when)
  if (when.kind === 'now') return words.now
  return (
    <>
      {text}
      {when.kind === 'local' && <p className="soft small">{words.zoneForUnknown(when.zone)}</p>}
    </>
  )
}

/** Only what was changed: what is as usual needs no line. */
function Limits({ draft }: { draft: Draft }) {
  const words = useWords(reviewWords).reviewPage
  const more = useWords(moreWords)
  const { number } = useFormat()
  const { rate, cap, validityMinutes } = draft
  const lines = [
    ...(isCampaign(draft)
      ? [
          rate === undefined ? undefined : words.rate(number(rate)),
          cap === undefined ? undefined : words.cap(number(cap.messages), number(cap.days)),
        ]
      : []),
    validityMinutes === VALIDITY_MINUTES ? undefined : words.validity(more.validities[validityName(validityMinutes)]),
  ].filter((line) => line !== undefined)
  if (lines.length === 0) return null
  return (
    <Fact name={words.more}>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Fact>
  )
}
