import type { StopReason } from '../api/types'

/** Why a session ended, in words for people. */
export const REASONS: Record<StopReason, string> = {
  WINNER: 'won',
  EXHAUSTED: 'nobody left to dial',
  MANUAL: 'stopped by hand',
  INTERRUPTED: 'interrupted',
}
