import { useId, type FormEvent } from 'react'

import { useKept } from '../hooks/useKept'
import { LINES } from '../model/lines'
import { count } from '../model/numbers'
import './StartBar.css'

/** The most leads of one session, the server's limit. */
const LEADS_MAX = 10_000

interface Props {
  selected: number
  starts: boolean
  onStart: (agent: string, lines: number) => void
  onClear: () => void
}

/** Dials the selection; the agent and the number of lines are remembered. */
export function StartBar({ selected, starts, onStart, onClear }: Props) {
  const [agent, setAgent] = useKept('agent', 'agent-1')
  const [lines, setLines] = useKept('lines', '2')
  const [agentField, linesField] = [useId(), useId()]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (selected > 0 && !starts) onStart(agent.trim(), Number(lines))
  }
  return (
    <form id="start" className="start panel" onSubmit={submit}>
      <p aria-live="polite">
        {selected === 0 ? (
          <span className="muted">Select leads to dial them.</span>
        ) : (
          <>
            <strong>{count(selected)}</strong> selected{' '}
            <button type="button" className="button quiet narrow" onClick={onClear}>
              Clear
            </button>
          </>
        )}
      </p>
      <div className="row end">
        <div className="field inline">
          <label htmlFor={agentField}>Agent</label>
          <input
            id={agentField}
            value={agent}
            maxLength={200}
            required
            autoComplete="off"
            onChange={(event) => {
              setAgent(event.target.value)
            }}
          />
        </div>
        <div className="field inline">
          <label htmlFor={linesField}>Lines</label>
          <select
            id={linesField}
            value={lines}
            onChange={(event) => {
              setLines(event.target.value)
            }}
          >
            {LINES.map((n) => (
              <option key={n}>{n}</option>
            ))}
          </select>
        </div>
        <button className="button primary" disabled={selected === 0 || selected > LEADS_MAX || starts}>
          {selected > LEADS_MAX ? `At most ${count(LEADS_MAX)}` : 'Dial'} <kbd>↵</kbd>
        </button>
      </div>
    </form>
  )
}
