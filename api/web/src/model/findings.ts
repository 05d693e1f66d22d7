import type { Study, StudyEstimate, StudySummary } from '../api/types'

/** A measure that the page shows for every setting, and how it is written. */
export interface MeasureFormat {
  measure: string
  word: string
  unit: string
  /** The factor from the server's number to this unit. */
  scale: number
  digits: number
}

const share = { unit: '%', scale: 100, digits: 2 }
const seconds = { unit: 's', scale: 1 / 1000, digits: 2 }
const count = { unit: '', scale: 1, digits: 3 }

export const SHOWN: MeasureFormat[] = [
  { measure: 'won', word: 'Sessions won', ...share },
  { measure: 'conversations_per_hour', word: 'Conversations an hour', unit: '', scale: 1, digits: 2 },
  { measure: 'abandoned_share', word: 'Abandoned, of live answers', ...share },
  { measure: 'dials_per_hour', word: 'Dials an hour', unit: '', scale: 1, digits: 1 },
  { measure: 'wait_ms', word: 'Wait for a conversation', ...seconds },
  { measure: 'duration_ms', word: 'Duration', ...seconds },
  { measure: 'attempted', word: 'Calls placed', ...count },
  { measure: 'failed', word: 'Failed', ...count },
  { measure: 'canceled', word: 'Canceled', ...count },
  { measure: 'cut_short', word: 'Cut before 15 s', ...count },
  { measure: 'abandoned', word: 'Abandoned', ...count },
  { measure: 'line_use', word: 'Line use', ...share },
  { measure: 'crm_lag_ms', word: 'CRM lag', ...seconds },
]

/** A study's status in words. */
export const STUDY_WORDS: Record<Study['status'], string> = {
  WAITING: 'Waiting for others',
  RUNNING: 'Running',
  DONE: 'Done',
  CANCELED: 'Canceled',
  FAILED: 'Failed',
}

/**
 * The most of all live answers that may be abandoned in campaigns under the Telemarketing Sales Rule: 16 CFR
 * 310.4(b)(4)(i).
 */
export const ABANDONED_MOST = 0.03

/** The findings to show: the summary, and the names of its settings. */
export interface FindingsProps {
  names: string[]
  summary: StudySummary
}

type SettingSummary = StudySummary['settings'][number]

/** Writes a number in its unit; a difference has its sign. */
export function written(value: number, { scale, digits, unit }: MeasureFormat, isSigned = false): string {
  const text = (value * scale).toFixed(digits)
  const sign = isSigned && Number(text) > 0 ? '+' : ''
  return `${sign}${Number(text) === 0 ? text.replace('-', '') : text}${unit && ` ${unit}`}`
}

/** Finds the estimate of a measure, or of its difference from the baseline; undefined if no run has data for it. */
export function estimateOf(
  setting: SettingSummary,
  measure: string,
  list: 'figures' | 'differences' = 'figures',
): StudyEstimate | undefined {
  return setting[list].find((one) => one.measure === measure)?.estimate
}

/**
 * Finds the setting with the most conversations of those whose whole interval of abandoned answers is allowed; -1 if
 * there is none.
 */
export function bestOf({ settings }: StudySummary): number {
  const rate = (setting: SettingSummary) => estimateOf(setting, 'conversations_per_hour')?.value ?? 0
  return settings.reduce((best, setting, place) => {
    const abandoned = estimateOf(setting, 'abandoned_share')
    if (!abandoned || abandoned.high > ABANDONED_MOST) return best
    const leader = settings[best]
    return !leader || rate(setting) > rate(leader) ? place : best
  }, -1)
}
