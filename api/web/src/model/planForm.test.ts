import { afterEach, expect, test, vi } from 'vitest'

import { begin, readStudy } from '../api/studies'
import type { ScenarioText } from '../api/types'
import { aStudyText as answer, says } from '../testing'
import { choices, fault, formOf, keep, planOf, tomlOf, write } from './planForm'

const scenarios: ScenarioText[] = [
  { name: 'seed', title: '', toml: 'name = "seed"' },
  { name: 'storm', title: '', toml: 'name = "storm"' },
]

afterEach(() => {
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

test('a fault of a plan is reported with the limit', () => {
  const plan = { toml: '', seed: '1', runs: 10, lines: [1], precision: {} }
  expect(fault(plan)).toBeUndefined()
  expect(fault({ ...plan, seed: '9223372036854775807' })).toBeUndefined()
  expect(fault({ ...plan, seed: '9223372036854775808' })).toContain('the largest one is 9223372036854775807')
  expect(fault({ ...plan, seed: '-1' })).toContain('a whole number from 0 on')
  expect(fault({ ...plan, runs: 1_000_001 })).toContain('from 1 to 1,000,000')
  expect(fault({ ...plan, runs: NaN })).toContain('no number')
  expect(fault({ ...plan, lines: [], precision: {} })).toContain('at least one')
})

test('each scenario keeps its edited text', () => {
  let form = write(formOf(scenarios), 'name = "mine"', scenarios)
  form = { ...form, name: 'storm' }
  expect(tomlOf(form, scenarios)).toBe('name = "storm"')
  form = { ...form, name: 'seed' }
  expect(tomlOf(form, scenarios)).toBe('name = "mine"')
  expect(write(form, 'name = "seed"', scenarios).written).toEqual({})
})

test('a study brings its form back as it was', async () => {
  says(answer)
  const form = formOf(scenarios, await readStudy('4'))
  expect(choices(form, scenarios)).toEqual(['seed', 'storm', 'mine'])
  expect(planOf(form, scenarios)).toEqual({
    toml: 'name = "mine"',
    seed: '9223372036854775807',
    runs: 7,
    lines: [2],
    precision: {},
  })
  says(answer.replace('"mine\\""', '"mine\\"","preset":"storm"'))
  expect(formOf(scenarios, await readStudy('4'))).toMatchObject({ name: 'storm', written: {} })
})

test('in the tab that began the study, the scenario keeps its comments', async () => {
  says(answer)
  const plan = { toml: 'name = "mine" # dear', seed: '9223372036854775807', runs: 7, lines: [2], precision: {} }
  keep(await begin(plan), plan.toml)
  expect(formOf(scenarios, await readStudy('4')).written).toEqual({ mine: 'name = "mine" # dear' })
})

test('a precision goes out in the measure’s own unit, and comes back into the form in the shown one', async () => {
  const precise = answer.replace('"precision":{}', '"precision":{"won":0.015}')
  const sent = says(precise)
  const form = { ...formOf(scenarios), goal: { measure: 'won', halfWidth: '1.5' } }
  const study = await begin(planOf(form, scenarios))
  expect(sent[0]).toContain('"precision":{"won":0.015}')
  expect(formOf(scenarios, study).goal).toEqual(form.goal)
  expect(fault(planOf({ ...form, goal: { measure: 'won', halfWidth: '' } }, scenarios))).toMatch(/^The precision must/)
})
