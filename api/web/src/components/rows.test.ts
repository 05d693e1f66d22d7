import { expect, test } from 'vitest'

import { rowAt, scrolledTo, tops } from './rows'

const starts = tops([1, 3, 1, 1, 2])

test('rows stand below each other, each as high as its lines', () => {
  expect(starts).toEqual([0, 26, 92, 118, 144, 190])
  expect(tops([])).toEqual([0])
})

test('the row at a place is found, also at its edges and beyond', () => {
  expect([-5, 0, 25, 26, 91, 92, 189, 190, 999].map((place) => rowAt(starts, place))).toEqual([
    0, 0, 0, 1, 1, 2, 4, 4, 4,
  ])
  expect(rowAt(tops([]), 10)).toBe(0)
})

test('a list moves only when the row is not seen whole, and to the beginning of one', () => {
  expect(scrolledTo(starts, 2, 10, 110)).toBe(10)
  expect(scrolledTo(starts, 4, 0, 110)).toBe(92)
  expect(scrolledTo(starts, 0, 92, 110)).toBe(0)
})
