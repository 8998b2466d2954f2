/** Reads a value from PostgreSQL's text, and writes one. */
type Parse = (text: string) => unknown
type Serialize = (value: unknown) => unknown

/**
 * Types and the types of their lists: [element, list] by name. The driver would ask the server for them at each connection, and when that
 * connection is lost at this moment its rejection reaches nobody and ends the process.
 * @see src/include/catalog/pg_type.dat of PostgreSQL; these numbers never change
 */
const oids = {
  bool: [16, 1000],
  bytea: [17, 1001],
  char: [18, 1002],
  name: [19, 1003],
  int8: [20, 1016],
  int2: [21, 1005],
  int4: [23, 1007],
  text: [25, 1009],
  oid: [26, 1028],
  json: [114, 199],
  cidr: [650, 651],
  float4: [700, 1021],
  float8: [701, 1022],
  inet: [869, 1041],
  bpchar: [1042, 1014],
  varchar: [1043, 1015],
  date: [1082, 1182],
  timestamp: [1114, 1115],
  timestamptz: [1184, 1185],
  interval: [1186, 1187],
  numeric: [1700, 1231],
  uuid: [2950, 2951],
  jsonb: [3802, 3807],
  xid8: [5069, 271],
} as const

/** Teaches a client's parsers and serializers the lists of all types above; a list of another type stays text, so cast it to text[]. */
export function addArrayTypes({ parsers, serializers }: { parsers: Record<number, Parse>; serializers: Record<number, Serialize> }): void {
  for (const [element, list] of Object.values(oids)) {
    const parse: Parse = parsers[element] ?? String
    const serialize: Serialize = serializers[element] ?? String
    parsers[list] = (text) => parseArray(text, parse)
    serializers[list] = (value) => (Array.isArray(value) ? serializeArray(value, serialize) : value)
  }
}

/**
 * Reads `{1,NULL,"a \"b\""}`, also nested. No type above has another delimiter than the comma.
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function parseArray(text: string, parse: Parse): unknown[] {
  if (isPlain(text))
    return text.length === 2
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => parsePlain(item, parse))
  const token = /([{}])|"((?:[^"\\]|\\.)*)"|([^",{}]+)/gs
  const root: unknown[] = []
  const open = [root]
  for (const [, bracket, quoted, plain] of text.matchAll(token)) {
    if (bracket === '{') {
      const list: unknown[] = []
      open.at(-1)?.push(list)
      open.push(list)
    } else if (bracket === '}') open.pop()
    else open.at(-1)?.push(quoted === undefined ? parsePlain(plain, parse) : parse(quoted.replace(/\\(.)/gs, '$1')))
  }
  const [list] = root
  if (!Array.isArray(list)) throw new Error('PostgreSQL sent a list that starts with no bracket')
  return list
}

/** A list of numbers, say: neither quotes nor lists in it, which cost ten times as much to read. */
const isPlain = (text: string) =>
  text.startsWith('{') && text.indexOf('{', 1) === -1 && !text.includes('"') && text.indexOf('}') === text.length - 1

/** Only an unquoted NULL is the null; a text of these letters comes in quotes. */
const parsePlain = (plain = '', parse: Parse) => (plain === 'NULL' ? null : parse(plain))

/** Writes a list that `parseArray` reads. */
export function serializeArray(values: readonly unknown[], serialize: Serialize): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return serializeArray(value, serialize)
    if (value === undefined) throw new Error('A list in a query holds undefined; use null')
    return value === null ? 'NULL' : `"${String(serialize(value)).replace(/(["\\])/g, '\\$1')}"`
  })
  return `{${items.join(',')}}`
}
