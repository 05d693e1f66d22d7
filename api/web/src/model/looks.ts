/** The looks of calls: one word for each state. */

import type { Outcome } from '../api/types'

/** Every state of a call that is shown: ringing, its outcomes, and an abandoned answer. */
export type Look =
  'ringing' | 'connected' | 'voicemail' | 'no-answer' | 'busy' | 'canceled' | 'failed' | 'abandoned' | 'releasing'

/** The word for each look. */
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

/** Returns the look of an outcome; a call without an outcome still rings. */
export const lookOf = (outcome: Outcome | null): Look => (outcome === null ? 'ringing' : LOOKS[outcome])
