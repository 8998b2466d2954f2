import { useWords } from '../../i18n/words.ts'
import { TextField } from '../../ui/Field.tsx'
import type { When } from './draft.ts'
import { useWhenFault } from './useWhenFault.ts'
import { whenWords } from './whenWords.ts'

type Timed = Exclude<When, { kind: 'now' }>

/** Day, time and zone. */
export function TimeFields({ when, onWhen }: { when: Timed; onWhen: (when: When) => void }) {
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
