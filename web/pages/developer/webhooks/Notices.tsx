import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Time } from '../../../ui/Time.tsx'
import { noticesQuery, useReadNotice } from './queries.ts'
import { webhookWords } from './words.ts'

/** Of a long list the first few are enough to act on. */
const SHOWN = 3

/** What nobody asked for and somebody should know about webhooks, until it is marked as read. */
export function Notices() {
  const words = useWords(webhookWords)
  const mayRead = useMay('account:write')
  const { data } = useQuery(noticesQuery)
  const read = useReadNotice()
  const own = (data?.notices ?? []).filter(({ kind }) => kind.startsWith('webhook'))
  return own.slice(0, SHOWN).map(({ id, text, at }) => (
    <Note key={id} kind="warning">
      <p>
        <Time at={at} /> <bdi>{text}</bdi>
      </p>
      {mayRead && (
        <div className="note-actions">
          <Button busy={read.isPending && read.variables === id} onClick={() => read.mutate(id)}>
            {words.read}
          </Button>
        </div>
      )}
    </Note>
  ))
}
