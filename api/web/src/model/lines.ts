/** The lines of a session: their number, and the call on each. A call takes the lowest free line. */

import type { Call } from '../api/types'

/** The numbers of lines that a session may have. */
export const LINES = Array.from({ length: 10 }, (_, i) => i + 1)

/** A call with its line, from 0. */
export interface Placed {
  call: Call
  line: number
}

/**
 * Assigns each call its line. A line is free for the dialer as soon as its call stops ringing, so a refill shares the
 * line with the call before it, even while the carrier still releases that one.
 */
export function place(calls: readonly Call[], lines: number): Placed[] {
  const busyUntil: number[] = new Array<number>(lines).fill(-Infinity)
  return calls.map((call) => {
    const start = Date.parse(call.startedAt)
    const free = busyUntil.findIndex((until) => until <= start)
    const line = free >= 0 ? free : busyUntil.length
    busyUntil[line] = call.endedAt === null ? Infinity : Date.parse(call.endedAt)
    return { call, line }
  })
}

/** Finds the newest call of each line; undefined for a line that has never rung. */
export function newest(placed: readonly Placed[], lines: number): (Call | undefined)[] {
  const shown: (Call | undefined)[] = new Array<Call | undefined>(lines).fill(undefined)
  for (const { call, line } of placed) shown[line] = call
  return shown
}

/** Sorts calls for a phone: the winner first, then ringing calls, then the rest. */
export function rank(call: Call | undefined, winner: string | null): number {
  if (!call) return 3
  if (call.id === winner) return 0
  return call.callStatus === null ? 1 : 2
}
