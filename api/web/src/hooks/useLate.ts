import { useEffect, useState } from 'react'

/** True as soon as an action has taken `ms`; a faster one shows no sign of waiting. */
export function useLate(goesOn: boolean, ms = 200): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!goesOn) return
    const timer = setTimeout(() => {
      setLate(true)
    }, ms)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [goesOn, ms])
  return late && goesOn
}
