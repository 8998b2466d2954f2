import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { settings, type Setting, type SettingName } from './settings.ts'

export const roles = ['web', 'links', 'worker'] as const
export type Role = (typeof roles)[number]

/** What the environment says, parsed once at start. Addresses carry no trailing slash. */
export type Config = {
  databaseUrl: string | undefined
  host: string
  port: number
  baseUrl: string
  linkPort: number
  linkUrl: string
  dataDir: string
  secretKey: string | undefined
  logLevel: string
  trustProxy: readonly string[]
  roles: ReadonlySet<Role>
  metricsToken: string | undefined
  allowPrivateDestinations: boolean
  privateOrigins: readonly string[]
  databaseConnections: number
  missBudget: number
  retention: Retention
  hitsMonths: number
  apiKey: string | undefined
  apiUrl: string
}

/** How long things are kept. `mergeValuesDays` undefined: as long as their message. */
export type Retention = {
  messagesMonths: number
  mergeValuesDays: number | undefined
  reportsMonths: number
  eventsDays: number
  auditMonths: number
  simulatorDays: number
}

/** A setting that cannot be used; the message names it, its value and what would have worked. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Parses the environment.
 * @throws ConfigError for a value that cannot be used, and for two ways of giving one secret
 */
export function parseConfig(env: Environment): Config {
  const read = (name: SettingName) => readSetting(env, name)
  const host = read('HOST') ?? '127.0.0.1'
  const port = parsePort('PORT', read('PORT') ?? '4100')
  const linkPort = parsePort('LINK_PORT', read('LINK_PORT') ?? String(port + 1))
  if (port === linkPort && port !== 0)
    throw new ConfigError(`LINK_PORT is ${linkPort}, the same as PORT: short links need an origin of their own, for example ${port + 1}.`)
  const hitsMonths = parseCount('TAPLINE_HITS_MONTHS', read('TAPLINE_HITS_MONTHS') ?? '13', { min: 1, max: 1_200 })
  const baseUrl = parseOrigin('BASE_URL', read('BASE_URL') ?? `http://localhost:${port}`)
  return {
    databaseUrl: read('DATABASE_URL'),
    host,
    port,
    baseUrl,
    linkPort,
    linkUrl: parseOrigin('LINK_URL', read('LINK_URL') ?? `http://localhost:${linkPort}`),
    dataDir: resolve(read('DATA_DIR') ?? 'data'),
    secretKey: parseSecretKey(read('SECRET_KEY')),
    logLevel: parseChoice('LOG_LEVEL', read('LOG_LEVEL') ?? 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    trustProxy: parseList(read('TRUST_PROXY') ?? ''),
    roles: parseRoles(read('TAPLINE_ROLES') ?? roles.join(',')),
    metricsToken: read('TAPLINE_METRICS_TOKEN'),
    allowPrivateDestinations: parseBoolean('TAPLINE_ALLOW_PRIVATE_DESTINATIONS', read('TAPLINE_ALLOW_PRIVATE_DESTINATIONS') ?? 'false'),
    privateOrigins: parseList(read('TAPLINE_PRIVATE_ORIGINS') ?? '').map((origin) => parseOrigin('TAPLINE_PRIVATE_ORIGINS', origin)),
    databaseConnections: parseCount('TAPLINE_DATABASE_CONNECTIONS', read('TAPLINE_DATABASE_CONNECTIONS') ?? '10', { min: 4, max: 200 }),
    missBudget: parseCount('TAPLINE_MISS_BUDGET', read('TAPLINE_MISS_BUDGET') ?? '60', { min: 1, max: 1_000_000 }),
    hitsMonths,
    retention: parseRetention(read, hitsMonths),
    apiKey: read('TAPLINE_API_KEY'),
    apiUrl: parseOrigin('TAPLINE_URL', read('TAPLINE_URL') ?? baseUrl),
  }
}

/** The config of this process. */
export const loadConfig = (): Config => parseConfig(process.env)

/** Variables with our prefix that no setting reads: most likely a typing error, so the start reports them. */
export function unknownVariables(env: Environment = process.env): string[] {
  const known = new Set(settings.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])))
  return Object.keys(env).filter((name) => name.startsWith('TAPLINE_') && !known.has(name))
}

/** Each setting with its value as given, secrets masked: what `tapline config` prints. */
export function describeConfig(env: Environment = process.env): (Setting & { value: string | undefined })[] {
  return settings.map((setting) => {
    const value = readSetting(env, setting.name)
    return { ...setting, value: value !== undefined && setting.secret ? '********' : value }
  })
}

/** A masked secret says only that it is set; DATABASE_URL counts as one, since it carries a password. */
function readSetting(env: Environment, name: SettingName): string | undefined {
  const value = env[name] === '' ? undefined : env[name]
  const file = env[`${name}_FILE`]
  const secret = settings.some((setting) => setting.name === name && setting.secret)
  if (!secret || file === undefined || file === '') return value
  if (value !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: set one of them.`)
  if (!existsSync(file)) throw new ConfigError(`${name}_FILE is "${file}", which does not exist.`)
  return readFileSync(file, 'utf8').trim()
}

function parsePort(name: string, value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(port <= 65_535)) throw new ConfigError(`${name} is "${value}": expected a port from 0 to 65535, such as 4100.`)
  return port
}

function parseOrigin(name: string, value: string): string {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.username !== '')
    throw new ConfigError(`${name} is "${value}": expected an origin without a path, such as https://go.example.com.`)
  return url.origin
}

function parseCount(name: string, value: string, { min, max }: { min: number; max: number }): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (!(count >= min && count <= max)) throw new ConfigError(`${name} is "${value}": expected a whole number from ${min} to ${max}.`)
  return count
}

function parseRetention(read: (name: SettingName) => string | undefined, hitsMonths: number): Retention {
  const count = (name: SettingName, fallback: number, max: number) => parseCount(name, read(name) ?? String(fallback), { min: 1, max })
  const reportsMonths = count('TAPLINE_REPORTS_MONTHS', Math.max(61, hitsMonths + 2), 1_202)
  // A month is over before its hits go, and the job that lets them go needs its time: sums that are left behind could not be recounted.
  if (reportsMonths < hitsMonths + 2)
    throw new ConfigError(
      `TAPLINE_REPORTS_MONTHS is ${reportsMonths}: expected at least ${hitsMonths + 2}, two more than TAPLINE_HITS_MONTHS.`,
    )
  const valueDays = read('TAPLINE_MERGE_VALUES_DAYS')
  return {
    messagesMonths: count('TAPLINE_MESSAGES_MONTHS', 25, 240),
    mergeValuesDays: valueDays === undefined ? undefined : parseCount('TAPLINE_MERGE_VALUES_DAYS', valueDays, { min: 1, max: 7_300 }),
    reportsMonths,
    eventsDays: count('TAPLINE_EVENTS_DAYS', 30, 400),
    auditMonths: count('TAPLINE_AUDIT_MONTHS', 25, 240),
    simulatorDays: count('TAPLINE_SIMULATOR_DAYS', 30, 400),
  }
}

function parseBoolean(name: string, value: string): boolean {
  return parseChoice(name, value, ['true', 'false']) === 'true'
}

function parseChoice(name: string, value: string, choices: readonly string[]): string {
  if (!choices.includes(value)) throw new ConfigError(`${name} is "${value}": expected one of ${choices.join(', ')}.`)
  return value
}

const parseList = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

function parseRoles(value: string): ReadonlySet<Role> {
  const chosen = parseList(value)
  const unknown = chosen.filter((role) => !roles.some((known) => known === role))
  if (unknown.length > 0 || chosen.length === 0)
    throw new ConfigError(`TAPLINE_ROLES is "${value}": expected one or more of ${roles.join(', ')}, separated by commas.`)
  return new Set(roles.filter((role) => chosen.includes(role)))
}

function parseSecretKey(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[0-9a-f]{64}$/i.test(value))
    throw new ConfigError('SECRET_KEY is not 64 hexadecimal digits (32 bytes): make one with "openssl rand -hex 32".')
  return value?.toLowerCase()
}
