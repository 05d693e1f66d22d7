/** The form of a study: what stands in it, and what is asked for with it. */

import type { Plan, Study } from '../api/studies'
import type { ScenarioText } from '../api/types'
import { SHOWN } from './findings'

/** What stands in the form: every scenario keeps what was written in it. */
export interface Form {
  /** The scenario that is chosen. */
  name: string
  /** What was written, by scenario; where nothing was, the text it came with is meant. */
  written: Record<string, string>
  seed: string
  runs: string
  lines: number[]
  /** What must be precise before the study may stop, and to what, in the unit in which it is shown; blank for nothing. */
  goal: { measure: string; halfWidth: string }
}

/** The form before anything was asked for; or as it was when a study was. */
export function formOf(scenarios: readonly ScenarioText[], asked?: Study): Form {
  const blank: Form = {
    name: scenarios[0]?.name ?? '',
    written: {},
    seed: '1',
    runs: '100000',
    lines: [1, 2, 3],
    goal: goalOf({}),
  }
  if (!asked) return blank
  const { seed, runs, lines, precision } = asked
  const mine = kept(asked)
  const toml = mine ?? asked.toml
  const isPreset = ({ name, toml: text }: ScenarioText) =>
    toml === undefined ? name === asked.name : text === toml || (mine === undefined && name === asked.preset)
  const shelf = scenarios.find(isPreset)
  const name = shelf?.name ?? asked.name
  const written = shelf || toml === undefined ? {} : { [name]: toml }
  return { name, written, seed, runs: String(runs), lines: [...new Set(lines)], goal: goalOf(precision) }
}

/** The first of the goals that the page knows. */
function goalOf(precision: Record<string, number>): Form['goal'] {
  const shown = SHOWN.find(({ measure }) => precision[measure] !== undefined)
  if (!shown) return { measure: '', halfWidth: '' }
  return { measure: shown.measure, halfWidth: String(+((precision[shown.measure] ?? 0) * shown.scale).toPrecision(12)) }
}

/** The text of the scenario that is chosen. */
export function tomlOf({ name, written }: Form, scenarios: readonly ScenarioText[]): string {
  return written[name] ?? scenarios.find((one) => one.name === name)?.toml ?? ''
}

/** The scenarios to choose from: those of the program, and one that a study brought along. */
export function choices({ written }: Form, scenarios: readonly ScenarioText[]): string[] {
  const known = scenarios.map((one) => one.name)
  return [...known, ...Object.keys(written).filter((name) => !known.includes(name))]
}

/** Writes in the scenario that is chosen; what is as it came is no edit. */
export function write(form: Form, toml: string, scenarios: readonly ScenarioText[]): Form {
  const isAsItCame = scenarios.some((one) => one.name === form.name && one.toml === toml)
  const written = Object.fromEntries(Object.entries(form.written).filter(([name]) => name !== form.name))
  return { ...form, written: isAsItCame ? written : { ...written, [form.name]: toml } }
}

export const planOf = (form: Form, scenarios: readonly ScenarioText[]): Plan => ({
  toml: tomlOf(form, scenarios),
  seed: form.seed.trim(),
  runs: form.runs.trim() === '' ? NaN : Number(form.runs),
  lines: form.lines,
  precision: precisionOf(form.goal),
})

function precisionOf({ measure, halfWidth }: Form['goal']): Record<string, number> {
  const shown = SHOWN.find((one) => one.measure === measure)
  return shown ? { [shown.measure]: Number(halfWidth) / shown.scale } : {}
}

/** The largest seed that a study takes, and the most runs of a setting. */
const SEED_MAX = 2n ** 63n - 1n
const RUNS_MAX = 1_000_000

/** Says what is wrong with a plan, if something is. */
export function fault({ seed, runs, lines, precision }: Plan): string | undefined {
  if (!/^\d+$/.test(seed)) return `The seed is “${seed}”: a whole number from 0 on is needed.`
  if (BigInt(seed) > SEED_MAX) return `The seed is ${seed}: the largest one is ${String(SEED_MAX)}.`
  if (!Number.isInteger(runs) || runs < 1 || runs > RUNS_MAX) {
    return `Runs is ${Number.isNaN(runs) ? 'no number' : String(runs)}: from 1 to 1,000,000 are allowed.`
  }
  if (Object.values(precision).some((width) => !(width > 0))) return 'To ± what? A number above 0 is needed.'
  return lines.length === 0 ? 'No number of lines is chosen: choose at least one.' : undefined
}

/** Where this tab keeps a scenario as it was written: the server tells it without its remarks. */
const shelfOf = ({ id, name, seed }: Study): string => `redial.study.${[id, name, seed].join('.')}`

/** Keeps what was written of a study that was asked for. */
export function keep(study: Study, toml: string): void {
  try {
    sessionStorage.setItem(shelfOf(study), toml)
  } catch {
    // Storage may be forbidden, or full; then the server's words do.
  }
}

function kept(study: Study): string | undefined {
  try {
    return sessionStorage.getItem(shelfOf(study)) ?? undefined
  } catch {
    return undefined
  }
}
