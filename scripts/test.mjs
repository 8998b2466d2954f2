/** `npm test`: all that CI runs. Exit code 0 only when every check and every test passed and each skipped test is one we know of. */
import './lib/node.mjs'
import { lint } from './lib/oxlint.mjs'
import { prepareBuild, prepareInstall } from './lib/prepare.mjs'
import { Failure, root, run, say, script, seconds } from './lib/process.mjs'
import { runTests } from './lib/vitest.mjs'
import { judgeSizes, webSizes } from './lib/webSize.mjs'

const tool = (path, ...args) => run(process.execPath, [`${root}/node_modules/${path}`, ...args])

const total = { passed: 0, failed: 0, skipped: 0 }

await script(async () => {
  await prepareInstall()
  // Two at a time would be enough for two cores, but each of these leaves a core idle part of its time.
  const [built] = await Promise.all([
    check('build', build),
    check('types', types),
    check('lint', lint),
    check('format', () => tool('prettier/bin/prettier.cjs', '--check', '.')),
  ])
  if (built) await checkWhatNeedsTheBuild()
  else say('Not run, because the build failed: generated files, tests')
  process.exitCode = total.failed === 0 ? 0 : 1
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
})

/** The server has no DOM and the web app no Node, so each has its own settings. */
async function types() {
  const server = await tool('typescript/bin/tsc', '--noEmit')
  const web = await tool('typescript/bin/tsc', '--noEmit', '-p', 'web')
  return { code: server.code || web.code, output: server.output + web.output }
}

async function checkWhatNeedsTheBuild() {
  await check('size of the web app', () => judgeSizes(webSizes(`${root}/dist/web`)))
  await check('generated files', () => run(process.execPath, [`${root}/scripts/generate.mjs`, '--check']))
  const begin = Date.now()
  const tests = await runTests()
  for (const key of Object.keys(total)) total[key] += tests[key]
  say(`${tests.failed === 0 ? 'ok    ' : 'FAILED'} tests (${seconds(Date.now() - begin)})`)
}

/** Runs one check, counts it like a test, and shows what it printed when it failed. */
async function check(name, work) {
  const begin = Date.now()
  say(`       ${name} ...`)
  const { code, output } = await work()
  total[code === 0 ? 'passed' : 'failed'] += 1
  if (code !== 0) say(`${output.trimEnd()}`)
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(Date.now() - begin)})`)
  return code === 0
}

async function build() {
  try {
    await prepareBuild()
    return { code: 0, output: '' }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { code: 1, output: error.message }
  }
}
