/** How calls look to a reader: one word for each of their states. */

import type { Outcome } from '../api/types'

/** Everything that a call can be, for a reader: how it rings, how it ended, and that somebody heard nobody. */
export type Look =
  'ringing' | 'connected' | 'voicemail' | 'no-answer' | 'busy' | 'canceled' | 'failed' | 'abandoned' | 'releasing'

/** The one word for each. */
export const WORDS: Record<Look, string> = {
  ringing: 'Ringing',
  connected: 'Connected',
  voicemail: 'Voicemail',
  'no-answer': 'No answer',
  busy: 'Busy',
  canceled: 'Canceled',
  failed: 'Failed',
  abandoned: 'Abandoned',
  releasing: 'Releasing',
}

const LOOKS: Record<Outcome, Look> = {
  CONNECTED: 'connected',
  NO_ANSWER: 'no-answer',
  BUSY: 'busy',
  VOICEMAIL: 'voicemail',
  FAILED: 'failed',
  CANCELED_BY_DIALER: 'canceled',
}

/** How an outcome looks; a call without one still rings. */
export const lookOf = (outcome: Outcome | null): Look => (outcome === null ? 'ringing' : LOOKS[outcome])
