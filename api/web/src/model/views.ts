/** The states of a film: those at hand, and those being read. */

import type { Session } from '../api/types'

/** Reads the session as of a record. */
export type Read = (seq: number, signal: AbortSignal) => Promise<Session>

/** How many states are kept beside the present one. */
const KEPT = 256

/** Reads states, keeps the last ones, and aborts superseded reads. */
export class Views {
  private readonly kept = new Map<number, Session>()
  private readonly underWay = new Map<number, { state: Promise<Session>; controller: AbortController }>()
  /** The first wanted read that has not arrived: it may end, so that a user who drags sees states on the way. */
  private first: number | undefined

  constructor(private readonly read: Read) {}

  /** Reads the state to show; of the earlier reads only one goes on. */
  want(seq: number): Promise<Session> {
    const known = this.kept.get(seq)
    if (known) return Promise.resolve(known)
    if (this.first === undefined || !this.underWay.has(this.first)) this.first = seq
    for (const [other, { controller }] of this.underWay) {
      if (other === seq || other === this.first) continue
      this.underWay.delete(other)
      controller.abort()
    }
    return this.start(seq)
  }

  /** Reads states that are likely to be wanted next; a request for another state aborts that. */
  expect(seqs: readonly number[]): void {
    for (const seq of seqs) {
      // A later request for it reports the error.
      if (!this.kept.has(seq)) this.start(seq).catch(() => undefined)
    }
  }

  /** Aborts all reads. */
  close(): void {
    for (const { controller } of this.underWay.values()) controller.abort()
    this.underWay.clear()
  }

  private start(seq: number): Promise<Session> {
    const before = this.underWay.get(seq)
    if (before) return before.state
    const controller = new AbortController()
    const state = this.read(seq, controller.signal).then(
      (session) => {
        this.keep(seq, session)
        this.end(seq, controller)
        return session
      },
      (error: unknown) => {
        this.end(seq, controller)
        throw error
      },
    )
    this.underWay.set(seq, { state, controller })
    return state
  }

  private end(seq: number, controller: AbortController): void {
    if (this.underWay.get(seq)?.controller === controller) this.underWay.delete(seq)
  }

  private keep(seq: number, session: Session): void {
    this.kept.set(seq, session)
    const oldest = this.kept.keys().next().value
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest)
  }
}
