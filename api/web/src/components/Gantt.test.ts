import { expect, test } from 'vitest'

import { said, ticks } from './Gantt'

const scale = (length: number) => ticks(length).map(said)

test('a scale has at most ten parts, of a round number of seconds', () => {
  expect(scale(7_532)).toEqual(['0 s', '1', '2', '3', '4', '5', '6', '7'])
  expect(scale(45_000)).toEqual(['0 s', '5', '10', '15', '20', '25', '30', '35', '40', '45'])
  for (const length of [1, 999, 30_000, 61_000, 3_600_000, 86_400_000, 999_999_999]) {
    const marks = ticks(length)
    expect(marks.length, String(length)).toBeLessThanOrEqual(11)
    expect(marks.every((mark) => mark % 1000 === 0 && mark <= length)).toBe(true)
  }
})

test('from a minute on it is labelled in minutes and hours', () => {
  expect(scale(130_000)).toEqual(['0 s', '20', '40', '1:00', '1:20', '1:40', '2:00'])
  expect(scale(7_200_000).slice(-2)).toEqual(['1:30:00', '2:00:00'])
})
