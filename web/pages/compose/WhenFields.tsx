import { memo } from 'react'
import { useZone } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { RadioGroup } from '../../ui/Choice.tsx'
import { TextField } from '../../ui/Field.tsx'
import type { When } from './draft.ts'
import { useWhenFault } from './useWhenFault.ts'
import { tomorrowAtNine } from './wallClock.ts'
import { whenWords } from './whenWords.ts'

/** Now, at a time, or at a time of day of each person, which only a campaign can. */
export const WhenFields = memo(function WhenFields({
  when,
  isCampaign,
  onWhen,
}: {
  when: When
  isCampaign: boolean
  onWhen: (when: When) => void
}) {
  const words = useWords(whenWords).when
  const zone = useZone()
  const choose = (kind: When['kind']) => {
    if (kind === 'now') return onWhen({ kind })
    onWhen({ ...(when.kind === 'now' ? { at: tomorrowAtNine(zone, new Date()), zone } : when), kind })
  }
  return (
    <section className="compose-section" aria-label={words.title} id="compose-when">
      <RadioGroup
        legend={words.title}
        value={when.kind}
        onChange={choose}
        options={[
          { value: 'now', label: words.now, about: words.nowAbout },
          { value: 'at', label: words.at },
          ...(isCampaign ? [{ value: 'local' as const, label: words.local, about: words.localAbout }] : []),
        ]}
      />
      {when.kind !== 'now' && <TimeFields when={when} onWhen={onWhen} />}
    </section>
  )
})

type Timed = Exclude<When, { kind: 'now' }>

function TimeFields({ when, onWhen }: { when: Timed; onWhen: (when: When) => void }) {
  const words = useWords(whenWords).when
  const fault = useWhenFault(when)
  return (
    <div className="compose-pair">
      <TextField
        label={words.dateTime}
        type="datetime-local"
        value={when.at}
        error={fault !== undefined && fault !== 'zoneWrong' ? words[fault] : undefined}
        onChange={(at) => onWhen({ ...when, at })}
      />
      <TextField
        label={when.kind === 'at' ? words.zone : words.zoneForUnknown}
        list="compose-zones"
        value={when.zone}
        error={fault === 'zoneWrong' ? words.zoneWrong : undefined}
        onChange={(zone) => onWhen({ ...when, zone })}
      />
      <datalist id="compose-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
    </div>
  )
}
