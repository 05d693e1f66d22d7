import { useState } from 'react'

/** Whether something was asked for that has not come yet; and how to ask. What fails is said by whoever knows why. */
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
