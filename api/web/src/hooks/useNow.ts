import { useEffect, useState } from 'react'

/** The present in ms, told again every `every` ms while `runs`; it stands still otherwise. */
export function useNow(read: () => number, runs: boolean, every = 100): number {
  const [now, setNow] = useState(read)
  useEffect(() => {
    if (!runs) return
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(read())
    }
    tick()
    const timer = setInterval(tick, every)
    return () => {
      clearInterval(timer)
    }
  }, [read, runs, every])
  return now
}
