import { memo, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useSearchParams } from 'react-router'

import { exactly } from '../api/time'
import type { Film, Session } from '../api/types'
import { useHotkeys } from '../hooks/useHotkeys'
import { useLagging } from '../hooks/useLagging'
import { usePlayer } from '../hooks/usePlayer'
import { useViews } from '../hooks/useViews'
import { Gantt } from './Gantt'
import { JournalPane } from './JournalPane'
import { Loading, Wrong } from './Notice'
import { PlayerBar } from './PlayerBar'
import { SessionCards } from './SessionCards'
import { SessionMetrics } from './SessionMetrics'
import { ShortId } from './ShortId'
import { chart, scenes, startOf } from '../model/film'
import type { Read } from '../model/views'
import { cast } from '../model/words'
import './FilmView.css'

interface Props {
  film: Film
  /** The session after its last record. */
  end: Session
  /** Reads the session as of a record. */
  read: Read
  /** The content beside the title. */
  beside?: ReactNode
  /** The actions for the shown record. */
  actions: (seq: number) => ReactNode
}

/** The journal follows at once within this many records, because hardly any of it is drawn again. */
const STEPS = 3

/** Every moment of a session: the lines over time, the cards at that moment, the journal beside them. */
export function FilmView({ film, end, read, beside, actions }: Props) {
  const [params, setParams] = useSearchParams()
  const records = useMemo(() => scenes(film), [film])
  const drawn = useMemo(() => chart({ ...film, records }, end), [film, records, end])
  const who = useMemo(() => cast(film, end), [film, end])
  const wanted = Number(params.get('at'))
  const first = Math.max(
    0,
    records.findLastIndex((record) => record.seq <= wanted),
  )
  const player = usePlayer(records, first)
  const record = records[player.index]
  const seq = record?.seq ?? 0
  const nearby = [records[player.index + 1]?.seq, records[player.index - 1]?.seq].filter((one) => one !== undefined)
  // The journal's words follow with a delay, so that the cards need not wait for them.
  const lagging = useLagging(player.index)
  const told = Math.abs(player.index - lagging) <= STEPS ? player.index : lagging
  const origin = startOf(film)

  // The address is a link to this moment; it stays unchanged while the film plays.
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

  const by = (event: KeyboardEvent, direction: 1 | -1) => {
    if (event.shiftKey) player.seek(player.at + direction * 1_000)
    else player.step(direction)
  }
  useHotkeys({
    ' ': player.toggle,
    ArrowLeft: (event) => {
      by(event, -1)
    },
    ArrowRight: (event) => {
      by(event, 1)
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

  const { seek } = player
  const onSeek = useCallback(
    (at: number) => {
      seek(at + origin)
    },
    [seek, origin],
  )
  return (
    <div className="film">
      <div className="row spread">
        <div className="row">
          <h1>
            Session {end.number} · {end.agentId} · {end.lines} {end.lines === 1 ? 'line' : 'lines'}
          </h1>
          <ShortId id={end.id} of="the session" />
          {beside}
        </div>
        <div className="row">{actions(seq)}</div>
      </div>
      <Gantt chart={drawn} at={player.at - origin} index={player.index} onSeek={onSeek} />
      <PlayerBar player={player} records={records} origin={origin} />
      <div className="film-panes">
        <AsItWas read={read} seq={seq} beside={nearby} end={end} at={player.at - origin} />
        <JournalPane records={records} cast={who} index={told} origin={origin} onGo={player.goTo} />
      </div>
    </div>
  )
}

interface AsItWasProps {
  read: Read
  seq: number
  beside: readonly number[]
  end: Session
  /** The shown moment, in ms since the session's start. */
  at: number
}

/** The cards as of a record, with the film's clock. */
function AsItWas({ read, seq, beside, end, at }: AsItWasProps) {
  const { shown, error, again } = useViews(read, seq, beside)
  // A state keeps its own clock until the next one arrives.
  const [clock, setClock] = useState(at)
  if (shown?.seq === seq && clock !== at) setClock(at)
  return (
    <section className="stack as-it-was" aria-label="As it was" data-seq={shown?.seq} aria-busy={shown?.seq !== seq}>
      <h2>As it was at {exactly(clock)}</h2>
      {error !== undefined && <Wrong error={error} again={again} />}
      {!shown && error === undefined && (
        <div className="film-room">
          <Loading what="the cards" />
          {/* As high as the cards are at the end, so that the content below does not move. */}
          <div className="stack" aria-hidden="true">
            <Cards session={end} now={Date.parse(end.startedAt)} />
          </div>
        </div>
      )}
      {shown && <Cards session={shown.session} now={Date.parse(end.startedAt) + clock} />}
    </section>
  )
}

const Cards = memo(function Cards({ session, now }: { session: Session; now: number }) {
  return (
    <>
      <SessionMetrics metrics={session.metrics} />
      <SessionCards session={session} now={now} />
      <p className="muted">
        {session.status === 'RUNNING' ? 'Running' : 'Stopped'}, {session.leadQueue.length} in the queue
        {session.settled && ', settled'}
      </p>
    </>
  )
})
