import type { KeyboardEvent, ReactNode } from 'react'

/** A table that may be wider than its window; the keyboard scrolls it too. */
export function TablePanel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="panel scroll" role="region" aria-label={label} tabIndex={0} onKeyDown={walk}>
      {children}
    </div>
  )
}

/** Arrows move from row to row, to the first control of each. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event
  if (!(target instanceof HTMLElement)) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (step === undefined) return
  const rows = [...currentTarget.querySelectorAll('tbody tr')].filter((row) => row.querySelector('a, button'))
  const at = rows.findIndex((row) => row.contains(target))
  const next = rows[at < 0 && step < 0 ? rows.length - 1 : at + step]
  if (!next) return
  event.preventDefault()
  const opens = next.querySelector<HTMLElement>('a') ?? next.querySelector<HTMLElement>('button')
  opens?.focus()
}
