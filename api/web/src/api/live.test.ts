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

test('it subscribes, and passes messages on', () => {
  const { told, lost } = follow()
  last().opens()
  expect(last().sent).toEqual([{ subscribe: { session: 's' } }])
  last().says({ seq: 5, at: 0, view: { id: 's' } })
  expect(told).toEqual([5])
  expect(lost).not.toHaveBeenCalled()
})

test('after a break it begins with the present again, and waits longer between tries', () => {
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

test('an unknown session is left to the request for it', () => {
  const { told, lost } = follow()
  last().opens()
  last().says({ detail: 'there is no session' })
  expect(told).toEqual([])
  expect(lost).not.toHaveBeenCalled()
})

test('a dead open connection is given up; one that is being opened is not', () => {
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

test('a connection that opens and stays silent is broken', () => {
  const { lost } = follow()
  last().opens()
  vi.advanceTimersByTime(5_000)
  expect(lost).toHaveBeenCalledTimes(1)
})

test('a message about another session is dropped', () => {
  const { told } = follow()
  last().opens()
  last().says({ seq: 5, at: 0, view: { id: 'other' } })
  expect(told).toEqual([])
})

test('stopping closes the connection, unless another listener follows by then', () => {
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

test('a page over TLS connects over TLS', () => {
  expect(address({ protocol: 'https:', host: 'dialer.example' })).toBe('wss://dialer.example/ws')
  expect(address({ protocol: 'http:', host: '127.0.0.1:3001' })).toBe('ws://127.0.0.1:3001/ws')
})
