import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { useLate } from './useLate'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms)
  })
}

test('an action shorter than 200 ms is never late', () => {
  const { result, rerender } = renderHook(({ goesOn }) => useLate(goesOn), { initialProps: { goesOn: true } })
  pass(199)
  expect(result.current).toBe(false)
  rerender({ goesOn: false })
  pass(1_000)
  expect(result.current).toBe(false)
})

test('a longer action is late until it ends, and starts anew the next time', () => {
  const { result, rerender } = renderHook(({ goesOn }) => useLate(goesOn), { initialProps: { goesOn: true } })
  pass(200)
  expect(result.current).toBe(true)
  rerender({ goesOn: false })
  expect(result.current).toBe(false)
  rerender({ goesOn: true })
  expect(result.current).toBe(false)
  pass(200)
  expect(result.current).toBe(true)
})
