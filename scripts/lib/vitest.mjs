/** Runs all tests, and holds the skipped ones against the list of skips that we accept. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root, run, say } from './process.mjs'

/** One test a line: its full name, ` # `, and why it may be skipped. Empty lines and lines that begin with # are for people. */
const LIST = 'test/skips.txt'

/** @returns how many passed, failed and were skipped; what is wrong beside single tests counts as failed too */
export async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'tapline-test-'))
  try {
    const report = join(folder, 'report.json')
    const vitest = `${root}/node_modules/vitest/vitest.mjs`
    const args = ['run', '--allowOnly=false', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code } = await run(process.execPath, [vitest, ...args], { live: true })
    return judge(read(report), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return []
  }
}

function judge(files, code) {
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const failed = tests.filter((test) => test.status === 'failed').length
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => test.fullName)
  const problems = [...brokenFiles(files), ...wrongSkips(skipped, tests)]
  for (const { fullName } of tests.filter(neededAnotherTry)) say(`passed only at another try: ${fullName}`)
  if (tests.length === 0) problems.push('No test ran at all.')
  if (code !== 0 && failed + problems.length === 0)
    problems.push(`vitest ended with code ${code}, though no test failed; see its output above.`)
  for (const problem of problems) say(`FAILED ${problem}`)
  return { passed, failed: failed + problems.length, skipped: skipped.length }
}

/** The reporter for people is silent about them. */
const neededAnotherTry = ({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0

/** Files that failed outside of their tests: an import, a hook, or no test in them. */
const brokenFiles = (files) =>
  files
    .filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'))
    .map((file) => `${relative(root, file.name)}: ${file.message || 'failed outside of its tests'}`)

function wrongSkips(skipped, tests) {
  const accepted = acceptedSkips()
  for (const name of skipped) say(`skipped ${name}: ${accepted.get(name) ?? 'no reason given'}`)
  const names = new Set(tests.map((test) => test.fullName))
  return [
    ...skipped.filter((name) => !accepted.has(name)).map((name) => `"${name}" was skipped, but ${LIST} does not list it.`),
    ...[...accepted.keys()].filter((name) => !names.has(name)).map((name) => `${LIST} lists "${name}", and there is no such test.`),
  ]
}

function acceptedSkips() {
  const lines = readFileSync(join(root, LIST), 'utf8').split('\n')
  const entries = lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).map((line) => line.split(' # '))
  return new Map(entries.map(([name = '', reason = 'no reason given']) => [name.trim(), reason.trim()]))
}
