import { useState } from 'react'

/** Tells whether a request is pending, and how to send one. The caller reports a failure. */
export function useAsked(): [isAsked: boolean, ask: (act: () => Promise<unknown>) => void] {
  const [isAsked, setAsked] = useState(false)
  const ask = (act: () => Promise<unknown>) => {
    setAsked(true)
    const over = () => {
      setAsked(false)
    }
    act().then(over, over)
  }
  return [isAsked, ask]
}
