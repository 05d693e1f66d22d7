/** A journal's records in sentences: the input, and the transitions that followed. */

import { duration } from '../api/time'
import type { Film, FilmRecord, Outcome, Session, StopReason, Words } from '../api/types'
import { WORDS, lookOf, type Look } from './looks'
import { many } from './numbers'
import { REASONS } from './reasons'

/** The people behind the numbers of a film. */
export interface Cast {
  session: number
  /** The person of a call, by its number. */
  ofCall: ReadonlyMap<string, string>
  /** The person of a lead, by its ordinal. */
  ofLead: ReadonlyMap<number, string>
}

/** Finds the people, from the session at its end. */
export function cast(film: Film, end: Session): Cast {
  const ofCall = new Map(end.calls.map(({ number, lead }) => [number, lead.name]))
  const ofLead = new Map<number, string>()
  for (const { transitions } of film.records) {
    for (const one of transitions) {
      const { kind, body } = parts(one)
      if (kind === 'call_placed') ofLead.set(Number(body['lead']), ofCall.get(String(body['call'])) ?? '')
      if (kind === 'lead_added') {
        ofLead.set(Number(body['lead']), String((body['details'] as { name?: unknown } | undefined)?.name ?? ''))
      }
    }
  }
  return { session: film.session, ofCall, ofLead }
}

/** The kind of a transition or input: the journal writes an enum under its name. */
export function kindOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value !== null && typeof value === 'object' ? (Object.keys(value)[0] ?? '') : ''
}

type Body = Record<string, unknown>

/** An enum of the journal: its name, and its fields. */
function parts(value: unknown): { kind: string; body: Body } {
  const kind = kindOf(value)
  const body = typeof value === 'string' ? undefined : (value as Record<string, unknown>)[kind]
  return { kind, body: body !== null && typeof body === 'object' ? (body as Body) : { value: body } }
}

/** The id of a contact as the API shows it. */
const contactName = (id: unknown): string => `CRM-${hex(id)}`
/** The id of an activity in the CRM as the API shows it. */
const activityName = (id: unknown): string => `MOCK-${hex(id)}`

const hex = (id: unknown): string => Number(id).toString(16).toUpperCase().padStart(8, '0')
const plain = (value: unknown): string => kindOf(value).replaceAll('_', ' ')

/** Describes an input: who sent it, and its content. */
export function inputWords(input: unknown, { ofCall, ofLead }: Cast): string {
  const { kind, body } = parts(input)
  const call = named(body['call'], ofCall)
  switch (kind) {
    case 'tick':
      return 'A deadline passed.'
    case 'carrier':
      return `The carrier, of ${call}: ${CARRIER[String(body['event'])] ?? plain(body['event'])}.`
    case 'crm':
      return `The CRM, of ${call}, attempt ${String(body['attempt'])}: ${replyWords(body['reply'])}.`
    case 'command':
      return `A user asked: ${commandWords(input, ofCall, ofLead)}.`
    case 'keyed':
      return `A user asked, under a key: ${commandWords(body, ofCall, ofLead)}.`
    case 'resumed':
      return `The server started again on this journal, with engine ${String(body['engine'])}.`
    default:
      return plain(input)
  }
}

const CARRIER: Record<string, string> = {
  answered: 'a person has answered',
  no_answer: 'it rang, and no one answered',
  busy: 'the line is engaged',
  voicemail: 'a machine has answered',
  failed: 'the call could not be completed',
  released: 'the line is free again',
}

function replyWords(reply: unknown): string {
  const { kind, body } = parts(reply)
  switch (kind) {
    case 'contact_upserted':
      return `the contact is ${contactName(body['value'])}`
    case 'activity_created':
      return `the activity is ${activityName(body['value'])}`
    case 'contact_failed':
      return 'the contact could not be made'
    case 'activity_failed':
      return 'the activity could not be made'
    default:
      return plain(reply)
  }
}

function commandWords(input: unknown, ofCall: Cast['ofCall'], ofLead: Cast['ofLead']): string {
  const { kind, body } = parts((input as Body)['command'])
  switch (kind) {
    case 'start_session': {
      const leads = Array.isArray(body['leads']) ? body['leads'].length : 0
      return `dial ${many(leads, 'lead')} for ${String(body['agent'])} on ${many(Number(body['lines']), 'line')}`
    }
    case 'stop_session':
      return `stop session ${String(body['session'])}`
    case 'retry_crm_sync':
      return `retry the sync of ${named(body['call'], ofCall)}`
    case 'add_lead':
      return `add ${String(body['name'])}`
    case 'enrich_lead':
      return `enrich ${ofLead.get(Number(body['lead'])) ?? `lead ${String(body['lead'])}`}`
    default:
      return plain((input as Body)['command'])
  }
}

/** A call with its person: `call 0.1 to Ada Byron`. */
function named(call: unknown, ofCall: Cast['ofCall']): string {
  const who = ofCall.get(String(call))
  return who ? `call ${String(call)} to ${who}` : `call ${String(call)}`
}

/** A fact in words; `more` is shown if there is room: waits, and explanations. */
export interface FactWords extends Words {
  more?: string
}

/** Describes the transitions about the session, a line for each. */
export function recordWords(record: FilmRecord, who: Cast): FactWords[] {
  const about = record.transitions.filter((one) => isAbout(one, who.session))
  // If the two differ in length, the server's words apply.
  if (about.length !== record.words.length) return record.words
  return about.map((one, n) => transitionWords(one, record.at, who) ?? record.words[n] ?? NONE)
}

/** Joins all words of a fact. */
export const wholeWords = ({ subject, verb, detail, more = '' }: FactWords): string =>
  [subject, verb, detail + more].join(' ').trim()

const NONE: Words = { subject: '', verb: '', detail: '' }

/** Tells whether a transition is about the session: it names the session, or one of its calls. */
function isAbout(transition: unknown, session: number): boolean {
  const { kind, body } = parts(transition)
  const { body: inner } = kind === 'refused' ? parts(body) : { body }
  const subject = inner['call'] ?? inner['session'] ?? inner['value']
  return typeof subject === 'string' ? subject.startsWith(`${String(session)}.`) : subject === session
}

/** Describes one fact; `undefined` if the server's words are as good. */
function transitionWords(transition: unknown, at: number, { ofCall, ofLead }: Cast): FactWords | undefined {
  const { kind, body } = parts(transition)
  const within = (deadline: unknown) => duration(Number(deadline) - at)
  const number = String(body['call'])
  const who = ofCall.get(number)
  const call: Words['subject'] = `Call ${number}${who ? `, ${who}` : ''}`
  const attempt = `attempt ${String(body['attempt'])}`
  const fact = (subject: string, verb: string, detail = '', more = ''): FactWords => ({ subject, verb, detail, more })
  switch (kind) {
    case 'session_started': {
      const spec = body['spec'] as Body
      const leads = Array.isArray(spec['leads']) ? spec['leads'].length : 0
      const terms = `${many(leads, 'lead')} on ${many(Number(spec['lines']), 'line')}`
      return fact(`Session ${String(body['session'])}`, 'started', `for ${String(spec['agent'])}: ${terms}`)
    }
    case 'lead_passed_over': {
      const person = ofLead.get(Number(body['lead']))
      return person ? fact(person, 'was passed over', 'and waits: on another line already') : undefined
    }
    case 'call_placed':
      return fact(call, 'rings', '', `for ${within(body['deadline'])} at most`)
    case 'call_ended': {
      const release = body['release_by']
      const frees = release === undefined ? '' : `; the carrier has ${within(release)} to free the line`
      return fact(call, 'ended', outcomeWord(body['outcome']), frees)
    }
    case 'session_won':
      return fact(call, 'won', 'the session', ': the first person to answer')
    case 'session_stopped':
      return fact(`Session ${String(body['session'])}`, 'stopped', whyStopped(body['reason']))
    case 'line_released':
      return fact(call, 'freed its line', body['by'] === 'carrier' ? '' : 'because the dialer waited no longer')
    case 'answer_abandoned':
      return fact(call, 'was abandoned', '', 'a person answered after the dialer hung up, and heard no one')
    case 'crm_sync_started': {
      const ask = body['ask'] === 'contact' ? 'for its contact' : 'for its activity'
      return fact(call, 'asks the CRM', `${ask}, ${attempt}`, `, for ${within(body['deadline'])} at most`)
    }
    case 'contact_linked':
      return fact(call, 'is linked', `to contact ${contactName(body['contact'])}`)
    case 'crm_sync_deferred':
      return fact(call, 'failed to sync', `in ${attempt}`, `; again in ${within(body['retry_at'])}`)
    case 'crm_synced':
      return fact(call, 'is synced', `as activity ${activityName(body['activity'])}`)
    case 'crm_sync_failed':
      return fact(call, 'failed to sync', 'for good', ': no attempt is left, until a user retries it')
    case 'carrier_event_ignored':
      return fact(
        call,
        'ignored',
        `“${CARRIER[String(body['event'])] ?? ''}”: ${IGNORED[String(body['reason'])] ?? ''}`,
      )
    case 'crm_reply_ignored':
      return fact(call, 'ignored', `“${replyWords(body['reply'])}”: ${IGNORED[String(body['reason'])] ?? ''}`)
    default:
      return undefined
  }
}

/** A call's outcome, in the word of its badge. */
function outcomeWord(outcome: unknown): string {
  const look = lookOf(kindOf(outcome).toUpperCase() as Outcome) as Look | undefined
  return look === undefined ? plain(outcome) : WORDS[look].toLowerCase()
}

function whyStopped(reason: unknown): string {
  const why = REASONS[kindOf(reason).toUpperCase() as StopReason] as string | undefined
  return why === undefined ? '' : `because ${why}`
}

const IGNORED: Record<string, string> = {
  unknown_call: 'there is no such call',
  line_ended: 'the line is free already',
  already_abandoned: 'counted as abandoned already',
  not_asked: 'not asked for',
  already_linked: 'the lead has its contact',
  already_synced: 'synced already',
  stale: 'no longer awaited',
}
