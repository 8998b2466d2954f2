import type { Tool } from '../ui/frame/toolKeys.ts'
import type { helpWords } from './helpWords.ts'

type Meaning = keyof (typeof helpWords)['en']['keys']
/** A key by its word, or by a sign that is drawn. */
export type Key = string | { sign: 'up' | 'down' }
export type KeyLine = { keys: readonly Key[]; meaning: Meaning }

const arrows: readonly Key[] = [{ sign: 'up' }, { sign: 'down' }]

/** What works on every page; the keys of the tools are those of the reader's keyboard. */
export const everywhere = ({ palette, help }: Readonly<Record<Tool, string>>): readonly KeyLine[] => [
  { keys: [palette], meaning: 'palette' },
  { keys: [help], meaning: 'help' },
  { keys: ['Esc'], meaning: 'escape' },
  { keys: ['Tab'], meaning: 'tab' },
  { keys: ['Enter'], meaning: 'enter' },
  { keys: arrows, meaning: 'menu' },
]

/** Pages that have keys of their own; the first that fits the address. */
const ofPages: readonly { path: RegExp; lines: readonly KeyLine[] }[] = [
  {
    path: /^\/logbook$/,
    lines: [
      { keys: arrows, meaning: 'rows' },
      { keys: ['Enter'], meaning: 'card' },
    ],
  },
  {
    path: /^\/campaigns\/./,
    lines: [
      { keys: ['Enter'], meaning: 'narrow' },
      { keys: ['T'], meaning: 'chart' },
      { keys: ['Enter'], meaning: 'definition' },
    ],
  },
  {
    path: /^\/compose/,
    lines: [
      { keys: arrows, meaning: 'choice' },
      { keys: ['Enter'], meaning: 'take' },
    ],
  },
  { path: /^\/links/, lines: [{ keys: ['Enter'], meaning: 'definition' }] },
]

/** The keys of the page at an address. */
export const keysOf = (address: string): readonly KeyLine[] => ofPages.find(({ path }) => path.test(address))?.lines ?? []
