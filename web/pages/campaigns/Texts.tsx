import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { SentBy } from '../../ui/SentBy.tsx'
import { reportWords } from './reportWords.ts'

/** The texts as they were written. Their links are text here: nothing on a screen may look like a recipient's tap. */
export function Texts({ campaign: { from, sent_by: by, started_at: startedAt, variants } }: { campaign: Campaign }) {
  const words = useWords(reportWords)
  return (
    <section className="section" aria-labelledby="texts">
      <header>
        <h2 id="texts">{startedAt === null ? words.textsToSend : words.texts}</h2>
        <span className="soft">
          {words.from} <bdi>{from}</bdi>
          {by !== null && startedAt !== null && (
            <>
              {`, ${words.sentBy} `}
              <SentBy by={by} />
            </>
          )}
        </span>
      </header>
      {variants.map(({ id, name, text }) => (
        <figure key={id} className="campaign-text">
          {variants.length > 1 && (
            <figcaption>
              {words.variant} <bdi>{name}</bdi>
            </figcaption>
          )}
          <p className="mono" dir="auto">
            {text}
          </p>
        </figure>
      ))}
    </section>
  )
}
