import type { ReactNode } from 'react'

/** A table that may be wider than its window; it is scrolled by keyboard as well. */
export function TablePanel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="panel scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
