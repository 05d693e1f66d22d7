import { exactly } from '../api/time'
import type { FilmRecord } from '../api/types'
import { SPEEDS, type Player } from './usePlayer'
import './PlayerBar.css'

interface Props {
  player: Player
  records: readonly FilmRecord[]
  origin: number
}

/** Play, speed, steps, and a scrubber over the whole film. */
export function PlayerBar({ player, records, origin }: Props) {
  const { at, index, plays, speed } = player
  const first = records[0]?.at ?? 0
  const last = records.at(-1)?.at ?? first
  const button = (label: string, sign: string, act: () => void, off = false) => (
    <button type="button" className="button" aria-label={label} title={label} disabled={off} onClick={act}>
      {sign}
    </button>
  )
  return (
    <div className="player panel">
      <div className="row">
        {button('The beginning', '⏮', () => {
          player.goTo(0)
        })}
        {button(
          'The record before',
          '◀',
          () => {
            player.step(-1)
          },
          index === 0,
        )}
        <button type="button" className="button primary play" onClick={player.toggle}>
          {plays ? 'Pause' : 'Play'}
        </button>
        {button(
          'The record after',
          '▶',
          () => {
            player.step(1)
          },
          index >= records.length - 1,
        )}
        {button('The end', '⏭', () => {
          player.goTo(records.length - 1)
        })}
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
        aria-valuetext={exactly(at - origin)}
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
