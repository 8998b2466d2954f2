import type { HitRecord } from '../domain/tracking/record.ts'
import type { Random } from '../lib/seededRandom.ts'
import type { HitAt, Reached } from './reached.ts'

const scanners = [
  'Barracuda Sentinel (EE)',
  'Mozilla/5.0 (compatible; Proofpoint)',
  'AppEngine-Google; (+http://code.google.com/appengine; appid: s~virustotalcloud)',
] as const
const crawlers = ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'TelegramBot (like TwitterBot)'] as const
const forgedBrowser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36'

/** What is not a person: a security product that calls itself so, one that pretends to be a browser, a browser that fetches ahead, a crawler. */
export function botHits(random: Random, { sentAt, deliveredAt, links }: Reached, hitAt: HitAt): HitRecord[] {
  const [link] = links
  if (link === undefined) return []
  const after = (from: Date, ms: number) => new Date(from.getTime() + ms)
  const luck = random.number()
  if (luck < 0.022)
    return [hitAt(after(deliveredAt, random.between(300, 4_000)), { link, userAgent: random.pick(scanners), head: random.chance(0.3) })]
  // All links of the message, from a desktop, before anybody could have read it.
  if (luck < 0.034) return links.map((each, place) => hitAt(after(sentAt, 1_400 + place * 120), { link: each, userAgent: forgedBrowser }))
  if (luck < 0.04) return [hitAt(after(deliveredAt, random.around(90_000, 0.8)), { link, userAgent: forgedBrowser, purpose: 'prefetch' })]
  if (luck < 0.044) return [hitAt(after(deliveredAt, random.around(5_400_000, 1)), { link, userAgent: random.pick(crawlers) })]
  return []
}
