import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { api } from '../api/client'
import { duration } from '../api/time'
import type { Study, StudySetting } from '../api/types'
import { useOpenJournal } from '../hooks/useJournal'
import { Loading, Wrong, sentence } from './Notice'
import { count } from './Pager'
import { Plot } from './Plot'
import { TablePanel } from './TablePanel'
import { useSay } from './Toasts'
import './StudyResults.css'

/** How a study goes, and what came of it. */
export function StudyResults({ id }: { id: string }) {
  const say = useSay()
  const study = useQuery({
    queryKey: ['study', id],
    queryFn: ({ signal }) => api.study(id, signal),
    refetchInterval: (query) => (query.state.data?.status === 'RUNNING' ? 250 : false),
  })
  const cancel = useMutation({
    mutationFn: () => api.cancelStudy(id),
    onSuccess: () => study.refetch(),
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  if (study.isPending) return <Loading what="the study" />
  if (study.isError) return <Wrong error={study.error} again={() => void study.refetch()} />
  const { data } = study
  return (
    <section className="stack" aria-label="Results">
      <Progress
        study={data}
        onCancel={() => {
          cancel.mutate()
        }}
      />
      {data.settings.length > 0 && (
        <>
          <Figures study={data} />
          <div className="plots">
            <Plot
              title="How long a session lasts"
              unit="seconds"
              scale={1 / 1000}
              series={data.settings.map((one) => ({ name: linesOf(one.lines), histogram: one.durationMs }))}
            />
            <Plot
              title="Calls placed in a session"
              unit="calls"
              scale={1}
              series={data.settings.map((one) => ({ name: linesOf(one.lines), histogram: one.attempted }))}
            />
          </div>
          <OpenRun study={data} />
        </>
      )}
    </section>
  )
}

const linesOf = (lines: number): string => (lines === 1 ? '1 line' : `${String(lines)} lines`)

function Progress({ study, onCancel }: { study: Study; onCancel: () => void }) {
  const isRunning = study.status === 'RUNNING'
  const word = { RUNNING: 'Running', DONE: 'Done', CANCELED: 'Canceled' }[study.status]
  return (
    <div className="row spread">
      <p role="status">
        <strong>{word}</strong>: {count(study.done)} of {count(study.total)} runs of {study.scenario}, seed {study.seed}
        , {duration(study.elapsedMs)}
      </p>
      {isRunning && (
        <div className="row">
          <progress aria-label="Runs done" value={study.done} max={study.total} />
          <button type="button" className="button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      )}
    </div>
  )
}

type Measure = keyof StudySetting['figures']

const ROWS: { measure: Measure; word: string; show: (value: number) => string }[] = [
  { measure: 'won', word: 'Sessions won', show: (value) => `${(100 * value).toFixed(2)} %` },
  { measure: 'attempted', word: 'Calls placed', show: (value) => value.toFixed(3) },
  { measure: 'failed', word: 'Failed', show: (value) => value.toFixed(3) },
  { measure: 'canceled', word: 'Canceled', show: (value) => value.toFixed(3) },
  { measure: 'abandoned', word: 'Abandoned', show: (value) => value.toFixed(4) },
  { measure: 'duration_ms', word: 'Duration', show: (value) => `${(value / 1000).toFixed(3)} s` },
]

function Figures({ study }: { study: Study }) {
  return (
    <TablePanel label="Means over a session, each with its 95 % interval">
      <table>
        <thead>
          <tr>
            <th>Mean of a session</th>
            {study.settings.map((one) => (
              <th key={one.lines} className="number">
                {linesOf(one.lines)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ measure, word, show }) => (
            <tr key={measure}>
              <th scope="row">{word}</th>
              {study.settings.map(({ lines, figures }) => {
                const figure = figures[measure]
                return (
                  <td key={lines} className="number nowrap" title={`${figure.interval} interval`}>
                    <div>{show(figure.mean)}</div>
                    <div className="muted small">
                      {show(figure.low)} to {show(figure.high)}
                    </div>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}

/** Any run of the study, as a film. */
function OpenRun({ study }: { study: Study }) {
  const openJournal = useOpenJournal()
  const [run, setRun] = useState('0')
  const [lines, setLines] = useState(String(study.settings[0]?.lines ?? 1))
  const open = useMutation({
    mutationFn: async () => {
      const journal = await api.runJournal(study.id, Number(lines), Number(run))
      return new File([journal], `run ${run} on ${linesOf(Number(lines))}.jsonl`)
    },
    onSuccess: openJournal,
  })
  return (
    <form
      className="row end"
      onSubmit={(event) => {
        event.preventDefault()
        open.mutate()
      }}
    >
      <div className="field">
        <label htmlFor="run">Run</label>
        <input
          id="run"
          type="number"
          min={0}
          max={study.runs - 1}
          required
          value={run}
          onChange={(event) => {
            setRun(event.target.value)
          }}
        />
      </div>
      <div className="field">
        <label htmlFor="run-lines">On</label>
        <select
          id="run-lines"
          value={lines}
          onChange={(event) => {
            setLines(event.target.value)
          }}
        >
          {study.settings.map((one) => (
            <option key={one.lines} value={one.lines}>
              {linesOf(one.lines)}
            </option>
          ))}
        </select>
      </div>
      <button className="button" disabled={open.isPending}>
        Open in Replay
      </button>
      {open.isError && <p className="study-wrong">{sentence(open.error)}</p>}
    </form>
  )
}
