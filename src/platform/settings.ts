/** One line per environment variable; `docs/configuration.md` and `tapline config` are made from this list. */
export const settings = [
  {
    name: 'DATABASE_URL',
    fallback: 'the embedded PostgreSQL in DATA_DIR',
    about: 'PostgreSQL server (15 or later), such as postgres://tapline:secret@db.example/tapline.',
    secret: true,
  },
  { name: 'HOST', fallback: '127.0.0.1', about: 'Address that both servers listen on; 0.0.0.0 for all.', secret: false },
  { name: 'PORT', fallback: '4100', about: 'Port of the API and the app.', secret: false },
  { name: 'BASE_URL', fallback: 'http://localhost:PORT', about: 'Public address of the API and the app.', secret: false },
  { name: 'LINK_PORT', fallback: 'PORT + 1', about: 'Port of the short links: an origin of their own.', secret: false },
  {
    name: 'LINK_URL',
    fallback: 'http://localhost:LINK_PORT',
    about: 'Public address of short links; its host is the default short domain.',
    secret: false,
  },
  {
    name: 'DATA_DIR',
    fallback: './data',
    about: 'Journal of hits, embedded database and key files. Keep it: the journal may hold hits that are not in the database yet.',
    secret: false,
  },
  {
    name: 'SECRET_KEY',
    fallback: 'made at first start in DATA_DIR/secret.key',
    about: '64 hexadecimal digits that seal secrets and derive keys. All nodes share it.',
    secret: true,
  },
  { name: 'LOG_LEVEL', fallback: 'info', about: 'trace, debug, info, warn, error, fatal or silent.', secret: false },
  {
    name: 'TRUST_PROXY',
    fallback: 'none',
    about: 'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas.',
    secret: false,
  },
  { name: 'TAPLINE_ROLES', fallback: 'web,links,worker', about: 'What this process does.', secret: false },
  { name: 'TAPLINE_METRICS_TOKEN', fallback: 'none: loopback only', about: 'Bearer token for /metrics.', secret: true },
  {
    name: 'TAPLINE_ALLOW_PRIVATE_DESTINATIONS',
    fallback: 'false',
    about: 'Whether links may lead to loopback and private hosts, as on a laptop.',
    secret: false,
  },
  {
    name: 'TAPLINE_PRIVATE_ORIGINS',
    fallback: 'none',
    about:
      'Origins in your own network that carriers and endpoints for webhooks may be reached at, such as http://10.0.0.5:8080, separated by commas.',
    secret: false,
  },
  { name: 'TAPLINE_DATABASE_CONNECTIONS', fallback: '10', about: 'Most connections of this process to PostgreSQL.', secret: false },
  {
    name: 'TAPLINE_MISS_BUDGET',
    fallback: '60',
    about: 'Unknown codes that one network (/24 or /48) may ask for in a minute before it gets 429 for further ones.',
    secret: false,
  },
  {
    name: 'TAPLINE_HITS_MONTHS',
    fallback: '13',
    about: 'Whole months for which single hits are kept; what they counted stays in all figures.',
    secret: false,
  },
  {
    name: 'TAPLINE_MESSAGES_MONTHS',
    fallback: '25',
    about: 'Months that a message is kept; its codes answer 410 afterwards.',
    secret: false,
  },
  {
    name: 'TAPLINE_MERGE_VALUES_DAYS',
    fallback: 'as long as the message',
    about: 'Days that merge values are kept after a message ended. Its text shows [erased] afterwards.',
    secret: false,
  },
  { name: 'TAPLINE_REPORTS_MONTHS', fallback: '61', about: 'Months that sums by hour, link and device are kept.', secret: false },
  { name: 'TAPLINE_EVENTS_DAYS', fallback: '30', about: 'Days that events are kept.', secret: false },
  { name: 'TAPLINE_AUDIT_MONTHS', fallback: '25', about: 'Months that entries of the audit log are kept.', secret: false },
  { name: 'TAPLINE_SIMULATOR_DAYS', fallback: '30', about: 'Days that simulated phones remember messages.', secret: false },
  { name: 'TAPLINE_API_KEY', fallback: 'the key in DATA_DIR/cli.key', about: 'API key of the command line.', secret: true },
  { name: 'TAPLINE_URL', fallback: 'BASE_URL', about: 'Address of the API that the command line calls.', secret: false },
] as const

export type Setting = (typeof settings)[number]
export type SettingName = Setting['name']
