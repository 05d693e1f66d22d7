import { count } from '../model/numbers'

interface Props {
  offset: number
  limit: number
  total: number
  /** How many are on this page, where it may end before `limit`. */
  shown?: number
  what: string
  onMove: (offset: number) => void
}

/** Where in a long list one is, and the way on. */
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
