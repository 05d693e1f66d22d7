/** Calls, sessions and a study for tests: plausible, and with the test's own differences. */

import { vi } from 'vitest'

import type { Call, Session } from './api/types'

export function aCall(n: number, differs: Partial<Call> = {}): Call {
  const id = `call-${String(n)}`
  const leadId = `lead-${String(n)}`
  return {
    id,
    leadId,
    sessionId: 'session-0',
    agentId: 'ada',
    status: differs.endedAt ? 'COMPLETED' : 'RINGING',
    callStatus: null,
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    providerCallId: `SIM-${String(n)}`,
    crmActivityId: null,
    crmActivityStatus: null,
    number: `0.${String(n)}`,
    abandoned: false,
    line: differs.endedAt ? 'ENDED' : 'RINGING',
    lead: {
      id: leadId,
      name: `Person ${String(n)}`,
      job_title: 'Buyer',
      phone_number: '+1 415 555 0100',
      company: 'Acme',
    },
    ...differs,
  }
}

export function aSession(differs: Partial<Session> = {}): Session {
  return {
    id: 'session-0',
    agentId: 'ada',
    leadQueue: [],
    concurrency: 2,
    activeCallIds: [],
    winnerCallId: null,
    status: 'RUNNING',
    calls: [],
    metrics: { attempted: 0, connected: 0, failed: 0, canceled: 0, abandoned: 0 },
    lines: 2,
    startedAt: '2026-01-01T00:00:00.000Z',
    stoppedAt: null,
    stopReason: null,
    settled: false,
    number: 0,
    seq: 1,
    waitingFor: [],
    ...differs,
  }
}

/** A server with one answer, until globals are restored; returns the requests sent to it. */
export function says(text: string) {
  const sent: string[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    sent.push(typeof init.body === 'string' ? init.body : '')
    return Promise.resolve(new Response(text))
  })
  return sent
}

/** A study as the server sends it. */
export const aStudyText = `{"id":"4","status":"RUNNING","name":"mine","scenario":"mine","toml":"name = \\"mine\\"",
  "seed":9223372036854775807,"runs":7,"precision":{},"settings":[{"name":"lines=2","lines":2,"values":{"lines":2}}],
  "done":0,"total":7,"elapsedMs":0,"summaryRuns":0}`
