import { useState } from 'react'
import { scopes } from '../../../../src/contract/scopes.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { useRevokeKey, type ApiKey } from './queries.ts'
import { keyWords } from './words.ts'

/** Those in use first; a key that is revoked stays in sight as long as it is remembered. */
export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const words = useWords(keyWords)
  const [ending, setEnding] = useState<ApiKey>()
  const columns = useColumns(setEnding)
  return (
    <>
      <DataTable label={words.title} columns={columns} rows={keys} rowKey={({ id }) => id} />
      {ending !== undefined && <RevokeDialog of={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function useColumns(onEnd: (key: ApiKey) => void): readonly Column<ApiKey>[] {
  const words = useWords(keyWords)
  const common = useWords(uiWords)
  return [
    { key: 'name', header: words.name, cell: ({ name }) => <bdi title={name}>{name}</bdi>, width: 'rest', phone: 'title' },
    { key: 'key', header: words.key, cell: ({ begins_with: begin }) => <code>{begin}…</code>, width: 'fit' },
    { key: 'mode', header: words.mode, cell: ({ mode }) => <ModeBadge mode={mode} />, width: 'fit' },
    { key: 'may', header: words.may, cell: (key) => <Scopes of={key} />, width: 'fit' },
    { key: 'made', header: words.made, cell: ({ created_at: at }) => <Time at={at} />, width: 'fit', phone: 'hide' },
    { key: 'used', header: words.used, cell: (key) => <Used of={key} />, width: 'fit', phone: 'line' },
    { key: 'end', header: common.actions, cell: (key) => <End of={key} onEnd={() => onEnd(key)} />, width: 'fit' },
  ]
}

function ModeBadge({ mode }: { mode: ApiKey['mode'] }) {
  const { name, meaning } = useWords(keyWords).modes[mode]
  return (
    <Badge tone={mode === 'live' ? 'delivered' : 'over'} shape={mode === 'live' ? 'dot' : 'dash'} title={meaning}>
      {name}
    </Badge>
  )
}

function Scopes({ of }: { of: ApiKey }) {
  const words = useWords(keyWords)
  const format = useFormat()
  const count = of.scopes.length
  const text = count === scopes.length ? words.everything : count === 1 ? words.oneScope : words.scopes(format.number(count))
  return <span title={of.scopes.join(', ')}>{text}</span>
}

function Used({ of: { last_used_at: at } }: { of: ApiKey }) {
  const words = useWords(keyWords)
  return at === null ? <span className="soft">{words.unused}</span> : <Time at={at} />
}

function End({ of: { revoked_at: at }, onEnd }: { of: ApiKey; onEnd: () => void }) {
  const words = useWords(keyWords)
  if (at === null)
    return (
      <Button kind="bare" onClick={onEnd}>
        {words.revoke}
      </Button>
    )
  return (
    <span className="soft">
      {words.revoked} <Time at={at} />
    </span>
  )
}

function RevokeDialog({ of: { id, name }, onClose }: { of: ApiKey; onClose: () => void }) {
  const words = useWords(keyWords)
  const common = useWords(uiWords)
  const toast = useToast()
  const revoke = useRevokeKey()
  const run = () =>
    revoke.mutate(id, {
      onSuccess: () => {
        toast(words.revokedToast(name))
        onClose()
      },
    })
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="danger" busy={revoke.isPending} onClick={run}>
        {words.revokeNow}
      </Button>
    </>
  )
  return (
    <Dialog title={words.revokeTitle(name)} onClose={onClose} footer={footer}>
      <p>{words.revokeMeaning}</p>
      {revoke.error !== null && <ErrorNote error={revoke.error} retry={run} />}
    </Dialog>
  )
}
