import { expect, test } from 'vitest'

import { fieldAtFault, judge } from './leadForm'

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

test('a sentence of the server leads to the field that it names first', () => {
  expect(fieldAtFault('headcount is "12": allowed are "1-10"; email is missing')).toBe('headcount')
  expect(fieldAtFault('the body is cut off')).toBeUndefined()
  expect(fieldAtFault('the names are odd')).toBeUndefined()
})
