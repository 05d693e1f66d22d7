/** Faults of a lead's form, found by the page or by the server. */

import type { NewLead } from '../api/types'
import { sentence } from './sentence'

export type Faults = Partial<Record<keyof NewLead | 'form', string | undefined>>

const FIELDS: (keyof NewLead)[] = ['name', 'job_title', 'company', 'phone_number', 'email', 'industry', 'headcount']

const ASK: Record<keyof NewLead, string> = {
  name: 'Who is it?',
  job_title: 'What do they do?',
  company: 'Where do they work?',
  phone_number: 'Which phone number is dialed?',
  email: 'Enter their e-mail.',
  industry: 'Choose an industry.',
  headcount: 'Choose a headcount.',
}

/** Finds missing fields, in the order of the form. */
export function judge(lead: NewLead): Faults {
  return Object.fromEntries(FIELDS.filter((field) => lead[field].trim() === '').map((field) => [field, ASK[field]]))
}

/** Splits a sentence of the server into parts, each about one field. A quoted value may contain any character. */
const PART = /(?:"(?:\\.|[^"\\])*"|[^;"])+/g

/** Puts each fault that the server found beside its field; a fault without a field concerns the whole form. */
export function faultsOf(detail: string): Faults {
  const parts = (detail.match(PART) ?? []).map((part) => part.trim())
  const found = parts.map((part) => [FIELDS.find((field) => part.startsWith(`${field} is `)), part] as const)
  if (found.length === 0 || found.some(([field]) => field === undefined)) return { form: sentence(detail) }
  return Object.fromEntries(found.map(([field, part]) => [field, sentence(part)]))
}

/** Finds the first field with a fault, in the order of the form. */
export const firstAtFault = (faults: Faults): keyof NewLead | undefined => FIELDS.find((field) => faults[field])
