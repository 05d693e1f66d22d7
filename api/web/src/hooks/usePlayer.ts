import { useCallback, useEffect, useRef, useState } from 'react'

import type { FilmRecord } from '../api/types'
import { recordAt } from '../model/film'

export const SPEEDS = [0.25, 0.5, 1, 2, 5, 10]

export interface Player {
  /** The shown moment, in ms of the film's own time. */
  at: number
  /** The last record by then. */
  index: number
  plays: boolean
  speed: number
  /** Stays the same function while the film does. */
  seek: (at: number) => void
  step: (by: number) => void
  /** Stays the same function while the film does. */
  goTo: (index: number) => void
  toggle: () => void
  setSpeed: (speed: number) => void
}

/** Plays a film, or moves it by time or record. */
export function usePlayer(records: readonly FilmRecord[], first: number): Player {
  const from = records[0]?.at ?? 0
  const to = records.at(-1)?.at ?? 0
  // Several records may share a moment, so the record is kept beside the time.
  const [place, setPlace] = useState({ at: records[first]?.at ?? from, index: first })
  const [plays, setPlays] = useState(false)
  const [speed, setSpeed] = useState(1)

  const seek = useCallback(
    (at: number) => {
      const within = Math.min(to, Math.max(from, at))
      setPlace({ at: within, index: recordAt(records, within) })
    },
    [records, from, to],
  )
  const goTo = useCallback(
    (index: number) => {
      const within = Math.min(records.length - 1, Math.max(0, index))
      setPlace({ at: records[within]?.at ?? from, index: within })
    },
    [records, from],
  )

  const jump = useCallback(
    (index: number) => {
      setPlays(false)
      goTo(index)
    },
    [goTo],
  )

  const seekTo = useCallback(
    (at: number) => {
      setPlays(false)
      seek(at)
    },
    [seek],
  )

  const shown = useRef(place.at)
  useEffect(() => {
    shown.current = place.at
  })
  useEffect(() => {
    if (!plays) return
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    let before: number | undefined
    let at = shown.current
    let told = recordAt(records, at)
    let frame = requestAnimationFrame(function run(now) {
      at += before === undefined ? 0 : (now - before) * speed
      const index = recordAt(records, at)
      // With reduced motion, the film moves from record to record.
      if (!isStill) seek(at)
      else if (index !== told) seek(records[index]?.at ?? at)
      told = index
      if (at >= to) {
        setPlays(false)
        return
      }
      before = now
      frame = requestAnimationFrame(run)
    })
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [plays, speed, seek, records, to])

  return {
    ...place,
    plays,
    speed,
    seek: seekTo,
    goTo: jump,
    step(by) {
      jump(place.index + by)
    },
    toggle() {
      if (!plays && place.at >= to) seek(from)
      setPlays(!plays)
    },
    setSpeed,
  }
}
