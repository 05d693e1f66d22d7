import { expect, test } from 'vitest'

import { rowAt, scrolledTo, tops } from './rows'

const starts = tops([1, 3, 1, 1, 2])

test('rows follow each other, each as high as its lines', () => {
  expect(starts).toEqual([0, 28, 96, 124, 152, 200])
  expect(tops([])).toEqual([0])
})

test('the row at a place is found, also at its edges and beyond', () => {
  expect([-5, 0, 27, 28, 95, 96, 199, 200, 999].map((place) => rowAt(starts, place))).toEqual([
    0, 0, 0, 1, 1, 2, 4, 4, 4,
  ])
  expect(rowAt(tops([]), 10)).toBe(0)
})

test('a list scrolls only if the row is not fully visible, and to the start of a row', () => {
  expect(scrolledTo(starts, 2, 10, 114)).toBe(10)
  expect(scrolledTo(starts, 4, 0, 114)).toBe(96)
  expect(scrolledTo(starts, 0, 96, 114)).toBe(0)
})
