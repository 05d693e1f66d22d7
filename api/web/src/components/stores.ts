/** The app's activity and the CRM's, side by side. */

import type { CrmActivity, Sync } from '../api/types'

/** How the two stores compare over one call. */
export type Difference = 'same' | 'neither' | 'only-here' | 'only-there' | 'differs'

const COMPARED: (keyof CrmActivity)[] = ['leadId', 'crmExternalId', 'callId', 'disposition', 'notes']

/** Compares what is linked by `sourceActivityId`. */
export function difference({ activity, external }: Pick<Sync, 'activity' | 'external'>): Difference {
  if (!activity) return external ? 'only-there' : 'neither'
  if (!external) return 'only-here'
  const isLinked = external.sourceActivityId === activity.id
  return isLinked && COMPARED.every((field) => activity[field] === external[field]) ? 'same' : 'differs'
}

/** What a difference means, for people. */
export const MEANING: Record<Difference, string> = {
  same: 'Both agree',
  neither: 'In neither yet',
  'only-here': 'Only here',
  'only-there': 'Only in the CRM',
  differs: 'They differ',
}
