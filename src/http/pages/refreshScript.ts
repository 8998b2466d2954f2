/** Runs in the browser: brings the page up to date every two seconds, and writes times in the reader's zone. Without it there is a link to reload. */
export const refreshScript = `'use strict'
const PAUSE_MS = 2000
let current = document.querySelector('[data-refresh]')
let shown = current && current.innerHTML

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
function localTime(at) {
  const isToday = at.toDateString() === new Date().toDateString()
  return isToday ? clock.format(at) : day.format(at) + ', ' + clock.format(at).slice(0, 5)
}
function localTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    time.textContent = localTime(new Date(time.dateTime))
    time.title = time.dateTime
  }
}

function isBusy() {
  const selection = getSelection()
  return document.hidden || (selection && !selection.isCollapsed && current.contains(selection.anchorNode))
}

/* Where the reader was, in the page and in each list that scrolls by itself, and what was being written. */
function keepPlaces(change) {
  const drafts = [...current.querySelectorAll('textarea, select')].map((box) => [box.id, box.value, box.selectionStart, box.selectionEnd])
  const places = [...current.querySelectorAll('[data-scroll]')].map((list) => [list.dataset.scroll, list.scrollTop])
  const focused = document.activeElement && current.contains(document.activeElement) ? document.activeElement.id : ''
  change()
  for (const [name, top] of places) {
    const list = [...current.querySelectorAll('[data-scroll]')].find((item) => item.dataset.scroll === name)
    if (list) list.scrollTop = top
  }
  for (const [id, value, start, end] of drafts) {
    const box = document.getElementById(id)
    if (!box || !current.contains(box)) continue
    if (box.tagName === 'TEXTAREA' || [...box.options].some((option) => option.value === value)) box.value = value
    if (box.tagName === 'TEXTAREA') box.setSelectionRange(start, end)
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

async function refresh() {
  if (isBusy()) return
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (answer.redirected) return location.reload()
  if (!answer.ok) throw new Error(String(answer.status))
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = fresh.querySelector('[data-refresh]')
  const stamp = document.querySelector('[data-as-of]')
  const nextStamp = fresh.querySelector('[data-as-of]')
  if (stamp && nextStamp) stamp.replaceWith(nextStamp)
  if (next && next.innerHTML !== shown) {
    shown = next.innerHTML
    keepPlaces(() => {
      current.replaceWith(next)
      current = next
    })
  }
  localTimes(document)
}

async function keepFresh() {
  try {
    await refresh()
    document.body.classList.remove('stale')
  } catch {
    document.body.classList.add('stale')
  }
  setTimeout(keepFresh, PAUSE_MS)
}

localTimes(document)
if (current) {
  document.body.classList.add('live')
  setTimeout(keepFresh, PAUSE_MS)
}
`
