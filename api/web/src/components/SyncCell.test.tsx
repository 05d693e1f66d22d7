import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'

import { SyncCell } from './SyncCell'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('a failed sync can be retried, once until the request is accepted', async () => {
  vi.useFakeTimers()
  let taken = () => {}
  const wish = new Promise<void>((done) => {
    taken = done
  })
  const onRetry = vi.fn(() => wish)
  render(<SyncCell status="FAILED" of="Lin Wu" onRetry={onRetry} />)
  const button = screen.getByRole('button', { name: /^Retry/ })
  fireEvent.click(button)
  fireEvent.click(button)
  expect(onRetry).toHaveBeenCalledTimes(1)
  act(() => {
    vi.advanceTimersByTime(200)
  })
  expect(button.textContent).toBe('Retrying …')
  taken()
  await act(() => wish)
  fireEvent.click(button)
  expect(onRetry).toHaveBeenCalledTimes(2)
})

test('nothing else can', () => {
  const onRetry = () => Promise.resolve()
  render(
    <>
      <SyncCell status="PENDING" of="Ada" onRetry={onRetry} />
      <SyncCell status="SYNCED" of="Ada" onRetry={onRetry} />
      <SyncCell status={null} of="Ada" onRetry={onRetry} />
    </>,
  )
  expect(screen.getByText('Synced')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})
