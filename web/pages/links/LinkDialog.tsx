import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { ListedLink } from '../../../src/contract/links.ts'
import { useZone } from '../../i18n/format.ts'
import { momentAt, wallAt } from '../../i18n/day.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { TextField } from '../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../ui/FormErrors.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { uiWords } from '../../ui/words.ts'
import { useChangeLink, type LinkChange } from './queries.ts'
import { linksWords } from './words.ts'

/** What is to be done with a link, before it is confirmed. */
export type Asked = { link: ListedLink; to: 'change' | 'expiry' | 'down' | 'restore' }
type Props = { link: ListedLink; onClose: () => void }

export function LinkDialog({ asked: { link, to }, onClose }: { asked: Asked; onClose: () => void }) {
  switch (to) {
    case 'change':
      return <ChangeDialog link={link} onClose={onClose} />
    case 'expiry':
      return <ExpiryDialog link={link} onClose={onClose} />
    case 'down':
    case 'restore':
      return <ConfirmDialog link={link} to={to} onClose={onClose} />
  }
}

/** Carries a change out, says that it did, and closes. */
function useCarryOut({ link, onClose }: Props) {
  const toast = useToast()
  const mutation = useChangeLink(link.id)
  const run = (change: LinkChange, done: string) =>
    mutation.mutate(change, {
      onSuccess: () => {
        toast(done)
        onClose()
      },
    })
  return { run, isBusy: mutation.isPending, error: mutation.error }
}

function Footer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const words = useWords(uiWords)
  return (
    <>
      <Button onClick={onClose}>{words.cancel}</Button>
      {children}
    </>
  )
}

const Which = ({ link: { destination } }: { link: ListedLink }) => (
  <p className="links-which mono">
    <bdi>{destination}</bdi>
  </p>
)

function ChangeDialog({ link, onClose }: Props) {
  const words = useWords(linksWords).change
  const form = useId()
  const [destination, setDestination] = useState(link.destination)
  const { run, isBusy, error } = useCarryOut({ link, onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run({ destination: destination.trim() }, words.done)
  }
  const save = (
    <Button type="submit" form={form} kind="main" busy={isBusy} disabled={destination.trim() === ''}>
      {words.save}
    </Button>
  )
  return (
    <Dialog title={words.title} onClose={onClose} footer={<Footer onClose={onClose}>{save}</Footer>}>
      <form id={form} onSubmit={submit} noValidate>
        <FormErrors error={error} fields={['destination']} />
        <TextField
          label={words.field}
          inputMode="url"
          maxLength={2_048}
          hint={words.about}
          error={errorOf(error, 'destination')}
          value={destination}
          onChange={setDestination}
        />
      </form>
    </Dialog>
  )
}

function ExpiryDialog({ link, onClose }: Props) {
  const words = useWords(linksWords).expiry
  const zone = useZone()
  const form = useId()
  const [at, setAt] = useState(link.expires_at === null ? '' : wallAt(new Date(link.expires_at), zone))
  const [isWrong, setWrong] = useState(false)
  const { run, isBusy, error } = useCarryOut({ link, onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!/^2\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(at)) return setWrong(true)
    run({ expires_at: momentAt(at, zone).toISOString() }, words.done)
  }
  const buttons = (
    <>
      {link.expires_at !== null && (
        <Button busy={isBusy} onClick={() => run({ expires_at: null }, words.takenAway)}>
          {words.takeAway}
        </Button>
      )}
      <Button type="submit" form={form} kind="main" busy={isBusy}>
        {words.save}
      </Button>
    </>
  )
  return (
    <Dialog title={words.title} onClose={onClose} footer={<Footer onClose={onClose}>{buttons}</Footer>}>
      <Which link={link} />
      {/* What the browser says of an unfinished date is not in the language of the page. */}
      <form id={form} onSubmit={submit} noValidate>
        <FormErrors error={error} fields={['expires_at']} />
        <TextField
          label={words.field}
          type="datetime-local"
          hint={words.about(zone)}
          error={isWrong ? words.wrong : errorOf(error, 'expires_at')}
          value={at}
          onChange={(next) => (setAt(next), setWrong(false))}
        />
      </form>
    </Dialog>
  )
}

function ConfirmDialog({ link, to, onClose }: Props & { to: 'down' | 'restore' }) {
  const words = useWords(linksWords)[to]
  const { run, isBusy, error } = useCarryOut({ link, onClose })
  const save = (
    <Button kind={to === 'down' ? 'danger' : 'main'} busy={isBusy} onClick={() => run(to === 'down' ? 'takedown' : 'restore', words.done)}>
      {words.save}
    </Button>
  )
  return (
    <Dialog title={words.title} onClose={onClose} footer={<Footer onClose={onClose}>{save}</Footer>}>
      {error !== null && <ErrorNote error={error} />}
      <Which link={link} />
      <p>{words.about}</p>
    </Dialog>
  )
}
