import { readFileSync } from 'node:fs'
import { Failure, innermost } from './failure.ts'

/** Reads a file as JSON; `-` is standard input. @throws Failure `usage` for a file that cannot be read, or is no JSON */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'))
  } catch (error) {
    throw new Failure('usage', `${file} cannot be read as JSON (${error instanceof Error ? innermost(error) : String(error)}).`)
  }
}
