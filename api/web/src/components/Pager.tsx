import { count } from '../model/numbers'

interface Props {
  offset: number
  limit: number
  total: number
  /** The number on this page, if it may be less than `limit`. */
  shown?: number
  what: string
  onMove: (offset: number) => void
}

/** The place in a long list, with links to its other pages. */
export function Pager({ offset, limit, total, shown = limit, what, onMove }: Props) {
  const last = Math.min(offset + shown, total)
  return (
    <nav className="row" aria-label={`Pages of ${what}`}>
      <span className="muted">
        {total === 0 ? `No ${what}` : `${count(offset + 1)} to ${count(last)} of ${count(total)} ${what}`}
      </span>
      {total > Math.min(limit, shown) && (
        <>
          <button
            type="button"
            className="button"
            disabled={offset === 0}
            onClick={() => {
              onMove(Math.max(0, offset - limit))
            }}
          >
            Previous
          </button>
          <button
            type="button"
            className="button"
            disabled={last >= total}
            onClick={() => {
              onMove(last)
            }}
          >
            Next
          </button>
        </>
      )}
    </nav>
  )
}
