import { expect, test } from 'vitest'

import { NONE, extend, toggle, toggleAll } from './selection'

const ORDER = ['a', 'b', 'c', 'd', 'e']
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

test('a click selects, a second one releases', () => {
  const once = toggle(NONE, 'b')
  expect(ids(once)).toBe('b')
  expect(ids(toggle(once, 'b'))).toBe('')
})

test('shift selects all rows between, in both directions, and keeps the rest', () => {
  const from = toggle(toggle(NONE, 'a'), 'c')
  expect(ids(extend(from, 'e', ORDER))).toBe('acde')
  expect(ids(extend(toggle(NONE, 'd'), 'b', ORDER))).toBe('bcd')
})

test('a range from a row on another page is a click', () => {
  expect(ids(extend(toggle(NONE, 'z'), 'b', ORDER))).toBe('bz')
})

test('the box in the head selects the page, then releases it, and leaves other pages alone', () => {
  const other = toggle(NONE, 'z')
  const all = toggleAll(other, ORDER)
  expect(ids(all)).toBe('abcdez')
  expect(ids(toggleAll(all, ORDER))).toBe('z')
  expect(ids(toggleAll(NONE, []))).toBe('')
})
