import { Link } from 'react-router'

import { moment } from '../api/time'
import type { Call } from '../api/types'
import { OutcomeBadge } from './Badge'
import { Elapsed } from './Elapsed'
import { ShortId } from './ShortId'
import { SyncCell } from './SyncCell'
import { TablePanel } from './TablePanel'

interface Props {
  calls: readonly Call[]
  onRetry: (call: Call) => Promise<unknown>
}

/** The calls of one lead in all sessions, newest first. */
export function LeadCalls({ calls, onRetry }: Props) {
  return (
    <TablePanel label="Calls, newest first">
      <table className="lead-calls stacks">
        <thead>
          <tr>
            <th>Session</th>
            <th>Agent</th>
            <th>Began</th>
            <th className="wide">Call</th>
            <th>Outcome</th>
            <th className="number">Ring</th>
            <th>CRM</th>
          </tr>
        </thead>
        <tbody>
          {calls.toReversed().map((call) => (
            <tr key={call.id}>
              <td className="nowrap">
                <Link to={`/dialer/${call.sessionId}`}>Session {call.number.split('.')[0]}</Link>
              </td>
              <td>{call.agentId}</td>
              <td className="nowrap" title={call.startedAt}>
                {moment(call.startedAt)}
              </td>
              <td className="wide muted">
                <ShortId id={call.id} of={`call ${call.number}`} short={call.number} />
              </td>
              <td>
                <OutcomeBadge call={call} />
              </td>
              <td className="number" data-word={call.endedAt === null ? 'ringing' : 'rang'}>
                <Elapsed from={call.startedAt} until={call.endedAt} />
              </td>
              <td>
                <SyncCell status={call.crmActivityStatus} of={`call ${call.number}`} onRetry={() => onRetry(call)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}
