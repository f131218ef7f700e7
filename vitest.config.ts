import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Of two processors one would stand idle, with the default.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: './scripts/build-scanner.mjs',
          include: [
            'src/**/*.test.ts',
            'test/{atomics,cases,chains,guides,pack,property,requirements,structure,data}/**/*.test.ts',
          ],
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'process',
          globalSetup: './scripts/build-scanner.mjs',
          // ClickHouse in process is half a gigabyte: `npm run test:clickhouse` installs it.
          include: [
            'test/{process,fuzz}/**/*.test.ts',
            ...(process.env['NEPHOSCOPE_CHDB'] ? ['test/clickhouse/**/*.test.ts'] : []),
          ],
          pool: 'forks',
          testTimeout: 120_000,
        },
      },
    ],
  },
});
