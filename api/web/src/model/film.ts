/** A session as a film: where its calls lie in time, and which record is the present one. */

import type { Call, Film, FilmRecord, Session } from '../api/types'
import { lookOf, type Look } from './looks'
import { place } from './lines'
import { kindOf } from './words'

/** A call on the chart; times in ms since the session's start. */
export interface Bar {
  call: Call
  line: number
  /** How it ended, or that it still rang at the end of the film. */
  look: Look
  from: number
  to: number
  /** The record that placed it, by its place in the film. */
  begins: number
  /** The record that ended it; beyond the film where none did. Several records may share a moment. */
  ends: number
  /** When the carrier released the line after the dialer had hung up. */
  releasedAt: number | undefined
  /** When a person answered after the dialer had hung up. */
  abandonedAt: number | undefined
  /** The record of that answer, by its place in the film. */
  abandonedBy: number | undefined
  isWinner: boolean
}

/** Everything that the chart shows. */
export interface Chart {
  lines: number
  length: number
  bars: Bar[]
}

/** Draws a film, given the session as it was at its end. */
export function chart(film: Film, end: Session): Chart {
  const start = Date.parse(end.startedAt)
  const origin = startOf(film)
  const last = film.records.at(-1)?.at ?? origin
  const length = Math.max(1, last - origin)
  const placedBy = met(film, 'call_placed')
  const endedBy = met(film, 'call_ended')
  const released = met(film, 'line_released')
  const abandoned = met(film, 'answer_abandoned')
  const since = (index: number | undefined) => {
    const at = index === undefined ? undefined : film.records[index]?.at
    return at === undefined ? undefined : at - origin
  }
  const placed = place(end.calls, end.lines)
  const bars = placed.map(({ call, line }) => {
    const to = call.endedAt === null ? length : Date.parse(call.endedAt) - start
    const freed = since(released.get(call.number))
    return {
      call,
      line,
      look: lookOf(call.callStatus),
      from: Date.parse(call.startedAt) - start,
      to,
      begins: placedBy.get(call.number) ?? 0,
      ends: endedBy.get(call.number) ?? film.records.length,
      releasedAt: call.line === 'RELEASING' ? length : freed,
      abandonedAt: since(abandoned.get(call.number)),
      abandonedBy: abandoned.get(call.number),
      isWinner: call.id === end.winnerCallId,
    }
  })
  return { lines: Math.max(end.lines, ...placed.map(({ line }) => line + 1)), length, bars }
}

/** When the session began, in the film's time: at the first record about it. */
export function startOf(film: Film): number {
  const first = film.records.find(({ transitions }) => transitions.some((one) => kindOf(one) === 'session_started'))
  return (first ?? film.records[0])?.at ?? 0
}

/** The records of the film, from the session's start on. Its leads were added before. */
export function scenes(film: Film): FilmRecord[] {
  const start = film.records.findIndex(({ transitions }) =>
    transitions.some((one) => kindOf(one) === 'session_started'),
  )
  return film.records.slice(Math.max(0, start))
}

/** Finds the last record at or before a moment; the first record if there is none. */
export function recordAt(records: readonly FilmRecord[], at: number): number {
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((records[middle]?.at ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** Finds the record in which a kind of transition happened to each call, by its place in the film. */
function met(film: Film, kind: string): Map<string, number> {
  const found = new Map<string, number>()
  film.records.forEach(({ transitions }, index) => {
    for (const one of transitions) {
      if (kindOf(one) !== kind) continue
      const { call } = (one as Record<string, { call?: string }>)[kind] ?? {}
      if (call !== undefined) found.set(call, index)
    }
  })
  return found
}

/** The part of a call that has happened by a record. */
export function stageOf({ begins, ends }: Pick<Bar, 'begins' | 'ends'>, index: number): 'to-come' | 'ringing' | 'past' {
  if (index < begins) return 'to-come'
  return index < ends ? 'ringing' : 'past'
}
