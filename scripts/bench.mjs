/**
 * `npm run bench [name ...] [argument ...]`: measures what bench/ measures (all, or those named), one after the other, and says on which
 * machine. Arguments begin with the first that is a number: `npm run bench ingest 50000`.
 */
import './lib/node.mjs'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { compileWith } from './lib/compile.mjs'
import { prepareInstall } from './lib/prepare.mjs'
import { Failure, progress, root, run, say, script } from './lib/process.mjs'

const output = join(root, 'dist-bench')

await script(async () => {
  const given = process.argv.slice(2)
  const numberAt = given.findIndex((word) => /^\d/.test(word))
  const [words, args] = numberAt === -1 ? [given, []] : [given.slice(0, numberAt), given.slice(numberAt)]
  const names = chosen(words)
  const missed = []
  await prepareInstall()
  await progress('Compiling the benchmarks', compile)
  say(machine())
  for (const name of names) {
    say(`\n${name}`)
    const { code } = await run(process.execPath, [join(output, 'bench', `${name}.js`), ...args], { live: true })
    if (code !== 0) missed.push(name)
  }
  if (missed.length > 0) throw new Failure(`Failed, or missed a bar: ${missed.join(', ')}.`)
})

function chosen(asked) {
  const all = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
  const unknown = asked.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Failure(`There is no benchmark "${unknown.join('", "')}"; there are ${all.join(', ')}.`)
  return asked.length > 0 ? asked : all
}

function compile() {
  return compileWith('tsconfig.bench.json', { output, links: ['db', 'assets', 'dist', 'package.json'], what: 'The benchmarks' })
}

function machine() {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.version}, commit ${commit()}`
}

function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown (no git here)'
  }
}
