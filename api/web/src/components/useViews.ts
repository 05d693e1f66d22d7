import { useEffect, useRef, useState } from 'react'

import type { Session } from '../api/types'

/** How many states are kept beside the present one. */
const KEPT = 512
/** How long one stays at a record before its neighbours are fetched, in ms. */
const AHEAD = 120

/** Shows the session as it was after a record. While the next state is on its way the last one stays. */
export function useViews(read: (seq: number) => Promise<Session>, seq: number, ahead: readonly number[]) {
  const cache = useRef(new Map<number, Promise<Session>>())
  const [shown, setShown] = useState<{ seq: number; session: Session }>()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    const views = cache.current
    const fetch = (wanted: number) => {
      const known = views.get(wanted)
      if (known) return known
      const view = read(wanted)
      views.set(wanted, view)
      view.catch(() => views.delete(wanted))
      const oldest = views.keys().next().value
      if (views.size > KEPT && oldest !== undefined) views.delete(oldest)
      return view
    }
    let isWanted = true
    // Whoever stays for a moment is likely to step on; whoever races past is not.
    const timer = setTimeout(() => {
      for (const next of ahead) fetch(next).catch(() => undefined)
    }, AHEAD)
    fetch(seq).then(
      (session) => {
        if (!isWanted) return
        setShown({ seq, session })
        setError(undefined)
      },
      (reason: unknown) => {
        if (isWanted) setError(reason)
      },
    )
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
    // What lies ahead follows from where one is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [read, seq])
  return { shown, error }
}
