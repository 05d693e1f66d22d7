/** The lines of a session: how many there may be, and which call is on which. A call takes the lowest one that is free. */

import type { Call } from '../api/types'

/** On how many lines a session may dial. */
export const LINES = Array.from({ length: 10 }, (_, i) => i + 1)

/** A call with its line, from 0. */
export interface Placed {
  call: Call
  line: number
}

/**
 * Gives each call its line. A line is free for the dialer once its call does not ring any more; so a refill shares the line
 * with the call before it, even while the carrier still releases that one.
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

/** The newest call of each line; a line that has never rung has none. */
export function newest(placed: readonly Placed[], lines: number): (Call | undefined)[] {
  const shown: (Call | undefined)[] = new Array<Call | undefined>(lines).fill(undefined)
  for (const { call, line } of placed) shown[line] = call
  return shown
}

/** What a phone shows first: the winner, then what rings, then the rest. */
export function rank(call: Call | undefined, winner: string | null): number {
  if (!call) return 3
  if (call.id === winner) return 0
  return call.callStatus === null ? 1 : 2
}
