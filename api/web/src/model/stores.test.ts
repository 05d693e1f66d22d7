import { expect, test } from 'vitest'

import type { CrmActivity, Lead, MockActivity, MockContact, Sync } from '../api/types'
import { compareContact, compareSync, meaning } from './stores'

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
const sync: Sync = {
  callId: 'c',
  number: '0.0',
  sessionId: 's',
  leadId: 'l',
  leadName: 'Ada',
  callStatus: 'BUSY',
  crmActivityStatus: 'SYNCED',
  activity,
  external,
}
const said = (differs: Partial<Sync>) => meaning(compareSync({ ...sync, ...differs }))

test('the same activity at another moment is the same', () => {
  expect(said({})).toBe('Both agree')
})

test('a pending activity is no difference; a lost one is', () => {
  expect(said({ crmActivityStatus: 'PENDING', activity: null, external: null })).toBe('On its way')
  expect(said({ crmActivityStatus: 'PENDING', external: null })).toBe('On its way')
  expect(said({ crmActivityStatus: 'FAILED', external: null })).toBe('Only in this program')
  expect(said({ crmActivityStatus: 'FAILED', activity: null })).toBe('Only in the CRM')
  expect(said({ crmActivityStatus: 'FAILED', activity: null, external: null })).toBe('In neither')
})

test('differing fields are named', () => {
  expect(said({ external: { ...external, disposition: 'No Answer' } })).toBe('Differs: disposition')
  expect(said({ external: { ...external, sourceActivityId: 'b', notes: '' } })).toBe('Differs: link, notes')
})

test('a lead and its contact are compared, field by field', () => {
  const contact: MockContact = {
    id: 'CRM-1',
    leadId: 'l',
    name: 'Ada',
    email: 'a@example.com',
    phone: '1',
    company: 'N',
    createdAt: '',
  }
  const lead = { id: 'l', name: 'Ada', email: 'a@example.com', phone_number: '1', company: 'N', crmExternalId: 'CRM-1' }
  const told = (differs: Partial<Lead>) => meaning(compareContact({ ...(lead as Lead), ...differs }, contact))
  expect(told({})).toBe('Both agree')
  expect(told({ crmExternalId: null })).toBe('On its way')
  expect(told({ email: 'b@example.com', company: 'M' })).toBe('Differs: e-mail, company')
  expect(told({ crmExternalId: 'CRM-2' })).toBe('Differs: link')
  expect(meaning(compareContact(undefined, contact))).toBe('Only in the CRM')
})
