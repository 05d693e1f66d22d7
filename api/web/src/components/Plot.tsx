import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

import type { Histogram } from '../api/types'
import './Plot.css'

interface Series {
  name: string
  histogram: Histogram
}

interface Props {
  title: string
  unit: string
  /** The factor from a class's width to the shown unit. */
  scale: number
  series: Series[]
}

const HEIGHT = 200
/** The dashes of lines, so that colour is never their only difference. */
const DASHES = [
  { dash: [], style: 'solid' },
  { dash: [8, 4], style: 'dashed' },
  { dash: [2, 3], style: 'dotted' },
]
const dashOf = (n: number) => DASHES[n % DASHES.length] ?? { dash: [], style: 'solid' }

/** Distributions as shares of all runs, one line each. */
export function Plot({ title, unit, scale, series }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const scheme = useScheme()
  const data = useMemo(() => columns(series, scale), [series, scale])
  useEffect(() => {
    const parent = box.current
    if (!parent) return
    const style = getComputedStyle(document.documentElement)
    const token = (name: string) => style.getPropertyValue(name).trim()
    const axis = { stroke: token('--muted'), grid: { stroke: token('--rule') }, ticks: { stroke: token('--rule') } }
    const plot = new UPlot(
      {
        width: parent.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        legend: { markers: { width: 2, dash: (_: UPlot, n: number) => dashOf(n - 1).style } },
        axes: [
          { ...axis, label: unit, labelSize: 20, size: 34 },
          { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => `${String(+(100 * tick).toFixed(2))} %`) },
        ],
        series: [
          { label: unit },
          ...series.map(({ name }, n) => ({
            label: name,
            stroke: between(token('--series-few'), token('--series-many'), n / Math.max(1, series.length - 1)),
            width: 2,
            dash: dashOf(n).dash,
            points: { show: false },
            value: (_: UPlot, share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(2)} %`),
          })),
        ],
      },
      data,
      parent,
    )
    const resize = new ResizeObserver(() => {
      plot.setSize({ width: parent.clientWidth, height: HEIGHT })
    })
    resize.observe(parent)
    return () => {
      resize.disconnect()
      plot.destroy()
    }
  }, [data, series, unit, scheme])
  return (
    <figure className="panel plot">
      <figcaption>{title}</figcaption>
      <div ref={box} role="img" aria-label={`${title}: the table below holds the means`} />
    </figure>
  )
}

/**
 * Mixes two colours, both as `#rrggbb`. More lines are more of the same, so they have shades of one colour,
 * and none is the colour of an outcome.
 */
export function between(from: string, to: string, share: number): string {
  const parts = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  const ends = parts(to)
  const mixed = parts(from).map((part, n) => Math.round(part + share * ((ends[n] ?? 0) - part)))
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/**
 * Computes the middles of all classes, and the share of runs in them for each series. Each histogram widens its classes
 * on its own, so all are shown in the classes of the widest one.
 */
export function columns(series: Series[], scale: number): UPlot.AlignedData {
  const width = Math.max(0, ...series.map(({ histogram }) => histogram.width)) || 1
  const counted = series.map(({ histogram }) => widened(histogram, width))
  const classes = Math.max(0, ...counted.map((counts) => counts.findLastIndex((n) => n > 0) + 1))
  const middle = width > 1 ? 0.5 : 0
  const x = Array.from({ length: classes }, (_, n) => (n + middle) * width * scale)
  const shares = counted.map((counts) => {
    const total = counts.reduce((sum, n) => sum + n, 0) || 1
    return x.map((_, n) => (counts[n] ?? 0) / total)
  })
  return [x, ...shares]
}

/** Merges counts into wider classes. Widths are doubled, so a wider class holds whole narrower ones. */
function widened(histogram: Histogram, width: number): number[] {
  const merged: number[] = []
  histogram.counts.forEach((count, n) => {
    const into = Math.floor((n * histogram.width) / width)
    while (merged.length <= into) merged.push(0)
    merged[into] = (merged[into] ?? 0) + count
  })
  return merged
}

/** The system's colours, as they change. */
function useScheme(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const dark = window.matchMedia('(prefers-color-scheme: dark)')
      dark.addEventListener('change', changed)
      return () => {
        dark.removeEventListener('change', changed)
      }
    },
    () => window.matchMedia('(prefers-color-scheme: dark)').matches,
  )
}
