import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'

import { Problem, api } from '../api/client'
import { all, begin, readStudy, type Study } from '../api/studies'
import type { ScenarioText } from '../api/types'
import { Empty, Loading, Wrong } from '../components/Notice'
import { sentence } from '../model/sentence'
import { PlanForm } from '../components/PlanForm'
import { StudyResults } from '../components/StudyResults'
import { TablePanel } from '../components/TablePanel'
import { count } from '../model/numbers'
import { STUDY_WORDS } from '../model/findings'
import { fault, formOf, keep, planOf } from '../model/planForm'
import { useTitle } from '../hooks/useTitle'

/** Runs a scenario many times on the server, and shows its findings. */
export default function Simulate() {
  useTitle('Simulate')
  const [params] = useSearchParams()
  // The study in the address fills the form when the page opens.
  const [named] = useState(params.get('study'))
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: ({ signal }) => api.scenarios(signal),
    staleTime: Infinity,
  })
  const asked = useQuery({
    queryKey: ['study', named],
    queryFn: ({ signal }) => readStudy(named ?? '', signal),
    enabled: named !== null,
    retry: false,
  })
  // Once loaded, the form stays: the results below poll by themselves.
  if (scenarios.isPending || (named !== null && !asked.isFetched)) return <Loading what="the scenarios" />
  if (scenarios.isError) return <Wrong isPage error={scenarios.error} again={() => void scenarios.refetch()} />
  return (
    <>
      <h1>Simulate</h1>
      <Planner scenarios={scenarios.data.scenarios} asked={asked.data} />
    </>
  )
}

/** The form, and below it the results of the last study. */
function Planner({ scenarios, asked }: { scenarios: ScenarioText[]; asked: Study | undefined }) {
  const [params, setParams] = useSearchParams()
  const [form, setForm] = useState(() => formOf(scenarios, asked))
  const start = useMutation({
    mutationFn: async () => {
      const plan = planOf(form, scenarios)
      const wrong = fault(plan)
      if (wrong !== undefined) throw new Problem(400, wrong)
      const study = await begin(plan)
      keep(study, plan.toml)
      return study
    },
    onSuccess: (study) => {
      setParams({ study: study.id })
    },
  })
  const id = params.get('study')
  return (
    <>
      <PlanForm
        form={form}
        scenarios={scenarios}
        isStarting={start.isPending}
        wrong={start.isError ? sentence(start.error) : undefined}
        onChange={setForm}
        onStart={() => {
          start.mutate()
        }}
      />
      {id ? (
        <StudyResults
          key={id}
          id={id}
          onForm={(study) => {
            setForm(formOf(scenarios, study))
          }}
        />
      ) : (
        <Before
          onOpen={(study) => {
            setForm(formOf(scenarios, study))
          }}
        />
      )}
    </>
  )
}

/** An explanation of studies, and the earlier ones. */
function Before({ onOpen }: { onOpen: (study: Study) => void }) {
  const studies = useQuery({ queryKey: ['studies'], queryFn: ({ signal }) => all(signal) })
  return (
    <>
      <div className="panel">
        <Empty title="No study is shown">
          <p>
            A study dials the same people with the same luck on each number of lines, again and again, in simulated
            time: thousands of sessions take less than a second. It shows how often a person is reached, how long that
            takes, and how many are canceled or abandoned for it; any run opens in Replay. Choose lines to compare, and
            Run.
          </p>
        </Empty>
      </div>
      {studies.isPending && <Loading what="earlier studies" />}
      {studies.isError && <Wrong error={studies.error} again={() => void studies.refetch()} />}
      {studies.data && studies.data.length > 0 && <Earlier studies={studies.data} onOpen={onOpen} />}
    </>
  )
}

function Earlier({ studies, onOpen }: { studies: Study[]; onOpen: (study: Study) => void }) {
  return (
    <TablePanel label="Studies of this server">
      <table>
        <thead>
          <tr>
            <th>Study</th>
            <th>Scenario</th>
            <th className="wide">Lines</th>
            <th className="number">Runs</th>
            <th className="number wide">Seed</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {studies.map((study) => (
            <tr key={study.id}>
              <td>
                <Link
                  to={`/simulate?study=${study.id}`}
                  onClick={() => {
                    onOpen(study)
                  }}
                >
                  Study {study.id}
                </Link>
              </td>
              <td>{study.name}</td>
              <td className="wide">{study.lines.join(', ')}</td>
              <td className="number">{count(study.runs)}</td>
              <td className="number wide">{study.seed}</td>
              <td>{STUDY_WORDS[study.status]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}
