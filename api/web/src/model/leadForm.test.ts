import { expect, test } from 'vitest'

import { faultsOf, firstAtFault, judge } from './leadForm'

const LEAD = {
  name: 'Ada',
  job_title: 'x',
  phone_number: '1',
  company: 'c',
  email: 'e',
  headcount: '1-10',
  industry: 'Finance',
}

test('every field that is blank is named, in the order of the form', () => {
  expect(judge(LEAD)).toEqual({})
  expect(Object.keys(judge({ ...LEAD, email: '  ', name: '' }))).toEqual(['name', 'email'])
})

test('each part of the server’s sentence is shown beside its field', () => {
  const faults = faultsOf(
    'name is "a; email is \\"odd\\"": it must not be; headcount is "12": allowed are "1-10", "11-50"',
  )
  expect(faults).toEqual({
    name: 'Name is "a; email is \\"odd\\"": it must not be.',
    headcount: 'Headcount is "12": allowed are "1-10", "11-50".',
  })
  expect(firstAtFault({ headcount: 'x', job_title: 'y' })).toBe('job_title')
})

test('a sentence about no field is shown below the form', () => {
  for (const detail of ['the body is cut off', 'the names are odd', '']) {
    expect(Object.keys(faultsOf(detail))).toEqual(['form'])
  }
})
