import type { LinkDetail } from '../../../src/contract/links.ts'
import { useWords } from '../../i18n/words.ts'
import { NumberText } from '../../ui/Figure.tsx'
import { Stat, Stats } from '../../ui/Stat.tsx'
import type { Shape } from '../campaigns/OverTime.tsx'
import { linksWords } from './words.ts'

type Props = { link: LinkDetail; filter: Shape; change: (next: Partial<Shape>) => void }

/** The figures of the list, with their definitions; bots and what browsers fetched ahead stand beside them, out of all others. */
export function LinkFigures({ link, filter, change }: Props) {
  const words = useWords(linksWords)
  const isIn = filter.bots === 'in'
  return (
    <Stats>
      <Stat metric="unique_clicks" name={words.unique} value={<NumberText value={link.unique_clicks} />} />
      <Stat metric="total_clicks" name={words.total} value={<NumberText value={link.total_clicks} />} />
      <Stat metric="views" name={words.views} value={<NumberText value={link.views} />} />
      <Stat metric="attributed" name={words.conversions} value={<NumberText value={link.conversions} />} />
      <Stat
        metric="bots"
        name={words.bots}
        value={<NumberText value={link.bots + link.prefetches} />}
        beside={
          <>
            {words.botsOut}{' '}
            <button type="button" className="link-button" aria-pressed={isIn} onClick={() => change({ bots: isIn ? '' : 'in' })}>
              {isIn ? words.hideThem : words.showThem}
            </button>
          </>
        }
      />
    </Stats>
  )
}
