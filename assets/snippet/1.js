try {
  const script = document.currentScript
  // A tag manager takes attributes off: it sets these instead.
  const given = window.taplineSettings || script.dataset
  const base = given.url || new URL(script.src).origin
  const own = `tlp_${given.account}`
  const shape = /^[0-9A-Za-z]{22}$/
  const waiting = []
  const queue = (window.tapline && window.tapline.q) || []
  const found = new URLSearchParams(location.search).getAll(given.parameter || '').findLast((id) => shape.test(id))
  let allowed = given.consent !== 'wait'

  const read = (name) => {
    const match = document.cookie.match(`(?:^|; )${name}=([0-9A-Za-z.]+)`)
    return match ? match[1].split('.') : []
  }
  const write = (value, seconds) => {
    const domain = given.domain ? `; domain=${given.domain}` : ''
    document.cookie = `${own}=${value}; path=/; samesite=lax; max-age=${seconds}${domain}${location.protocol === 'https:' ? '; secure' : ''}`
  }
  const clicks = () => {
    const all = [...read(`tl_${given.account}`), ...read(own), found]
    return all.filter((id, at) => shape.test(id) && all.indexOf(id) === at)
  }
  const keep = () => {
    if (!found) return
    const [first] = read(own)
    write(first && first !== found ? `${first}.${found}` : found, (given.days || 90) * 86400)
    if (given.strip === undefined) return
    const url = new URL(location.href)
    url.searchParams.delete(given.parameter)
    history.replaceState(history.state, '', url.href)
  }
  const send = ({ name, value, currency, orderId }) => {
    const ids = clicks()
    if (ids.length === 0 && given.cookie === undefined) return
    const body = JSON.stringify({ a: given.account, n: name, v: value, u: currency, o: orderId, c: ids.slice(-10) })
    if (navigator.sendBeacon && navigator.sendBeacon(`${base}/c`, body)) return
    fetch(`${base}/c`, { method: 'POST', body, mode: 'no-cors', credentials: 'include', keepalive: true }).catch(() => {})
  }
  const commands = {
    convert(what = {}) {
      if (allowed) send(what)
      else if (waiting.length < 20) waiting.push(what)
    },
    consent(yes) {
      allowed = yes === true
      if (allowed) keep()
      else write('', 0)
      for (const what of waiting.splice(0)) if (allowed) send(what)
    },
    id(tell) {
      const last = allowed ? clicks().pop() : undefined
      if (tell) tell(last)
      return last
    },
  }
  window.tapline = (name, value) => {
    try {
      return commands[name](value)
    } catch {
      return undefined
    }
  }
  if (allowed) keep()
  for (const [name, value] of queue) window.tapline(name, value)
} catch {
  // A page must never break by this script.
}
