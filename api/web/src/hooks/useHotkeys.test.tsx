import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'

import { useHotkeys, type Hotkeys } from './useHotkeys'

afterEach(cleanup)

function Page({ keys, onPress }: { keys: Hotkeys; onPress: () => void }) {
  useHotkeys(keys)
  return (
    <>
      <button type="button" onClick={onPress}>
        Close
      </button>
      <a
        href="#moment"
        onClick={(event) => {
          event.preventDefault()
          onPress()
        }}
      >
        Link
      </a>
      <details>
        <summary>As JSON</summary>
      </details>
      <input type="range" aria-label="Time" />
      <input type="text" aria-label="Name" />
    </>
  )
}

const keys = () => ({ ' ': vi.fn(), '.': vi.fn(), s: vi.fn(), Enter: vi.fn() })

test('a letter works with Shift and Caps Lock too', () => {
  const pressed = keys()
  render(<Page keys={pressed} onPress={vi.fn()} />)
  for (const key of ['s', 'S']) fireEvent.keyDown(document.body, { key })
  expect(pressed.s).toHaveBeenCalledTimes(2)
})

test('Space and Enter press the focused control, and do nothing else', async () => {
  const [pressed, onPress, user] = [keys(), vi.fn(), userEvent.setup()]
  render(<Page keys={pressed} onPress={onPress} />)
  screen.getByRole('button', { name: 'Close' }).focus()
  await user.keyboard(' {Enter}')
  expect(onPress).toHaveBeenCalledTimes(2)
  screen.getByRole('link').focus()
  await user.keyboard(' {Enter}')
  expect(onPress).toHaveBeenCalledTimes(4)
  screen.getByText('As JSON').focus()
  await user.keyboard(' ')
  expect(pressed[' ']).not.toHaveBeenCalled()
  expect(pressed.Enter).not.toHaveBeenCalled()
})

test('on a slider the keys of the page still work; in a text field they are text', async () => {
  const [pressed, user] = [keys(), userEvent.setup()]
  render(<Page keys={pressed} onPress={vi.fn()} />)
  screen.getByLabelText('Time').focus()
  await user.keyboard('. ')
  expect([pressed['.'].mock.calls.length, pressed[' '].mock.calls.length]).toEqual([1, 1])
  screen.getByLabelText('Name').focus()
  await user.keyboard('. s')
  expect([pressed['.'].mock.calls.length, pressed[' '].mock.calls.length]).toEqual([1, 1])
})
