import { useDeferredValue, useEffect, useMemo, type ReactNode } from 'react'
import { useSearchParams } from 'react-router'

import { exactly } from '../api/time'
import type { Film, Session } from '../api/types'
import { useHotkeys } from '../hooks/useHotkeys'
import { useTitle } from '../hooks/useTitle'
import { Gantt } from './Gantt'
import { JournalPane } from './JournalPane'
import { Wrong } from './Notice'
import { PlayerBar } from './PlayerBar'
import { SessionCards } from './SessionCards'
import { SessionMetrics } from './SessionMetrics'
import { chart, scenes, startOf } from './film'
import { usePlayer } from './usePlayer'
import { useViews } from './useViews'
import './FilmView.css'

interface Props {
  film: Film
  /** The session as it was after its last record. */
  end: Session
  /** Reads the session as it was after a record. */
  read: (seq: number) => Promise<Session>
  /** What stands beside the title: downloads, links; given the record that is shown. */
  actions: (seq: number) => ReactNode
}

/** Every moment of a session: the lines over time, the cards as they were, the journal beside them. */
export function FilmView({ film, end, read, actions }: Props) {
  const [params, setParams] = useSearchParams()
  const records = useMemo(() => scenes(film), [film])
  const drawn = useMemo(() => chart({ ...film, records }, end), [film, records, end])
  const wanted = Number(params.get('at'))
  const first = Math.max(
    0,
    records.findLastIndex((record) => record.seq <= wanted),
  )
  const player = usePlayer(records, first)
  const record = records[player.index]
  const seq = record?.seq ?? 0
  const ahead = [records[player.index + 1]?.seq, records[player.index - 1]?.seq].filter((one) => one !== undefined)
  const { shown, error } = useViews(read, seq, ahead)
  // The journal's words come a frame later, so that the cards need not wait for them.
  const told = useDeferredValue(player.index)
  const origin = startOf(film)
  useTitle(`Replay of session ${String(end.number)}`)

  // The address is a link to this very moment; while the film runs it is left alone.
  const { plays } = player
  useEffect(() => {
    if (plays) return
    const timer = setTimeout(() => {
      setParams(
        (was) => {
          was.set('at', String(seq))
          return was
        },
        { replace: true, preventScrollReset: true },
      )
    }, 150)
    return () => {
      clearTimeout(timer)
    }
  }, [plays, seq, setParams])

  const by = (event: KeyboardEvent, ms: number) => {
    player.seek(player.at + (event.shiftKey ? 10 * ms : ms))
  }
  useHotkeys({
    ' ': player.toggle,
    ArrowLeft: (event) => {
      by(event, -100)
    },
    ArrowRight: (event) => {
      by(event, 100)
    },
    ',': () => {
      player.step(-1)
    },
    '.': () => {
      player.step(1)
    },
    Home: () => {
      player.goTo(0)
    },
    End: () => {
      player.goTo(records.length - 1)
    },
  })

  // Shown is the state after the record; its clock is the film's.
  const now = Date.parse(end.startedAt) + (player.at - origin)
  return (
    <div className="film">
      <div className="row spread">
        <h1>
          Session {end.number} · {end.agentId} · {end.lines} {end.lines === 1 ? 'line' : 'lines'}
        </h1>
        <div className="row">{actions(seq)}</div>
      </div>
      <Gantt
        chart={drawn}
        at={player.at - origin}
        onSeek={(at) => {
          player.seek(at + origin)
        }}
      />
      <PlayerBar player={player} records={records} origin={origin} />
      <div className="film-panes">
        <section
          className="stack as-it-was"
          aria-label="As it was"
          data-seq={shown?.seq}
          aria-busy={shown?.seq !== seq}
        >
          <div className="row spread">
            <h2>As it was at {exactly(player.at - origin)}</h2>
            {shown && <SessionMetrics metrics={shown.session.metrics} />}
          </div>
          {error !== undefined && <Wrong error={error} />}
          {shown && <SessionCards session={shown.session} now={now} />}
          {shown && (
            <p className="muted">
              {shown.session.status === 'RUNNING' ? 'Running' : 'Stopped'}, {shown.session.leadQueue.length} in the
              queue
              {shown.session.settled && ', settled'}
            </p>
          )}
        </section>
        <JournalPane records={records} index={told} origin={origin} onGo={player.goTo} />
      </div>
    </div>
  )
}
