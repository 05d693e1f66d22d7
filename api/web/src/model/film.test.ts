import { expect, test } from 'vitest'

import type { Film } from '../api/types'
import { aCall, aSession } from '../testing'
import { chart, recordAt, scenes, stageOf } from './film'

const record = (seq: number, at: number, ...transitions: Record<string, unknown>[]) => ({
  seq,
  at,
  input: 'tick',
  transitions,
  words: [],
})

const film: Film = {
  journal: 'j',
  epoch: '2026-01-01T00:00:00Z',
  session: 0,
  records: [
    record(3, 100, { lead_added: { lead: 0 } }),
    record(7, 1_000, { session_started: { session: 0 } }),
    record(9, 4_000, { call_ended: { call: '0.0' } }),
    record(10, 4_000, { answer_abandoned: { call: '0.1' } }),
    record(12, 4_200, { line_released: { call: '0.1' } }),
  ],
  nextAfter: null,
}

test('a film begins where the session starts', () => {
  expect(scenes(film).map(({ seq }) => seq)).toEqual([7, 9, 10, 12])
})

test('of several records in one moment the last one is shown', () => {
  const records = scenes(film)
  expect([0, 999, 1_000, 3_999, 4_000, 4_100, 9_000].map((at) => recordAt(records, at))).toEqual([0, 0, 0, 0, 2, 2, 3])
})

test('a chart shows calls, released lines and abandoned answers', () => {
  const start = '2026-01-01T00:00:01.000Z'
  const won = aCall(0, { startedAt: start, endedAt: '2026-01-01T00:00:04.000Z', callStatus: 'CONNECTED' })
  const lost = aCall(1, { startedAt: start, endedAt: '2026-01-01T00:00:04.000Z', callStatus: 'CANCELED_BY_DIALER' })
  const end = aSession({ startedAt: start, calls: [won, { ...lost, abandoned: true }], winnerCallId: won.id })
  const { bars, length, lines } = chart(film, end)
  expect({ length, lines }).toEqual({ length: 3_200, lines: 2 })
  expect(bars.map(({ line, look, from, to, isWinner }) => ({ line, look, from, to, isWinner }))).toEqual([
    { line: 0, look: 'connected', from: 0, to: 3_000, isWinner: true },
    { line: 1, look: 'canceled', from: 0, to: 3_000, isWinner: false },
  ])
  expect([bars[1]?.releasedAt, bars[1]?.abandonedAt]).toEqual([3_200, 3_000])
})

test('a call rings until the record that ended it, also if records share a moment', () => {
  const records = [
    record(1, 0, { session_started: { session: 0 } }, { call_placed: { call: '0.0' } }),
    record(2, 900, { crm_synced: { call: '0.9' } }),
    record(3, 900, { call_ended: { call: '0.0' } }),
  ]
  const start = '2026-01-01T00:00:01.000Z'
  const busy = aCall(0, { startedAt: start, endedAt: '2026-01-01T00:00:01.900Z', callStatus: 'BUSY' })
  const { bars } = chart({ ...film, records }, aSession({ startedAt: start, calls: [busy, aCall(1)] }))
  const [first] = bars
  expect([0, 1, 2].map((index) => first && stageOf(first, index))).toEqual(['ringing', 'ringing', 'past'])
  expect(bars[1]?.ends).toBe(3)
})
