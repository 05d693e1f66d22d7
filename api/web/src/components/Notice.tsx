import type { ReactNode } from 'react'

import { sentence } from '../model/sentence'
import { Problem } from '../api/client'
import { useLate } from '../hooks/useLate'
import './Notice.css'

interface EmptyProps {
  title: string
  /** It is all that the page shows. */
  isPage?: boolean
  children?: ReactNode
}

/** Nothing is there yet: says so, and what to do next. */
export function Empty({ title, isPage, children }: EmptyProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="notice">
      <Heading>{title}</Heading>
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

interface WrongProps {
  error: unknown
  again?: () => void
  /** It is all that the page shows. */
  isPage?: boolean
  /** What was looked for, where there may be none of it. */
  what?: string
  children?: ReactNode
}

/** What went wrong, in the server's words, and a way to try again. */
export function Wrong({ error, again, isPage, what = 'thing', children }: WrongProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="notice wrong-notice" role="alert">
      <Heading>{titleOf(error, what)}</Heading>
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

function titleOf(error: unknown, what: string): string {
  if (error instanceof Problem && error.status === 404) return `There is no such ${what}`
  if (error instanceof Problem && error.status === 0) return 'No answer'
  return 'This did not work'
}
