import { defineConfig } from 'vitest/config';

const UNIT = [
  '{kernel,features/*}/{contract,server}/**/*.test.ts',
  'ports/{kv,mail}/**/*.test.ts',
  'apps/{host,launcher,server}/**/*.test.{ts,mjs}',
  'tools/**/*.test.ts',
];
const SANDBOX = ['ports/sandbox/**/*.test.ts', '{features/*,apps}/server/**/*.sandbox.test.ts'];
const WEB = ['{kernel,features/*,apps}/web/**/*.test.{ts,tsx}'];

/**
 * Four kinds of tests, apart because of what they need: `unit` a PostgreSQL, `web` nothing, `sandbox` the machine's
 * containers for itself, `journeys` the built platform and a browser.
 */
export default defineConfig({
  test: {
    globalSetup: ['./kernel/server/postgres/test-setup.ts'],
    // Two at once: the smallest machine that the platform is built for has two cores.
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT,
          exclude: SANDBOX,
          testTimeout: 15_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'web', include: WEB, testTimeout: 15_000 },
      },
      {
        extends: true,
        test: {
          name: 'sandbox',
          include: SANDBOX,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/{journeys,chaos}/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
