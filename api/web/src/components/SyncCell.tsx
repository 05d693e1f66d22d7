import type { SyncStatus } from '../api/types'
import { useAsked } from '../hooks/useAsked'
import { AskButton } from './AskButton'
import { CrmBadge } from './Badge'
import './SyncCell.css'

interface Props {
  status: SyncStatus | null
  /** The sync's call, for screen readers, which do not show the row. */
  of: string
  /** Resolves when the request is accepted. */
  onRetry: () => Promise<unknown>
}

/** A result's sync state, and a button to retry a failed one. */
export function SyncCell({ status, of, onRetry }: Props) {
  const [isAsked, ask] = useAsked()
  return (
    <span className="sync-cell">
      <CrmBadge status={status} />
      {status === 'FAILED' && (
        <AskButton
          className="button narrow"
          isAsked={isAsked}
          meanwhile="Retrying …"
          onClick={() => {
            ask(onRetry)
          }}
        >
          Retry<span className="hidden"> the sync of {of}</span>
        </AskButton>
      )}
    </span>
  )
}
