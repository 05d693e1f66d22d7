/** Studies: what is asked of the server about them, and how its answers are understood. */

import { many } from '../model/numbers'
import { ask } from './client'
import type { Histogram, Study as StudyAnswer, StudyEstimate, StudyProgress, StudySummary } from './types'

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
  /** Which of the program's scenarios it is, if it is one of them. */
  preset: string | undefined
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

/** Begins a study. */
export async function begin(plan: Plan): Promise<Study> {
  const { toml, seed, runs, lines, precision } = plan
  // The seed goes out in its own digits.
  const body = JSON.stringify({ scenario: toml, runs, lines, ...(hasKeys(precision) && { precision }) }).replace(
    /}$/,
    `,"seed":${BigInt(seed).toString()}}`,
  )
  const headers = { 'content-type': 'application/json' }
  return understood(await (await ask('/studies', { method: 'POST', headers, body })).text())
}

const hasKeys = (object: object) => Object.keys(object).length > 0

/** Asks how far a study has come. */
export async function readStudy(id: string, signal?: AbortSignal): Promise<Study> {
  const path = `/studies/${encodeURIComponent(id)}`
  return understood(await (await ask(path, signal ? { signal } : {})).text())
}

/** Asks for the last studies, newest first. */
export async function all(signal?: AbortSignal): Promise<Study[]> {
  const { studies } = inDigits<{ studies: Wire[] }>(await (await ask('/studies', signal ? { signal } : {})).text())
  return studies.map(study)
}

/** The study after it was told how far it is. */
export function progressed(study: Study, told: StudyProgress): Study {
  const { status, detail, done, total, elapsedMs, leftMs, goals } = told
  return { ...study, status, detail, done, total, elapsedMs, leftMs, goals }
}

/** Whether more comes. */
export const isUnderWay = (status: Study['status'] | undefined): boolean => status === 'WAITING' || status === 'RUNNING'

type Wire = Omit<StudyAnswer, 'seed'> & { seed: string }

/** Reads an answer, with seeds in the digits in which they came. */
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
