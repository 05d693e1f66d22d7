import type { KeyboardEvent, ReactNode } from 'react'

import { exactly } from '../api/time'
import type { FilmRecord } from '../api/types'
import { SPEEDS, type Player } from '../hooks/usePlayer'
import './PlayerBar.css'

interface Props {
  player: Player
  records: readonly FilmRecord[]
  origin: number
}

/** How many records the page keys move the scrubber. */
const PAGE = 10

/** How far each key moves the scrubber, in records; the browser's default is a millisecond. */
const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }

/** Play, speed, steps, and a scrubber over the whole film. */
export function PlayerBar({ player, records, origin }: Props) {
  const { at, index, plays, speed } = player
  const first = records[0]?.at ?? 0
  const last = records.at(-1)?.at ?? first
  const place = `record ${String(index + 1)} of ${String(records.length)}`
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (by === undefined) return
    event.preventDefault()
    player.step(by)
  }
  return (
    <div className="player panel">
      <div className="row">
        <Jump
          label="The beginning"
          keys="Home"
          sign={<path d="M3 3v10M13 3 6 8l7 5Z" />}
          off={index === 0}
          act={() => {
            player.goTo(0)
          }}
        />
        <Jump
          label="The record before"
          keys=","
          sign={<path d="m10 3-5 5 5 5" fill="none" />}
          off={index === 0}
          act={() => {
            player.step(-1)
          }}
        />
        <button type="button" className="button primary play" title="Space" onClick={player.toggle}>
          <svg className="sign" viewBox="0 0 16 16" aria-hidden="true">
            {plays ? <path d="M5 3v10M11 3v10" strokeWidth="3" /> : <path d="M4 3v10l9-5Z" />}
          </svg>
          {plays ? 'Pause' : 'Play'}
        </button>
        <Jump
          label="The record after"
          keys="."
          sign={<path d="m6 3 5 5-5 5" fill="none" />}
          off={index >= records.length - 1}
          act={() => {
            player.step(1)
          }}
        />
        <Jump
          label="The end"
          keys="End"
          sign={<path d="M13 3v10M3 3l7 5-7 5Z" />}
          off={index >= records.length - 1}
          act={() => {
            player.goTo(records.length - 1)
          }}
        />
        <label className="field">
          <span className="hidden">Speed</span>
          <select
            value={speed}
            onChange={(event) => {
              player.setSpeed(Number(event.target.value))
            }}
          >
            {SPEEDS.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </select>
        </label>
      </div>
      <input
        className="scrubber"
        type="range"
        aria-label="Time"
        min={first}
        max={Math.max(last, first + 1)}
        step={1}
        value={at}
        aria-valuetext={`${exactly(at - origin)}, ${place}`}
        onKeyDown={step}
        onChange={(event) => {
          player.seek(Number(event.target.value))
        }}
      />
      <output className="player-place">
        {index + 1} of {records.length} · {exactly(at - origin)}
      </output>
    </div>
  )
}

interface JumpProps {
  label: string
  keys: string
  sign: ReactNode
  off: boolean
  act: () => void
}

/** A button that moves the film. It stays in place when it has no target, and so does the focus. */
function Jump({ label, keys, sign, off, act }: JumpProps) {
  return (
    <button
      type="button"
      className="button"
      aria-label={label}
      title={`${label} (${keys})`}
      aria-disabled={off}
      onClick={() => {
        if (!off) act()
      }}
    >
      <svg className="sign" viewBox="0 0 16 16" aria-hidden="true">
        {sign}
      </svg>
    </button>
  )
}
