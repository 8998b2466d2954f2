import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import type { SendResponse } from '../../../src/contract/messages.ts'
import type { CancelledMessages } from '../../../src/contract/recipients.ts'
import { ApiError, send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { keyOf } from '../../queryClient.ts'
import { useSections } from '../../sections.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { RefusalText } from '../../ui/RefusalText.tsx'
import { Countdown } from './Countdown.tsx'
import { whenOf, type Draft } from './draft.ts'
import { reviewWords } from './reviewWords.ts'
import type { SentWhat } from './sentWhat.ts'
import { useWhenText } from './useWhenText.ts'

type SentProps = { what: SentWhat; draft: Draft; onBack: () => void; onAgain: () => void; onGone: () => void }

/** What was taken back: everything, nothing since it was too late, or all but some. */
type Undone = { tooLate: number; cancelled: number }

/** After the press: some seconds to take it back, then what became of it. */
export default function SentPage({ what, draft, onBack, onAgain, onGone }: SentProps) {
  const words = useWords(reviewWords).sent
  const { number } = useFormat()
  const [isGone, setGone] = useState(false)
  const undo = useUndo(what)
  const count = what.kind === 'campaign' ? what.count : what.answer.queued
  const when = whenOf(draft)
  const timeText = useWhenText(when)
  const gone = () => {
    setGone(true)
    onGone()
  }
  const title = () => {
    if (undo.data !== undefined) return undo.data.cancelled === 0 ? words.tooLate : words.takenBack
    if (when.kind !== 'now') return words.scheduled(timeText ?? '')
    return isGone ? words.gone(number(count), count === 1) : undefined
  }
  return (
    <>
      <PageHeader title={useWords(reviewWords).sentTitle} />
      {title() === undefined ? (
        <Countdown count={count} isBusy={undo.isPending} onCancel={() => undo.mutate()} onGone={gone} />
      ) : (
        <Note kind={undo.data === undefined ? 'good' : 'info'} title={<span role="status">{title()}</span>}>
          {undo.data !== undefined && undo.data.cancelled > 0 && undo.data.tooLate > 0 && (
            <p>{words.someTooLate(number(undo.data.tooLate))}</p>
          )}
          <Ways what={what} undo={undo} isPlanned={when.kind !== 'now'} onBack={onBack} onAgain={onAgain} />
        </Note>
      )}
      {undo.error !== null && <ErrorNote error={undo.error} />}
      {what.kind === 'messages' && what.answer.refused > 0 && <Refused answer={what.answer} />}
    </>
  )
}

type Undo = ReturnType<typeof useUndo>

/** Where to go from here: back to the text of what was taken back, else to what is on its way. */
function Ways({
  what,
  undo,
  isPlanned,
  onBack,
  onAgain,
}: Pick<SentProps, 'what' | 'onBack' | 'onAgain'> & { undo: Undo; isPlanned: boolean }) {
  const words = useWords(reviewWords).sent
  const sections = useSections()
  const isBack = undo.data !== undefined && undo.data.tooLate === 0
  return (
    <div className="note-actions">
      {isBack ? <Button onClick={onBack}>{words.edit}</Button> : <Button onClick={onAgain}>{words.again}</Button>}
      {!isBack && what.kind === 'campaign' && sections.has('campaigns') && (
        <ButtonLink to={paths.campaign(what.campaign.id)}>{words.open}</ButtonLink>
      )}
      {!isBack && what.kind === 'messages' && sections.has('logbook') && <ButtonLink to={paths.logbook()}>{words.logbook}</ButtonLink>}
      {isPlanned && undo.data === undefined && (
        <Button busy={undo.isPending} onClick={() => undo.mutate()}>
          {words.unschedule}
        </Button>
      )}
    </div>
  )
}

/** A campaign becomes a draft again; messages are cancelled, each for itself. */
function useUndo(what: SentWhat) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (): Promise<Undone> => (what.kind === 'campaign' ? unschedule(what.campaign) : cancelAll(what.answer)),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(what.kind === 'campaign' ? 'campaigns' : 'messages') }),
  })
}

async function unschedule({ id }: Campaign): Promise<Undone> {
  try {
    await send<Campaign>('POST', `/v1/campaigns/${id}/unschedule`)
    return { cancelled: 1, tooLate: 0 }
  } catch (error) {
    if (error instanceof ApiError && error.code === 'campaign_state') return { cancelled: 0, tooLate: 1 }
    throw error
  }
}

async function cancelAll({ messages }: SendResponse): Promise<Undone> {
  const ids = messages.flatMap((message) => (message.status === 'queued' ? message.id : []))
  const { cancelled, too_late: tooLate } = await send<CancelledMessages>('POST', '/v1/messages/cancel', { ids })
  return { cancelled: cancelled.length, tooLate: tooLate.length }
}

/** What the server refused although the check before found nothing: somebody opted out in between, say. */
function Refused({ answer }: { answer: SendResponse }) {
  const words = useWords(reviewWords).sent
  const { number } = useFormat()
  const refused = answer.messages.flatMap((message) => (message.status === 'refused' ? message : []))
  return (
    <Note kind="warning" title={words.refused(number(refused.length))}>
      <ul className="compose-reasons">
        {refused.slice(0, SHOWN).map(({ to, code, detail }) => (
          <li key={to}>
            <bdi>{to}</bdi>: <RefusalText refusal={{ code, message: detail }} />
          </li>
        ))}
      </ul>
    </Note>
  )
}
const SHOWN = 20
