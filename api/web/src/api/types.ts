/**
 * The shapes of the API by the names that the UI has for them. `schema.ts` is made of the OpenAPI document (`npm run
 * types`), and a browser test holds both against live answers.
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

/** A lead as typed in; the server validates it. */
export type NewLead = Record<keyof Schemas['NewLead'], string>

export type Call = Schemas['Call']
export type Metrics = Schemas['Metrics']
/** A session with whole calls: in `GET` of one session, and in every push message. */
export type Session = Schemas['SessionWithCalls']
/** A session with calls as ids: in lists, and in the answers to start and stop. */
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

/** A push message about one session: a record, or the present, which comes first and alone has the time. */
export type PushMessage = Pick<Schemas['RecordMessage'], 'seq' | 'at' | 'view'> &
  Partial<Pick<Snapshot, 'epoch' | 'now'>>

/** One transition in words: subject, verb and detail. */
export type Words = Schemas['FilmWords']
export type FilmRecord = Schemas['FilmRecord']
/** A session as a film: its records in order. */
export type Film = Schemas['Film']

/** The verdict on a journal from disk. */
export type Verdict = Schemas['Verdict']
/** The answer to an opened journal: the verdict, and the sessions in it. */
export type Opened = Schemas['OpenedJournal']

export type ScenarioText = Schemas['Scenario']
export type Scenarios = Schemas['ScenarioList']
/** Counts in equal classes, from 0 on. */
export type Histogram = Schemas['StudyHistogram']
export type StudyEstimate = Schemas['StudyEstimate']
export type StudySummary = Schemas['StudySummary']
export type StudyProgress = Schemas['StudyProgress']
export type Study = Schemas['Study']
