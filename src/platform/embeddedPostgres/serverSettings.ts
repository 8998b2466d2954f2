import { SOCKET_PORT } from '../driver.ts'

/**
 * Settings of the embedded server, as words of its command line; they win over postgresql.conf.
 * @param durable false is for tests: a crash of the machine then loses the database
 */
export function serverSettings({ socketDir, durable }: { socketDir: string; durable: boolean }): string[] {
  const settings = { ...network(socketDir), ...memory, ...writing, ...logging, ...(durable ? {} : careless) }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** No network at all: the socket lies in a folder that only we may enter. */
const network = (socketDir: string) => ({
  listen_addresses: '',
  port: SOCKET_PORT,
  // A list with commas; quotes keep a folder whose name has one.
  unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
  unix_socket_permissions: '0700',
  max_connections: 60,
  timezone: 'UTC',
})

/** The machine also carries the application, so little is taken; the cache of the system does the rest. */
const memory = {
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: 1.1,
  jit: 'off',
  // A report must not take all cores from the look-ups, nor the 64 MB of shared memory that a container has.
  max_parallel_workers_per_gather: 0,
}

/** No replication and no archive, so only what a recovery needs is logged. */
const writing = {
  fsync: 'on',
  synchronous_commit: 'on',
  // Three drains write 70 MB a second together; with the 4 MB of the default they wait a fifth of their time for room.
  wal_buffers: '16MB',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  min_wal_size: '160MB',
  max_wal_size: '2GB',
}

/** Statements, parameters and details of errors hold phone numbers: only the server's own life is logged. */
const logging = {
  lc_messages: 'C',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: -1,
  log_line_prefix: '',
  logging_collector: 'off',
  log_destination: 'stderr',
}

const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 }
