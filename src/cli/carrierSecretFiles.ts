import { readFileSync } from 'node:fs'
import { CALLBACK_SECRET } from '../domain/routing/carrierSecrets.ts'
import { Failure } from './failure.ts'

/** Standard input, as a file. */
const STDIN = 0
const MAX_SETTINGS_BYTES = 65_536

/** Reads secrets named as `name=file`. A secret is never an argument: those stand in the list of processes and in the shell's history. */
export function readSecrets(given: readonly string[] = []): Record<string, string> {
  const stdin = given.filter((entry) => entry.endsWith('=-'))
  if (stdin.length > 1) throw new Failure('usage', 'Only one secret can be read from standard input: put the others into files.')
  return Object.fromEntries(
    given.map((entry) => {
      const { name, value: file } = pairOf(entry, '--secret', 'api_key=seven.key')
      if (name === CALLBACK_SECRET) throw new Failure('usage', 'The secret of callbacks is made here: use --new-callback-secret.')
      const secret = readText(file === '-' ? STDIN : file, file).trim()
      if (secret === '') throw new Failure('usage', `"${file}" is empty: expected the secret ${name}.`)
      return [name, secret]
    }),
  )
}

/** Settings of a file and of `name=value`, the latter before the former. */
export function readSettings({ settings, set = [] }: { settings?: string; set?: readonly string[] }): Record<string, unknown> | undefined {
  if (settings === undefined && set.length === 0) return undefined
  const fromFile = settings === undefined ? {} : parseSettings(readText(settings, settings), settings)
  const single = set.map((entry) => {
    const { name, value } = pairOf(entry, '--set', 'account_sid=AC...')
    return [name, /^\d{1,9}$/.test(value) ? Number(value) : value]
  })
  return { ...fromFile, ...Object.fromEntries(single) }
}

function parseSettings(text: string, file: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch (cause) {
    throw new Failure('usage', `"${file}" is not valid JSON.`, { cause })
  }
  throw new Failure('usage', `"${file}" holds no JSON object.`)
}

function readText(file: string | number, shown: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, MAX_SETTINGS_BYTES)
  } catch (cause) {
    throw new Failure('usage', `"${shown}" cannot be read.`, { cause })
  }
}

function pairOf(entry: string, option: string, example: string): { name: string; value: string } {
  const [, name, value] = /^([A-Za-z][\w-]{0,63})=(.+)$/s.exec(entry) ?? []
  if (name === undefined || value === undefined)
    throw new Failure('usage', `${option} is not understood: expected a name and "=", such as ${example}.`)
  return { name, value }
}
