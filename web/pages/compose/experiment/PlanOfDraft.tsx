import { useWords } from '../../../i18n/words.ts'
import { Plan } from '../../campaigns/experiment/Plan.tsx'
import type { Stage } from '../stage.ts'
import type { DesignDraft } from './design.ts'
import { designWords } from './designWords.ts'

/** What the server says of the design as it has it. */
export function PlanOfDraft({ stage: { home, count }, design }: { stage: Stage; design: DesignDraft }) {
  const words = useWords(designWords)
  return (
    <div>
      <h2 className="compose-plan">{words.plan}</h2>
      {home?.hasDesign === true ? (
        <Plan campaignId={home.campaignId} goal={goalShown(design)} recipients={count} version={home.saves} isUnmeasuredSaid />
      ) : (
        <p className="soft">{words.planLater}</p>
      )}
    </div>
  )
}

/** For how figures are written only. */
function goalShown({ goal, currency }: DesignDraft) {
  if (goal === 'value') return { kind: goal, currency, minus_price: false }
  return goal === 'conversions' ? { kind: goal, name: '' } : { kind: goal }
}
