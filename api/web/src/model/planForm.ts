/** The form of a study: its fields, and the plan that they make. */

import type { Plan, Study } from '../api/studies'
import type { ScenarioText } from '../api/types'
import { SHOWN } from './findings'

/** The fields of the form. Every scenario keeps its edited text. */
export interface Form {
  /** The chosen scenario. */
  name: string
  /** The edited texts, by scenario; without an entry the original text applies. */
  written: Record<string, string>
  seed: string
  runs: string
  lines: number[]
  /**
   * The measure that must become precise before the study may stop, and its precision in the shown unit; blank for
   * none.
   */
  goal: { measure: string; halfWidth: string }
}

/** Builds an empty form, or the form from which a study was begun. */
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

/** Finds the first goal that the page knows. */
function goalOf(precision: Record<string, number>): Form['goal'] {
  const shown = SHOWN.find(({ measure }) => precision[measure] !== undefined)
  if (!shown) return { measure: '', halfWidth: '' }
  return { measure: shown.measure, halfWidth: String(+((precision[shown.measure] ?? 0) * shown.scale).toPrecision(12)) }
}

/** Returns the text of the chosen scenario. */
export function tomlOf({ name, written }: Form, scenarios: readonly ScenarioText[]): string {
  return written[name] ?? scenarios.find((one) => one.name === name)?.toml ?? ''
}

/** Lists the scenarios to choose from: the built-in ones, and one that came with a study. */
export function choices({ written }: Form, scenarios: readonly ScenarioText[]): string[] {
  const known = scenarios.map((one) => one.name)
  return [...known, ...Object.keys(written).filter((name) => !known.includes(name))]
}

/** Edits the chosen scenario; a text equal to the original is no edit. */
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

/** The largest seed of a study, and the most runs of a setting. */
const SEED_MAX = 2n ** 63n - 1n
const RUNS_MAX = 1_000_000

/** Describes the first fault of a plan, if there is one. */
export function fault({ seed, runs, lines, precision }: Plan): string | undefined {
  if (!/^\d+$/.test(seed)) return `The seed is “${seed}”: a whole number from 0 on is needed.`
  if (BigInt(seed) > SEED_MAX) return `The seed is ${seed}: the largest one is ${String(SEED_MAX)}.`
  if (!Number.isInteger(runs) || runs < 1 || runs > RUNS_MAX) {
    return `Runs is ${Number.isNaN(runs) ? 'no number' : String(runs)}: from 1 to 1,000,000 are allowed.`
  }
  if (Object.values(precision).some((width) => !(width > 0))) return 'The precision must be a number above 0.'
  return lines.length === 0 ? 'No number of lines is chosen: choose at least one.' : undefined
}

/** The key under which this tab keeps an edited scenario: the server returns it without its comments. */
const storageKeyOf = ({ id, name, seed }: Study): string => `redial.study.${[id, name, seed].join('.')}`

/** Keeps the edited scenario of a study that was begun. */
export function keep(study: Study, toml: string): void {
  try {
    sessionStorage.setItem(storageKeyOf(study), toml)
  } catch {
    // Storage may be forbidden or full; then the server's text is used.
  }
}

function kept(study: Study): string | undefined {
  try {
    return sessionStorage.getItem(storageKeyOf(study)) ?? undefined
  } catch {
    return undefined
  }
}
