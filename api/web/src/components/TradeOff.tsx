import type { StudyEstimate } from '../api/types'
import { ABANDONED_MOST, bestOf, estimateOf, type FoundProps } from './findings'
import './TradeOff.css'

const WIDTH = 460
const HEIGHT = 250
const LEFT = 46
const BOTTOM = 40
const TOP = 14
const RIGHT = 24

interface Point {
  called: string
  rate: StudyEstimate
  abandoned: StudyEstimate
}

/** What more conversations cost: the rate of abandoned answers against conversations an hour, with the limit of the law. */
export function TradeOff({ names, summary }: FoundProps) {
  const points = summary.settings.flatMap((setting, place): Point[] => {
    const rate = estimateOf(setting, 'conversations_per_hour')
    const abandoned = estimateOf(setting, 'abandoned_share')
    return rate && abandoned ? [{ called: names[place] ?? '', rate, abandoned }] : []
  })
  const best = bestOf(summary)
  const rate =
    best < 0 ? undefined : summary.settings[best] && estimateOf(summary.settings[best], 'conversations_per_hour')
  const answer = rate
    ? `Most conversations with at most 3 % of live answers abandoned: ${names[best] ?? ''}, ${rate.value.toFixed(1)} an hour.`
    : 'No setting surely keeps abandoned calls at 3 % of live answers or below.'
  return (
    <figure className="panel plot trade-off">
      <figcaption>Abandoned answers against conversations an hour</figcaption>
      <Chart points={points} />
      <p>{answer}</p>
    </figure>
  )
}

function Chart({ points }: { points: Point[] }) {
  const most = {
    x: Math.max(0.04, ...points.map((one) => one.abandoned.high)),
    y: Math.max(1, ...points.map((one) => one.rate.high)),
  }
  const x = (share: number) => LEFT + (share / (most.x * 1.05)) * (WIDTH - LEFT - RIGHT)
  const y = (rate: number) => HEIGHT - BOTTOM - (rate / (most.y * 1.1)) * (HEIGHT - BOTTOM - TOP)
  const middle = (one: Point) => `${x(one.abandoned.value).toFixed(1)},${y(one.rate.value).toFixed(1)}`
  return (
    <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label="The table holds the same figures">
      {steps(most.y * 1.1).map((rate) => (
        <g key={rate}>
          <line className="rule" x1={LEFT} x2={WIDTH - RIGHT} y1={y(rate)} y2={y(rate)} />
          <text className="mark" x={LEFT - 6} y={y(rate) + 4} textAnchor="end">
            {rate}
          </text>
        </g>
      ))}
      {steps(most.x * 105).map((percent) => (
        <text key={percent} className="mark" x={x(percent / 100)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
          {percent} %
        </text>
      ))}
      <text className="mark" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle">
        abandoned, of live answers
      </text>
      <line className="limit" x1={x(ABANDONED_MOST)} x2={x(ABANDONED_MOST)} y1={TOP} y2={HEIGHT - BOTTOM} />
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
            <title>{`${one.called}: ${one.rate.value.toFixed(2)} an hour, ${(100 * one.abandoned.value).toFixed(2)} %`}</title>
          </circle>
          <text className="name" x={x(one.abandoned.value) + 7} y={y(one.rate.value) - 6}>
            {one.called}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** Some round numbers from 0 to a bound, six at most. */
export function steps(most: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => most / one <= 5) ?? most / 5
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step)
}
