import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { isCampaign, isEmpty, type Draft } from './draft.ts'
import type { SaveState } from './saver.ts'
import { composeWords } from './words.ts'

/** Where the draft is kept, said beside the title. */
export function DraftState({ draft, state, isFit }: { draft: Draft; state: SaveState; isFit: boolean }) {
  const words = useWords(composeWords).saved
  const { timeToTheSecond } = useFormat()
  if (isEmpty(draft)) return null
  const text = () => {
    if (!isCampaign(draft)) return words.browser
    if (!isFit || state.kind === 'failed') return words.waits
    if (state.kind === 'saved') return words.server(timeToTheSecond(state.at))
    return state.kind === 'saving' ? words.saving : ''
  }
  return (
    <span className="soft small figure" role="status">
      {text()}
    </span>
  )
}
