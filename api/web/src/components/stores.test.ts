import { expect, test } from 'vitest'

import type { CrmActivity, MockActivity } from '../api/types'
import { difference } from './stores'

const activity: CrmActivity = {
  id: 'a',
  leadId: 'l',
  crmExternalId: 'CRM-1',
  type: 'CALL',
  callId: 'c',
  disposition: 'Busy',
  notes: 'n',
  createdAt: '2026-01-01T00:00:00.000Z',
}
const external: MockActivity = {
  ...activity,
  id: 'MOCK-1',
  sourceActivityId: 'a',
  createdAt: '2026-01-01T00:00:01.000Z',
}

test('the same result at another moment is the same', () => {
  expect(difference({ activity, external })).toBe('same')
})

test('what is missing on one side is told apart', () => {
  expect(difference({ activity, external: null })).toBe('only-here')
  expect(difference({ activity: null, external })).toBe('only-there')
  expect(difference({ activity: null, external: null })).toBe('neither')
})

test('another disposition, or a link to another activity, is a difference', () => {
  expect(difference({ activity, external: { ...external, disposition: 'No Answer' } })).toBe('differs')
  expect(difference({ activity, external: { ...external, sourceActivityId: 'b' } })).toBe('differs')
})
