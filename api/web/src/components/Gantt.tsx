import { memo, useRef, type PointerEvent } from 'react'

import { duration, exactly } from '../api/time'
import { Mark, WORDS } from './Badge'
import type { Bar, Chart } from './film'
import './Gantt.css'

interface Props {
  chart: Chart
  /** The moment that is shown, in ms since the session's start. */
  at: number
  onSeek: (at: number) => void
}

/** The lines over the session's time. A press or a drag anywhere goes to that moment. */
export function Gantt({ chart, at, onSeek }: Props) {
  const track = useRef<HTMLDivElement>(null)
  const share = shareOf(chart.length)
  const seek = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (box && box.width > 0) onSeek(((event.clientX - box.left) / box.width) * chart.length)
  }
  const lines = Array.from({ length: chart.lines }, (_, line) => line)
  return (
    <div className="gantt panel">
      <div className="gantt-names" aria-hidden="true">
        {lines.map((line) => (
          <span key={line}>line {line + 1}</span>
        ))}
      </div>
      <div
        className="gantt-track"
        ref={track}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          seek(event)
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) seek(event)
        }}
      >
        {lines.map((line) => (
          <div className="gantt-line" key={line}>
            {chart.bars
              .filter((bar) => bar.line === line)
              .map((bar) => (
                <BarView key={bar.call.id} bar={bar} length={chart.length} {...seenBy(bar, at)} />
              ))}
          </div>
        ))}
        <div className="play-head" style={{ transform: `translateX(${share(at)})` }} />
      </div>
      <div className="gantt-scale muted small" aria-hidden="true">
        {ticks(chart.length).map((tick) => (
          <span key={tick} style={{ left: share(tick) }}>
            {tick / 1000}
            {tick === 0 ? ' s' : ''}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Which share of the chart a bar needs so that words on it can be read. */
const LEGIBLE = 0.04

const shareOf = (length: number) => (ms: number) => `${String((100 * ms) / length)}%`

/** What of a call has happened by a moment. */
function seenBy({ from, to, abandonedAt }: Bar, at: number) {
  return { hasBegun: from <= at, hasEnded: to <= at, wasAbandoned: abandonedAt !== undefined && abandonedAt <= at }
}

interface BarProps extends ReturnType<typeof seenBy> {
  bar: Bar
  length: number
}

/** It is drawn again only when something about its call happens. */
const BarView = memo(function BarView({ bar, length, hasBegun, hasEnded, wasAbandoned }: BarProps) {
  const { call, look, from, to, releasedAt, abandonedAt } = bar
  const share = shareOf(length)
  const word = WORDS[look]
  const title = `${call.lead.name}, ${word.toLowerCase()}, rang ${exactly(to - from)}`
  return (
    <>
      <div
        className={`gantt-bar look-${look}${bar.isWinner ? ' won' : ''}${hasBegun ? '' : ' to-come'}${hasEnded ? ' ended' : ''}`}
        style={{ left: share(from), width: share(to - from) }}
        title={title}
      >
        {to - from > LEGIBLE * length && (
          <>
            <span className="gantt-name">{call.lead.name}</span>
            <span className="gantt-end">
              <Mark look={look} /> {word}
            </span>
          </>
        )}
      </div>
      {releasedAt !== undefined && releasedAt > to && (
        <div
          className={`gantt-release${hasEnded ? '' : ' to-come'}`}
          style={{ left: share(to), width: share(releasedAt - to) }}
          title={`releasing for ${exactly(releasedAt - to)}`}
        />
      )}
      {abandonedAt !== undefined && (
        <div
          className={`gantt-glare look-abandoned${wasAbandoned ? '' : ' to-come'}`}
          style={{ left: share(abandonedAt) }}
          title={`${call.lead.name} answered at ${duration(abandonedAt)} and heard nobody`}
        >
          <Mark look="abandoned" />
        </div>
      )}
    </>
  )
})

/** Whole seconds that divide a length into at most ten parts. */
export function ticks(length: number): number[] {
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600].map((s) => s * 1000)
  const step = steps.find((one) => length / one <= 10) ?? Math.ceil(length / 10_000_000) * 1_000_000
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step)
}
