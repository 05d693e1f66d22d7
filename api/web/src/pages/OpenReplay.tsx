import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'

import { Problem, api } from '../api/client'
import { moment } from '../api/time'
import type { Film, Opened, Session, SessionLine } from '../api/types'
import { Elapsed } from '../components/Elapsed'
import { FilmView } from '../components/FilmView'
import { cutter } from '../model/extract'
import { Wrong } from '../components/Notice'
import { TablePanel } from '../components/TablePanel'
import { VerdictView } from '../components/VerdictView'
import { count } from '../model/numbers'
import type { Read } from '../model/views'
import { hand, useJournal } from '../hooks/useJournal'
import { useLate } from '../hooks/useLate'
import { useTitle } from '../hooks/useTitle'
import './OpenReplay.css'

interface Chosen {
  film: Film
  end: Session
  /** Reads the session as of a record. */
  read: Read
}

/** Opens a journal from disk: checked by the server, browsed here, stored nowhere. */
export default function OpenReplay() {
  const file = useJournal()
  const [, setParams] = useSearchParams()
  const open = useQuery({
    queryKey: ['opened', file && nameOf(file)],
    queryFn: ({ signal }) => opened(file as File, signal),
    enabled: file !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const choose = useMutation({
    mutationFn: ({ journal, number }: { journal: File; number: number }) => chosen(journal, number),
  })
  const isChecking = useLate(open.isFetching || choose.isPending)
  // Another file may have been dropped while a film was shown.
  const isOf = file !== undefined && choose.variables && nameOf(choose.variables.journal) === nameOf(file)

  const shown = isOf ? choose.data : undefined
  useTitle(shown ? `Replay of session ${String(shown.end.number)}` : 'Replay')

  if (shown && file) {
    const close = () => {
      choose.reset()
      // The moment belongs to the closed film.
      setParams({}, { replace: true })
    }
    return (
      <FilmView
        key={shown.end.id}
        film={shown.film}
        end={shown.end}
        read={shown.read}
        actions={() => (
          <>
            <span className="muted film-file">{file.name}</span>
            <button type="button" className="button" onClick={close}>
              Close
            </button>
          </>
        )}
      />
    )
  }
  return (
    <>
      <h1>Replay</h1>
      <div className="drop">
        <p>Drop a journal or a session’s log anywhere, or</p>
        <input
          id="journal-file"
          className="hidden"
          type="file"
          accept=".jsonl,.ndjson,application/x-ndjson"
          onChange={({ target }) => {
            const journal = target.files?.[0]
            if (journal) hand(journal)
            // Allows to choose the same file again after an edit.
            target.value = ''
          }}
        />
        <label className="button" htmlFor="journal-file">
          Choose a file
        </label>
        <p className="muted small">
          Up to 64 MiB. The server executes it again and says whether it holds. It stores nothing of it.
        </p>
      </div>
      {isChecking && (
        <p role="status" className="muted">
          Checking {file?.name} …
        </p>
      )}
      {open.isError && file && (
        <Wrong error={open.error} again={() => void open.refetch()}>
          <NextStep error={open.error} />
        </Wrong>
      )}
      {choose.isError && isOf && (
        <Wrong
          error={choose.error}
          again={() => {
            choose.mutate(choose.variables)
          }}
        >
          <NextStep error={choose.error} />
        </Wrong>
      )}
      {open.data && file && (
        <Found
          opened={open.data}
          name={file.name}
          onChoose={(number) => {
            choose.mutate({ journal: file, number })
          }}
        />
      )}
    </>
  )
}

/** Identifies a file by its name, size and date, without reading it. */
const nameOf = (file: File): string => [file.name, file.size, file.lastModified].join('/')

/** The largest journal that the server accepts, in bytes. */
const FILE_MAX = 64 * 1024 * 1024

/** Sends a journal to the server; one that is too large is not sent. */
async function opened(journal: File, signal: AbortSignal): Promise<Opened> {
  if (journal.size > FILE_MAX) {
    const size = `${(journal.size / 1024 / 1024).toFixed(0)} MiB`
    throw new Problem(413, `${journal.name} has ${size}: up to 64 MiB are looked at here.`)
  }
  return api.openJournal(journal, signal)
}

/** One session of an opened journal: extracted once, then small enough to be sent for every moment. */
async function chosen(journal: File, number: number): Promise<Chosen> {
  const extract = await api.cutJournal(journal, number)
  const film = await api.openFilm(extract)
  const cut = await cutter(extract)
  const read: Read = (seq, signal) => api.openSessionAt(cut(seq), seq, signal)
  return { film, read, end: await api.openSessionAt(extract, film.records.at(-1)?.seq ?? 0) }
}

/** The next step for a file that could not be opened. */
function NextStep({ error }: { error: unknown }) {
  return <p className="muted">{nextStep(error instanceof Problem ? error.status : undefined)}</p>
}

function nextStep(status: number | undefined): ReactNode {
  switch (status) {
    case 0:
      return 'Make sure that the server runs, then try again; the file is still open.'
    case 413:
      return (
        <>
          Check it on disk, with <code>redial replay FILE</code>; or download one session’s log from its Replay page,
          and open that.
        </>
      )
    case 503:
      return 'The server is checking other files. Try again in a moment.'
    default:
      return 'Choose another file; the words above name the fault of this one.'
  }
}

interface OpenedProps {
  opened: Opened
  name: string
  onChoose: (number: number) => void
}

function Found({ opened: { verdict, sessions }, name, onChoose }: OpenedProps) {
  const isNone = verdict.verdict === 'damaged' && verdict.records === 0
  return (
    <div className="stack">
      <VerdictView verdict={verdict} name={name} />
      {isNone && (
        <p>
          This file does not begin like a journal. Journals and sessions’ logs end in <code>.jsonl</code>; the Replay
          page of a session offers both for download. A list of people in CSV is imported at <Link to="/">Leads</Link>.
        </p>
      )}
      {sessions.length > 0 && <Sessions sessions={sessions} onChoose={onChoose} />}
      {sessions.length === 0 && !isNone && (
        <p>No session began in it, so there is no film to watch. Choose a journal of a server that has dialed.</p>
      )}
    </div>
  )
}

function Sessions({ sessions, onChoose }: { sessions: SessionLine[]; onChoose: (number: number) => void }) {
  return (
    <TablePanel label="Sessions of the journal">
      <table>
        <thead>
          <tr>
            <th>Session</th>
            <th>Agent</th>
            <th className="number wide">Lines</th>
            <th className="number">Attempted</th>
            <th className="number">Lasted</th>
            <th className="wide">Began</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>
                <button
                  type="button"
                  className="button narrow"
                  onClick={() => {
                    onChoose(session.number)
                  }}
                >
                  Session {session.number}
                </button>
              </td>
              <td>{session.agentId}</td>
              <td className="number wide">{session.lines}</td>
              <td className="number">{count(session.metrics.attempted)}</td>
              <td className="number">
                {session.stoppedAt ? <Elapsed from={session.startedAt} until={session.stoppedAt} /> : 'still ran'}
              </td>
              <td className="wide" title={session.startedAt}>
                {moment(session.startedAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}
