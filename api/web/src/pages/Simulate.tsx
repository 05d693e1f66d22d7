import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useSearchParams } from 'react-router'

import { api } from '../api/client'
import type { ScenarioText } from '../api/types'
import { Loading, Wrong, sentence } from '../components/Notice'
import { StudyResults } from '../components/StudyResults'
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
                  {one.name}
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
        <p className="muted planner-about">{scenarios.find((one) => one.name === name)?.title}</p>
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
      {id && <StudyResults key={id} id={id} />}
    </>
  )
}
