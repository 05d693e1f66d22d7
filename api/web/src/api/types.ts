/**
 * The shapes of the API by the names that the UI has for them. `schema.ts` is made of the OpenAPI document (`npm run types`); what
 * the document does not have yet is written here by hand, and held against live answers by a browser test.
 */

import type { components } from './schema'

type Schemas = components['schemas']

export type Outcome = Schemas['CallStatus']
export type SyncStatus = Schemas['CrmActivityStatus']
export type StopReason = Schemas['StopReason']

export type Enrichment = Schemas['Enrichment']
export type Lead = Schemas['Lead']
export type Leads = Schemas['LeadList']
export type LeadTold = Schemas['LeadTold']
export type LeadCalls = Schemas['LeadCalls']
export type LeadActivities = Schemas['LeadCrmActivities']
export type FilterOptions = Schemas['LeadFilterOptions']
export type ImportReport = Schemas['ImportReport']

/** A lead as somebody has typed it in: the server judges it. */
export type NewLead = Record<keyof Schemas['NewLead'], string>

export type Call = Schemas['Call']
export type Metrics = Schemas['Metrics']
/** A session with its calls whole: one session, and every message of the push. */
export type Session = Schemas['SessionWithCalls']
/** A session with its calls as ids: lists, and the answers to start and stop. */
export type SessionLine = Schemas['Session']
export type Sessions = Schemas['SessionList']
export type NewSession = Schemas['NewSession']

export type CrmActivity = Schemas['CrmActivity']
export type MockContact = Schemas['MockCrmContact']
export type MockContacts = Schemas['MockCrmContactList']
export type MockActivity = Schemas['MockCrmActivity']
export type Sync = Schemas['CrmSync']
export type Syncs = Schemas['CrmSyncList']
export type SyncsRetried = Schemas['SyncsRetried']

type Snapshot = Schemas['SnapshotMessage']

/** What the push tells about one session: a record, or the present, which comes first and alone has the time. */
export type Told = Pick<Schemas['RecordMessage'], 'seq' | 'at' | 'view'> & Partial<Pick<Snapshot, 'epoch' | 'now'>>

/** One transition in words: what it is about, what happened, and how. */
export interface Words {
  subject: string
  verb: string
  detail: string
}

/** One record of a session, with its words. `at` counts ms from the journal's epoch. */
export interface FilmRecord {
  seq: number
  at: number
  input: unknown
  transitions: unknown[]
  words: Words[]
}

/** A session as a film: its records in order. */
export interface Film {
  journal: string
  epoch: string
  session: number
  records: FilmRecord[]
  /** The record after which the next part begins, if there is one. */
  nextAfter: number | null
}

/** What was found in a journal that was opened from disk. */
export interface Verdict {
  verdict: 'same' | 'divergence' | 'damaged'
  journal?: string
  extract?: { session: number } | null
  records: number
  transitions?: number
  seq?: number
  at_ms?: number
  calls?: number
  fingerprint?: string
  torn?: { offset: number; bytes: number } | null
  rules_changed?: { records: number; first: number[] }
  divergence?: {
    seq: number
    at_ms: number
    field: string
    recorded: unknown
    computed: unknown
    input: unknown
  } | null
  damage?: { seq?: number; offset: number; kind: string; detail: string } | null
}

/** The answer to an opened journal: the verdict, and the sessions in it. */
export interface Opened {
  verdict: Verdict
  sessions: SessionLine[]
}

export interface ScenarioText {
  name: string
  title: string
  toml: string
}

export interface Figure {
  mean: number
  sd: number
  low: number
  high: number
  /** How the 95 % interval was made. */
  interval: 'wilson' | 'normal'
}

/** Counts of equal classes, from 0 on; the last one holds all that is beyond. */
export interface Histogram {
  width: number
  counts: number[]
}

export interface StudySetting {
  lines: number
  runs: number
  figures: Record<'won' | 'attempted' | 'connected' | 'failed' | 'canceled' | 'abandoned' | 'duration_ms', Figure>
  attempted: Histogram
  durationMs: Histogram
}

export interface Study {
  id: string
  status: 'RUNNING' | 'DONE' | 'CANCELED'
  scenario: string
  seed: number
  runs: number
  done: number
  total: number
  elapsedMs: number
  settings: StudySetting[]
}

export interface NewStudy {
  scenario: string
  seed: number
  runs: number
  lines: number[]
}
