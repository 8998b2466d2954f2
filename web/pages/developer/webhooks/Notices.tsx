import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Time } from '../../../ui/Time.tsx'
import { endpointsQuery, noticesQuery, useReadNotice, type Notice } from './queries.ts'
import { webhookWords } from './words.ts'

/** Of a long list the first few are enough to act on. */
const SHOWN = 3

/** What nobody asked for and somebody should know about webhooks, until it is marked as read. */
export function Notices() {
  const { data } = useQuery(noticesQuery)
  const own = (data?.notices ?? []).filter(({ kind }) => kind.startsWith('webhook'))
  return own.slice(0, SHOWN).map((notice) => <OneNotice key={notice.id} notice={notice} />)
}

function OneNotice({ notice }: { notice: Notice }) {
  const words = useWords(webhookWords)
  const mayRead = useMay('account:write')
  const read = useReadNotice()
  const { id, at } = notice
  return (
    <Note kind="warning">
      <p>
        <Time at={at} /> <NoticeText notice={notice} />
      </p>
      {mayRead && (
        <div className="note-actions">
          <Button busy={read.isPending && read.variables === id} onClick={() => read.mutate(id)}>
            {words.read}
          </Button>
        </div>
      )}
    </Note>
  )
}

/** In the reader's language while the webhook is still as the notice says; else as it was written down. */
function NoticeText({ notice: { kind, subject, text } }: { notice: Notice }) {
  const words = useWords(webhookWords)
  const { data } = useQuery(endpointsQuery)
  const endpoint = data?.endpoints.find(({ id }) => subject === `webhook_endpoint:${id}`)
  const reason = endpoint?.state === 'disabled' ? endpoint.state_reason : null
  if (kind !== 'webhook_endpoint.disabled' || endpoint === undefined || reason === null) return <bdi>{text}</bdi>
  return (
    <>
      {words.disabledBefore} <bdi>{endpoint.url}</bdi> {words.disabledAfter} {words.reasons[reason]} {words.states.disabled.meaning}
    </>
  )
}
