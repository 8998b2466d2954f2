import { useId, useState } from 'react'
import type { z } from 'zod'
import type { suppressionsAnswer } from '../../../src/contract/suppressions.ts'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Field, Select, TextArea } from '../../ui/Field.tsx'
import { Note } from '../../ui/Note.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import type { Refusal } from '../../ui/problems.ts'
import { RefusalText } from '../../ui/RefusalText.tsx'
import { DoneDialog } from './DoneDialog.tsx'
import { MAX_AT_ONCE, MAX_FILE_BYTES, numbersIn, numbersOfFile } from './numbersOfFile.ts'
import { suppressionWords } from './suppressionWords.ts'
import { useChange } from './useChange.ts'

type Source = 'manual' | 'import' | 'complaint'
type Answer = { added: number; already: number; refused: number; examples: readonly { at: number; phone: string; refusal: Refusal }[] }
const REFUSED_SHOWN = 20

/** Suppresses numbers that are typed, or that a file holds; large files in several calls. */
export function SuppressDialog({ from, onClose }: { from: 'typed' | 'file'; onClose: () => void }) {
  const words = useWords(suppressionWords)
  const format = useFormat()
  const [numbers, setNumbers] = useState<readonly string[]>([])
  const [source, setSource] = useState<Source>(from === 'file' ? 'import' : 'manual')
  const [done, setDone] = useState(0)
  const add = useChange(() => suppressAll(numbers, { source, onProgress: setDone }), { touches: ['suppressions', 'contacts'] })
  if (add.data !== undefined) return <Answered answer={add.data} onClose={onClose} />
  const sources: readonly Source[] = ['manual', 'import', 'complaint']
  return (
    <ConfirmDialog
      title={words.addTitle}
      action={words.addAction(numbers.length, format.number(numbers.length))}
      busy={add.isPending}
      disabled={numbers.length === 0}
      error={add.error}
      onConfirm={() => add.mutate()}
      onClose={onClose}
    >
      {from === 'typed' ? <Typed onNumbers={setNumbers} /> : <FromFile onNumbers={setNumbers} />}
      <Select
        label={words.source}
        options={sources.map((value) => ({ value, label: words.sources[value] ?? value }))}
        value={source}
        onChange={setSource}
      />
      {add.isPending && <ProgressBar value={done} label={words.addTitle} />}
    </ConfirmDialog>
  )
}

function Typed({ onNumbers }: { onNumbers: (numbers: readonly string[]) => void }) {
  const words = useWords(suppressionWords)
  const [text, setText] = useState('')
  return (
    <TextArea
      label={words.numbers}
      rows={6}
      value={text}
      onChange={(typed) => {
        setText(typed)
        onNumbers(numbersIn(typed).slice(0, MAX_AT_ONCE))
      }}
      hint={words.numbersHint}
    />
  )
}

function FromFile({ onNumbers }: { onNumbers: (numbers: readonly string[]) => void }) {
  const words = useWords(suppressionWords)
  const format = useFormat()
  const id = useId()
  const [said, say] = useState<{ text: string; isError: boolean }>()
  const take = async (file: File | undefined) => {
    onNumbers([])
    say(undefined)
    if (file === undefined) return
    if (file.size > MAX_FILE_BYTES) return say({ text: words.fileTooLarge, isError: true })
    const numbers = await numbersOfFile(file)
    onNumbers(numbers)
    say({
      text: numbers.length === 0 ? words.fileNothing : words.fileFound(numbers.length, format.number(numbers.length)),
      isError: numbers.length === 0,
    })
  }
  return (
    <>
      <Field label={words.file} hint={words.fileHint} error={said?.isError === true ? said.text : undefined}>
        {(bound) => (
          <input
            {...bound}
            type="file"
            className="file-input"
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        )}
      </Field>
      {said?.isError === false && (
        <p id={id} role="status">
          {said.text}
        </p>
      )}
    </>
  )
}

function Answered({ answer: { added, already, refused, examples }, onClose }: { answer: Answer; onClose: () => void }) {
  const words = useWords(suppressionWords)
  const format = useFormat()
  return (
    <DoneDialog title={words.addTitle} done={words.done} onClose={onClose}>
      <Note kind="good">
        <p>{words.answer(format.number(added), format.number(already))}</p>
      </Note>
      {refused > 0 && (
        <>
          <p>{words.refused(refused, format.number(refused))}</p>
          <ul className="plain-list">
            {examples.map(({ phone, refusal, at }) => (
              <li key={at}>
                <bdi className="mono">{phone}</bdi>: <RefusalText refusal={refusal} />
              </li>
            ))}
          </ul>
        </>
      )}
    </DoneDialog>
  )
}

async function suppressAll(
  numbers: readonly string[],
  { source, onProgress }: { source: Source; onProgress: (done: number) => void },
): Promise<Answer> {
  let answer: Answer = { added: 0, already: 0, refused: 0, examples: [] }
  for (let at = 0; at < numbers.length; at += MAX_AT_ONCE) {
    onProgress(at / numbers.length)
    const phones = numbers.slice(at, at + MAX_AT_ONCE)
    const part = await send<z.infer<typeof suppressionsAnswer>>('POST', '/v1/suppressions', { phones, source })
    const refused = part.phones.flatMap((one, index) =>
      one.status === 'refused' ? [{ at: at + index, phone: one.phone, refusal: { code: one.code, message: one.detail } }] : [],
    )
    answer = {
      added: answer.added + part.added,
      already: answer.already + part.already,
      refused: answer.refused + part.refused,
      examples: [...answer.examples, ...refused].slice(0, REFUSED_SHOWN),
    }
  }
  return answer
}
