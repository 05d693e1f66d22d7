import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { Link, useParams } from 'react-router'

import { api } from '../api/client'
import type { Session } from '../api/types'
import { FilmView } from '../components/FilmView'
import { Menu } from '../components/Menu'
import { Loading, Wrong } from '../components/Notice'
import { useSay } from '../components/Toasts'
import { useTitle } from '../hooks/useTitle'

/** A session of this server as a film. */
export default function Replay() {
  const { id = '' } = useParams()
  const read = useCallback((seq: number, signal: AbortSignal) => api.sessionAt(id, seq, signal), [id])
  const query = useQuery({
    queryKey: ['film', id],
    queryFn: async ({ signal }) => {
      const film = await api.film(id, signal)
      const last = film.records.at(-1)?.seq
      const end: Session = last === undefined ? await api.session(id, signal) : await api.sessionAt(id, last, signal)
      return { film, end }
    },
    // The past does not change; records added meanwhile show after a reload.
    staleTime: Infinity,
    gcTime: 0,
  })
  useTitle(query.data ? `Replay of session ${String(query.data.end.number)}` : 'Replay')
  if (query.isPending) return <Loading what="the film" />
  if (query.isError) {
    return (
      <Wrong isPage what="session" error={query.error} again={() => void query.refetch()}>
        <Link className="button" to="/sessions">
          All sessions
        </Link>
      </Wrong>
    )
  }
  const { film, end } = query.data
  const name = `session-${String(end.number)}`
  return (
    <FilmView
      key={id}
      film={film}
      end={end}
      read={read}
      beside={<Link to={`/dialer/${id}`}>Dialer</Link>}
      actions={(seq) => (
        <>
          {!end.settled && (
            <button type="button" className="button" onClick={() => void query.refetch()}>
              Refresh
            </button>
          )}
          <MomentLink seq={seq} />
          <Menu word="Download">
            <a href={api.logOf(id)} download={`${name}.jsonl`}>
              This session’s log
            </a>
            <a href={api.logOf(id, seq)} download={`${name}-to-${String(seq)}.jsonl`}>
              This session’s log up to #{seq}
            </a>
            <a href={api.journalUntil(seq)} download={`journal-to-${String(seq)}.jsonl`}>
              The whole journal up to #{seq}
            </a>
          </Menu>
        </>
      )}
    />
  )
}

function MomentLink({ seq }: { seq: number }) {
  const say = useSay()
  const copy = async () => {
    const url = new URL(window.location.href)
    url.searchParams.set('at', String(seq))
    try {
      await navigator.clipboard.writeText(url.href)
      say.done('The link to this moment is copied.')
    } catch {
      say.wrong('This browser does not let pages copy. Here is the link to this moment:', url.href)
    }
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      Copy link to #{seq}
    </button>
  )
}
