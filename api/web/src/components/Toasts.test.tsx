import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'

import { Toasts, useSay } from './Toasts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function Asks() {
  const say = useSay()
  return (
    <>
      <button
        type="button"
        onClick={() => {
          say.done('It is done.')
        }}
      >
        Do
      </button>
      <button
        type="button"
        onClick={() => {
          say.wrong('It cannot be copied:', 'https://example.com')
        }}
      >
        Fail
      </button>
    </>
  )
}

test('a success closes by itself; a failure stays until it is closed', () => {
  vi.useFakeTimers()
  render(
    <Toasts>
      <Asks />
    </Toasts>,
  )
  fireEvent.click(screen.getByText('Do'))
  fireEvent.click(screen.getByText('Fail'))
  fireEvent.click(screen.getByText('Fail'))
  const said = screen.getByRole('status')
  expect(said.textContent).toContain('It is done.')
  act(() => {
    vi.advanceTimersByTime(60_000)
  })
  expect(said.textContent).not.toContain('It is done.')
  expect(said.textContent).toContain('Failed: It cannot be copied:')
  expect(screen.getByLabelText<HTMLInputElement>('To copy').value).toBe('https://example.com')
  fireEvent.click(screen.getByLabelText('Close'))
  expect(said.textContent).toBe('')
})
