/** Child processes and progress lines for the scripts. Only what Node itself brings: it runs before anything is installed. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout, wherever the command was called from. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Nobody should look at a silent terminal for longer than this. */
const HEARTBEAT_MS = 5_000

/** Says a line to the person in front of the terminal. Standard error, because `tapline --json` owns standard output. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Milliseconds as a person reads them: "0.9 s", "72 s". */
export const seconds = (ms) => (ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`)

/** A failure that the person can mend: shown as it is, without a stack. */
export class Failure extends Error {}

/**
 * Runs a program in the checkout and collects what it prints. A signal that ends us ends the program too.
 * @returns exit code (1 when a signal ended it, 127 when it could not be started), standard output, standard error and both as they came
 */
export async function run(command, args, { env = process.env, live = false } = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '', output: '' }
  for (const name of live ? [] : ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      printed[name] += text
      printed.output += text
    })
  }
  const stop = endWith(child)
  try {
    return { code: await exitCode(child), ...printed }
  } catch (error) {
    return { code: 127, ...printed, output: `${command} could not be started: ${error.message}\n` }
  } finally {
    stop()
  }
}

const exitCode = (child) =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })

const children = new Set()

/** Passes a signal that ends this process to all children first, so that no installation goes on behind the prompt. */
function endAll(signal) {
  for (const child of children) child.kill(signal)
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/** Listens for signals only while there is a child: afterwards they belong to the product. */
function endWith(child) {
  if (children.size === 0) process.on('SIGINT', endAll).on('SIGTERM', endAll)
  children.add(child)
  return () => {
    children.delete(child)
    if (children.size === 0) process.off('SIGINT', endAll).off('SIGTERM', endAll)
  }
}

/** Says what is being done, says every few seconds that it still is, and how long it took. */
export async function progress(title, work) {
  const begin = Date.now()
  say(`${title} ...`)
  const heartbeat = setInterval(() => say(`  still at it after ${seconds(Date.now() - begin)}`), HEARTBEAT_MS)
  try {
    const result = await work()
    say(`  done in ${seconds(Date.now() - begin)}`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}

/** Runs a script's main function; a `Failure` becomes its sentence and exit code 1, anything else is a bug and keeps its stack. */
export async function script(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    say(`\n${error.message}`)
    process.exitCode = 1
  }
}
