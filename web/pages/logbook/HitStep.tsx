import type { Hit, MessageDetail } from '../../../src/contract/messages.ts'
import { useLanguage, useWords } from '../../i18n/words.ts'
import type { Tone } from '../../ui/Badge.tsx'
import { deviceWords } from '../../ui/deviceWords.ts'
import { messageWords } from './messageWords.ts'
import { reasonIn } from './reasonWords.ts'
import { StepLine } from './StepLine.tsx'

const tones = { click: 'click', view: 'view', prefetch: 'bot', bot: 'bot' } as const satisfies Record<Hit['verdict'], Tone>

/** One request to a link: what it is taken for, why, and what is known of who made it. */
export function HitStep({ hit, message }: { hit: Hit; message: MessageDetail }) {
  const words = useWords(messageWords)
  const language = useLanguage()
  const { verdict, link, reasons, answer, user_agent: agent } = hit
  const shortLink = message.links.find(({ position }) => position === link)?.short_link
  return (
    <StepLine at={hit.at} tone={tones[verdict]} title={words.verdicts[verdict]}>
      {shortLink !== undefined && (
        <>
          {words.on} <span className="mono">{shortLink.replace(/^https?:\/\//, '')}</span>
        </>
      )}
      <By hit={hit} />
      <ul role="list" className="timeline-reasons">
        {reasons.map(({ code, detail }) => (
          <li key={code}>{reasonIn(language, { code, detail })}</li>
        ))}
        {answer !== 302 && <li>{words.answered(answer)}</li>}
        <li className="soft mono timeline-agent">{agent === '' ? words.noAgent : agent}</li>
      </ul>
    </StepLine>
  )
}

/** "iPhone, iOS, Apple Messages, DE" */
function By({ hit: { app, browser, os, device, network, network_country: country } }: { hit: Hit }) {
  const words = useWords(messageWords)
  const language = useLanguage()
  const devices = useWords(deviceWords)
  const held = Object.hasOwn(devices, device) ? devices[device] : device
  const known = [app, browser, os, isNothing(device) ? '' : (held ?? device)].filter(
    (word, at, all) => !isNothing(word) && all.indexOf(word) === at,
  )
  const place =
    country === null ? undefined : (new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(country) ?? country)
  return (
    <>
      {known.length > 0 && <>, {known.join(', ')}</>}
      {place !== undefined && <span title={words.networkCountry}>, {place}</span>}
      {network !== null && <span className="soft">, {network}</span>}
    </>
  )
}

const isNothing = (word: string) => word === '' || word.toLowerCase() === 'other'
