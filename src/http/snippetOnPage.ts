import type { PageCheck } from '../contract/pageCheck.ts'

type Ours = { publicId: string; parameter: string | null }
type Found = Pick<PageCheck, 'snippet' | 'account' | 'parameter' | 'converts' | 'has_tag_manager'>

/** A page with more scripts than this is looked at up to here. */
const MAX_SCRIPTS = 500

/**
 * Looks for our code in the HTML that a server sends. What a script adds in the browser is not there, so "not found" is no proof.
 * Each step is one walk over the text, since the page is somebody else's and may be made to be slow.
 */
export function findSnippet(html: string, { publicId, parameter }: Ours): Found {
  const scripts = scriptsOf(withoutComments(html))
  const found = scripts.flatMap(({ tag, code }) => readScript(tag, code) ?? [])
  const chosen = found.find(({ account }) => account === publicId) ?? found[0]
  const text = scripts.map(({ code }) => code)
  return {
    snippet: chosen?.form ?? null,
    account: chosen === undefined ? null : chosen.account === publicId ? 'yours' : 'other',
    parameter: chosen === undefined ? null : chosen.parameter === parameter ? 'as_set' : 'differs',
    converts: text.some((code) => code.includes("tapline('convert'") || code.includes('tapline("convert"')),
    has_tag_manager: scripts.some(({ tag, code }) => `${tag} ${code}`.includes('googletagmanager.com') || code.includes('_mtm')),
  }
}

type Script = { tag: string; code: string }
type Snippet = { form: NonNullable<PageCheck['snippet']>; account: string; parameter: string | null }

function readScript(tag: string, code: string): Snippet | undefined {
  const account = attributeOf(tag, 'data-account')
  if (account !== undefined && (tag.includes('/t1.js') || code.includes('tapline')))
    return { form: tag.includes('src=') ? 'script' : 'inline', account, parameter: attributeOf(tag, 'data-parameter') ?? null }
  const at = code.indexOf('taplineSettings')
  if (at < 0) return undefined
  const settings = code.slice(at, at + 1_000)
  const named = /["']account["']\s*:\s*["'](\w{1,40})["']/.exec(settings)?.[1]
  return named === undefined
    ? undefined
    : { form: 'tag_manager', account: named, parameter: /["']parameter["']\s*:\s*["']([\w.-]{1,40})["']/.exec(settings)?.[1] ?? null }
}

const attributeOf = (tag: string, name: string) => new RegExp(`\\s${name}=["']?([\\w.-]{1,40})`, 'i').exec(tag)?.[1]

function withoutComments(html: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const begin = html.indexOf('<!--', at)
    if (begin < 0) return kept.join('') + html.slice(at)
    kept.push(html.slice(at, begin))
    const end = html.indexOf('-->', begin + 4)
    if (end < 0) return kept.join('')
    at = end + 3
  }
}

/** Longest tag that is read; ours has some 300 characters. */
const MAX_TAG = 4_000

function scriptsOf(html: string): Script[] {
  const lower = html.toLowerCase()
  const scripts: Script[] = []
  let at = lower.indexOf('<script')
  while (at >= 0 && scripts.length < MAX_SCRIPTS) {
    const tagEnd = lower.indexOf('>', at)
    if (tagEnd < 0) break
    const end = lower.indexOf('</script', tagEnd)
    scripts.push({ tag: html.slice(at, Math.min(tagEnd, at + MAX_TAG)), code: html.slice(tagEnd + 1, end < 0 ? undefined : end) })
    at = end < 0 ? -1 : lower.indexOf('<script', end)
  }
  return scripts
}
