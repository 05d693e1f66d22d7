import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'

import { SyncCell } from './SyncCell'

afterEach(cleanup)

test('what failed can be retried, where somebody takes the wish', () => {
  const onRetry = vi.fn()
  render(<SyncCell status="FAILED" of="Lin Wu" onRetry={onRetry} />)
  fireEvent.click(screen.getByRole('button', { name: /^Retry/ }))
  expect(onRetry).toHaveBeenCalledTimes(1)
})

test('nothing else can', () => {
  render(
    <>
      <SyncCell status="PENDING" of="Ada" onRetry={vi.fn()} />
      <SyncCell status="SYNCED" of="Ada" onRetry={vi.fn()} />
      <SyncCell status={null} of="Ada" onRetry={vi.fn()} />
      <SyncCell status="FAILED" of="Ada" />
    </>,
  )
  expect(screen.getByText('Synced')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})
