/** Runs what the guide to webhooks tells receivers to copy, in each of its languages that this machine has. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newSecret, requestHeaders, signingKeys } from '../../src/domain/webhooks/signing.ts'

const guide = readFileSync('docs/webhooks.md', 'utf8')
const has = (command: string) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0

/** The part of the guide that needs no library, in one language. */
function snippet(language: string): string {
  const part = guide.slice(guide.indexOf('### Without a library'), guide.indexOf('### A new secret'))
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(part)?.[1]
  if (found === undefined) throw new Error(`the guide has no ${language}`)
  return found
}

type Request = { secret: string; headers: Record<string, string>; body: string }

/** The program reads a request as JSON and prints the `type` of the event, or `none`. */
function run(program: { command: string; file: string; text: string }, request: Request): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-guide-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, program.file), program.text)
  const { stdout, stderr } = spawnSync(program.command, [program.file], { cwd: dir, input: JSON.stringify(request), encoding: 'utf8' })
  if (stderr !== '') throw new Error(stderr)
  return stdout
}

const php = {
  ...{ command: 'php', file: 'verify.php' },
  text: `<?php\n${snippet('php')}
$request = json_decode(stream_get_contents(STDIN), true);
echo verify($request['secret'], $request['headers'], $request['body'])['type'] ?? 'none';`,
}
const python = {
  ...{ command: 'python3', file: 'verify.py' },
  text: `${snippet('python')}
import sys
request = json.load(sys.stdin)
event = verify(request["secret"], request["headers"], request["body"].encode())
sys.stdout.write("none" if event is None else event["type"])`,
}
const node = {
  ...{ command: process.execPath, file: 'verify.mjs' },
  text: `${snippet('js')}
import { readFileSync } from 'node:fs'
const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'))
process.stdout.write(verify(secret, headers, body)?.type ?? 'none')`,
}

const body = '{"type":"hit.click","data":{"message":{"label":"Größe 🎉"}}}'
const now = () => Math.floor(Date.now() / 1_000)

function requestOf({ timestamp = now(), former }: { timestamp?: number; former?: string } = {}): Request {
  const secret = newSecret()
  const keys = signingKeys(former === undefined ? [secret] : [former, secret])
  return { secret, body, headers: requestHeaders({ keys, headers: {} }, { id: 'evt_1', timestamp, body }) }
}

/** What a program says of five requests; only the first two are ours. */
function answersOf(program: Parameters<typeof run>[0]): string[] {
  const request = requestOf()
  const changed = { ...request, body: body.replace('click', 'views') }
  const others = [changed, { ...request, secret: newSecret() }, requestOf({ timestamp: now() - 600 })]
  return [request, requestOf({ former: newSecret() }), ...others].map((each) => run(program, each))
}

const right = ['hit.click', 'hit.click', 'none', 'none', 'none']

test('what the guide shows for Node tells our requests from others', () => {
  expect(answersOf(node)).toEqual(right)
})

test.skipIf(!has('python3'))('what the guide shows for Python tells our requests from others', () => {
  expect(answersOf(python)).toEqual(right)
})

test.skipIf(!has('php'))('what the guide shows for PHP tells our requests from others', () => {
  expect(answersOf(php)).toEqual(right)
})
