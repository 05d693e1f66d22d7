import { useCallback, useEffect, useReducer, useState } from 'react'

import { Problem, api } from '../api/client'
import { live } from '../api/live'
import { learn } from '../api/time'
import type { Session } from '../api/types'

/** How a page follows a session. `settled` needs no news; only `live`, `polling` and `settled` show the present. */
export type News = 'loading' | 'live' | 'polling' | 'lost' | 'settled' | 'unknown'

export interface Followed {
  session: Session | undefined
  news: News
  /** Why no session is shown. */
  problem: Problem | undefined
}

type Happening =
  { kind: 'told' | 'polled'; session: Session } | { kind: 'unreached' | 'lost' } | { kind: 'refused'; problem: Problem }

/** How long push may be silent before the page polls, in ms. */
const SILENCE = 1_500

/**
 * How long an answer may take before the server counts as lost, in ms. The shown state is at most as old as both
 * together.
 */
const PATIENCE = 2_500

const START: Followed = { session: undefined, news: 'loading', problem: undefined }

/** Returns a page's next state; an older session never replaces a newer one. */
export function heard(was: Followed, happened: Happening): Followed {
  switch (happened.kind) {
    case 'lost':
      return was.news === 'live' ? { ...was, news: 'lost' } : was
    case 'unreached':
      return was.news === 'settled' ? was : { ...was, news: was.session ? 'lost' : 'loading' }
    case 'refused':
      return { session: undefined, news: 'unknown', problem: happened.problem }
    case 'told':
    case 'polled': {
      const session = was.session && was.session.seq > happened.session.seq ? was.session : happened.session
      if (session.settled) return { session, news: 'settled', problem: undefined }
      const news = happened.kind === 'told' ? 'live' : 'polling'
      return { session, news: was.news === 'live' ? 'live' : news, problem: undefined }
    }
  }
}

/**
 * Follows one session by push, or by polling while push is silent or broken, until it is settled. `again` follows it
 * once more, because a request has changed it after all.
 */
export function useSession(id: string): Followed & { again: () => void } {
  const [followed, happen] = useReducer(heard, START)
  const [round, setRound] = useState(0)
  useEffect(() => follow(id, happen), [id, round])
  const again = useCallback(() => {
    setRound((was) => was + 1)
  }, [])
  return { ...followed, again }
}

/** Follows a session until it is settled; returns a function that stops earlier. */
export function follow(id: string, happen: (happening: Happening) => void): () => void {
  const over = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let epoch = 0
  /** The last pushed message. */
  let pushed: Session | undefined
  /** Whether polling has shown a state that push has not sent since. */
  let isOwed = false

  const wait = () => {
    clearTimeout(timer)
    if (!over.signal.aborted) timer = setTimeout(() => void ask(), SILENCE)
  }
  const take = (kind: 'told' | 'polled', session: Session) => {
    happen({ kind, session })
    if (session.settled) end()
  }
  const unfollow = live.follow(id, {
    told(message) {
      if (message.epoch !== undefined) epoch = Date.parse(message.epoch)
      learn(epoch + (message.now ?? message.at))
      isOwed = false
      wait()
      if (!message.view) return
      pushed = message.view
      take('told', message.view)
    },
    lost() {
      happen({ kind: 'lost' })
    },
  })
  const ask = async () => {
    // A connection that lacks a state for this long is dead.
    if (isOwed) live.reconnect()
    const attempt = new AbortController()
    const patience = setTimeout(() => {
      attempt.abort()
    }, PATIENCE)
    try {
      const session = await api.session(id, AbortSignal.any([over.signal, attempt.signal]))
      if (over.signal.aborted) return
      isOwed = pushed !== undefined && isNews(pushed, session)
      take('polled', session)
    } catch (error) {
      if (over.signal.aborted) return
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) {
        happen({ kind: 'refused', problem: error })
        end()
        return
      }
      happen({ kind: 'unreached' })
      live.reconnect()
    } finally {
      clearTimeout(patience)
    }
    wait()
  }
  const end = () => {
    over.abort()
    clearTimeout(timer)
    unfollow()
  }
  void ask()
  return end
}

/** Tells whether the second has news that the first lacks: records of other sessions raise its seq alone. */
const isNews = (first: Session, second: Session): boolean =>
  second.seq > first.seq && JSON.stringify({ ...first, seq: 0 }) !== JSON.stringify({ ...second, seq: 0 })
