import { afterEach, expect, test, vi } from 'vitest'

import type { ScenarioText } from '../api/types'
import { begin, choices, fault, formOf, look, planOf, progressed, tomlOf, write } from './study'

const scenarios: ScenarioText[] = [
  { name: 'seed', title: '', toml: 'name = "seed"' },
  { name: 'storm', title: '', toml: 'name = "storm"' },
]

afterEach(() => {
  sessionStorage.clear()
  vi.unstubAllGlobals()
})

/** A server that says one thing; returns what was sent to it. */
function says(text: string) {
  const sent: string[] = []
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    sent.push(typeof init.body === 'string' ? init.body : '')
    return Promise.resolve(new Response(text))
  })
  return sent
}

const answer = `{"id":"4","status":"RUNNING","name":"mine","scenario":"mine","toml":"name = \\"mine\\"",
  "seed":9223372036854775807,"runs":7,"precision":{},"settings":[{"name":"lines=2","lines":2,"values":{"lines":2}}],
  "done":0,"total":7,"elapsedMs":0,"summaryRuns":0}`

test('a seed that is larger than a browser’s numbers goes out and comes back digit by digit', async () => {
  const sent = says(answer)
  const study = await begin({ toml: 'x = "}"', seed: '9223372036854775807', runs: 7, lines: [2], precision: {} })
  expect(sent[0]).toBe('{"scenario":"x = \\"}\\"","runs":7,"lines":[2],"seed":9223372036854775807}')
  expect(study.seed).toBe('9223372036854775807')
  expect((await look('4')).seed).toBe('9223372036854775807')
})

test('what is wrong with a plan is said, with the limit', () => {
  const plan = { toml: '', seed: '1', runs: 10, lines: [1], precision: {} }
  expect(fault(plan)).toBeUndefined()
  expect(fault({ ...plan, seed: '9223372036854775807' })).toBeUndefined()
  expect(fault({ ...plan, seed: '9223372036854775808' })).toContain('the largest one is 9223372036854775807')
  expect(fault({ ...plan, seed: '-1' })).toContain('a whole number from 0 on')
  expect(fault({ ...plan, runs: 1_000_001 })).toContain('from 1 to 1,000,000')
  expect(fault({ ...plan, runs: NaN })).toContain('no number')
  expect(fault({ ...plan, lines: [], precision: {} })).toContain('at least one')
})

test('each scenario keeps what was written in it', () => {
  let form = write(formOf(scenarios), 'name = "mine"', scenarios)
  form = { ...form, name: 'storm' }
  expect(tomlOf(form, scenarios)).toBe('name = "storm"')
  form = { ...form, name: 'seed' }
  expect(tomlOf(form, scenarios)).toBe('name = "mine"')
  expect(write(form, 'name = "seed"', scenarios).written).toEqual({})
})

test('the form is again as it was when a study was asked for', async () => {
  says(answer)
  const form = formOf(scenarios, await look('4'))
  expect(choices(form, scenarios)).toEqual(['seed', 'storm', 'mine'])
  expect(planOf(form, scenarios)).toEqual({
    toml: 'name = "mine"',
    seed: '9223372036854775807',
    runs: 7,
    lines: [2],
    precision: {},
  })
  says(answer.replace('name = \\"mine\\"', 'name = \\"storm\\"'))
  expect(formOf(scenarios, await look('4'))).toMatchObject({ name: 'storm', written: {} })
})

test('in the tab that asked, the scenario is as it was written, with its remarks', async () => {
  says(answer)
  await begin({ toml: 'name = "mine" # dear', seed: '9223372036854775807', runs: 7, lines: [2], precision: {} })
  expect(formOf(scenarios, await look('4')).written).toEqual({ mine: 'name = "mine" # dear' })
})

test('figures are found by their measure; a study that found nothing yet has no settings to show', async () => {
  says(answer)
  expect((await look('4')).settings).toEqual([])
  const estimate = { value: 0.5, low: 0.4, high: 0.6, interval: 'wilson' }
  const figures = [
    { measure: 'won', unit: 'share', estimate },
    { measure: 'wait_ms', unit: 'ms' },
  ]
  const summary = { runs: 7, settings: [{ name: 'lines=2', figures }] }
  const distributions = [{ duration_ms: { width: 500, counts: [7] }, attempted: { width: 1, counts: [0, 7] } }]
  says(
    answer.replace(
      '"done":0',
      `"summary":${JSON.stringify(summary)},"distributions":${JSON.stringify(distributions)},"done":7`,
    ),
  )
  const [setting] = (await look('4')).settings
  expect(setting).toMatchObject({ name: '2 lines', lines: 2, durationMs: { width: 500 }, attempted: { width: 1 } })
  expect([...(setting?.figures ?? [])]).toEqual([['won', estimate]])
})

test('a precision goes out in the measure’s own unit, and comes back into the form in the shown one', async () => {
  const precise = answer.replace('"precision":{}', '"precision":{"won":0.015}')
  const sent = says(precise)
  const form = { ...formOf(scenarios), goal: { measure: 'won', halfWidth: '1.5' } }
  const study = await begin(planOf(form, scenarios))
  expect(sent[0]).toContain('"precision":{"won":0.015}')
  expect(formOf(scenarios, study).goal).toEqual(form.goal)
  expect(fault(planOf({ ...form, goal: { measure: 'won', halfWidth: '' } }, scenarios))).toMatch(/^To ± what/)
})

test('what is told replaces what was known, and what is not told any more is gone', async () => {
  says(answer)
  const was = { ...(await look('4')), leftMs: 3, goals: 'far' }
  const now = progressed(was, { status: 'DONE', done: 7, total: 7, elapsedMs: 5, summaryRuns: 7 })
  expect([now.status, now.done, now.leftMs, now.goals, now.seed]).toEqual(['DONE', 7, undefined, undefined, was.seed])
})
