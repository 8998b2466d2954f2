import { useState } from 'react'
import { Link } from 'wouter'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSections } from '../../sections.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { errorOf } from '../../ui/FormErrors.tsx'
import { Note } from '../../ui/Note.tsx'
import { uiWords } from '../../ui/words.ts'
import { useFillGroup, type Filled } from './fillGroup.ts'
import { deeds, isDeed, narrowingOf, recipientsOf, type Deed, type ReportFilter } from './filters.ts'
import { groupWords } from './groupWords.ts'
import { reportWords } from './reportWords.ts'

type DialogProps = { campaign: Campaign; filter: ReportFilter; onClose: () => void }
const MAX_NAME = 100

/** Makes a group of some recipients, such as those who did not click, to write to them again. */
export function GroupDialog({ campaign, filter, onClose }: DialogProps) {
  const words = useWords(reportWords)
  const own = useWords(groupWords)
  const ui = useWords(uiWords)
  const [did, setDid] = useState<Deed | ''>(isDeed(filter.did) ? filter.did : 'not_clicked')
  const [typed, setTyped] = useState<string>()
  const fill = useFillGroup(campaign.id)
  const name = typed ?? groupName(campaign.name, words.deeds[did === '' ? 'all' : did], own.groupDefault)
  const isDone = fill.filled?.cursor === null
  const close = () => {
    fill.stop()
    onClose()
  }
  const go = () => fill.mutate({ name: name.trim(), recipients: recipientsOf({ ...filter, did }) })
  const footer = isDone ? (
    <Button onClick={close}>{ui.close}</Button>
  ) : (
    <>
      <Button onClick={close}>{ui.cancel}</Button>
      <Button kind="main" busy={fill.isPending} disabled={name.trim() === ''} onClick={go}>
        {fill.filled === undefined ? own.groupGo : own.groupGoOn}
      </Button>
    </>
  )
  return (
    <Dialog title={own.groupTitle} onClose={close} footer={footer}>
      {fill.filled !== undefined && <Outcome filled={fill.filled} failed={fill.isError} />}
      {fill.error !== null && errorOf(fill.error, 'name') === undefined && <ErrorNote error={fill.error} />}
      {fill.filled === undefined && (
        <>
          <Select
            label={own.groupWho}
            options={[{ value: '' as const, label: words.deeds.all }, ...deeds.map((deed) => ({ value: deed, label: words.deeds[deed] }))]}
            value={did}
            onChange={setDid}
            hint={Object.keys(narrowingOf(filter)).length > 0 ? own.groupFilters : undefined}
          />
          <TextField
            label={own.groupName}
            value={name}
            maxLength={MAX_NAME}
            onChange={setTyped}
            hint={own.groupHint}
            error={fill.variables?.name === name.trim() ? errorOf(fill.error, 'name') : undefined}
          />
        </>
      )}
    </Dialog>
  )
}

/** A long name of a campaign leaves room for who is meant. */
const groupName = (campaign: string, who: string, say: (name: string, who: string) => string) =>
  say([...campaign].slice(0, MAX_NAME - who.length - 4).join(''), who).slice(0, MAX_NAME)

function Outcome({ filled: { name, added, withoutContact, cursor }, failed }: { filled: Filled; failed: boolean }) {
  const own = useWords(groupWords)
  const format = useFormat()
  const hasContacts = useSections().has('contacts')
  if (cursor !== null)
    return (
      <div role="status">
        <p className="figure">{own.groupSoFar(format.number(added))}</p>
        {failed && <p>{own.groupPartly}</p>}
      </div>
    )
  return (
    <div role="status">
      <Note kind="good" title={own.groupDone(added, format.number(added), name)}>
        {withoutContact > 0 && <p>{own.groupWithout(withoutContact, format.number(withoutContact))}</p>}
        {hasContacts && <Link href={paths.groups()}>{own.toGroups}</Link>}
      </Note>
    </div>
  )
}
