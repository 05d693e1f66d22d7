// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { afterEach, expect, test, vi } from 'vitest'

import { aCall } from '../testing'
import { CallCard } from './CallCard'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const now = Date.parse('2026-01-01T00:00:02.900Z')

test('a ringing line shows the lead, and for how long it rings', () => {
  render(<CallCard call={aCall(0)} line={1} isWinner={false} now={now} />)
  const card = screen.getByRole('article', { name: 'Line 1: Person 0, Ringing' })
  expect(card.textContent).toContain('line 1 2.9 s')
  expect(card.textContent).toContain('+1 415 555 0100')
})

test('the winner is connected, and its time is labelled as the ring’s', () => {
  const call = aCall(0, { endedAt: '2026-01-01T00:00:04.127Z', callStatus: 'CONNECTED', crmActivityStatus: 'PENDING' })
  render(<CallCard call={call} line={1} isWinner now={now} />)
  const card = screen.getByRole('article', { name: 'Line 1: Person 0, Connected' })
  expect(card.textContent).toContain('line 1 · rang 4.1 s')
  expect(screen.getByText('Pending')).toBeTruthy()
  expect(screen.getByTitle('4.127 s').textContent).toBe('4.1 s')
})

test('an abandoned answer has its own badge beside the outcome', () => {
  const call = aCall(0, { endedAt: '2026-01-01T00:00:04Z', callStatus: 'CANCELED_BY_DIALER', abandoned: true })
  render(<CallCard call={call} line={2} isWinner={false} now={now} />)
  expect(screen.getByText('Canceled')).toBeTruthy()
  expect(screen.getByText('Abandoned')).toBeTruthy()
})

test('a line that is being released is not free yet', () => {
  const call = aCall(0, { endedAt: '2026-01-01T00:00:04Z', callStatus: 'CANCELED_BY_DIALER', line: 'RELEASING' })
  render(<CallCard call={call} line={2} isWinner={false} now={now} />)
  expect(screen.getByRole('article', { name: 'Line 2: Person 0, Releasing' })).toBeTruthy()
})

test('a line that has never rung says so', () => {
  render(<CallCard call={undefined} line={3} isWinner={false} now={now} />)
  expect(screen.getByText('Line 3 has not rung.')).toBeTruthy()
})

test('the clock writes its own text, and nothing else is rendered again', () => {
  vi.useFakeTimers()
  const startedAt = new Date(performance.timeOrigin + performance.now() - 2_000).toISOString()
  const rendered = vi.fn()
  const { container } = render(
    <Profiler id="card" onRender={rendered}>
      <CallCard call={aCall(0, { startedAt })} line={1} isWinner={false} />
    </Profiler>,
  )
  const shown = () => container.querySelector('.elapsed')?.textContent
  expect(shown()).toMatch(/^2\.\d s$/)
  act(() => {
    vi.advanceTimersByTime(3_000)
  })
  expect(shown()).toMatch(/^5\.\d s$/)
  expect(container.querySelector<SVGElement>('.arc')?.style.getPropertyValue('rotate')).toMatch(/deg$/)
  expect(rendered).toHaveBeenCalledTimes(1)
})
