import { expect, test } from 'vitest'

import { duration, exactly, learn, learnRoughly, moment, serverNow } from './time'

test('durations are written as people say them', () => {
  expect([0, 849, 4_127, 59_999, 60_000, 3_723_000, -5].map(duration)).toEqual([
    '0.0 s',
    '0.8 s',
    '4.1 s',
    '59.9 s',
    '1:00',
    '1:02:03',
    '0.0 s',
  ])
  expect(exactly(4_127)).toBe('4.127 s')
})

test('a moment of another day has its date', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0)
  expect(moment(new Date(2026, 10, 23, 9, 5, 7).toISOString(), now)).toBe('09:05:07')
  expect(moment(new Date(2026, 10, 21, 9, 5, 7).toISOString(), now)).toBe('21 Nov 09:05:07')
})

test('the server is as far ahead as its fastest message shows', () => {
  learnRoughly(0, 1_450)
  expect(serverNow(10_000)).toBe(8_550)
  learn(1_000, 1_450)
  expect(serverNow(10_000)).toBe(9_550)
  learnRoughly(2_000, 2_000)
  learn(2_000, 2_400)
  learn(3_000, 3_900)
  expect(serverNow(10_000)).toBe(9_600)
})
