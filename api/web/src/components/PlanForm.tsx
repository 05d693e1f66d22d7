import type { FormEvent } from 'react'

import type { ScenarioText } from '../api/types'
import { SHOWN } from '../model/findings'
import { LINES } from '../model/lines'
import { choices, tomlOf, write, type Form } from '../model/planForm'
import './PlanForm.css'

interface Props {
  form: Form
  scenarios: ScenarioText[]
  isStarting: boolean
  wrong: string | undefined
  onChange: (form: Form) => void
  onStart: () => void
}

/** A plan of a study. */
export function PlanForm({ form, scenarios, isStarting, wrong, onChange, onStart }: Props) {
  const { name, written, seed, runs, lines } = form
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onStart()
  }
  const about = scenarios.find((one) => one.name === name)?.title
  const isEdited = written[name] !== undefined
  return (
    <form className="panel filled planner" onSubmit={submit} noValidate>
      <div className="row end planner-fields">
        <div className="field">
          <label htmlFor="scenario">Scenario</label>
          <select
            id="scenario"
            value={name}
            onChange={(event) => {
              onChange({ ...form, name: event.target.value })
            }}
          >
            {choices(form, scenarios).map((one) => (
              <option key={one} value={one}>
                {one}
                {written[one] !== undefined && ' (edited)'}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="seed">Seed</label>
          <input
            id="seed"
            inputMode="numeric"
            value={seed}
            onChange={(event) => {
              onChange({ ...form, seed: event.target.value })
            }}
          />
        </div>
        <div className="field">
          <label htmlFor="runs">Runs for each</label>
          <input
            id="runs"
            inputMode="numeric"
            value={runs}
            onChange={(event) => {
              onChange({ ...form, runs: event.target.value })
            }}
          />
        </div>
        <button className="button primary" disabled={isStarting}>
          Run
        </button>
        {about && <p className="muted planner-about">{about}</p>}
      </div>
      <fieldset className="lines-choice">
        <legend className="label">Lines to compare</legend>
        {LINES.map((n) => (
          <label key={n} className="check">
            <input
              type="checkbox"
              checked={lines.includes(n)}
              onChange={() => {
                const others = lines.filter((one) => one !== n)
                const next = lines.includes(n) ? others : [...lines, n].sort((a, b) => a - b)
                onChange({ ...form, lines: next })
              }}
            />{' '}
            {n}
          </label>
        ))}
      </fieldset>
      <Precision
        goal={form.goal}
        onChange={(goal) => {
          onChange({ ...form, goal })
        }}
      />
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
            value={tomlOf(form, scenarios)}
            onChange={(event) => {
              onChange(write(form, event.target.value, scenarios))
            }}
          />
        </div>
        {isEdited && about !== undefined && (
          <button
            type="button"
            className="button planner-back"
            onClick={() => {
              const shelf = scenarios.find((one) => one.name === name)
              if (shelf) onChange(write(form, shelf.toml, scenarios))
            }}
          >
            Restore the original
          </button>
        )}
      </details>
      {wrong !== undefined && (
        <p className="planner-wrong" role="alert">
          {wrong}
        </p>
      )}
    </form>
  )
}

/** When the study may stop before all its runs are played. */
function Precision({ goal, onChange }: { goal: Form['goal']; onChange: (goal: Form['goal']) => void }) {
  const shown = SHOWN.find((one) => one.measure === goal.measure)
  return (
    <div className="row end planner-fields">
      <div className="field planner-goal">
        <label htmlFor="goal">Stop when</label>
        <select
          id="goal"
          value={goal.measure}
          onChange={(event) => {
            onChange({ ...goal, measure: event.target.value })
          }}
        >
          <option value="">all runs are done</option>
          {SHOWN.map((one) => (
            <option key={one.measure} value={one.measure}>
              precise: {one.word}
            </option>
          ))}
        </select>
      </div>
      {shown && (
        <div className="field">
          <label htmlFor="half-width">To ±{shown.unit && ` (${shown.unit})`}</label>
          <input
            id="half-width"
            inputMode="decimal"
            value={goal.halfWidth}
            onChange={(event) => {
              onChange({ ...goal, halfWidth: event.target.value })
            }}
          />
        </div>
      )}
    </div>
  )
}
