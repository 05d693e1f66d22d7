import { Link } from 'react-router'

import type { Call } from '../api/types'
import { OutcomeBadge } from './Badge'
import { Elapsed } from './Elapsed'
import { ShortId } from './ShortId'
import { SyncCell } from './SyncCell'
import { TablePanel } from './TablePanel'
import './CallTable.css'

interface Props {
  calls: readonly Call[]
  winner: string | null
  /** The shown moment, in ms since 1970; without it, the running present. */
  now?: number | undefined
  onRetry: (call: Call) => Promise<unknown>
}

/** The call log: newest first. */
export function CallTable({ calls, winner, now, onRetry }: Props) {
  return (
    <TablePanel label="Calls, newest first">
      <table className="call-log stacks">
        <thead>
          <tr>
            <th className="number">#</th>
            <th>Person</th>
            <th className="wide">Company</th>
            <th className="wide">Phone number</th>
            <th>Outcome</th>
            <th className="number">Ring</th>
            <th>CRM</th>
          </tr>
        </thead>
        <tbody>
          {calls.toReversed().map((call) => (
            <tr key={call.id} className={`${call.id === winner ? 'won' : ''}${call.abandoned ? ' abandoned' : ''}`}>
              <td className="number muted">
                <ShortId id={call.id} of={`the call to ${call.lead.name}`} short={call.number} />
              </td>
              <td>
                <Link to={`/lead/${call.leadId}`}>{call.lead.name}</Link>
                <div className="muted small narrow-only">{call.lead.company}</div>
                <div className="small nowrap narrow-only">{call.lead.phone_number}</div>
              </td>
              <td className="wide">{call.lead.company}</td>
              <td className="wide nowrap">{call.lead.phone_number}</td>
              <td>
                <OutcomeBadge call={call} />
                {call.line === 'RELEASING' && <span className="muted"> · line is being released</span>}
              </td>
              <td className="number" data-word={call.endedAt === null ? 'ringing' : 'rang'}>
                <Elapsed from={call.startedAt} until={call.endedAt} now={now} />
              </td>
              <td>
                <SyncCell status={call.crmActivityStatus} of={call.lead.name} onRetry={() => onRetry(call)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}
