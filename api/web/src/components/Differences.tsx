import type { ReactNode } from 'react'

import type { StudyEstimate } from '../api/types'
import { estimateOf, written, type MeasureFormat, type FindingsProps } from '../model/findings'
import './Differences.css'

interface Props extends FindingsProps {
  shown: MeasureFormat
  /** Chooses another measure. */
  children: ReactNode
}

interface Row {
  called: string
  estimate: StudyEstimate
}

/** The difference of each setting from the baseline in one measure, on the same runs: intervals side by side. */
export function Differences({ names, summary, shown, children }: Props) {
  const rows = summary.settings.flatMap((setting, place): Row[] => {
    const estimate = estimateOf(setting, shown.measure, 'differences')
    return estimate ? [{ called: names[place] ?? '', estimate }] : []
  })
  const baseline = summary.settings.findIndex((setting) => setting.name === summary.baseline)
  const low = Math.min(0, ...rows.map(({ estimate }) => estimate.low))
  const high = Math.max(0, ...rows.map(({ estimate }) => estimate.high))
  const at = (value: number) => `${String((100 * (value - low)) / (high - low || 1))}%`
  return (
    <figure className="panel plot">
      <figcaption className="row spread">
        <span>
          {shown.word}: differences from {names[baseline]}
        </span>
        {children}
      </figcaption>
      {rows.length === 0 && <p className="muted">No run has data for it yet. Choose another measure.</p>}
      <ul className="differences">
        {rows.map(({ called, estimate: { value, low: from, high: to } }) => (
          <li key={called}>
            <span className="nowrap">{called}</span>
            <span className="difference-track" aria-hidden>
              <i className="difference-none" style={{ left: at(0) }} />
              <i className="difference-reach" style={{ left: at(from), right: `calc(100% - ${at(to)})` }} />
              <i className="difference-value" style={{ left: at(value) }} />
            </span>
            <span className="number nowrap">
              {written(value, shown, true)}{' '}
              <span className="muted small">
                {written(from, shown, true)} to {written(to, shown, true)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
