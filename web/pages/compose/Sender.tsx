import { useQuery } from '@tanstack/react-query'
import { memo, useId, useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Select, TextField } from '../../ui/Field.tsx'
import { senderFault, useSenderSentence } from '../../ui/senderFault.ts'
import { sendersQuery } from './queries.ts'
import { variantWords } from './experiment/variantWords.ts'
import type { Change } from './stage.ts'
import type { Sending } from './surroundings.ts'
import { composeWords } from './words.ts'

type SenderProps = {
  from: string
  /** The sender where none is given, for a text that may have one of its own. */
  usual?: string
  sending: Sending
  change: Change
}

/** Who it is from: chosen where the account sends from nothing else, else written, with those that are known at hand. */
export const Sender = memo(function Sender(props: SenderProps) {
  return props.sending.onlySenders ? <Chosen {...props} /> : <Written {...props} />
})

function Chosen({ from, usual, sending, change }: SenderProps) {
  const words = useWords(composeWords)
  const own = useWords(variantWords)
  const sentence = useSenderSentence()
  const fault = usual !== undefined && from === '' ? undefined : senderFault(from, sending)
  // One that is not listed any more is shown, so that it can be seen what is wrong with it.
  const listed = fault === undefined ? sending.senders : [from, ...sending.senders]
  const options = usual === undefined ? listed : ['', ...listed]
  const nothing = usual === undefined ? words.choose : own.asCampaign(usual)
  return (
    <Select
      label={usual === undefined ? words.from : own.from}
      options={options.map((value) => ({ value, label: value === '' ? nothing : value }))}
      value={from}
      error={fault === undefined ? undefined : sentence(fault)}
      onChange={(from) => change({ from })}
    />
  )
}

function Written({ from, usual, sending, change }: SenderProps) {
  const words = useWords(composeWords)
  const own = useWords(variantWords)
  const sentence = useSenderSentence()
  const id = useId()
  const { data: used = [] } = useQuery({ ...sendersQuery, retry: false })
  const [isLeft, setLeft] = useState(false)
  const fault = usual !== undefined && from === '' ? undefined : senderFault(from, sending)
  return (
    <>
      <TextField
        label={usual === undefined ? words.from : own.from}
        hint={usual === undefined ? words.fromHint : own.fromHint(usual)}
        optional={usual !== undefined}
        list={id}
        maxLength={17}
        value={from}
        error={fault !== undefined && (isLeft || from !== '') ? sentence(fault) : undefined}
        onBlur={() => setLeft(true)}
        onChange={(from) => change({ from })}
      />
      <datalist id={id}>
        {[...new Set([...sending.senders, ...used])].map((sender) => (
          <option key={sender} value={sender}>
            {sender}
          </option>
        ))}
      </datalist>
    </>
  )
}
