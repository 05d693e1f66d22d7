import { expect, test } from 'vitest'

import { Problem } from '../api/client'
import { aSession } from '../testing'
import { heard, type Followed } from './useSession'

const nothing: Followed = { session: undefined, news: 'loading', problem: undefined }

test('an older state never replaces a newer one', () => {
  const now = heard(nothing, { kind: 'told', session: aSession({ seq: 9 }) })
  expect(heard(now, { kind: 'polled', session: aSession({ seq: 7 }) }).session?.seq).toBe(9)
})

test('a break shows as lost until somebody answers, and never as live', () => {
  const live = heard(nothing, { kind: 'told', session: aSession() })
  expect(live.news).toBe('live')
  const lost = heard(live, { kind: 'lost' })
  expect(lost.news).toBe('lost')
  const polling = heard(lost, { kind: 'polled', session: aSession({ seq: 2 }) })
  expect(polling.news).toBe('polling')
  expect(heard(polling, { kind: 'unreached' }).news).toBe('lost')
  expect(heard(polling, { kind: 'told', session: aSession({ seq: 3 }) }).news).toBe('live')
})

test('what is settled needs no news', () => {
  const settled = heard(nothing, { kind: 'polled', session: aSession({ settled: true }) })
  expect(settled.news).toBe('settled')
  expect(heard(settled, { kind: 'lost' }).news).toBe('settled')
  expect(heard(settled, { kind: 'unreached' }).news).toBe('settled')
})

test('an unknown session is said to be unknown', () => {
  const problem = new Problem(404, 'there is no session "x"')
  expect(heard(nothing, { kind: 'refused', problem })).toEqual({ session: undefined, news: 'unknown', problem })
})
