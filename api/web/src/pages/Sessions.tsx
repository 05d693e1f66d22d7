import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'

import { api } from '../api/client'
import { moment } from '../api/time'
import type { SessionLine } from '../api/types'
import { Badge } from '../components/Badge'
import { Elapsed } from '../components/Elapsed'
import { Empty, Loading, Wrong } from '../components/Notice'
import { Pager } from '../components/Pager'
import { REASONS } from '../model/reasons'
import { COUNTS } from '../components/SessionMetrics'
import { ShortId } from '../components/ShortId'
import { TablePanel } from '../components/TablePanel'
import { useOffset } from '../hooks/useOffset'
import { useTitle } from '../hooks/useTitle'
import './Sessions.css'

const PAGE = 50

/** Every session, newest first. */
export default function Sessions() {
  useTitle('Sessions')
  const [, setParams] = useSearchParams()
  const offset = useOffset()
  const list = useQuery({
    queryKey: ['sessions', offset],
    queryFn: ({ signal }) => api.sessions(PAGE, offset, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.sessions.some((session) => !session.settled) ? 1_500 : 10_000),
  })
  return (
    <>
      <h1>Sessions</h1>
      {list.isPending && <Loading what="the sessions" />}
      {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
      {list.data?.total === 0 && (
        <div className="panel">
          <Empty title="No lead has been dialed yet">
            <Link to="/">Select some leads</Link> and dial them; each session is kept here, and can be replayed.
          </Empty>
        </div>
      )}
      {list.data && list.data.total > 0 && (
        <>
          <Table sessions={list.data.sessions} />
          <Pager
            offset={offset}
            limit={PAGE}
            total={list.data.total}
            shown={list.data.sessions.length}
            what="sessions"
            onMove={(next) => {
              setParams(next > 0 ? { offset: String(next) } : {})
            }}
          />
        </>
      )}
    </>
  )
}

function Table({ sessions }: { sessions: SessionLine[] }) {
  return (
    <TablePanel label="Sessions, newest first">
      <table className="sessions stacks">
        <thead>
          <tr>
            <th>Session</th>
            <th>Agent</th>
            <th>Began</th>
            <th>Outcome</th>
            <th className="number">Lasted</th>
            <th className="number">Lines</th>
            {COUNTS.map((count) => (
              <th key={count} className="number heading">
                {count}
              </th>
            ))}
            <th>
              <span className="hidden">Replay</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}

function Row({ session }: { session: SessionLine }) {
  const name = `session ${String(session.number)}`
  return (
    <tr>
      <td className="nowrap first">
        <Link to={`/dialer/${session.id}`}>Session {session.number}</Link> <ShortId id={session.id} of={name} />
      </td>
      <td>{session.agentId}</td>
      <td className="nowrap" title={session.startedAt}>
        {moment(session.startedAt)}
      </td>
      <td>
        <Ending session={session} />
      </td>
      <td className="number" data-word={session.stoppedAt === null ? 'lasts' : 'lasted'}>
        <Elapsed from={session.startedAt} until={session.stoppedAt} />
      </td>
      <td className="number" data-word="lines">
        {session.lines}
      </td>
      {COUNTS.map((count) => (
        <td key={count} className="number" data-word={count}>
          {session.metrics[count]}
        </td>
      ))}
      <td className="last">
        <Link to={`/sessions/${session.id}/replay`}>
          Replay<span className="hidden"> {name}</span>
        </Link>
      </td>
    </tr>
  )
}

function Ending({ session }: { session: SessionLine }) {
  if (session.stopReason === 'WINNER') return <Badge look="connected" />
  if (session.stopReason === null) return session.activeCallIds.length > 0 ? <Badge look="ringing" /> : <>waiting</>
  return <span className="muted">{REASONS[session.stopReason]}</span>
}
