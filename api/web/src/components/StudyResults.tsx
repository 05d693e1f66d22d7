import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'

import { api } from '../api/client'
import { isUnderWay, type Study } from '../api/studies'
import { duration, exactly } from '../api/time'
import { useOpenJournal } from '../hooks/useJournal'
import { useStudy } from '../hooks/useStudy'
import { Differences } from './Differences'
import { sentence } from '../model/sentence'
import { Loading, Wrong } from './Notice'
import { Plot } from './Plot'
import { TablePanel } from './TablePanel'
import { useSay } from './Toasts'
import { TradeOff } from './TradeOff'
import { SHOWN, STUDY_WORDS, written, type FindingsProps } from '../model/findings'
import { count } from '../model/numbers'
import './StudyResults.css'

/** A study's progress and its findings. */
export function StudyResults({ id, onForm }: { id: string; onForm: (study: Study) => void }) {
  const say = useSay()
  const study = useStudy(id)
  const cancel = useMutation({
    mutationFn: () => api.cancelStudy(id),
    onSuccess: () => study.refetch(),
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  if (study.isPending) return <Loading what="the study" />
  const { data } = study
  const wrong = study.isError && (
    <Wrong what="study" error={study.error} again={() => void study.refetch()}>
      <Link className="button" to="/simulate">
        Other studies
      </Link>
    </Wrong>
  )
  if (!data) return wrong
  return (
    <section className="stack" aria-label="Results">
      {wrong}
      <Progress
        study={data}
        onCancel={() => {
          cancel.mutate()
        }}
        onForm={() => {
          onForm(data)
        }}
      />
      {data.settings.length > 0 && (
        <>
          {data.summary && <Compared names={data.settings.map(({ name }) => name)} summary={data.summary} />}
          <Plots study={data} />
          <Figures study={data} />
          <OpenRun study={data} />
        </>
      )}
      {data.settings.length === 0 && data.status === 'CANCELED' && (
        <p className="muted">It was canceled before its first results. Take fewer runs, and Run again.</p>
      )}
    </section>
  )
}

function Plots({ study: { settings } }: { study: Study }) {
  const durations = useMemo(() => settings.map(({ name, durationMs }) => ({ name, histogram: durationMs })), [settings])
  const attempts = useMemo(() => settings.map(({ name, attempted }) => ({ name, histogram: attempted })), [settings])
  return (
    <div className="plots">
      <Plot title="How long a session lasts" unit="seconds" scale={1 / 1000} series={durations} />
      <Plot title="Calls placed in a session" unit="calls" scale={1} series={attempts} />
    </div>
  )
}

interface ProgressProps {
  study: Study
  onCancel: () => void
  onForm: () => void
}

function Progress({ study, onCancel, onForm }: ProgressProps) {
  const isRunning = isUnderWay(study.status)
  return (
    <div className="row spread">
      <p role="status">
        <strong>{STUDY_WORDS[study.status]}</strong>: {count(study.done)} of {study.goals !== undefined && 'at most '}
        {count(study.total)} runs of {study.name}, seed {study.seed},{' '}
        <span title={exactly(study.elapsedMs)}>{duration(study.elapsedMs)}</span>
        {study.leftMs !== undefined && `, about ${duration(study.leftMs)} left`}
        {study.detail !== undefined && `: ${study.detail}`}
        {study.goals !== undefined && <span className="muted">. Precision: {study.goals}.</span>}
      </p>
      {!isRunning && (
        <div className="row">
          <button type="button" className="button narrow" onClick={onForm}>
            Use these settings
          </button>
          <Link className="button narrow" to="/simulate">
            Other studies
          </Link>
        </div>
      )}
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

/** The cost of more conversations, and the differences of settings on the same runs. */
function Compared({ names, summary }: FindingsProps) {
  const [measure, setMeasure] = useState('duration_ms')
  const shown = SHOWN.find((one) => one.measure === measure)
  return (
    <div className="plots">
      <TradeOff names={names} summary={summary} />
      {shown && summary.settings.length > 1 && (
        <Differences names={names} summary={summary} shown={shown}>
          <div className="field inline">
            <label htmlFor="measure">Compare</label>
            <select
              id="measure"
              value={measure}
              onChange={(event) => {
                setMeasure(event.target.value)
              }}
            >
              {SHOWN.map((one) => (
                <option key={one.measure} value={one.measure}>
                  {one.word}
                </option>
              ))}
            </select>
          </div>
        </Differences>
      )}
    </div>
  )
}

function Figures({ study: { settings } }: { study: Study }) {
  return (
    <TablePanel label="Means over a session, each with its 95 % interval">
      <table className="figures stacks">
        <thead>
          <tr>
            <th>Mean of a session, with its 95 % interval</th>
            {settings.map(({ name }) => (
              <th key={name} className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SHOWN.map((shown) => (
            <tr key={shown.measure}>
              <th scope="row">{shown.word}</th>
              {settings.map(({ name, figures }) => {
                const figure = figures.get(shown.measure)
                return (
                  <td
                    key={name}
                    className="number nowrap"
                    data-setting={name}
                    title={figure && `${figure.interval} interval`}
                  >
                    <div>{figure ? written(figure.value, shown) : '–'}</div>
                    {figure && (
                      <div className="muted small">
                        {written(figure.low, shown)} to {written(figure.high, shown)}
                      </div>
                    )}
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
  const [setting, setSetting] = useState('0')
  const open = useMutation({
    mutationFn: async () => {
      const journal = await api.runJournal(study.id, Number(setting), Number(run))
      return new File([journal], `run ${run} on ${study.settings[Number(setting)]?.name ?? ''}.jsonl`)
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
        <label htmlFor="run">Run number</label>
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
        <label htmlFor="run-setting">Lines</label>
        <select
          id="run-setting"
          value={setting}
          onChange={(event) => {
            setSetting(event.target.value)
          }}
        >
          {study.settings.map((one, place) => (
            <option key={one.name} value={place}>
              {one.name}
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
