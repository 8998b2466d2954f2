import { lazy, memo, Suspense } from 'react'
import { useZone } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { RadioGroup } from '../../ui/Choice.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { When } from './draft.ts'
import { tomorrowAtNine } from './wallClock.ts'
import { whenWords } from './whenWords.ts'

// Most go now.
const TimeFields = lazy(async () => ({ default: (await import('./TimeFields.tsx')).TimeFields }))

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
      {when.kind !== 'now' && (
        <Suspense fallback={<SkeletonRows rows={2} />}>
          <TimeFields when={when} onWhen={onWhen} />
        </Suspense>
      )}
    </section>
  )
})
