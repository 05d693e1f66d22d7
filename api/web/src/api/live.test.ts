import { beforeEach, expect, test, vi } from 'vitest'

import { Live, address, backoff } from './live'

/** A socket that a test opens, speaks on and breaks. */
class FakeSocket {
  static all: FakeSocket[] = []
  readyState = 0
  sent: unknown[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  constructor() {
    FakeSocket.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
  }
  opens() {
    this.readyState = 1
    this.onopen?.()
  }
  says(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  breaks() {
    this.readyState = 3
    this.onclose?.()
  }
}

const last = () => FakeSocket.all.at(-1) as FakeSocket

function follow() {
  const told: number[] = []
  const lost = vi.fn()
  const live = new Live(() => new FakeSocket() as unknown as WebSocket)
  const listener = { told: (message: { seq: number }) => told.push(message.seq), lost }
  return { live, stop: live.follow('s', listener), told, lost, listener }
}

beforeEach(() => {
  FakeSocket.all = []
  vi.useFakeTimers()
})

test('it says what it follows, and passes on what is told', () => {
  const { told, lost } = follow()
  last().opens()
  expect(last().sent).toEqual([{ subscribe: { session: 's' } }])
  last().says({ seq: 5, at: 0, view: { id: 's' } })
  expect(told).toEqual([5])
  expect(lost).not.toHaveBeenCalled()
})

test('after a break it begins with the present again, and tries with growing patience', () => {
  const { told, lost } = follow()
  last().opens()
  last().says({ seq: 5, at: 0 })
  last().breaks()
  expect(lost).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(backoff(0))
  expect(FakeSocket.all).toHaveLength(2)
  last().breaks()
  vi.advanceTimersByTime(backoff(0))
  expect(FakeSocket.all).toHaveLength(2)
  vi.advanceTimersByTime(backoff(1))
  expect(FakeSocket.all).toHaveLength(3)
  expect(lost).toHaveBeenCalledTimes(2)
  last().opens()
  expect(last().sent).toEqual([{ subscribe: { session: 's' } }])
  last().says({ seq: 6, at: 1 })
  expect(told).toEqual([5, 6])
})

test('a session that the server does not know is left to whoever asks for it', () => {
  const { told, lost } = follow()
  last().opens()
  last().says({ detail: 'there is no session' })
  expect(told).toEqual([])
  expect(lost).not.toHaveBeenCalled()
})

test('an open connection that is known to be dead is given up; one that is being made is not', () => {
  const { live, lost } = follow()
  live.reconnect()
  expect(FakeSocket.all).toHaveLength(1)
  last().opens()
  last().says({ seq: 5, at: 0 })
  live.reconnect()
  expect(lost).toHaveBeenCalledTimes(1)
  expect(last().readyState).toBe(3)
  vi.advanceTimersByTime(backoff(0))
  expect(FakeSocket.all).toHaveLength(2)
})

test('a connection that opens and never speaks is broken', () => {
  const { lost } = follow()
  last().opens()
  vi.advanceTimersByTime(5_000)
  expect(lost).toHaveBeenCalledTimes(1)
})

test('a word about another session is not told', () => {
  const { told } = follow()
  last().opens()
  last().says({ seq: 5, at: 0, view: { id: 'other' } })
  expect(told).toEqual([])
})

test('whoever stops closes the connection, unless another one follows by now', () => {
  const { live, stop, listener } = follow()
  last().opens()
  const second = live.follow('other', listener)
  expect(FakeSocket.all).toHaveLength(1)
  expect(last().sent.at(-1)).toEqual({ subscribe: { session: 'other' } })
  stop()
  expect(last().readyState).toBe(1)
  second()
  expect(last().readyState).toBe(3)
  vi.advanceTimersByTime(60_000)
  expect(FakeSocket.all).toHaveLength(1)
})

test('a page over TLS asks over TLS', () => {
  expect(address({ protocol: 'https:', host: 'dialer.example' })).toBe('wss://dialer.example/ws')
  expect(address({ protocol: 'http:', host: '127.0.0.1:3001' })).toBe('ws://127.0.0.1:3001/ws')
})
