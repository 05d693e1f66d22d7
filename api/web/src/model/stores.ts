/** This program's store and the CRM's, side by side. */

import type { CrmActivity, Lead, MockActivity, MockContact, Sync } from '../api/types'

/** The result of comparing one thing in the two stores. */
export type Comparison = 'same' | 'pending' | 'neither' | 'only-here' | 'only-there' | 'differs'

/** A comparison, and the differing fields. */
export interface Compared {
  kind: Comparison
  /** The differing fields, by their labels. */
  fields: string[]
}

const ACTIVITY: Partial<Record<keyof CrmActivity, string>> = {
  leadId: 'lead',
  crmExternalId: 'contact',
  callId: 'call',
  disposition: 'disposition',
  notes: 'notes',
}

/** Compares a call's activity in both stores. A pending activity is no difference yet. */
export function compareSync({ activity, external, crmActivityStatus }: Sync): Compared {
  if (activity && external) return compared(differingActivity(activity, external))
  if (crmActivityStatus === 'PENDING') return { kind: 'pending', fields: [] }
  if (activity) return { kind: 'only-here', fields: [] }
  return { kind: external ? 'only-there' : 'neither', fields: [] }
}

function differingActivity(activity: CrmActivity, external: MockActivity): string[] {
  const fields = (Object.keys(ACTIVITY) as (keyof CrmActivity)[])
    .filter((field) => activity[field] !== external[field])
    .map((field) => ACTIVITY[field] ?? field)
  return external.sourceActivityId === activity.id ? fields : ['link', ...fields]
}

/** Compares a lead with its contact in the CRM. Until the CRM's answer arrives, the lead does not know it. */
export function compareContact(lead: Lead | undefined, contact: MockContact): Compared {
  if (!lead) return { kind: 'only-there', fields: [] }
  const pairs: [string, string | null, string][] = [
    ['link', lead.crmExternalId, contact.id],
    ['name', lead.name, contact.name],
    ['e-mail', lead.email, contact.email],
    ['phone number', lead.phone_number, contact.phone],
    ['company', lead.company, contact.company],
  ]
  const fields = pairs.filter(([, here, there]) => here !== there).map(([field]) => field)
  if (lead.crmExternalId === null && fields.length === 1) return { kind: 'pending', fields: [] }
  return compared(fields)
}

const compared = (fields: string[]): Compared => ({ kind: fields.length === 0 ? 'same' : 'differs', fields })

/** Describes a comparison. */
export function meaning({ kind, fields }: Compared): string {
  switch (kind) {
    case 'same':
      return 'Both agree'
    case 'pending':
      return 'On its way'
    case 'neither':
      return 'In neither'
    case 'only-here':
      return 'Only in this program'
    case 'only-there':
      return 'Only in the CRM'
    case 'differs':
      return `Differs: ${fields.join(', ')}`
  }
}
