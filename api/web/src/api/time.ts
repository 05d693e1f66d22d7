/** The server's time, as far as a page can know it, and times in words. */

/**
 * How far this page's clock is ahead of the server's, in ms. A message arrives after it was written, so the smallest
 * difference seen so far is the best estimate. The page uses a monotonic clock.
 */
let ahead: number | undefined
let isExact = false

/** Updates the estimate from a message that the server wrote at `at` (ms since 1970) and that arrived just now. */
export function learn(at: number, now = performance.now()): void {
  ahead = Math.min(isExact ? (ahead ?? Infinity) : Infinity, now - at)
  isExact = true
}

/** Updates the estimate from the server's wall clock, exact to the second: used until a better time arrives. */
export function learnRoughly(at: number, now = performance.now()): void {
  if (!isExact) ahead = Math.min(ahead ?? Infinity, now - at)
}

/** Returns the server's time in ms since 1970; this machine's time before the first answer. */
export const serverNow = (now = performance.now()): number => now - (ahead ?? -performance.timeOrigin)

/** Writes a duration: `0.8 s`, `4.1 s`, `1:07`, `2:03:09`. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms)
  if (whole < 60_000) return `${(Math.floor(whole / 100) / 10).toFixed(1)} s`
  const seconds = Math.floor(whole / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${String(h)}:${two(m)}:${two(s)}` : `${String(m)}:${two(s)}`
}

/** Writes a duration to the millisecond: `4.127 s`. */
export const exactly = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

/** Writes a moment: the time of day, and the date if it is not today's. */
export function moment(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const time = at.toLocaleTimeString('en-GB')
  const isToday = at.toDateString() === now.toDateString()
  return isToday ? time : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`
}
