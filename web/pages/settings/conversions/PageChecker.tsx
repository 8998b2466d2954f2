import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PageCheck } from '../../../../src/contract/pageCheck.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Section } from '../Shell.tsx'
import { pageWords } from './pageWords.ts'

/** Has the server fetch a page, and says what of the code stands on it. */
export function PageChecker() {
  const words = useWords(pageWords)
  const [url, setUrl] = useState('')
  const check = useMutation({ mutationFn: () => send<PageCheck>('POST', '/v1/conversions/check-page', { url: url.trim() }) })
  return (
    <Section title={words.title} about={words.about}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          check.mutate()
        }}
      >
        <FormErrors error={check.error} fields={['url']} />
        <div className="settings-row">
          <TextField
            {...{ label: words.url, error: errorOf(check.error, 'url'), type: 'url', required: true, maxLength: 2_048 }}
            {...{ placeholder: 'https://shop.example/spring', value: url, onChange: setUrl }}
          />
          <Button type="submit" busy={check.isPending}>
            {words.action}
          </Button>
        </div>
      </form>
      <div role="status">{check.data !== undefined && <Found check={check.data} />}</div>
    </Section>
  )
}

type Mark = 'good' | 'bad' | 'maybe'
const icons = { good: 'tick', bad: 'close', maybe: 'info' } as const

function Found({ check }: { check: PageCheck }) {
  const words = useWords(pageWords)
  if (check.outcome !== 'read')
    return (
      <Note kind="warning" title={check.url}>
        <p>
          {words.outcomes[check.outcome]} {check.status}
        </p>
      </Note>
    )
  return (
    <ul role="list" className="settings-checks" aria-label={words.result}>
      {findings(check, words).map(({ mark, text }) => (
        <li key={text} className={mark}>
          <Icon name={icons[mark]} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}

function findings(check: PageCheck, words: ReturnType<typeof useWords<typeof pageWords.en>>): { mark: Mark; text: string }[] {
  const origin = check.origin_allowed
    ? ({ mark: 'good', text: words.origin(check.origin) } as const)
    : ({ mark: 'bad', text: words.noOrigin(check.origin) } as const)
  const cut = check.is_cut ? [{ mark: 'maybe' as const, text: words.cut }] : []
  if (check.snippet === null) {
    const maybe = check.has_tag_manager ? [{ mark: 'maybe' as const, text: words.maybe }] : []
    return [{ mark: check.has_tag_manager ? 'maybe' : 'bad', text: words.missing }, ...maybe, origin, ...cut]
  }
  return [
    { mark: 'good', text: words.found },
    check.account === 'yours' ? { mark: 'good', text: words.yours } : { mark: 'bad', text: words.other },
    check.parameter === 'as_set' ? { mark: 'good', text: words.asSet } : { mark: 'bad', text: words.differs },
    origin,
    check.converts ? { mark: 'good', text: words.converts } : { mark: 'maybe', text: words.noConvert },
    ...cut,
  ]
}
