import { expect, test } from 'vitest'

import type { StudySummary } from '../api/types'
import { SHOWN, bestOf, written } from './findings'

function shown(measure: string) {
  const found = SHOWN.find((one) => one.measure === measure)
  if (!found) throw new Error(`${measure} is not shown`)
  return found
}

test('numbers are written in their unit, and differences with their sign', () => {
  expect(written(0.0543, shown('abandoned_share'))).toBe('5.43 %')
  expect(written(1234, shown('wait_ms'))).toBe('1.23 s')
  expect(written(0.5, shown('canceled'), true)).toBe('+0.500')
  expect(written(-0.5, shown('canceled'), true)).toBe('-0.500')
  expect(written(-0.0001, shown('canceled'), true)).toBe('0.000')
})

const summary = (settings: [rate: number, high: number][]): StudySummary => ({
  study: 'a',
  scenario: 'a',
  seed: 1,
  runs: 1,
  baseline: 'a',
  settings: settings.map(([value, high]) => ({
    name: 'a',
    values: {},
    differences: [],
    figures: [
      { measure: 'conversations_per_hour', unit: 'per hour', estimate: { value, low: 0, high: 9, interval: 'ratio' } },
      { measure: 'abandoned_share', unit: 'share', estimate: { value: 0, low: 0, high, interval: 'wilson_effective' } },
    ],
  })),
})

test('the best setting has the most conversations of those that surely abandon few enough', () => {
  expect(
    bestOf(
      summary([
        [5, 0.01],
        [7, 0.03],
        [9, 0.0301],
      ]),
    ),
  ).toBe(1)
  expect(bestOf(summary([[5, 0.04]]))).toBe(-1)
})
