import { memo } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import type { Draft } from './draft.ts'
import { moreWords } from './moreWords.ts'
import type { Change } from './stage.ts'
import type { Sending } from './surroundings.ts'
import { isValidity, validities, validityName } from './validity.ts'

const NIGHT = { from: '21:00', until: '08:00' }

export type MoreProps = { draft: Draft; isCampaign: boolean; sending: Sending; change: Change }

/** Quiet hours, rate, a cap, a label, how late is too late. */
export const MoreFields = memo(function MoreFields({ draft, isCampaign, sending, change }: MoreProps) {
  const words = useWords(moreWords)
  return (
    <>
      {isCampaign && <CampaignLimits draft={draft} quietHours={sending.quietHours} change={change} />}
      <div className="compose-pair">
        <TextField
          label={words.label}
          hint={words.labelHint}
          optional
          maxLength={100}
          value={draft.label}
          onChange={(label) => change({ label })}
        />
        <Select
          label={words.validity}
          options={Object.keys(validities)
            .filter(isValidity)
            .map((value) => ({ value, label: words.validities[value] }))}
          value={validityName(draft.validityMinutes)}
          onChange={(value) => change({ validityMinutes: validities[value] })}
        />
      </div>
    </>
  )
})

type LimitsProps = { draft: Draft; quietHours: Sending['quietHours']; change: Change }

function CampaignLimits({ draft: { quiet, rate, cap }, quietHours, change }: LimitsProps) {
  const words = useWords(moreWords)
  const set = (part: Partial<typeof NIGHT>) => change({ quiet: { ...(quiet ?? NIGHT), ...part } })
  return (
    <>
      <Checkbox
        label={words.quiet}
        about={quietHours === null ? words.quietAbout : `${words.quietAbout} ${words.quietBeside(quietHours.from, quietHours.until)}`}
        checked={quiet !== undefined}
        onChange={(on) => change({ quiet: on ? NIGHT : undefined })}
      />
      {quiet !== undefined && (
        <div className="compose-pair">
          <TextField label={words.from} type="time" required value={quiet.from} onChange={(from) => set({ from })} />
          <TextField
            label={words.until}
            type="time"
            required
            value={quiet.until}
            error={quiet.from === quiet.until ? words.quietSame : undefined}
            onChange={(until) => set({ until })}
          />
        </div>
      )}
      <div className="compose-pair">
        <NumberField label={words.rate} hint={words.rateHint} max={100_000} value={rate} onChange={(rate) => change({ rate })} />
      </div>
      <div className="compose-pair">
        <NumberField
          label={words.cap}
          hint={words.capHint}
          max={1_000}
          value={cap?.messages}
          onChange={(messages) => change({ cap: messages === undefined ? undefined : { messages, days: cap?.days ?? 7 } })}
        />
        {cap !== undefined && (
          <NumberField label={words.capDays} max={366} value={cap.days} onChange={(days = 7) => change({ cap: { ...cap, days } })} />
        )}
      </div>
    </>
  )
}

/** A whole number from 1, or none. */
function NumberField({
  label,
  hint,
  max,
  value,
  onChange,
}: {
  label: string
  hint?: string
  max: number
  value: number | undefined
  onChange: (value: number | undefined) => void
}) {
  const read = (text: string) => {
    const digits = text.replace(/\D/g, '')
    const number = Number(digits)
    onChange(digits === '' || number === 0 ? undefined : Math.min(number, max))
  }
  return (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      inputMode="numeric"
      maxLength={6}
      value={value === undefined ? '' : String(value)}
      onChange={read}
    />
  )
}
