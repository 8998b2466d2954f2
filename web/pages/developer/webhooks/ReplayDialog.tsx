import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../../api.ts'
import { useFormat, useZone } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { instantOf, localOf } from '../../../i18n/zonedTime.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { Note } from '../../../ui/Note.tsx'
import { uiWords } from '../../../ui/words.ts'
import { deliveryWords } from './deliveryWords.ts'
import { endpointPath, replayQuery, useWebhookAction, type Replay } from './queries.ts'

type Order = { failed_since: string } | { from: string; to: string }
const DAY_MS = 86_400_000
/** The field holds whole minutes: the one that has begun is part of the period. */
const MINUTE_MS = 60_000

/** Orders events to be offered again: what failed since a time, or all of a period. */
export function ReplayDialog({ id, onClose, onOrdered }: { id: string; onClose: () => void; onOrdered: (replay: Replay) => void }) {
  const words = useWords(deliveryWords)
  const common = useWords(uiWords)
  const zone = useZone()
  const [what, setWhat] = useState<'failed' | 'all'>('failed')
  const [from, setFrom] = useState(() => localOf(new Date(Date.now() - DAY_MS), zone))
  const [to, setTo] = useState(() => localOf(new Date(Date.now() + MINUTE_MS), zone))
  const [isChecked, setChecked] = useState(false)
  const order = useWebhookAction((body: Order) => send<Replay>('POST', endpointPath(id, '/replays'), body))
  const [begin, end] = [instantOf(from, zone), instantOf(to, zone)]
  const run = () => {
    setChecked(true)
    if (begin === undefined || (what === 'all' && end === undefined)) return
    const body = what === 'failed' || end === undefined ? { failed_since: begin } : { from: begin, to: end }
    order.mutate(body, { onSuccess: onOrdered })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="main" busy={order.isPending} onClick={run}>
        {words.replayNow}
      </Button>
    </>
  )
  const options = [
    { value: 'failed' as const, label: words.whatFailed, about: words.whatFailedMeaning },
    { value: 'all' as const, label: words.whatAll, about: words.whatAllMeaning },
  ]
  const missing = (at: string | undefined) => (isChecked && at === undefined ? words.timeError : undefined)
  return (
    <Dialog title={words.replayTitle} onClose={onClose} footer={footer}>
      <p>{words.replayMeaning}</p>
      <FormErrors error={order.error} fields={['from', 'failed_since', 'to']} />
      <RadioGroup legend={words.what} options={options} value={what} onChange={setWhat} />
      <TextField
        type="datetime-local"
        label={what === 'failed' ? words.since : words.from}
        hint={words.zone(zone)}
        value={from}
        onChange={setFrom}
        error={missing(begin) ?? errorOf(order.error, 'from') ?? errorOf(order.error, 'failed_since')}
      />
      {what === 'all' && (
        <TextField type="datetime-local" label={words.to} value={to} onChange={setTo} error={missing(end) ?? errorOf(order.error, 'to')} />
      )}
    </Dialog>
  )
}

/** How far a replay is. */
export function ReplayProgress({ endpointId, id }: { endpointId: string; id: string }) {
  const words = useWords(deliveryWords)
  const format = useFormat()
  const { data } = useQuery(replayQuery(endpointId, id))
  if (data === undefined) return null
  const count = format.number(data.events)
  return (
    <div role="status">
      <Note kind={data.finished ? 'good' : 'info'}>
        <p>{data.finished ? words.replayed(count) : words.replaying(count)}</p>
      </Note>
    </div>
  )
}
