import { describeConfig, loadConfig, unknownVariables, type Config } from '../platform/config.ts'
import { describeFailure, exitCodes } from './failure.ts'
import { remark, type Output } from './output.ts'

/** What the commands read of the environment. */
export type Environment = {
  config(): Config
  describe(): ReturnType<typeof describeConfig>
  unknown(): string[]
}

export const processEnvironment: Environment = { config: loadConfig, describe: describeConfig, unknown: unknownVariables }

/** What every command gets. */
export type Context = {
  output: Output
  environment: Environment
  /** Ends the process. */
  leave(code: number): never
}

/** Wraps the work of a command: an error is printed as a sentence and becomes the exit code. */
export const run =
  <A extends unknown[]>(context: Context, work: (...args: A) => Promise<void>) =>
  async (...args: A): Promise<void> => {
    const error = await work(...args).then(
      () => undefined,
      (cause: unknown) => ({ cause }),
    )
    if (error === undefined) return
    const { outcome, text } = describeFailure(error.cause)
    remark(context.output, text)
    context.leave(exitCodes[outcome].code)
  }

/** Examples under a command's help: what to type, and what it does. */
export const examples = (lines: readonly (readonly [command: string, meaning: string])[]): string =>
  `\nExamples:\n${lines.map(([command, meaning]) => `  # ${meaning}\n  tapline ${command}`).join('\n')}\n`

/** For options that can be given more than once. */
export const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value]
