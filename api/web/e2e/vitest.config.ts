import { defineConfig } from 'vitest/config'

// One browser and few servers at a time: these tests share two cores with what they test.
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
  },
})
