import type { ReactNode } from 'react'

import { Problem } from '../api/client'
import { useLate } from '../hooks/useLate'
import './Notice.css'

/** Nothing is there yet: says so, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <h2>{title}</h2>
      {children && <div className="muted">{children}</div>}
    </div>
  )
}

/** Something is on its way; what takes less than 200 ms shows nothing. */
export function Loading({ what }: { what: string }) {
  const late = useLate(true)
  return (
    <div className="notice loading" role="status">
      {late && <span className="muted">Loading {what} …</span>}
    </div>
  )
}

/** What went wrong, in the server's words, and a way to try again. */
export function Wrong({ error, again, children }: { error: unknown; again?: () => void; children?: ReactNode }) {
  return (
    <div className="notice wrong-notice" role="alert">
      <h2>{titleOf(error)}</h2>
      <p className="muted">{sentence(error)}</p>
      {(again ?? children) && (
        <div className="row">
          {again && (
            <button type="button" className="button" onClick={again}>
              Try again
            </button>
          )}
          {children}
        </div>
      )}
    </div>
  )
}

function titleOf(error: unknown): string {
  if (error instanceof Problem && error.status === 404) return 'There is no such thing'
  if (error instanceof Problem && error.status === 0) return 'No answer'
  return 'This did not work'
}

/** An error as a sentence. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
}
