import type { SyncStatus } from '../api/types'
import { CrmBadge } from './Badge'
import './SyncCell.css'

interface Props {
  status: SyncStatus | null
  /** Whose sync it is, for whoever hears the button without seeing its row. */
  of: string
  onRetry?: (() => void) | undefined
}

/** How far a result has come, and beside it the way to offer it again where it failed. */
export function SyncCell({ status, of, onRetry }: Props) {
  return (
    <span className="sync-cell">
      <CrmBadge status={status} />
      {onRetry && status === 'FAILED' && (
        <button type="button" className="button narrow" onClick={onRetry}>
          Retry<span className="hidden"> the sync of {of}</span>
        </button>
      )}
    </span>
  )
}
