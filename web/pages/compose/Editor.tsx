import './Editor.css'
import { memo, useId, type ReactNode, type Ref } from 'react'
import { useWords } from '../../i18n/words.ts'
import type { Measured } from './measure.ts'
import { useEngine } from './useEngine.ts'
import { composeWords } from './words.ts'
import type { Fault } from '../../ui/problems.ts'
import { FaultText } from '../../ui/RefusalText.tsx'

type EditorProps = {
  label: string
  text: string
  measured: Measured
  onText: (text: string) => void
  onFocus?: () => void
  /** Why the text cannot be sent as it is. */
  error: Fault | undefined
  field: Ref<HTMLTextAreaElement>
  /** Buttons that write into the text. */
  tools: ReactNode
}

/**
 * A plain field for the text, so that the keyboard, undo, spelling and screen readers work as everywhere. Links and characters are marked on a
 * layer below it, which holds the same text in the same letters and is not read out; its height is the field's, too.
 */
export function Editor({ label, text, measured, onText, onFocus, error, field, tools }: EditorProps) {
  const words = useWords(composeWords)
  const id = useId()
  return (
    <div className="editor">
      <div className="editor-head">
        <label htmlFor={id}>{label}</label>
        <div className="editor-tools">{tools}</div>
      </div>
      <div className="editor-box">
        <Marks text={text} measured={measured} />
        <textarea
          ref={field}
          id={id}
          className="input editor-field"
          dir="auto"
          maxLength={MAX_LENGTH}
          value={text}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? `${id}-hint` : `${id}-error`}
          onFocus={onFocus}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
      {error === undefined ? (
        <p className="field-hint" id={`${id}-hint`}>
          {words.textHint}
        </p>
      ) : (
        <p className="field-error" id={`${id}-error`} role="alert">
          <FaultText fault={error} />
        </p>
      )}
    </div>
  )
}

/** As much as the API takes. */
const MAX_LENGTH = 10_000

const Marks = memo(function Marks({ text, measured }: { text: string; measured: Measured }) {
  const { marksOf } = useEngine()
  return (
    <div className="input editor-marks" aria-hidden="true" dir="auto">
      {marksOf(text, measured).map((mark) =>
        mark.kind === 'plain' ? (
          mark.text
        ) : (
          <mark key={mark.from} className={mark.kind}>
            {mark.text}
          </mark>
        ),
      )}
      {/* A last line that is empty has no height without something in it. */}
      {'\u200b'}
    </div>
  )
})
