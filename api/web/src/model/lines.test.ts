import { expect, test } from 'vitest'

import { aCall } from '../testing'
import { newest, place, rank } from './lines'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString()

test('a refill takes the line that became free', () => {
  const calls = [
    aCall(0, { startedAt: at(0), endedAt: at(5), callStatus: 'BUSY' }),
    aCall(1, { startedAt: at(0), endedAt: at(3), callStatus: 'VOICEMAIL' }),
    aCall(2, { startedAt: at(3) }),
    aCall(3, { startedAt: at(5) }),
  ]
  expect(place(calls, 2).map(({ line }) => line)).toEqual([0, 1, 1, 0])
  expect(newest(place(calls, 3), 3).map((call) => call?.number)).toEqual(['0.3', '0.2', undefined])
})

test('a phone shows the winner first, then ringing calls', () => {
  const winner = aCall(0, { endedAt: at(1), callStatus: 'CONNECTED' })
  const rings = aCall(1)
  const busy = aCall(2, { endedAt: at(1), callStatus: 'BUSY' })
  expect([busy, undefined, rings, winner].map((call) => rank(call, winner.id))).toEqual([2, 3, 1, 0])
})
