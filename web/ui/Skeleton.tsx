import './Skeleton.css'
import { useWords } from '../i18n/words.ts'
import { uiWords } from './words.ts'

/** A grey line where a word will stand. Width in characters. */
export const SkeletonLine = ({ width = 12 }: { width?: number }) => (
  <span className="skeleton" style={{ width: `${width}ch` }} aria-hidden="true" />
)

/** The layout of a table before its rows are there: the same height, so that nothing jumps. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  const words = useWords(uiWords)
  return (
    <div className="skeleton-rows" role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row">
          {[14, 22, 40, 9].map((width) => (
            <SkeletonLine key={width} width={width + ((row * 5) % 7) - 3} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** A page whose code is still on its way. */
export const PageSkeleton = () => (
  <>
    <div className="page-header">
      <SkeletonLine width={18} />
    </div>
    <SkeletonRows />
  </>
)
