/** Studies: requests about them, and reading of the answers. */

import { many } from '../model/numbers'
import { ask } from './client'
import type { Histogram, Study as StudyAnswer, StudyEstimate, StudyProgress, StudySummary } from './types'

/** A plan of a study. */
export interface Plan {
  /** The scenario, in TOML. */
  toml: string
  /** In digits: a browser's numbers are not exact for large seeds. */
  seed: string
  runs: number
  lines: number[]
  /** Half of the widest sufficient interval, by measure; without it all runs are played. */
  precision: Record<string, number>
}

/** A study and its progress. */
export interface Study {
  id: string
  status: StudyAnswer['status']
  /** Why it failed. */
  detail: string | undefined
  /** The name of its scenario. */
  name: string
  /** Its scenario, if the server sent it. */
  toml: string | undefined
  /** The built-in scenario that it is, if it is one. */
  preset: string | undefined
  seed: string
  runs: number
  lines: number[]
  done: number
  total: number
  elapsedMs: number
  /** How long it will still take, if that is known. */
  leftMs: number | undefined
  precision: Record<string, number>
  /** The measure farthest from its precision, if a precision was set. */
  goals: string | undefined
  /** The findings so far. */
  settings: Setting[]
  summary: StudySummary | undefined
}

/** The figures of one setting. */
export interface Setting {
  name: string
  lines: number
  figures: ReadonlyMap<string, StudyEstimate>
  durationMs: Histogram
  attempted: Histogram
}

/** Begins a study. */
export async function begin(plan: Plan): Promise<Study> {
  const { toml, seed, runs, lines, precision } = plan
  // The seed is sent in its own digits.
  const body = JSON.stringify({ scenario: toml, runs, lines, ...(hasKeys(precision) && { precision }) }).replace(
    /}$/,
    `,"seed":${BigInt(seed).toString()}}`,
  )
  const headers = { 'content-type': 'application/json' }
  return understood(await (await ask('/studies', { method: 'POST', headers, body })).text())
}

const hasKeys = (object: object) => Object.keys(object).length > 0

/** Reads a study with its progress. */
export async function readStudy(id: string, signal?: AbortSignal): Promise<Study> {
  const path = `/studies/${encodeURIComponent(id)}`
  return understood(await (await ask(path, signal ? { signal } : {})).text())
}

/** Lists the last studies, newest first. */
export async function all(signal?: AbortSignal): Promise<Study[]> {
  const { studies } = inDigits<{ studies: Wire[] }>(await (await ask('/studies', signal ? { signal } : {})).text())
  return studies.map(study)
}

/** Returns the study with new progress. */
export function progressed(study: Study, told: StudyProgress): Study {
  const { status, detail, done, total, elapsedMs, leftMs, goals } = told
  return { ...study, status, detail, done, total, elapsedMs, leftMs, goals }
}

/** Tells whether more progress will come. */
export const isUnderWay = (status: Study['status'] | undefined): boolean => status === 'WAITING' || status === 'RUNNING'

type Wire = Omit<StudyAnswer, 'seed'> & { seed: string }

/** Parses an answer and keeps the digits of seeds. */
const inDigits = <T>(text: string): T => JSON.parse(text.replace(/"seed":(\d+)/g, '"seed":"$1"')) as T

const understood = (text: string): Study => study(inDigits<Wire>(text))

function study(wire: Wire): Study {
  const { id, status, detail, scenario, toml, preset, seed, runs, done, total, elapsedMs, leftMs, goals, precision } =
    wire
  const settings = wire.settings.map(({ name, lines, values }, n) => {
    const figures = wire.summary?.settings[n]?.figures ?? []
    const distributions = wire.distributions?.[n] ?? {}
    return {
      name: Object.keys(values).length > 1 ? name : many(lines, 'line'),
      lines,
      figures: new Map(figures.flatMap(({ measure, estimate }) => (estimate ? [[measure, estimate]] : []))),
      durationMs: distributions['duration_ms'] ?? NONE,
      attempted: distributions['attempted'] ?? NONE,
    }
  })
  const found = (wire.summary?.runs ?? 0) > 0 ? settings : []
  const lines = settings.map((one) => one.lines)
  return {
    ...{ id, status, detail, name: scenario, toml, preset, seed, runs, lines, precision },
    ...{ done, total, elapsedMs, leftMs, goals, settings: found, summary: wire.summary },
  }
}

const NONE: Histogram = { width: 1, counts: [] }
