import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'

import type { News } from '../hooks/useSession'
import { NewsBadge } from './NewsBadge'

afterEach(cleanup)

function said(news: News, isRunning: boolean) {
  cleanup()
  render(<NewsBadge news={news} isRunning={isRunning} />)
  return screen.getByRole('status').textContent
}

test('a stopped session is not live, whether it is pushed or polled', () => {
  expect(said('live', true)).toBe('Live')
  expect(said('polling', true)).toBe('Live, asking every 1.5 s')
  expect(said('live', false)).toBe('Stopped, results on their way')
  expect(said('polling', false)).toBe('Stopped, results on their way, asking every 1.5 s')
})

test('settled and lost show as such, whether the session ran or not', () => {
  expect(said('settled', false)).toBe('Settled')
  expect(said('lost', true)).toBe(said('lost', false))
})
