import type { StopReason } from '../api/types'

/** Why a session stopped: what follows on "because". */
export const REASONS: Record<StopReason, string> = {
  WINNER: 'somebody answered',
  EXHAUSTED: 'nobody is left to dial',
  MANUAL: 'somebody stopped it',
  INTERRUPTED: 'the server was away for too long',
}
