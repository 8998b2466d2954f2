/** A request as somebody would make it from their own program. */
export type Call = { method: string; url: string; key: string; body: SnippetBody; hasAnswer: boolean }
export type SnippetBody = { kind: 'none' } | { kind: 'json'; value: unknown } | { kind: 'file'; type: string; name: string }

export const snippetLanguages = ['curl', 'TypeScript', 'Python', 'PHP'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

/** The call in a language, ready to be pasted. */
export const snippetOf = (language: SnippetLanguage, call: Call): string => writers[language](call).join('\n')

const writers: Readonly<Record<SnippetLanguage, (call: Call) => string[]>> = { curl, TypeScript: typeScript, Python: python, PHP: php }

/** In single quotes a shell leaves everything as it is, but for the quote itself. */
const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function curl({ method, url, key, body }: Call): string[] {
  const lines = [
    ...(method === 'GET' || (method === 'POST' && body.kind !== 'none') ? [] : [`-X ${method}`]),
    `-H ${shell(`Authorization: Bearer ${key}`)}`,
    ...(body.kind === 'json' ? [`-H 'Content-Type: application/json'`, `-d ${shell(JSON.stringify(body.value))}`] : []),
    ...(body.kind === 'file' ? [`-H ${shell(`Content-Type: ${body.type}`)}`, `--data-binary @${body.name}`] : []),
  ]
  return [`curl ${shell(url)}`, ...lines.map((line) => `  ${line}`)].map((line, at, all) => (at < all.length - 1 ? `${line} \\` : line))
}

const indent = (text: string, spaces: number) => text.replaceAll('\n', `\n${' '.repeat(spaces)}`)
const json = (value: unknown) => JSON.stringify(value, null, 2)

/** Runs as it is in Node 20 and later. */
function typeScript({ method, url, key, body, hasAnswer }: Call): string[] {
  return [
    ...(body.kind === 'file' ? [`import { openAsBlob } from 'fs'`, ''] : []),
    `const answer = await fetch(${JSON.stringify(url)}, {`,
    ...(method === 'GET' ? [] : [`  method: ${JSON.stringify(method)},`]),
    `  headers: {`,
    `    Authorization: ${JSON.stringify(`Bearer ${key}`)},`,
    ...(body.kind === 'json' ? [`    'Content-Type': 'application/json',`] : []),
    ...(body.kind === 'file' ? [`    'Content-Type': ${JSON.stringify(body.type)},`] : []),
    `  },`,
    ...(body.kind === 'json' ? [`  body: JSON.stringify(${indent(json(body.value), 2)}),`] : []),
    ...(body.kind === 'file' ? [`  body: await openAsBlob(${JSON.stringify(body.name)}),`] : []),
    `})`,
    `if (!answer.ok) throw new Error(await answer.text())`,
    hasAnswer ? `console.log(await answer.json())` : `console.log(await answer.text())`,
  ]
}

/** With `requests`, which nearly every Python program has. */
function python({ method, url, key, body, hasAnswer }: Call): string[] {
  return [
    `import requests`,
    '',
    `answer = requests.${method.toLowerCase()}(`,
    `    ${JSON.stringify(url)},`,
    `    headers={"Authorization": ${JSON.stringify(`Bearer ${key}`)}${body.kind === 'file' ? `, "Content-Type": ${JSON.stringify(body.type)}` : ''}},`,
    ...(body.kind === 'json' ? [`    json=${indent(pythonOf(body.value), 4)},`] : []),
    ...(body.kind === 'file' ? [`    data=open(${JSON.stringify(body.name)}, "rb"),`] : []),
    `    timeout=30,`,
    `)`,
    `answer.raise_for_status()`,
    hasAnswer ? `print(answer.json())` : `print(answer.text)`,
  ]
}

/** A text of JSON is one of Python too; only these three words differ. */
function pythonOf(value: unknown, depth = 0): string {
  const [inner, outer] = [' '.repeat(4 * (depth + 1)), ' '.repeat(4 * depth)]
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map((item) => pythonOf(item, depth)).join(', ')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const lines = Object.entries(value).map(([name, item]) => `${inner}${JSON.stringify(name)}: ${pythonOf(item, depth + 1)},`)
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${outer}}`
}

function php({ method, url, key, body, hasAnswer }: Call): string[] {
  return [
    `<?php`,
    `$request = curl_init(${quoted(url)});`,
    `curl_setopt_array($request, [`,
    ...(method === 'GET' ? [] : [`    CURLOPT_CUSTOMREQUEST => ${quoted(method)},`]),
    `    CURLOPT_RETURNTRANSFER => true,`,
    `    CURLOPT_HTTPHEADER => [`,
    `        ${quoted(`Authorization: Bearer ${key}`)},`,
    ...(body.kind === 'json' ? [`        'Content-Type: application/json',`] : []),
    ...(body.kind === 'file' ? [`        ${quoted(`Content-Type: ${body.type}`)},`] : []),
    `    ],`,
    ...(body.kind === 'json' ? [`    CURLOPT_POSTFIELDS => json_encode(${phpOf(body.value, 1)}),`] : []),
    ...(body.kind === 'file' ? [`    CURLOPT_POSTFIELDS => file_get_contents(${quoted(body.name)}),`] : []),
    `]);`,
    `$answer = curl_exec($request);`,
    `if (curl_getinfo($request, CURLINFO_RESPONSE_CODE) >= 400) throw new Exception($answer);`,
    hasAnswer ? `print_r(json_decode($answer, true));` : `echo $answer;`,
  ]
}

/** In single quotes PHP knows two escapes and no variables. */
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function phpOf(value: unknown, depth: number): string {
  const [inner, outer] = [' '.repeat(4 * (depth + 1)), ' '.repeat(4 * depth)]
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => phpOf(item, depth)).join(', ')}]`
  const lines = Object.entries(value).map(([name, item]) => `${inner}${quoted(name)} => ${phpOf(item, depth + 1)},`)
  // An empty array would become [] and not {}.
  return lines.length === 0 ? 'new stdClass()' : `[\n${lines.join('\n')}\n${outer}]`
}
