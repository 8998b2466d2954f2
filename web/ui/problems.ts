import type { FieldRule } from '../../src/contract/fieldRules.ts'
import type { FailureCode } from '../api.ts'
import { plural, type Language } from '../i18n/words.ts'
import { problemsDe } from './problemWordsDe.ts'
import { problemsEn } from './problemWordsEn.ts'

/** Why something was refused, as the server says it: a code, an English sentence, and of a value of a form the rule that it breaks. */
export type Refusal = {
  code: string
  message: string
  rule?: FieldRule | undefined
  limit?: number | undefined
  /** Which of several values it is, such as the number of its line. */
  place?: string
}

/** What stands beside a field: a sentence of the page, or why the server refused its value. */
export type Fault = string | Refusal

/** For people. `detail` is the server's own sentence, in English, where the words of the screen do not say all of it. */
export type Said = { happened: string; todo: string | undefined; detail: string | undefined }

/** What happened and what to do, in the language of the reader; undefined for a code that this version does not know. */
export function sayProblem({ code, message }: Refusal, language: Language): Said | undefined {
  if (!isKnown(code)) return undefined
  if (language === 'en') {
    const { happened, todo } = problemsEn[code]
    return { happened, todo, detail: todo === undefined ? message : undefined }
  }
  const { happened, todo, more = false } = problemsDe[code]
  return { happened, todo, detail: more ? message : undefined }
}

const isKnown = (code: string): code is FailureCode => Object.hasOwn(problemsEn, code)

/** One sentence beside a field; the server's own is all of it in English. */
export function sayFieldProblem(refusal: Refusal, language: Language): { text: string; detail: string | undefined } {
  const { message, rule, limit } = refusal
  if (language === 'en') return { text: message, detail: undefined }
  if (rule !== undefined) {
    const { text, more = false } = germanRules[rule](limit)
    return { text, detail: more ? message : undefined }
  }
  const said = sayProblem(refusal, language)
  return said === undefined
    ? { text: message, detail: undefined }
    : { text: `${said.happened} ${said.todo ?? ''}`.trim(), detail: said.detail }
}

type Rule = (limit: number | undefined) => { text: string; more?: boolean }
const whole =
  (text: string): Rule =>
  () => ({ text })
const half =
  (text: string): Rule =>
  () => ({ text, more: true })
/** A limit that is not told stands in the server's sentence. */
const limited =
  (otherwise: string, sentence: (limit: string, count: number) => string): Rule =>
  (limit) =>
    limit === undefined ? { text: otherwise, more: true } : { text: sentence(limit.toLocaleString('de-DE'), limit) }
const entries = (count: number) => plural(count, 'Eintrag', 'Einträge')

const germanRules: Readonly<Record<FieldRule, Rule>> = {
  missing: whole('Hier fehlt noch etwas.'),
  unknown: whole('Dieses Feld gibt es nicht.'),
  type: half('Das hat nicht die erwartete Form.'),
  format: half('Das hat nicht die erwartete Form.'),
  value: half('Das ist keiner der möglichen Werte.'),
  other: half('Diese Angabe passt nicht.'),
  too_short: limited('Das ist zu kurz.', (limit) => `Mindestens ${limit} Zeichen.`),
  too_long: limited('Das ist zu lang.', (limit) => `Höchstens ${limit} Zeichen.`),
  too_few: limited('Das sind zu wenige.', (limit, count) => `Mindestens ${limit} ${entries(count)}.`),
  too_many: limited('Das sind zu viele.', (limit, count) => `Höchstens ${limit} ${entries(count)}.`),
  too_small: limited('Das ist zu klein.', (limit) => `Mindestens ${limit}.`),
  too_big: limited('Das ist zu groß.', (limit) => `Höchstens ${limit}.`),
}
