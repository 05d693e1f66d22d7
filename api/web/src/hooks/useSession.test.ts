import { afterEach, expect, test, vi } from 'vitest'

import { Problem, api } from '../api/client'
import { live, type Listener } from '../api/live'
import { serverNow } from '../api/time'
import type { Session } from '../api/types'
import { aSession } from '../testing'
import { follow, heard, type Followed } from './useSession'

const nothing: Followed = { session: undefined, news: 'loading', problem: undefined }

test('an older state never replaces a newer one', () => {
  const now = heard(nothing, { kind: 'told', session: aSession({ seq: 9 }) })
  expect(heard(now, { kind: 'polled', session: aSession({ seq: 7 }) }).session?.seq).toBe(9)
})

test('a break shows as lost until the server answers, and never as live', () => {
  const live = heard(nothing, { kind: 'told', session: aSession() })
  expect(live.news).toBe('live')
  const lost = heard(live, { kind: 'lost' })
  expect(lost.news).toBe('lost')
  const polling = heard(lost, { kind: 'polled', session: aSession({ seq: 2 }) })
  expect(polling.news).toBe('polling')
  expect(heard(polling, { kind: 'unreached' }).news).toBe('lost')
  expect(heard(polling, { kind: 'told', session: aSession({ seq: 3 }) }).news).toBe('live')
})

test('a settled session needs no news', () => {
  const settled = heard(nothing, { kind: 'polled', session: aSession({ settled: true }) })
  expect(settled.news).toBe('settled')
  expect(heard(settled, { kind: 'lost' }).news).toBe('settled')
  expect(heard(settled, { kind: 'unreached' }).news).toBe('settled')
})

test('an unknown session is reported as unknown', () => {
  const problem = new Problem(404, 'there is no session "x"')
  expect(heard(nothing, { kind: 'refused', problem })).toEqual({ session: undefined, news: 'unknown', problem })
})

/** Follows a session on a server that the test plays: its answers and its messages. */
function play(answer: (signal: AbortSignal) => Promise<Session>) {
  vi.useFakeTimers()
  let listener: Listener | undefined
  const reconnect = vi.spyOn(live, 'reconnect').mockImplementation(() => undefined)
  vi.spyOn(live, 'follow').mockImplementation((_, listens) => {
    listener = listens
    return () => undefined
  })
  const asked = vi.spyOn(api, 'session').mockImplementation((_, signal) => answer(signal as AbortSignal))
  const kinds: string[] = []
  const stop = follow('session-0', ({ kind }) => kinds.push(kind))
  const tell = (session: Session, more = {}) => listener?.told({ seq: session.seq, at: 0, view: session, ...more })
  return { kinds, stop, tell, asked, reconnect }
}

/** A frozen server: it takes requests and never answers. */
const frozen = (signal: AbortSignal) =>
  new Promise<never>((_, failed) => {
    signal.addEventListener('abort', () => {
      failed(new DOMException('the request is given up', 'AbortError'))
    })
  })

afterEach(() => {
  vi.useRealTimers()
})

test('a server that takes requests and never answers is lost within four seconds', async () => {
  const { kinds, stop, tell, reconnect } = play(frozen)
  tell(aSession())
  await vi.advanceTimersByTimeAsync(4_000)
  expect(kinds).toContain('unreached')
  expect(reconnect).toHaveBeenCalled()
  stop()
})

test('a push that lacks a state that polling shows is given up; a quiet one is not', async () => {
  const present = { session: aSession() }
  const { stop, tell, reconnect } = play(() => Promise.resolve(present.session))
  tell(aSession())
  // Records of other sessions.
  present.session = aSession({ seq: 40 })
  await vi.advanceTimersByTimeAsync(6_000)
  expect(reconnect).not.toHaveBeenCalled()
  present.session = aSession({ seq: 41, status: 'STOPPED' })
  await vi.advanceTimersByTimeAsync(1_500)
  expect(reconnect).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1_500)
  expect(reconnect).toHaveBeenCalledTimes(1)
  stop()
})

test('the page does not poll while push works, nor after the session is settled', async () => {
  const { tell, asked } = play(() => Promise.resolve(aSession()))
  for (let seq = 2; seq < 12; seq += 1) {
    tell(aSession({ seq }))
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(asked).toHaveBeenCalledTimes(1)
  tell(aSession({ seq: 12, settled: true }))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveBeenCalledTimes(1)
})

test('the first message has the server’s time', () => {
  const { stop, tell } = play(frozen)
  const epoch = '2026-01-01T00:00:00.000Z'
  tell(aSession(), { snapshot: true, epoch, at: 1_000, now: 21_000 })
  expect(serverNow()).toBeCloseTo(Date.parse(epoch) + 21_000, -2)
  stop()
})
