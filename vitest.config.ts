import { defineConfig } from 'vitest/config'

/** unit: no database, no socket. integration: the test PostgreSQL and real HTTP. e2e: whole processes and a browser. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{src/lib,web}/**/*.test.ts', 'test/*.test.ts', 'test/unit/**/*.test.ts'] } },
      {
        test: {
          name: 'integration',
          include: ['src/{platform,domain,carriers,jobs,http,cli}/**/*.test.ts', 'test/integration/**/*.test.ts'],
          globalSetup: ['test/helpers/postgresSetup.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          // Whole processes and browsers on a machine that is busy with others get one more try; the report names each that needed it.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
