/** All requests to the server, in one place; `studies.ts` reads the answers about studies. */

import { learn, learnRoughly } from './time'
import type {
  Call,
  Film,
  FilterOptions,
  ImportReport,
  Lead,
  LeadActivities,
  LeadCalls,
  LeadTold,
  Leads,
  MockContacts,
  NewLead,
  NewSession,
  Opened,
  Session,
  SessionLine,
  Sessions,
  Scenarios,
  Study,
  StudyProgress,
  Syncs,
  SyncsRetried,
} from './types'

/** A request that the server refused, with its `detail`; or a server that cannot be reached. */
export class Problem extends Error {
  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    /** The fault, as a sentence. */
    readonly detail: string,
  ) {
    super(detail)
    this.name = 'Problem'
  }
}

/** Sends a request; throws a `Problem` for any other answer than success. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'The server cannot be reached.')
  }
  if (!answer.ok) throw new Problem(answer.status, await detailOf(answer))
  learnFrom(answer.headers)
  return answer
}

/**
 * Every answer has the server's time: to the millisecond in answers about running sessions, to the second in others.
 */
function learnFrom(headers: Headers): void {
  const [exact, rough] = [headers.get('x-now'), headers.get('date')]
  if (exact !== null) learn(Date.parse(exact))
  else if (rough !== null) learnRoughly(Date.parse(rough))
}

async function detailOf(answer: Response): Promise<string> {
  const fallback = `The server answered ${String(answer.status)}.`
  try {
    const body: unknown = await answer.json()
    const detail = body !== null && typeof body === 'object' && 'detail' in body ? body.detail : undefined
    return typeof detail === 'string' ? detail : fallback
  } catch {
    return fallback
  }
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, signal ? { signal } : {})
  return (await answer.json()) as T
}

async function post<T>(path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method: 'POST' }
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  return (await (await ask(path, init)).json()) as T
}

const lines = (journal: Blob, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-ndjson' },
  body: journal,
  ...(signal && { signal }),
})

async function upload<T>(path: string, journal: Blob, signal?: AbortSignal): Promise<T> {
  return (await (await ask(path, lines(journal, signal))).json()) as T
}

/** Puts a film together from its parts. */
async function wholeFilm(part: (after?: number) => Promise<Film>): Promise<Film> {
  const film = await part()
  while (typeof film.nextAfter === 'number') {
    const next = await part(film.nextAfter)
    film.records.push(...next.records)
    film.nextAfter = next.nextAfter
  }
  return film
}

/** Writes a query; empty and undefined values are left out. */
export function query(params: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

interface LeadQuery {
  industry?: string | undefined
  headcount?: string | undefined
  search?: string | undefined
  sort?: string | undefined
  limit?: number
  offset?: number
}

const id = encodeURIComponent

export const api = {
  leads: (params: LeadQuery, signal?: AbortSignal) => get<Leads>(`/leads${query({ ...params })}`, signal),
  filterOptions: (signal?: AbortSignal) => get<FilterOptions>('/leads/filters/options', signal),
  lead: (lead: string, signal?: AbortSignal) => get<Lead>(`/leads/${id(lead)}`, signal),
  addLead: (lead: NewLead) => post<LeadTold>('/leads', lead),
  enrich: (lead: string) => post<LeadTold>(`/leads/${id(lead)}/enrich`),
  activitiesOf: (lead: string, signal?: AbortSignal) =>
    get<LeadActivities>(`/leads/${id(lead)}/crm-activities`, signal),
  callsOf: (lead: string, signal?: AbortSignal) => get<LeadCalls>(`/leads/${id(lead)}/calls`, signal),
  importLeads: async (file: File, keepsDuplicates: boolean) => {
    const path = `/leads/import${query({ duplicates: keepsDuplicates ? 'keep' : undefined })}`
    const answer = await ask(path, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file })
    return (await answer.json()) as ImportReport
  },
  startSession: (session: NewSession) => post<SessionLine>('/dialer/sessions', session),
  stopSession: (session: string) => post<SessionLine>(`/dialer/sessions/${id(session)}/stop`),
  session: (session: string, signal?: AbortSignal) => get<Session>(`/dialer/sessions/${id(session)}`, signal),
  sessionAt: (session: string, seq: number, signal?: AbortSignal) =>
    get<Session>(`/dialer/sessions/${id(session)}${query({ at: seq })}`, signal),
  sessions: (limit: number, offset: number, signal?: AbortSignal) =>
    get<Sessions>(`/dialer/sessions${query({ limit, offset })}`, signal),
  /** The address of a session's log, whole or up to a record. */
  logOf: (session: string, until?: number) => `/dialer/sessions/${id(session)}/log${query({ until })}`,
  /** The address of the journal up to a record. */
  journalUntil: (seq: number) => `/journal${query({ until: seq })}`,
  film: (session: string, signal?: AbortSignal) =>
    wholeFilm((after) => get<Film>(`/dialer/sessions/${id(session)}/film${query({ after })}`, signal)),
  openJournal: (journal: Blob, signal?: AbortSignal) => upload<Opened>('/replays', journal, signal),
  cutJournal: async (journal: Blob, session: number) =>
    (await ask(`/replays/log${query({ session })}`, lines(journal))).blob(),
  openFilm: (extract: Blob) => wholeFilm((after) => upload<Film>(`/replays/film${query({ after })}`, extract)),
  openSessionAt: (extract: Blob, seq: number, signal?: AbortSignal) =>
    upload<Session>(`/replays/session${query({ at: seq })}`, extract, signal),
  retrySync: (call: string) => post<Call>(`/dialer/calls/${id(call)}/crm-sync`),
  retryFailed: () => post<SyncsRetried>('/crm/retry-failed'),
  mockContacts: (limit: number, offset: number, signal?: AbortSignal) =>
    get<MockContacts>(`/mock-crm/contacts${query({ limit, offset })}`, signal),
  syncs: (status: string, limit: number, offset: number, signal?: AbortSignal) =>
    get<Syncs>(`/crm/syncs${query({ status, limit, offset })}`, signal),
  scenarios: (signal?: AbortSignal) => get<Scenarios>('/scenarios', signal),
  cancelStudy: (study: string) => post<Study>(`/studies/${id(study)}/cancel`),
  followStudy: (study: string, listener: StudyListener) => followStudy(`/studies/${id(study)}/events`, listener),
  runJournal: async (study: string, setting: number, run: number) =>
    (await ask(`/studies/${id(study)}/runs/${String(run)}/journal${query({ setting })}`)).blob(),
}

/** Receives a study's progress. */
export interface StudyListener {
  told: (progress: StudyProgress) => void
  /** The stream is broken; the browser reconnects by itself. */
  lost: () => void
}

/** Follows a study by push; returns a function that stops. */
function followStudy(path: string, { told, lost }: StudyListener): () => void {
  const source = new EventSource(path)
  source.onmessage = (event: MessageEvent<string>) => {
    told(JSON.parse(event.data) as StudyProgress)
  }
  source.onerror = lost
  return () => {
    source.close()
  }
}
