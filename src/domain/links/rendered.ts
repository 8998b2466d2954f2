import { LRUCache } from 'lru-cache'
import { countTracked, type LinkKind } from '../../lib/linkPlans.ts'
import { linkPrefix, type LinkForm } from '../../lib/shortLinks.ts'
import { parseTemplate, renderText, type Template } from '../../lib/template.ts'
import type { Db } from '../../platform/db.ts'
import type { CodeSpaces } from './codeSpaces.ts'

/** Parsed renderings that one process keeps; each is some kilobytes at most. */
const MAX_CACHED = 5_000

/** What the text of a message is made from; immutable, so it can be cached for ever. */
export type Rendering = {
  id: bigint
  accountId: bigint
  template: Template
  linkKinds: readonly LinkKind[]
  prefix: string
  codeSpaceId: number
}

/** What a message adds to its rendering. `firstNumber` is the first number of its short links; undefined when it has none. */
export type MessageParts = { firstNumber: number | undefined; mergeValues: Record<string, string> }

/** A number of a code space, which a code stands for. */
export type CodeNumber = { codeSpaceId: number; number: number }

/** Gives renderings by id, most of them from memory. */
export type Renderings = {
  get(id: bigint): Promise<Rendering>
  /** Reads through the caller's transaction, without caching: the row may not be committed yet. */
  load(db: Db, id: bigint): Promise<Rendering>
  /** By the place in the text; undefined for a link that stays as written. */
  shortLinks(rendering: Rendering, firstNumber: number): (string | undefined)[]
  text(rendering: Rendering, parts: MessageParts): string
  /** What a code can stand for, since it does not tell its code space: one number of each. */
  numbersOf(code: string): CodeNumber[]
}

export function createRenderings({ db, codeSpaces }: { db: Db; codeSpaces: CodeSpaces }): Renderings {
  const cache = new LRUCache<bigint, Rendering>({ max: MAX_CACHED })
  const shortLinks = (rendering: Rendering, firstNumber: number): (string | undefined)[] => {
    const codes = codeSpaces.get(rendering.codeSpaceId)
    if (codes === undefined) throw new Error(`Code space ${rendering.codeSpaceId} of rendering ${rendering.id} is not loaded`)
    let number = firstNumber
    let optOutNumber = firstNumber + countTracked(rendering.linkKinds)
    return rendering.linkKinds.map((kind) => {
      if (kind === 'plain') return undefined
      if (kind === 'tracked') return rendering.prefix + codes.encode(number++)
      const own = optOutNumber++
      return rendering.prefix + codes.encode(own) + codes.optOutMac.make(own)
    })
  }
  return {
    async get(id) {
      const cached = cache.get(id)
      if (cached !== undefined) return cached
      const loaded = await loadRendering(db, { id })
      cache.set(id, loaded)
      return loaded
    },
    load: async (tx, id) => cache.get(id) ?? loadRendering(tx, { id }),
    shortLinks,
    text(rendering, { firstNumber, mergeValues }) {
      const links = firstNumber === undefined ? [] : shortLinks(rendering, firstNumber)
      return renderText(rendering.template, { values: mergeValues, linkText: (position) => links[position] })
    },
    numbersOf: (code) =>
      [...codeSpaces].flatMap(([codeSpaceId, codes]) => {
        const number = codes.decode(code)
        return number === undefined ? [] : [{ codeSpaceId, number }]
      }),
  }
}

async function loadRendering(db: Db, { id }: { id: bigint }): Promise<Rendering> {
  const [row] = await db<
    {
      accountId: bigint
      text: string
      linkKinds: LinkKind[]
      linkForm: LinkForm
      host: string
      scheme: 'http' | 'https'
      codeSpaceId: number
    }[]
  >`
    select renderings.account_id as "accountId", template_versions.text, link_kinds as "linkKinds", link_form as "linkForm",
      short_domains.host, short_domains.scheme, short_domains.code_space_id as "codeSpaceId"
    from renderings
    join template_versions on template_versions.id = renderings.template_version_id
    join short_domains on short_domains.id = renderings.short_domain_id
    where renderings.id = ${id}`
  if (row === undefined) throw new Error(`Rendering ${id} does not exist, though a message refers to it`)
  const { accountId, text, linkKinds, codeSpaceId } = row
  return { id, accountId, template: parseTemplate(text), linkKinds, prefix: linkPrefix(row, row.linkForm), codeSpaceId }
}
