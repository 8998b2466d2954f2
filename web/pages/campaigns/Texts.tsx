import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { reportWords } from './reportWords.ts'

/** The texts as they were written. Their links are text here: nothing on a screen may look like a recipient's tap. */
export function Texts({ campaign: { from, variants, started_at: startedAt } }: { campaign: Campaign }) {
  const words = useWords(reportWords)
  return (
    <section className="section" aria-labelledby="texts">
      <header>
        <h2 id="texts">{startedAt === null ? words.textsToSend : words.texts}</h2>
        <span className="soft">
          {words.from} <bdi>{from}</bdi>
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
