import { createContext, useContext } from 'react'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages
export const isLanguage = (word: string): word is Language => Object.hasOwn(languages, word)

/** What the screens speak; set once, at the root. */
export const LanguageContext = createContext<Language>('en')
export const useLanguage = (): Language => useContext(LanguageContext)

/** Same names and same arguments; only the words differ. */
type Like<T> = {
  readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] extends (...args: never[]) => unknown ? T[Key] : Like<T[Key]>
}
export type Words<T> = Readonly<Record<Language, Like<T>>>

/** Words of a page or component in all languages. A word that is missing in one of them is a type error. */
export const defineWords = <T extends object>(en: T, de: Like<T>): Words<T> => ({ en: en as Like<T>, de })

/** The words in the language of the reader. */
export const useWords = <T>(words: Words<T>): Like<T> => words[useLanguage()]

/** One word for 1, another for the rest: all that English and German need. */
export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many)
