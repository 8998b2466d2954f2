import { defineWords, useWords } from '../i18n/words.ts'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

const notFoundWords = defineWords(
  { title: 'There is no such page', why: 'The address was cut off, or what it led to is gone.', home: 'To the start' },
  { title: 'Diese Seite gibt es nicht', why: 'Die Adresse ist abgeschnitten, oder was sie zeigte, gibt es nicht mehr.', home: 'Zum Start' },
)

/** What an address shows that leads nowhere. */
export function NotFoundPage() {
  const words = useWords(notFoundWords)
  return (
    <>
      <PageHeader title={words.title} />
      <EmptyState action={<ButtonLink to={paths.home()}>{words.home}</ButtonLink>}>{words.why}</EmptyState>
    </>
  )
}
