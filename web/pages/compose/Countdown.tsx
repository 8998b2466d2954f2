import { useEffect, useRef, useState } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { UNDO_SECONDS } from './requests.ts'
import { reviewWords } from './reviewWords.ts'

/**
 * The seconds that are left to take a send back. The server waits by itself: here they are only shown, so closing the page changes nothing.
 */
export function Countdown({
  count,
  isBusy,
  onCancel,
  onGone,
}: {
  count: number
  isBusy: boolean
  onCancel: () => void
  onGone: () => void
}) {
  const words = useWords(reviewWords).sent
  const { number } = useFormat()
  const left = useSecondsLeft(onGone)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div className="compose-countdown">
      <p className="compose-countdown-line figure" role="timer">
        {words.countdown(number(left), number(count), count === 1)}
      </p>
      <progress max={UNDO_SECONDS} value={left} aria-label={words.countdown(number(left), number(count), count === 1)} />
      <p className="soft">{words.safe}</p>
      <Button ref={button} kind="danger" busy={isBusy} onClick={onCancel}>
        {words.takeBack}
      </Button>
    </div>
  )
}

function useSecondsLeft(onGone: () => void): number {
  const [left, setLeft] = useState(UNDO_SECONDS)
  const end = useRef(onGone)
  useEffect(() => {
    end.current = onGone
  }, [onGone])
  useEffect(() => {
    const startedAt = performance.now()
    const timer = setInterval(() => {
      // By the clock, not by ticks: a tab in the background ticks less often.
      const seconds = UNDO_SECONDS - Math.floor((performance.now() - startedAt) / 1_000)
      setLeft(Math.max(0, seconds))
      if (seconds > 0) return
      clearInterval(timer)
      end.current()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return left
}
const TICK_MS = 200
