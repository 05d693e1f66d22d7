import type { StopReason } from '../api/types'

/** Why a session stopped: the words after "because". */
export const REASONS: Record<StopReason, string> = {
  WINNER: 'a person answered',
  EXHAUSTED: 'no lead is left to dial',
  MANUAL: 'a user stopped it',
  INTERRUPTED: 'the server was away for too long',
}
