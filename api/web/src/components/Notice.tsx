import type { ReactNode } from 'react'

import { sentence } from '../model/sentence'
import { Problem } from '../api/client'
import { useLate } from '../hooks/useLate'
import './Notice.css'

interface EmptyProps {
  title: string
  /** It is the whole page. */
  isPage?: boolean
  children?: ReactNode
}

/** An empty list, with the next step. */
export function Empty({ title, isPage, children }: EmptyProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="notice">
      <Heading>{title}</Heading>
      {children && <div className="muted">{children}</div>}
    </div>
  )
}

/** Shows that something is loading, after 200 ms. */
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
  /** It is the whole page. */
  isPage?: boolean
  /** The name of the missing thing, for a 404. */
  what?: string
  children?: ReactNode
}

/** An error in the server's words, and a button to try again. */
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
