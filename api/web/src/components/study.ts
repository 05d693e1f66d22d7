/** Studies as the page thinks of them; whatever the server says of them is understood here. */

import { ask } from '../api/client'
import type {
  Histogram,
  ScenarioText,
  Study as StudyAnswer,
  StudyEstimate,
  StudyProgress,
  StudySummary,
} from '../api/types'
import { SHOWN } from './findings'

/** What a study is to do. */
export interface Plan {
  /** The scenario, in TOML. */
  toml: string
  /** In digits: seeds are larger than a browser's numbers are exact. */
  seed: string
  runs: number
  lines: number[]
  /** Half of the widest interval that will do, by measure; where nothing is said, all runs are played. */
  precision: Record<string, number>
}

/** A study, and how far it has come. */
export interface Study {
  id: string
  status: StudyAnswer['status']
  /** Why it could not go on. */
  detail: string | undefined
  /** What its scenario is called. */
  name: string
  /** Its scenario, where the server told it. */
  toml: string | undefined
  seed: string
  runs: number
  lines: number[]
  done: number
  total: number
  elapsedMs: number
  /** How long it will take from here, where that can be told. */
  leftMs: number | undefined
  precision: Record<string, number>
  /** What is farthest from being precise, where that was asked for. */
  goals: string | undefined
  /** What was found so far. */
  settings: Setting[]
  summary: StudySummary | undefined
}

/** What one setting came to. */
export interface Setting {
  name: string
  lines: number
  figures: ReadonlyMap<string, StudyEstimate>
  durationMs: Histogram
  attempted: Histogram
}

export const linesOf = (lines: number): string => (lines === 1 ? '1 line' : `${String(lines)} lines`)

/** The largest seed that a study takes, and the most runs of a setting. */
const SEED_MAX = 2n ** 63n - 1n
export const RUNS_MAX = 1_000_000

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

/** Begins a study. */
export async function begin(plan: Plan): Promise<Study> {
  const { toml, seed, runs, lines, precision } = plan
  // The seed goes out in its own digits.
  const body = JSON.stringify({ scenario: toml, runs, lines, ...(hasKeys(precision) && { precision }) }).replace(
    /}$/,
    `,"seed":${BigInt(seed).toString()}}`,
  )
  const headers = { 'content-type': 'application/json' }
  const study = understood(await (await ask('/studies', { method: 'POST', headers, body })).text())
  keep(study, toml)
  return study
}

const hasKeys = (object: object) => Object.keys(object).length > 0

/** The study after it was told how far it is. */
export function progressed(study: Study, told: StudyProgress): Study {
  const { status, detail, done, total, elapsedMs, leftMs, goals } = told
  return { ...study, status, detail, done, total, elapsedMs, leftMs, goals }
}

/** Whether more comes. */
export const isUnderWay = (status: Study['status'] | undefined): boolean => status === 'WAITING' || status === 'RUNNING'

/** Asks how far a study has come. */
export async function look(id: string, signal?: AbortSignal): Promise<Study> {
  const path = `/studies/${encodeURIComponent(id)}`
  return understood(await (await ask(path, signal ? { signal } : {})).text())
}

/** Asks for the last studies, newest first. */
export async function all(signal?: AbortSignal): Promise<Study[]> {
  const { studies } = exactly<{ studies: Wire[] }>(await (await ask('/studies', signal ? { signal } : {})).text())
  return studies.map(study)
}

type Wire = Omit<StudyAnswer, 'seed'> & { seed: string }

/** Reads an answer, with seeds in the digits in which they came. */
const exactly = <T>(text: string): T => JSON.parse(text.replace(/"seed":(\d+)/g, '"seed":"$1"')) as T

const understood = (text: string): Study => study(exactly<Wire>(text))

function study(wire: Wire): Study {
  const { id, status, detail, scenario, toml, seed, runs, done, total, elapsedMs, leftMs, goals, precision } = wire
  const settings = wire.settings.map(({ name, lines, values }, n) => {
    const figures = wire.summary?.settings[n]?.figures ?? []
    const distributions = wire.distributions?.[n] ?? {}
    return {
      name: Object.keys(values).length > 1 ? name : linesOf(lines),
      lines,
      figures: new Map(figures.flatMap(({ measure, estimate }) => (estimate ? [[measure, estimate]] : []))),
      durationMs: distributions['duration_ms'] ?? NONE,
      attempted: distributions['attempted'] ?? NONE,
    }
  })
  const found = (wire.summary?.runs ?? 0) > 0 ? settings : []
  const lines = settings.map((one) => one.lines)
  return {
    ...{ id, status, detail, name: scenario, toml, seed, runs, lines, precision },
    ...{ done, total, elapsedMs, leftMs, goals, settings: found, summary: wire.summary },
  }
}

const NONE: Histogram = { width: 1, counts: [] }

/** Where this tab keeps a scenario as it was written: the server tells it without its remarks. */
const shelfOf = ({ id, name, seed }: Study): string => `redial.study.${[id, name, seed].join('.')}`

function keep(study: Study, toml: string): void {
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
  const toml = kept(asked) ?? asked.toml
  const shelf = scenarios.find((one) => (toml === undefined ? one.name === asked.name : one.toml === toml))
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
