import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { FilmRecord } from '../api/types'
import { usePlayer } from './usePlayer'

const records: FilmRecord[] = [0, 100, 100, 400].map((at, n) => ({
  seq: n + 1,
  at,
  input: 'tick',
  transitions: [],
  words: [],
}))

const prefers = (isStill: boolean) => {
  vi.stubGlobal('matchMedia', () => ({ matches: isStill }))
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Plays for that long; returns every moment shown. */
function played(ms: number): number[] {
  const { result } = renderHook(() => usePlayer(records, 0))
  const seen = new Set([result.current.at])
  act(() => {
    result.current.toggle()
  })
  for (let n = 0; n < ms / 16; n += 1) {
    act(() => {
      vi.advanceTimersByTime(16)
    })
    seen.add(result.current.at)
  }
  return [...seen]
}

test('a playing film passes all the time between its records, and ends', () => {
  prefers(false)
  const seen = played(600)
  expect(seen.length).toBeGreaterThan(10)
  expect(seen.at(-1)).toBe(400)
})

test('with reduced motion, it goes from record to record', () => {
  prefers(true)
  expect(played(600)).toEqual([0, 100, 400])
})

test('each record of one moment is a step', () => {
  const { result } = renderHook(() => usePlayer(records, 1))
  act(() => {
    result.current.step(1)
  })
  expect([result.current.index, result.current.at]).toEqual([2, 100])
})
