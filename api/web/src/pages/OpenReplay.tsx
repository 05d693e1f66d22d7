import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState, type DragEvent } from 'react'
import { useLocation } from 'react-router'

import { api } from '../api/client'
import { duration } from '../api/time'
import type { Film, Opened, Session } from '../api/types'
import { FilmView } from '../components/FilmView'
import { Wrong } from '../components/Notice'
import { count } from '../components/Pager'
import { TablePanel } from '../components/TablePanel'
import { VerdictView } from '../components/VerdictView'
import { useTitle } from '../hooks/useTitle'
import './OpenReplay.css'

interface Chosen {
  film: Film
  end: Session
  extract: Blob
}

/** Opens a journal from disk: checked by the server, browsed here, kept nowhere. */
export default function OpenReplay() {
  useTitle('Replay')
  const handed = (useLocation().state as { journal?: File } | null)?.journal
  const [chosenFile, setFile] = useState<File>()
  const file = chosenFile ?? handed
  const [isOver, setOver] = useState(false)
  const open = useQuery({
    queryKey: ['opened', file?.name, file?.size, file?.lastModified],
    queryFn: () => api.openJournal(file as File),
    enabled: file !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  })
  const choose = useMutation({ mutationFn: (number: number) => chosen(file as File, number) })
  const take = (journal: File | undefined) => {
    if (!journal) return
    choose.reset()
    setFile(journal)
  }
  const read = useMemo(() => {
    const extract = choose.data?.extract
    return (seq: number) => api.openSessionAt(extract ?? new Blob(), seq)
  }, [choose.data])

  if (choose.data) {
    return (
      <FilmView
        key={choose.data.end.id}
        film={choose.data.film}
        end={choose.data.end}
        read={read}
        actions={() => (
          <>
            <span className="muted">{file?.name}</span>
            <button
              type="button"
              className="button"
              onClick={() => {
                choose.reset()
              }}
            >
              Close
            </button>
          </>
        )}
      />
    )
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <>
      <h1>Replay</h1>
      <div
        className={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => {
          setOver(false)
        }}
        onDrop={drop}
      >
        <p>
          Drop a journal or a session’s log here, or <label htmlFor="journal-file">choose a file</label>
        </p>
        <input
          id="journal-file"
          type="file"
          accept=".jsonl,.ndjson,application/x-ndjson"
          onChange={(event) => {
            take(event.target.files?.[0])
          }}
        />
        <p className="muted small">
          Up to 64 MiB. The server executes it again and says whether it holds. It stores nothing of it.
        </p>
      </div>
      {open.isFetching && (
        <p role="status" className="muted">
          Checking {file?.name} …
        </p>
      )}
      {open.isError && <Wrong error={open.error} />}
      {choose.isError && <Wrong error={choose.error} />}
      {open.data && file && (
        <Found
          opened={open.data}
          name={file.name}
          onChoose={(number) => {
            choose.mutate(number)
          }}
        />
      )}
    </>
  )
}

/** One session of an opened journal: cut out once, then small enough to be asked about at every moment. */
async function chosen(journal: File, number: number): Promise<Chosen> {
  const extract = await api.cutJournal(journal, number)
  const film = await api.openFilm(extract)
  const last = film.records.at(-1)?.seq ?? 0
  return { film, extract, end: await api.openSessionAt(extract, last) }
}

interface FoundProps {
  opened: Opened
  name: string
  onChoose: (number: number) => void
}

function Found({ opened, name, onChoose }: FoundProps) {
  return (
    <div className="stack">
      <VerdictView verdict={opened.verdict} name={name} />
      {opened.sessions.length > 0 && (
        <TablePanel label="Sessions of the journal">
          <table>
            <thead>
              <tr>
                <th>Session</th>
                <th>Agent</th>
                <th className="number">Lines</th>
                <th className="number">Attempted</th>
                <th className="number">Lasted</th>
                <th>Began</th>
              </tr>
            </thead>
            <tbody>
              {opened.sessions.map((session) => (
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
                  <td className="number">{session.lines}</td>
                  <td className="number">{count(session.metrics.attempted)}</td>
                  <td className="number">
                    {session.stoppedAt
                      ? duration(Date.parse(session.stoppedAt) - Date.parse(session.startedAt))
                      : 'still ran'}
                  </td>
                  <td>{session.startedAt}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TablePanel>
      )}
    </div>
  )
}
