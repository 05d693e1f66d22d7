import { useEffect, useMemo, useRef, useState } from 'react'

import type { Session } from '../api/types'
import { Views, type Read } from '../model/views'

/** How long a record must be shown before its neighbours are fetched, in ms. */
const AHEAD = 120

interface ShownView {
  views: Views
  /** Counts requests: later ones have larger numbers. */
  turn: number
  seq: number
  session: Session
}

/** Shows the session as of a record. While the next state is being read, the last one stays. */
export function useViews(read: Read, seq: number, ahead: readonly number[]) {
  const views = useMemo(() => new Views(read), [read])
  const [last, setLast] = useState<ShownView>()
  const [failed, setFailed] = useState<{ seq: number; error: unknown }>()
  const [tries, setTries] = useState(0)
  const turns = useRef(0)
  useEffect(() => {
    let isWanted = true
    const turn = (turns.current += 1)
    views.want(seq).then(
      (session) => {
        // A superseded state may be shown, but never after a newer one.
        setLast((was) => (was?.views === views && was.turn > turn ? was : { views, turn, seq, session }))
        if (isWanted) setFailed(undefined)
      },
      (error: unknown) => {
        if (isWanted) setFailed({ seq, error })
      },
    )
    // A user who pauses is likely to step on; one who drags is not.
    const timer = setTimeout(() => {
      views.expect(ahead)
    }, AHEAD)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
    // The states ahead follow from the present record.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [views, seq, tries])
  useEffect(
    () => () => {
      views.close()
    },
    [views],
  )
  const again = () => {
    setTries(tries + 1)
  }
  const shown = last?.views === views ? last : undefined
  return { shown, error: failed?.seq === seq ? failed.error : undefined, again }
}
