import { memo, useCallback, useRef, type CSSProperties, type PointerEvent } from 'react'

import { duration, exactly } from '../api/time'
import { Mark } from './Badge'
import { stageOf, type Bar, type Chart } from '../model/film'
import { WORDS, type Look } from '../model/looks'
import './Gantt.css'

interface Props {
  chart: Chart
  /** The shown moment, in ms since the session's start. */
  at: number
  /** The last record by then. */
  index: number
  onSeek: (at: number) => void
}

/** The lines over the session's time. A press or a drag moves to that moment. */
export const Gantt = memo(function Gantt({ chart, at, index, onSeek }: Props) {
  const track = useRef<HTMLDivElement>(null)
  const share = shareOf(chart.length)
  const seek = useCallback(
    (event: PointerEvent) => {
      const box = track.current?.getBoundingClientRect()
      if (box && box.width > 0) onSeek(((event.clientX - box.left) / box.width) * chart.length)
    },
    [chart, onSeek],
  )
  const lines = linesOf(chart)
  const scale = ticks(chart.length)
  const ringing = chart.bars.filter((bar) => stageOf(bar, index) === 'ringing')
  const gone = `${String((100 * at) / chart.length - 100)}%`
  const left = `${String(100 - (100 * at) / chart.length)}%`
  return (
    <div className="gantt panel filled" role="group" aria-label="Lines over time">
      <div className="gantt-names" aria-hidden="true">
        {lines.map((line) => (
          <span key={line}>line {line + 1}</span>
        ))}
      </div>
      <div
        className="gantt-track"
        ref={track}
        role="img"
        aria-label={sumOf(chart)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          seek(event)
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) seek(event)
        }}
      >
        <Bars chart={chart} kind="to-come" />
        {/* The whole chart is drawn once, and revealed up to the shown moment. */}
        <div className="gantt-past" style={{ transform: `translateX(${gone})` }}>
          <div className="gantt-past-lines" style={{ transform: `translateX(${left})` }}>
            <Bars chart={chart} kind="past" />
          </div>
        </div>
        {ringing.map((bar) => (
          <Ringing key={bar.call.id} bar={bar} length={chart.length} at={at} />
        ))}
        <Marks chart={chart} index={index} />
        <div className="play-head" style={{ transform: `translateX(${share(at)})` }} />
      </div>
      <div className={`gantt-scale muted small${scale.length > CROWD ? ' crowded' : ''}`} aria-hidden="true">
        {scale.map((tick) => (
          <span key={tick} style={{ left: share(tick) }}>
            {said(tick)}
          </span>
        ))}
      </div>
      <Legend chart={chart} />
      <CallList chart={chart} />
    </div>
  )
})

/** The share of the chart that a bar needs to have a label; its style decides which label fits. */
const LEGIBLE = 0.04

/** More ticks than that are too many for a phone. */
const CROWD = 6

const shareOf = (length: number) => (ms: number) => `${String((100 * ms) / length)}%`

const linesOf = (chart: Chart) => Array.from({ length: chart.lines }, (_, line) => line)

/** The position of a bar outside its line. */
const top = (line: number): CSSProperties => ({ top: `calc(${String(line)} * var(--line-step))` })

/** All calls, as outlines or with their outcomes. They are drawn once. */
const Bars = memo(function Bars({ chart, kind }: { chart: Chart; kind: 'to-come' | 'past' }) {
  const share = shareOf(chart.length)
  return linesOf(chart).map((line) => (
    <div className={`gantt-line ${kind}`} key={line}>
      {chart.bars
        .filter((bar) => bar.line === line)
        .map((bar) => (
          <div
            key={bar.call.id}
            className={`gantt-bar ${kind} look-${bar.look}${bar.isWinner ? ' won' : ''}${legible(bar, chart)}`}
            style={{ left: share(bar.from), width: share(bar.to - bar.from) }}
            title={kind === 'past' ? titleOf(bar) : bar.call.lead.name}
          >
            {legible(bar, chart) && (
              <>
                <span className="gantt-name">{bar.call.lead.name}</span>
                {kind === 'past' && (
                  <span className="gantt-end">
                    <Mark look={bar.look} /> <span className="gantt-word">{WORDS[bar.look]}</span>
                  </span>
                )}
              </>
            )}
          </div>
        ))}
    </div>
  ))
})

const legible = ({ from, to }: Bar, { length }: Pick<Chart, 'length'>) =>
  to - from > LEGIBLE * length ? ' legible' : ''

const titleOf = ({ call, look, from, to }: Bar) =>
  `${call.lead.name}, ${WORDS[look].toLowerCase()}, rang ${exactly(to - from)}`

/** A call that rings at the shown moment: its outcome is not known yet. */
function Ringing({ bar, length, at }: { bar: Bar; length: number; at: number }) {
  const { call, line, from, to } = bar
  const share = shareOf(length)
  const rings = Math.max(0, at - from)
  const soFar = to > from ? `${String(Math.min(100, (100 * rings) / (to - from)))}%` : '100%'
  const style = { ...top(line), left: share(from), width: share(to - from), '--so-far': soFar } as CSSProperties
  return (
    <div
      className={`gantt-bar ringing look-ringing${legible(bar, { length })}`}
      style={style}
      data-call={call.number}
      title={`${call.lead.name}, ringing for ${exactly(rings)}`}
    >
      {legible(bar, { length }) && (
        <>
          <span className="gantt-name">{call.lead.name}</span>
          <span className="gantt-end">
            <Mark look="ringing" />
          </span>
        </>
      )}
    </div>
  )
}

/** Lines that are released after their calls, and abandoned answers: above the calls that follow on the line. */
function Marks({ chart, index }: { chart: Chart; index: number }) {
  return chart.bars.map((bar) => {
    if (bar.releasedAt === undefined && bar.abandonedAt === undefined) return null
    const hasEnded = stageOf(bar, index) === 'past'
    const wasAbandoned = bar.abandonedBy !== undefined && bar.abandonedBy <= index
    return <MarksOf key={bar.call.id} bar={bar} length={chart.length} hasEnded={hasEnded} wasAbandoned={wasAbandoned} />
  })
}

interface MarksProps {
  bar: Bar
  length: number
  hasEnded: boolean
  wasAbandoned: boolean
}

/** They are drawn again only when their call changes. */
const MarksOf = memo(function MarksOf({ bar, length, hasEnded, wasAbandoned }: MarksProps) {
  const { call, line, to, releasedAt, abandonedAt } = bar
  const share = shareOf(length)
  return (
    <>
      {releasedAt !== undefined && releasedAt > to && (
        <div
          className={`gantt-release${hasEnded ? '' : ' to-come'}`}
          style={{ ...top(line), left: share(to), width: share(releasedAt - to) }}
          title={`${call.lead.name}: the line was being released for ${exactly(releasedAt - to)}`}
        >
          <span className="gantt-word">rel</span>
        </div>
      )}
      {abandonedAt !== undefined && (
        <div
          className={`gantt-glare look-abandoned${wasAbandoned ? '' : ' to-come'}`}
          style={{ ...top(line), left: share(abandonedAt) }}
          title={`${call.lead.name} answered at ${exactly(abandonedAt)} and heard no one`}
        >
          <Mark look="abandoned" />
        </div>
      )}
    </>
  )
})

/** The legend of signs without words. */
function Legend({ chart: { bars } }: { chart: Chart }) {
  const hasGlare = bars.some(({ abandonedAt }) => abandonedAt !== undefined)
  const hasReleases = bars.some(({ releasedAt, to }) => releasedAt !== undefined && releasedAt > to)
  if (!hasGlare && !hasReleases) return null
  return (
    <p className="gantt-legend muted small">
      {hasGlare && (
        <span>
          <span className="gantt-sign look-abandoned">
            <Mark look="abandoned" />
          </span>
          answered, and heard no one
        </span>
      )}
      {hasReleases && (
        <span>
          <i className="gantt-sign gantt-released" aria-hidden="true" />
          rel: the line is being released
        </span>
      )}
    </p>
  )
}

/** The chart in a sentence, for screen readers. */
function sumOf({ bars, lines, length }: Chart): string {
  const counts = new Map<Look, number>()
  for (const { look } of bars) counts.set(look, (counts.get(look) ?? 0) + 1)
  const sums = [...counts].map(([look, n]) => `${String(n)} ${WORDS[look].toLowerCase()}`).join(', ')
  const abandoned = bars.filter(({ abandonedAt }) => abandonedAt !== undefined).length
  const glare = abandoned > 0 ? `; ${String(abandoned)} answered and heard no one` : ''
  const on = lines === 1 ? '1 line' : `${String(lines)} lines`
  return `${String(bars.length)} calls on ${on} over ${duration(length)}: ${sums}${glare}`
}

/** The most listed calls: a longer list helps no reader, and the journal has all calls. */
const LISTED_MAX = 500

/** The chart as a list, for screen readers. */
const CallList = memo(function CallList({ chart }: { chart: Chart }) {
  if (chart.bars.length > LISTED_MAX) return null
  return (
    <ol className="hidden" aria-label="Calls on the chart">
      {chart.bars.map((bar) => (
        <li key={bar.call.id}>
          Line {bar.line + 1}, from {exactly(bar.from)}: {titleOf(bar)}
          {bar.isWinner && ', won the session'}
          {bar.abandonedAt !== undefined && `, answered at ${exactly(bar.abandonedAt)} and heard no one`}
        </li>
      ))}
    </ol>
  )
})

/** Labels a place on the scale: in seconds, and from a minute on in minutes. */
export function said(tick: number): string {
  if (tick >= 60_000) return duration(tick)
  return `${String(tick / 1000)}${tick === 0 ? ' s' : ''}`
}

/** Returns whole seconds that divide a length into at most ten parts. */
export function ticks(length: number): number[] {
  const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600].map((s) => s * 1000)
  const step = steps.find((one) => length / one <= 10) ?? Math.ceil(length / 10_000_000) * 1_000_000
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step)
}
