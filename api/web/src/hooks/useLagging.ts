import { useEffect, useRef, useState } from 'react'

/** How long a value must stay to be used, and how long it takes at most, in ms. */
const [STAYS, LATEST] = [40, 150]

/** Follows a value with a delay, so that costly views are not drawn for every value that a user drags past. */
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
