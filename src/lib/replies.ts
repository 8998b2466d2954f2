import { bareOptOutWords, clearOptOutWords, helpWords, optInWords, optOutPhrases } from './replyWords.ts'

/** What somebody who writes back wants. */
export const replyKinds = ['opt_out', 'opt_in', 'help', 'text'] as const
export type ReplyKind = (typeof replyKinds)[number]

/** What a reply means. `isSure` is false only for an opt-out that a person should look at; until then it counts as one. */
export type Reply = { kind: ReplyKind; isSure: boolean }

/** What is read of a text; an SMS of ten parts is shorter. */
const MAX_READ = 2_000
/** A short text with a clear word in it is about the messages; in a longer one the word may stand in passing. */
const SHORT_WORDS = 12
/** "End please" and "please end" still mean the keyword. */
const BARE_WORDS = 3
/** Texts up to this length are searched for phrases, which hardly stand in passing. */
const PHRASE_WORDS = 40

const unsure: Reply = { kind: 'opt_out', isSure: false }
const justText: Reply = { kind: 'text', isSure: true }

/**
 * Reads what somebody wrote back. Case, accents, punctuation, emoji, invisible characters, quotes and full-width letters do not matter.
 * A text that is one of the keywords and nothing else is sure. One that only contains what sounds like an opt-out is treated as an opt-out
 * that is not sure: to leave somebody in who wanted out is worse than the reverse. Takes time linear in the text's length.
 */
export function readReply(text: string): Reply {
  const read = text.slice(0, MAX_READ)
  const plain = plainWords(read)
  if (plain === '') return STOP_SIGNS.test(read) ? unsure : justText
  const kind = keywords.get(plain) ?? keywords.get(squeeze(plain)) ?? keywords.get(joinLetters(plain))
  if (kind !== undefined) return { kind, isSure: true }
  return soundsLikeOptOut(squeeze(plain)) ? unsure : justText
}

/**
 * The words of a text in their plainest form: lower case, without accents, one blank between them. Two texts that a reader would take for
 * the same word have the same form.
 */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}'\u2019\u2018\u00b4`]/gu, '')
    .replace(/[łøđıßæœς]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Letters that no decomposition takes apart. */
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ς: 'σ' }

/** A stop sign alone says it too, if not surely. */
const STOP_SIGNS = /[\u{1f6d1}\u{1f6ab}\u{26d4}]/u

const plainSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(plainWords))
const clearWords = plainSet(clearOptOutWords)
const bareWords = plainSet(bareOptOutWords)

const keywords: ReadonlyMap<string, ReplyKind> = new Map([
  ...[...plainSet(helpWords)].map((word) => [word, 'help'] as const),
  ...[...plainSet(optInWords)].map((word) => [word, 'opt_in'] as const),
  ...[...clearWords, ...bareWords].map((word) => [word, 'opt_out'] as const),
])

/** "STOOOP" is "STOP". */
const squeeze = (plain: string) => plain.replace(/(\p{L})\1{2,}/gu, '$1')

/** "S T O P" and "S.T.O.P." are "STOP". */
const joinLetters = (plain: string) => (/^\S(?: \S)+$/u.test(plain) ? plain.replaceAll(' ', '') : plain)

/** What begins a text of any length that means it. */
const OPENING = /^(?:stop|stopp|stopall|unsubscribe|optout|opt out|стоп) /

function soundsLikeOptOut(plain: string): boolean {
  if (OPENING.test(plain)) return true
  const words = plain.split(' ')
  if (words.length > PHRASE_WORDS) return false
  if (words.length <= SHORT_WORDS && words.some((word) => clearWords.has(word))) return true
  if (words.length <= BARE_WORDS && words.some((word) => bareWords.has(word))) return true
  return / opt out /.test(` ${plain} `) || optOutPhrases.some((phrase) => phrase.test(plain))
}
