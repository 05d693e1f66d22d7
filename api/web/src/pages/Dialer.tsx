import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'

import { api } from '../api/client'
import { moment, serverNow } from '../api/time'
import type { Call, Session } from '../api/types'
import { AskButton } from '../components/AskButton'
import { CallTable } from '../components/CallTable'
import { Dialog } from '../components/Dialog'
import { Elapsed } from '../components/Elapsed'
import { NewsBadge } from '../components/NewsBadge'
import { Empty, Loading, Wrong } from '../components/Notice'
import { sentence } from '../model/sentence'
import { SessionCards } from '../components/SessionCards'
import { SessionMetrics } from '../components/SessionMetrics'
import { ShortId } from '../components/ShortId'
import { useSay } from '../components/Toasts'
import { REASONS } from '../model/reasons'
import { useHotkeys } from '../hooks/useHotkeys'
import { useSession, type News } from '../hooks/useSession'
import { useTitle } from '../hooks/useTitle'
import './Dialer.css'

/** A session, live. */
export default function Dialer() {
  const { id = '' } = useParams()
  // Another session is another page: no state of the last one stays.
  return <Follow key={id} id={id} />
}

function Follow({ id }: { id: string }) {
  const { session, news, problem, again } = useSession(id)
  useTitle(session ? `Session ${String(session.number)}` : 'Session')
  if (!session) {
    if (problem) {
      return (
        <Wrong isPage what="session" error={problem}>
          <Link className="button" to="/sessions">
            All sessions
          </Link>
        </Wrong>
      )
    }
    return <Loading what="the session" />
  }
  return <Live session={session} news={news} again={again} />
}

interface Props {
  session: Session
  news: News
  /** Follows the session again, because it changes after all. */
  again: () => void
}

function Live({ session, news, again }: Props) {
  const navigate = useNavigate()
  const say = useSay()
  const [asks, setAsks] = useState(false)
  // Whether the element that replaces the stop button takes the focus, too.
  const passesOn = useRef(false)
  const isRunning = session.status === 'RUNNING'
  const isCurrent = news === 'live' || news === 'polling'
  // While the state is unknown, no clock runs.
  const now = useMemo(() => (isCurrent ? undefined : serverNow()), [isCurrent])
  const stop = useMutation({
    mutationFn: () => api.stopSession(session.id),
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  // Until the page has the new state, too.
  const isStopping = stop.isPending || stop.isSuccess
  const retry = useMutation({
    mutationFn: (call: Call) => api.retrySync(call.id),
    onSuccess: again,
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  useHotkeys({
    s: () => {
      if (isRunning && !isStopping) setAsks(true)
    },
    r: () => navigate(`/sessions/${session.id}/replay`),
  })
  return (
    <div className={isCurrent || news === 'settled' ? 'dialer' : 'dialer stale'}>
      <div className="row spread dialer-head">
        <div className="row">
          <h1 title={`began ${moment(session.startedAt)}: ${session.startedAt}`}>
            Session {session.number} · {session.agentId} · {session.lines} {session.lines === 1 ? 'line' : 'lines'}
          </h1>
          <ShortId id={session.id} of={`session ${String(session.number)}`} />
        </div>
        <div className="row">
          <NewsBadge news={news} isRunning={isRunning} />
          <span className="clock">
            <Elapsed from={session.startedAt} until={session.stoppedAt} now={now} />
          </span>
          {isRunning ? (
            <AskButton
              className="button danger"
              isAsked={isStopping}
              meanwhile="Stopping …"
              ref={(button) => () => {
                passesOn.current = document.activeElement === button
              }}
              onClick={() => {
                setAsks(true)
              }}
            >
              Stop session <kbd>S</kbd>
            </AskButton>
          ) : (
            <Link
              className="button"
              ref={(link) => {
                if (passesOn.current) link?.focus()
              }}
              to={`/sessions/${session.id}/replay`}
            >
              Replay <kbd>R</kbd>
            </Link>
          )}
        </div>
      </div>
      <div className="row spread standing">
        <SessionMetrics metrics={session.metrics} />
        <Standing session={session} />
      </div>
      <SessionCards session={session} now={now} />
      <div className="log">
        {session.calls.length > 0 ? (
          <CallTable calls={session.calls} winner={session.winnerCallId} now={now} onRetry={retry.mutateAsync} />
        ) : (
          <NoCall session={session} />
        )}
      </div>
      {asks && isRunning && (
        <StopDialog
          ringing={session.activeCallIds.length}
          onClose={() => {
            setAsks(false)
          }}
          onStop={() => {
            setAsks(false)
            stop.mutate()
          }}
        />
      )}
    </div>
  )
}

interface StopProps {
  ringing: number
  onClose: () => void
  onStop: () => void
}

/** Explains the effect of stopping before it is done. */
function StopDialog({ ringing, onClose, onStop }: StopProps) {
  const lines = `${String(ringing)} ringing ${ringing === 1 ? 'line is' : 'lines are'}`
  return (
    <Dialog title="Stop this session?" onClose={onClose}>
      <p>
        {ringing === 0
          ? 'Nothing rings at the moment; the queue stays undialed.'
          : `${lines} canceled, and no one else is dialed.`}
      </p>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          Go on dialing
        </button>
        <button type="button" className="button danger" data-first onClick={onStop}>
          Stop session
        </button>
      </div>
    </Dialog>
  )
}

/** The session's state: who answered, why it stopped, or who is next. */
function Standing({ session }: { session: Session }) {
  const winner = session.calls.find((call) => call.id === session.winnerCallId)
  return (
    <div className="verdict">
      <p aria-live="polite">
        {winner && (
          <span className="won-line">
            {winner.lead.name} of {winner.lead.company} answered.
          </span>
        )}
        {!winner && session.stopReason && <>The session has stopped because {REASONS[session.stopReason]}.</>}
        {session.waitingFor.length > 0 && <>Waiting for {session.waitingFor.map(({ name }) => name).join(', ')}.</>}
      </p>
      <Queue session={session} />
    </div>
  )
}

/** No call yet: the reason, and the next step. */
function NoCall({ session: { status, waitingFor } }: { session: Session }) {
  const who = waitingFor.map(({ name }) => name).join(', ')
  const next =
    waitingFor.length > 0 ? `It waits for ${who}, on other lines now.` : 'The first one is about to be placed.'
  return (
    <div className="panel">
      <Empty title="No call yet">{status === 'RUNNING' ? next : 'It stopped before the first call.'}</Empty>
    </div>
  )
}

/** The next leads: the first three by name. */
function Queue({ session }: { session: Session }) {
  const isRunning = session.status === 'RUNNING'
  const count = session.leadQueue.length
  const next = session.leadQueue.slice(0, 3)
  const names = useQuery({
    queryKey: ['names', next],
    queryFn: ({ signal }) => Promise.all(next.map(async (lead) => (await api.lead(lead, signal)).name)),
    staleTime: Infinity,
    enabled: next.length > 0 && isRunning,
    placeholderData: (was) => was,
  })
  if (!isRunning) return <p className="muted">{count} not dialed</p>
  if (count === 0) return <p className="muted">queue empty</p>
  const first = names.data ? ` ▸ ${names.data.join(', ')}${count > next.length ? ', …' : ''}` : ''
  return (
    <p className="muted">
      queue {count}
      {first}
    </p>
  )
}
