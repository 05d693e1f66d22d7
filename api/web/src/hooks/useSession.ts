import { useEffect, useReducer } from 'react'

import { Problem, api } from '../api/client'
import { live } from '../api/live'
import { learn } from '../api/time'
import type { Session } from '../api/types'

/** How a page hears of a session. `settled` needs no news; only `live`, `polling` and `settled` show the present. */
export type News = 'loading' | 'live' | 'polling' | 'lost' | 'settled' | 'unknown'

export interface Followed {
  session: Session | undefined
  news: News
  /** Why there is nothing to show. */
  problem: Problem | undefined
}

type Happening =
  | { kind: 'told' | 'polled'; session: Session }
  | { kind: 'unreached' }
  | { kind: 'lost' }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'anew' }

const POLL = 1_500
const START: Followed = { session: undefined, news: 'loading', problem: undefined }

/** What a page knows after something happened; an older state never replaces a newer one. */
export function heard(was: Followed, happened: Happening): Followed {
  switch (happened.kind) {
    case 'anew':
      return START
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

/** Follows a session by push; while the push is silent or away, by asking every 1.5 s; until it is settled. */
export function useSession(id: string): Followed {
  const [followed, happen] = useReducer(heard, START)
  useEffect(() => {
    happen({ kind: 'anew' })
    let seen = -1
    let heardAt = 0
    let isOver = false
    let epoch: number | undefined
    const take = (kind: 'told' | 'polled', session: Session) => {
      // What asking shows and push did not tell: the connection is dead without knowing it.
      if (kind === 'polled' && seen >= 0 && session.seq > seen && Date.now() - heardAt > 2 * POLL) live.reconnect()
      seen = Math.max(seen, session.seq)
      happen({ kind, session })
      if (session.settled) end()
    }
    const stop = live.follow(
      { session: id },
      {
        told(message) {
          heardAt = Date.now()
          if (message.epoch !== undefined) epoch = Date.parse(message.epoch)
          if (epoch !== undefined && !message.snapshot) learn(epoch + message.at)
          if (message.view) take('told', message.view)
        },
        link(link) {
          if (link === 'lost') happen({ kind: 'lost' })
        },
      },
    )
    const controller = new AbortController()
    const ask = async () => {
      if (isOver || Date.now() - heardAt < POLL) return
      try {
        take('polled', await api.session(id, controller.signal))
      } catch (error) {
        if (controller.signal.aborted) return
        const isRefused = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429
        happen(isRefused ? { kind: 'refused', problem: error } : { kind: 'unreached' })
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), POLL)
    function end() {
      isOver = true
      clearInterval(timer)
      stop()
    }
    return () => {
      controller.abort()
      end()
    }
  }, [id])
  return followed
}
