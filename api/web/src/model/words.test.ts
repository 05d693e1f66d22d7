import { expect, test } from 'vitest'

import type { Film, FilmRecord } from '../api/types'
import { aCall, aSession } from '../testing'
import { cast, inputWords, kindOf, recordWords, wholeWords } from './words'

const server = { subject: 'call 0.1', verb: 'placed', detail: 'ring <= 34.563' }

const record = (at: number, ...transitions: Record<string, unknown>[]): FilmRecord => ({
  seq: 1,
  at,
  input: 'tick',
  transitions,
  words: transitions.map(() => server),
})

const film: Film = {
  journal: 'j',
  epoch: '2026-01-01T00:00:00Z',
  session: 0,
  nextAfter: null,
  records: [record(0, { call_placed: { call: '0.1', lead: 4, deadline: 30_000 } })],
}
const who = cast(film, aSession({ calls: [aCall(0), aCall(1)] }))

const told = (at: number, transition: Record<string, unknown>) => {
  const [words] = recordWords(record(at, transition), who)
  return words && wholeWords(words)
}

test('inputs are described with all their fields', () => {
  const said = (input: unknown) => inputWords(input, who)
  expect(said('tick')).toBe('A deadline passed.')
  expect(said({ carrier: { call: '0.1', event: 'no_answer' } })).toBe(
    'The carrier, of call 0.1 to Person 1: it rang, and no one answered.',
  )
  expect(said({ command: { stop_session: { session: 0 } } })).toBe('A user asked: stop session 0.')
  expect(said({ command: { start_session: { agent: 'ada', leads: [0, 1], lines: 1 } } })).toBe(
    'A user asked: dial 2 leads for ada on 1 line.',
  )
  expect(said({ keyed: { by: { key: 'k' }, command: { enrich_lead: { lead: 4 } } } })).toBe(
    'A user asked, under a key: enrich Person 1.',
  )
  expect(said({ crm: { call: '0.1', attempt: 2, reply: { contact_upserted: 42 } } })).toBe(
    'The CRM, of call 0.1 to Person 1, attempt 2: the contact is CRM-0000002A.',
  )
})

test('transitions are described with waits instead of deadlines, and with the API’s ids', () => {
  expect(told(4_563, { call_placed: { call: '0.1', lead: 4, deadline: 34_563 } })).toBe(
    'Call 0.1, Person 1 rings for 30.0 s at most',
  )
  expect(told(1_000, { call_ended: { call: '0.0', outcome: 'canceled_by_dialer', release_by: 3_000 } })).toBe(
    'Call 0.0, Person 0 ended canceled; the carrier has 2.0 s to free the line',
  )
  expect(told(0, { crm_synced: { call: '0.1', activity: 470_534_532 } })).toBe(
    'Call 0.1, Person 1 is synced as activity MOCK-1C0BC984',
  )
  expect(told(0, { lead_passed_over: { session: 0, lead: 4 } })).toBe(
    'Person 1 was passed over and waits: on another line already',
  )
  expect(told(0, { session_stopped: { session: 0, reason: 'exhausted' } })).toBe(
    'Session 0 stopped because no lead is left to dial',
  )
})

test('only this session’s transitions are described; unknown ones keep the server’s words', () => {
  const both = record(0, { session_won: { call: '1.0' } }, { session_won: { call: '0.0' } })
  expect(recordWords({ ...both, words: [server] }, who)).toEqual([
    { subject: 'Call 0.0, Person 0', verb: 'won', detail: 'the session', more: ': the first person to answer' },
  ])
  expect(recordWords(record(0, { refused: { already_stopped: 0 } }), who)).toEqual([server])
  expect(recordWords(record(0, { something_new: { session: 0 } }), who)).toEqual([server])
  expect(kindOf(null)).toBe('')
})
