import { defineConfig } from 'vitest/config'

const report = process.env.TEST_REPORT

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres.ts'],
    // Left to itself it keeps one core free, which on a small machine is half of them.
    maxWorkers: '100%',
    // Files share what they import: to load it anew for each took a third of the time. No module keeps state of a test.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})
