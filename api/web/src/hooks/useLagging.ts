import { useEffect, useRef, useState } from 'react'

/** How long a value has to stay to be taken over, and after how long it is at the latest, in ms. */
const [STAYS, LATEST] = [40, 150]

/** Follows a value a little later, so that what is dear to draw is not drawn for every place that somebody races past. */
export function useLagging(value: number): number {
  const [followed, setFollowed] = useState(value)
  const since = useRef<number>(undefined)
  useEffect(() => {
    if (value === followed) {
      since.current = undefined
      return
    }
    since.current ??= performance.now()
    const waits = Math.min(STAYS, since.current + LATEST - performance.now())
    const timer = setTimeout(
      () => {
        since.current = undefined
        setFollowed(value)
      },
      Math.max(0, waits),
    )
    return () => {
      clearTimeout(timer)
    }
  }, [value, followed])
  return followed
}
