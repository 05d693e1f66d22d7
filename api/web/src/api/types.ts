/** The shapes of the API, as README.md describes them. A browser test holds them against a live server. */

export type Outcome = 'CONNECTED' | 'NO_ANSWER' | 'BUSY' | 'VOICEMAIL' | 'FAILED' | 'CANCELED_BY_DIALER'
export type SyncStatus = 'PENDING' | 'SYNCED' | 'FAILED'
export type LineState = 'RINGING' | 'RELEASING' | 'ENDED'
export type StopReason = 'WINNER' | 'EXHAUSTED' | 'MANUAL' | 'INTERRUPTED'

export interface Enrichment {
  linkedin_url: string
  company_size_verified: string
  company_revenue: string
  technologies_used: string[]
  recent_funding: string | null
  decision_maker_score: number
}

export interface NewLead {
  name: string
  job_title: string
  phone_number: string
  company: string
  email: string
  headcount: string
  industry: string
}

export interface Lead extends NewLead {
  id: string
  enriched: boolean
  enrichment_data: Enrichment | null
  crmExternalId: string | null
  phone_e164: string | null
  lastCall?: LastCall | null
}

/** How the newest call of a lead went, or that it is still ringing. */
export interface LastCall {
  callId: string
  sessionId: string
  callStatus: Outcome | null
  startedAt: string
}

export interface Leads {
  leads: Lead[]
  total: number
}

export interface FilterOptions {
  industries: string[]
  headcounts: string[]
}

export interface Person {
  id: string
  name: string
  job_title: string
  phone_number: string
  company: string
}

export interface Call {
  id: string
  leadId: string
  sessionId: string
  status: 'RINGING' | 'COMPLETED'
  callStatus: Outcome | null
  startedAt: string
  endedAt: string | null
  providerCallId: string
  crmActivityId: string | null
  crmActivityStatus: SyncStatus | null
  number: string
  abandoned: boolean
  line: LineState
  lead: Person
}

export interface Metrics {
  attempted: number
  connected: number
  failed: number
  canceled: number
  abandoned: number
}

interface SessionFields {
  id: string
  agentId: string
  leadQueue: string[]
  concurrency: number
  activeCallIds: string[]
  winnerCallId: string | null
  status: 'RUNNING' | 'STOPPED'
  metrics: Metrics
  lines: number
  startedAt: string
  stoppedAt: string | null
  stopReason: StopReason | null
  settled: boolean
  number: number
  seq: number
  waitingFor: { leadId: string; name: string }[]
}

/** A session with its calls whole: one session, and every message of the push. */
export interface Session extends SessionFields {
  calls: Call[]
}

/** A session with its calls as ids: lists, and the answers to start and stop. */
export interface SessionLine extends SessionFields {
  calls: string[]
}

export interface Sessions {
  sessions: SessionLine[]
  total: number
  /** Where the next page begins: a page ends early where its sessions are long. */
  nextOffset: number | null
}

export interface CrmActivity {
  id: string
  leadId: string
  crmExternalId: string
  type: 'CALL'
  callId: string
  disposition: string
  notes: string
  createdAt: string
}

export interface LeadActivities {
  leadId: string
  leadName: string
  crmExternalId: string | null
  activities: CrmActivity[]
  total: number
}

export interface MockContact {
  id: string
  leadId: string
  name: string
  email: string
  phone: string
  company: string
  createdAt: string
}

export interface MockActivity extends CrmActivity {
  sourceActivityId: string
}

export interface ImportReport {
  rows: number
  taken: number
  bad: number
  skipped: number
  leftOut: { line: number; status: string; reason: string }[]
}

export interface Version {
  [name: string]: unknown
}

/** A record as the push tells it; `snapshot` marks the present, which comes first. */
export interface Told {
  seq: number
  at: number
  transitions?: unknown[]
  view?: Session | null
  others?: Session[]
  snapshot?: boolean
  /** What `at` counts from; with the present only. */
  epoch?: string
  /** What time it is, as `at` counts; with the present only. */
  now?: number
  sessions?: SessionLine[]
  running?: number
}

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

/** A call's result on its way to the CRM: what the app keeps, and what the CRM holds. */
export interface Sync {
  callId: string
  number: string
  sessionId: string
  leadId: string
  leadName: string
  callStatus: Outcome
  crmActivityStatus: SyncStatus
  activity: CrmActivity | null
  external: MockActivity | null
}

export interface Syncs {
  syncs: Sync[]
  total: number
  pending: number
  synced: number
  failed: number
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
