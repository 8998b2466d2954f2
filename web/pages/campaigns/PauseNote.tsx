import { Link } from 'wouter'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { paths, withQuery } from '../../paths.ts'
import { useSections } from '../../sections.ts'
import { Note } from '../../ui/Note.tsx'
import { pauseWords } from './pauseWords.ts'

/** Why a campaign is paused, what that means, and what to do about it; the button to go on stands above. */
export function PauseNote({ campaign: { id, state, pause_reason: reason, trouble } }: { campaign: Campaign }) {
  const words = useWords(pauseWords)
  const sections = useSections()
  if (state !== 'paused' || reason === null) return null
  const { title, body } = words.paused[reason]
  return (
    <Note kind={reason === 'manual' ? 'info' : 'warning'} title={title}>
      {trouble !== null && <p>{trouble}</p>}
      <p>{body}</p>
      {reason === 'failures' && (
        <div className="note-actions">
          <Link className="button quiet" href={withQuery(paths.campaign(id), { did: 'failed' })}>
            {words.seeFailed}
          </Link>
        </div>
      )}
      {reason === 'spend_limit' && sections.has('settings') && (
        <div className="note-actions">
          <Link className="button quiet" href={paths.setting('sending')}>
            {words.toLimits}
          </Link>
        </div>
      )}
    </Note>
  )
}
