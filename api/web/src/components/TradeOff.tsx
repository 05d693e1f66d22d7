import { useCallback, useState } from 'react'

import type { StudyEstimate } from '../api/types'
import {
  ABANDONED_MOST,
  SHOWN,
  bestOf,
  estimateOf,
  written,
  type FindingsProps,
  type MeasureFormat,
} from '../model/findings'
import './TradeOff.css'

const HEIGHT = 264
/** The margins of the plot, in px, for the axes' numbers and names. */
const [LEFT, BOTTOM, TOP, RIGHT] = [40, 44, 40, 24]
/** The room beside the axis for the names of points without abandoned answers, in px. */
const ASIDE = 64

const LIMIT = `${String(100 * ABANDONED_MOST)} %`

interface Point {
  called: string
  rate: StudyEstimate
  abandoned: StudyEstimate
}

/**
 * The cost of more conversations: conversations an hour against the share of abandoned answers, with the legal limit.
 */
export function TradeOff({ names, summary }: FindingsProps) {
  const points = summary.settings.flatMap((setting, place): Point[] => {
    const rate = estimateOf(setting, 'conversations_per_hour')
    const abandoned = estimateOf(setting, 'abandoned_share')
    return rate && abandoned ? [{ called: names[place] ?? '', rate, abandoned }] : []
  })
  const best = summary.settings[bestOf(summary)]
  const rate = best && estimateOf(best, 'conversations_per_hour')
  const named = names[bestOf(summary)] ?? ''
  const answer = rate
    ? `Most conversations with at most ${LIMIT} of live answers abandoned: ${named}, ${rateOf(rate)}.`
    : `No setting surely keeps abandoned calls at ${LIMIT} of live answers or below.`
  const [box, width] = useWidth()
  return (
    <figure className="panel plot trade-off">
      <figcaption>Conversations an hour against abandoned answers</figcaption>
      <div ref={box} style={{ height: HEIGHT }}>
        {width > 0 && <Chart points={points} width={width} />}
      </div>
      <p>{answer}</p>
    </figure>
  )
}

/** Follows the width of a box. Its drawing is in pixels, so that words keep their size. */
function useWidth(): [box: (node: HTMLDivElement | null) => (() => void) | undefined, width: number] {
  const [width, setWidth] = useState(0)
  const box = useCallback((node: HTMLDivElement | null) => {
    if (!node) return undefined
    const watch = new ResizeObserver(() => {
      setWidth(node.clientWidth)
    })
    watch.observe(node)
    return () => {
      watch.disconnect()
    }
  }, [])
  return [box, width]
}

const shownAs = (measure: string): MeasureFormat | undefined => SHOWN.find((one) => one.measure === measure)

function say({ value }: StudyEstimate, measure: string): string {
  const shown = shownAs(measure)
  return shown ? written(value, shown) : ''
}

const rateOf = (rate: StudyEstimate): string => `${say(rate, 'conversations_per_hour')} an hour`

const pointOf = ({ called, rate, abandoned }: Point): string =>
  `${called}: ${rateOf(rate)}, ${say(abandoned, 'abandoned_share')} abandoned`

function Chart({ points, width }: { points: Point[]; width: number }) {
  const most = {
    x: Math.max(0.04, ...points.map((one) => one.abandoned.high)) * 1.05,
    y: Math.max(1, ...points.map((one) => one.rate.high)) * 1.1,
  }
  const [from, floor, end] = [LEFT + ASIDE, HEIGHT - BOTTOM, width - RIGHT]
  const x = (share: number) => from + (share / most.x) * (end - from)
  const y = (rate: number) => floor - (rate / most.y) * (floor - TOP)
  const middle = (one: Point) => `${x(one.abandoned.value).toFixed(1)},${y(one.rate.value).toFixed(1)}`
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={points.map(pointOf).join('; ')}>
      <text className="mark" x={0} y={12}>
        conversations an hour
      </text>
      {steps(most.y).map((rate) => (
        <g key={rate}>
          <line className="rule" x1={LEFT} x2={end} y1={y(rate)} y2={y(rate)} />
          <text className="mark" x={LEFT - 8} y={y(rate) + 4} textAnchor="end">
            {rate}
          </text>
        </g>
      ))}
      {steps(most.x * 100).map((percent) => (
        <text key={percent} className="mark" x={x(percent / 100)} y={floor + 16} textAnchor="middle">
          {percent} %
        </text>
      ))}
      <text className="mark" x={end} y={HEIGHT - 8} textAnchor="end">
        abandoned, of live answers
      </text>
      <line className="limit" x1={x(ABANDONED_MOST)} x2={x(ABANDONED_MOST)} y1={TOP} y2={floor} />
      <text className="limit-name" x={x(ABANDONED_MOST)} y={TOP - 12} textAnchor="middle">
        limit {LIMIT}
      </text>
      <polyline className="path" points={points.map(middle).join(' ')} />
      {points.map((one) => (
        <g key={one.called}>
          <line
            className="reach"
            x1={x(one.abandoned.low)}
            x2={x(one.abandoned.high)}
            y1={y(one.rate.value)}
            y2={y(one.rate.value)}
          />
          <line
            className="reach"
            x1={x(one.abandoned.value)}
            x2={x(one.abandoned.value)}
            y1={y(one.rate.low)}
            y2={y(one.rate.high)}
          />
          <circle className="point" cx={x(one.abandoned.value)} cy={y(one.rate.value)} r={4}>
            <title>{pointOf(one)}</title>
          </circle>
          {/* More lines abandon more and reach more: the path starts at the bottom and goes right. */}
          <text className="name" x={x(one.abandoned.value) - 8} y={y(one.rate.value) - 8} textAnchor="end">
            {one.called}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** Returns round numbers from 0 to a bound, six at most. */
export function steps(most: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => most / one <= 5) ?? most / 5
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step)
}
