import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportPreviewView } from '../../../src/contract/contactImports.ts'
import { useWords } from '../../i18n/words.ts'
import { TextField } from '../../ui/Field.tsx'
import { useTargetName } from './ImportFacts.tsx'
import { isFieldName, NEW_FIELD } from './importPlan.ts'
import { importWords } from './importWords.ts'
import { fieldNamesQuery } from './queries.ts'

const EXAMPLES = 3
const own = ['phone', 'time_zone', 'groups', 'consent_source', 'consent_at', 'consent_wording', 'ignore']

/** Each column of the file with its first values and a choice of what it becomes. */
export function ColumnTable({ preview, onLead }: { preview: ImportPreviewView; onLead: (at: number, target: string) => void }) {
  const words = useWords(importWords)
  return (
    <section className="section" aria-label={words.columns}>
      <header>
        <h2>{words.columns}</h2>
        <span className="soft">
          {words.asWritten(preview.encoding.toUpperCase(), words.delimiters[preview.delimiter] ?? preview.delimiter)}
        </span>
      </header>
      <ul role="list" className="import-columns">
        {preview.columns
          .map((column, at) => ({ ...column, at }))
          .map(({ heading, target, at }) => (
            <li key={at} className={target === 'ignore' ? 'is-ignored' : undefined}>
              <div className="import-heading">
                <bdi title={heading}>{heading === '' ? `(${at + 1})` : heading}</bdi>
                <Examples preview={preview} at={at} />
              </div>
              <TargetChoice heading={heading} target={target} onTarget={(chosen) => onLead(at, chosen)} />
            </li>
          ))}
      </ul>
    </section>
  )
}

function Examples({ preview, at }: { preview: ImportPreviewView; at: number }) {
  const values = preview.rows
    .flatMap(({ cells }) => (cells[at] === undefined || cells[at] === '' ? [] : [cells[at]]))
    .slice(0, EXAMPLES)
    .map((value, index) => ({ value, index }))
  return (
    <span className="soft small">
      {values.map(({ value, index }) => (
        <bdi key={index}>{value}</bdi>
      ))}
    </span>
  )
}

function TargetChoice({ heading, target, onTarget }: { heading: string; target: string; onTarget: (target: string) => void }) {
  const words = useWords(importWords)
  const nameOf = useTargetName()
  const { data } = useQuery(fieldNamesQuery)
  const [isNaming, setNaming] = useState(false)
  const fields = data?.fields ?? []
  const isKnown = own.includes(target) || fields.includes(target)
  const targets = ['phone', ...(isKnown ? [] : [target]), ...fields, ...own.slice(1)]
  return (
    <div className="import-target">
      <select
        className="input"
        aria-label={words.becomesOf(heading)}
        value={isNaming ? NEW_FIELD : target}
        onChange={({ target: { value } }) => {
          setNaming(value === NEW_FIELD)
          if (value !== NEW_FIELD) onTarget(value)
        }}
      >
        {targets.map((value) => (
          <option key={value} value={value}>
            {nameOf(value)}
          </option>
        ))}
        <option value={NEW_FIELD}>{words.newField}</option>
      </select>
      {isNaming && (
        <NewField
          onName={(name) => {
            setNaming(false)
            onTarget(name)
          }}
        />
      )}
    </div>
  )
}

/** Taken when the field is left or Enter pressed, so that not each letter asks the server. */
function NewField({ onName }: { onName: (name: string) => void }) {
  const words = useWords(importWords)
  const [name, setName] = useState('')
  const [isLeft, setLeft] = useState(false)
  const take = () => {
    setLeft(true)
    if (isFieldName(name)) onName(name)
  }
  return (
    <TextField
      label={words.newFieldName}
      maxLength={64}
      value={name}
      onChange={setName}
      onBlur={() => name !== '' && take()}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      {...(isLeft && !isFieldName(name) ? { error: words.newFieldHint } : { hint: words.newFieldHint })}
    />
  )
}
