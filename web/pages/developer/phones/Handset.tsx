import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../../../src/contract/simulator.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { PhoneFrame } from '../../../ui/PhoneFrame.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonLine } from '../../../ui/Skeleton.tsx'
import { PhoneMessageView, PhoneReplyView } from './PhoneMessageView.tsx'
import { conversationQuery } from './queries.ts'
import { ReplyBox } from './ReplyBox.tsx'
import { phoneWords } from './words.ts'

const MAX_MESSAGES = 50
const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]

/** What the reader chose for the screens, else what the system says. */
const screenScheme = (): Scheme => {
  const chosen = document.documentElement.dataset.scheme
  const isDark = chosen === undefined ? window.matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'
  return isDark ? 'dark' : 'light'
}

/** One phone in its own colours: a light phone can lie on a dark desk. */
export function Handset({ number }: { number: string }) {
  const words = useWords(phoneWords)
  const query = useQuery(conversationQuery(number))
  const [scheme, setScheme] = useState(screenScheme)
  return (
    <section className="sim-handset" aria-label={words.phone(number)}>
      <PhoneFrame sender={number} scheme={scheme} label={words.phone(number)}>
        <QueryView query={query} skeleton={<Skeleton />}>
          {(conversation) => (
            <>
              <Thread conversation={conversation} />
              <ReplyBox conversation={conversation} />
            </>
          )}
        </QueryView>
      </PhoneFrame>
      <fieldset className="sim-scheme">
        <legend className="unseen">{words.scheme}</legend>
        {schemes.map((one) => (
          <label key={one}>
            <input type="radio" name="handset-scheme" checked={scheme === one} onChange={() => setScheme(one)} />
            {words.schemes[one]}
          </label>
        ))}
      </fieldset>
    </section>
  )
}

const Skeleton = () => (
  <div className="sim-thread">
    <SkeletonLine width={24} />
    <SkeletonLine width={30} />
  </div>
)

/** Both directions by their time, the newest at the end and in sight. */
function Thread({ conversation }: { conversation: Conversation }) {
  const words = useWords(phoneWords)
  const format = useFormat()
  const entries = entriesOf(conversation)
  const thread = useRef<HTMLDivElement>(null)
  const last = entries.at(-1)?.key
  useEffect(() => {
    const element = thread.current
    if (element !== null && last !== undefined) element.scrollTop = element.scrollHeight
  }, [last])
  return (
    // What scrolls has to be reachable by the keyboard.
    <div className="sim-thread" ref={thread} tabIndex={0} role="log" aria-label={words.phone(conversation.phone)}>
      {conversation.messages.length === MAX_MESSAGES && <p className="sim-hint">{words.latestMessages(format.number(MAX_MESSAGES))}</p>}
      {entries.length === 0 && <p className="sim-hint">{words.nothing}</p>}
      {entries.map(({ key, entry }) =>
        'pieces' in entry ? <PhoneMessageView key={key} message={entry} /> : <PhoneReplyView key={key} reply={entry} />,
      )}
    </div>
  )
}

/** Replies older than the oldest message that is shown stay out, as older messages do. */
function entriesOf({ messages, replies }: Conversation) {
  const oldest = messages.length === MAX_MESSAGES ? messages.at(-1)?.received_at : undefined
  const shown = replies.filter(({ received_at: at }) => oldest === undefined || at >= oldest)
  return [
    ...messages.map((entry) => ({ key: `m${entry.id}`, entry })).toReversed(),
    ...shown.map((entry) => ({ key: `r${entry.id}`, entry })).toReversed(),
  ].toSorted((a, b) => Date.parse(a.entry.received_at) - Date.parse(b.entry.received_at))
}
