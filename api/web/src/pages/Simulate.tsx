import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'

import { api } from '../api/client'
import { duration } from '../api/time'
import type { ScenarioText, Study, StudySetting } from '../api/types'
import { Loading, Wrong, sentence } from '../components/Notice'
import { count } from '../components/Pager'
import { Plot } from '../components/Plot'
import { useSay } from '../components/Toasts'
import { useTitle } from '../hooks/useTitle'
import './Simulate.css'

/** Runs a scenario many times on the server, and shows what it comes to. */
export default function Simulate() {
  useTitle('Simulate')
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: ({ signal }) => api.scenarios(signal),
    staleTime: Infinity,
  })
  if (scenarios.isPending) return <Loading what="the scenarios" />
  if (scenarios.isError) return <Wrong isPage error={scenarios.error} again={() => void scenarios.refetch()} />
  return (
    <>
      <h1>Simulate</h1>
      <Planner scenarios={scenarios.data.scenarios} />
    </>
  )
}

const LINES = Array.from({ length: 10 }, (_, i) => i + 1)

function Planner({ scenarios }: { scenarios: ScenarioText[] }) {
  const [params, setParams] = useSearchParams()
  const [name, setName] = useState(scenarios[0]?.name ?? '')
  const [toml, setToml] = useState(scenarios[0]?.toml ?? '')
  const [seed, setSeed] = useState('1')
  const [runs, setRuns] = useState('100000')
  const [lines, setLines] = useState<number[]>([1, 2, 3])
  const start = useMutation({
    mutationFn: () => api.startStudy({ scenario: toml, seed: Number(seed), runs: Number(runs), lines }),
    onSuccess: (study) => {
      setParams({ study: study.id }, { replace: true })
    },
  })
  const id = params.get('study')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (lines.length > 0) start.mutate()
  }
  return (
    <>
      <form className="panel planner" onSubmit={submit}>
        <div className="row end planner-fields">
          <div className="field">
            <label htmlFor="scenario">Scenario</label>
            <select
              id="scenario"
              value={name}
              onChange={(event) => {
                setName(event.target.value)
                setToml(scenarios.find((one) => one.name === event.target.value)?.toml ?? '')
              }}
            >
              {scenarios.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.title}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="seed">Seed</label>
            <input
              id="seed"
              type="number"
              min={0}
              required
              value={seed}
              onChange={(event) => {
                setSeed(event.target.value)
              }}
            />
          </div>
          <div className="field">
            <label htmlFor="runs">Runs for each</label>
            <input
              id="runs"
              type="number"
              min={1}
              max={1_000_000}
              required
              value={runs}
              onChange={(event) => {
                setRuns(event.target.value)
              }}
            />
          </div>
          <button className="button primary" disabled={start.isPending || lines.length === 0}>
            Run
          </button>
        </div>
        <fieldset className="lines-choice">
          <legend className="label">Lines to compare</legend>
          {LINES.map((n) => (
            <label key={n} className="check">
              <input
                type="checkbox"
                checked={lines.includes(n)}
                onChange={() => {
                  setLines(lines.includes(n) ? lines.filter((one) => one !== n) : [...lines, n].sort((a, b) => a - b))
                }}
              />{' '}
              {n}
            </label>
          ))}
        </fieldset>
        <details>
          <summary>Edit the scenario</summary>
          <div className="field">
            <label className="hidden" htmlFor="toml">
              The scenario, in TOML
            </label>
            <textarea
              id="toml"
              className="mono"
              rows={18}
              spellCheck={false}
              value={toml}
              onChange={(event) => {
                setToml(event.target.value)
              }}
            />
          </div>
        </details>
        {start.isError && (
          <p className="planner-wrong" role="alert">
            {sentence(start.error)}
          </p>
        )}
      </form>
      {id && <Results key={id} id={id} />}
    </>
  )
}

function Results({ id }: { id: string }) {
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
    <div className="panel scroll">
      <table>
        <caption className="hidden">Means over a session, each with its 95 % interval</caption>
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
    </div>
  )
}

/** Any run of the study, as a film. */
function OpenRun({ study }: { study: Study }) {
  const navigate = useNavigate()
  const [run, setRun] = useState('0')
  const [lines, setLines] = useState(String(study.settings[0]?.lines ?? 1))
  const open = useMutation({
    mutationFn: async () => {
      const journal = await api.runJournal(study.id, Number(lines), Number(run))
      return new File([journal], `run ${run} on ${linesOf(Number(lines))}.jsonl`)
    },
    onSuccess: (journal) => navigate('/replay', { state: { journal } }),
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
      {open.isError && <p className="planner-wrong">{sentence(open.error)}</p>}
    </form>
  )
}
