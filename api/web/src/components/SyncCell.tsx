import type { SyncStatus } from '../api/types'
import { useAsked } from '../hooks/useAsked'
import { AskButton } from './AskButton'
import { CrmBadge } from './Badge'
import './SyncCell.css'

interface Props {
  status: SyncStatus | null
  /** Whose sync it is, for whoever hears the button without seeing its row. */
  of: string
  /** Comes to an end when the wish is taken. */
  onRetry: () => Promise<unknown>
}

/** How far a result has come, and beside it the way to offer it again where it failed. */
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
