import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'

import { useLagging } from './useLagging'

test('passing values are left out, but some are followed all the while', () => {
  vi.useFakeTimers()
  const { result, rerender } = renderHook(({ value }) => useLagging(value), { initialProps: { value: 0 } })
  const seen = new Set<number>()
  const move = (value: number, ms: number) => {
    rerender({ value })
    act(() => {
      vi.advanceTimersByTime(ms)
    })
    seen.add(result.current)
  }
  for (let value = 1; value <= 20; value += 1) move(value, 20)
  expect(result.current).toBeGreaterThan(10)
  expect(seen.size).toBeLessThan(5)
  move(20, 40)
  expect(result.current).toBe(20)
  vi.useRealTimers()
})
