import './Onboarding.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { OnboardingStep } from '../../../src/contract/onboarding.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { onboardingQuery } from './queries.ts'
import { homeWords } from './words.ts'

/** Where each step is done. */
const places: Readonly<Record<OnboardingStep, () => string>> = {
  sender: () => paths.setting('sending'),
  short_domain: () => paths.setting('domains'),
  test_message: paths.compose,
  campaign: paths.compose,
  webhook: paths.webhooks,
}

/** What a new account has still to do, found from what it has done; gone when nothing is left. */
export function Onboarding() {
  const words = useWords(homeWords)
  const { data, error, refetch } = useQuery(onboardingQuery)
  if (error !== null && data === undefined) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined || data.done) return null
  const left = data.steps.filter(({ done }) => !done).length
  return (
    <section className="section onboarding" aria-labelledby="onboarding">
      <header>
        <h2 id="onboarding">{words.onboarding}</h2>
        <span className="soft">{words.left(left)}</span>
      </header>
      <ol role="list">
        {data.steps.map(({ step, done }) => (
          <li key={step} className={done ? 'done' : undefined}>
            <span className="onboarding-mark">{done && <Icon name="tick" />}</span>
            <span>
              {done ? words.steps[step].name : <Link href={places[step]()}>{words.steps[step].name}</Link>}
              <span className="unseen">, {done ? words.done : words.notDone}</span>
              {!done && <span className="soft onboarding-about">{words.steps[step].about}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
