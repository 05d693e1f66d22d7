/** What can be wrong with a lead before and after the server has seen it. */

import type { NewLead } from '../api/types'

export type Faults = Partial<Record<keyof NewLead | 'form', string | undefined>>

const FIELDS: (keyof NewLead)[] = ['name', 'job_title', 'company', 'phone_number', 'email', 'industry', 'headcount']

const ASK: Record<keyof NewLead, string> = {
  name: 'Who is it?',
  job_title: 'What do they do?',
  company: 'Where do they work?',
  phone_number: 'Which number is dialed?',
  email: 'What is their address?',
  industry: 'Choose an industry.',
  headcount: 'Choose a headcount.',
}

/** Finds what is missing, in the order of the form. */
export function judge(lead: NewLead): Faults {
  return Object.fromEntries(FIELDS.filter((field) => lead[field].trim() === '').map((field) => [field, ASK[field]]))
}

/** The field that a sentence of the server is about: the one it names first. */
export function fieldAtFault(detail: string): keyof NewLead | undefined {
  const places = FIELDS.map((field) => ({ field, at: detail.search(new RegExp(`\\b${field}\\b`)) }))
  return places.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)[0]?.field
}
