import type { Metrics } from '../api/types'
import './SessionMetrics.css'

/** The five counts of a session, in their order. */
export const COUNTS: (keyof Metrics)[] = ['attempted', 'connected', 'failed', 'canceled', 'abandoned']

/** The five counts of a session. */
export function SessionMetrics({ metrics }: { metrics: Metrics }) {
  return (
    <dl className="metrics">
      {COUNTS.map((name) => (
        <div key={name} className={`metric-${name}${metrics[name] > 0 ? ' some' : ''}`}>
          <dt>{name}</dt>
          <dd>{metrics[name]}</dd>
        </div>
      ))}
    </dl>
  )
}
