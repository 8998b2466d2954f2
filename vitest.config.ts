import { defineConfig } from 'vitest/config'

/** Files at a time, for the two cores that CI has; each worker of the integration tests starts a PostgreSQL of its own. */
const WORKERS = 2

/** unit: no database, no socket. integration: the test PostgreSQL and real HTTP. e2e: whole processes and a browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src/lib,web}/**/*.test.ts', 'test/*.test.ts', 'test/unit/**/*.test.ts'],
          ...{ maxWorkers: WORKERS, isolate: false },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/{platform,domain,carriers,jobs,http,cli}/**/*.test.ts', 'test/integration/**/*.test.ts'],
          globalSetup: ['test/helpers/postgresSetup.ts'],
          // Many times what the slowest needs: on a busy machine nothing but a hang may end a test.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          ...{ maxWorkers: WORKERS, isolate: false },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/helpers/clusterSetup.ts'],
          // Whole processes and browsers on a machine that is busy with others get one more try; `npm test` names each that needed it.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
          // Each file starts products on ports and folders of its own. After the quick ones, whose failure is told first.
          ...{ maxWorkers: WORKERS, sequence: { groupOrder: 1 } },
        },
      },
    ],
  },
})
