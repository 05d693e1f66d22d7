import { afterEach, expect, test, vi } from 'vitest'

import { aStudyText as answer, says } from '../testing'
import { begin, readStudy, progressed } from './studies'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('a seed larger than a browser’s numbers keeps every digit both ways', async () => {
  const sent = says(answer)
  const study = await begin({ toml: 'x = "}"', seed: '9223372036854775807', runs: 7, lines: [2], precision: {} })
  expect(sent[0]).toBe('{"scenario":"x = \\"}\\"","runs":7,"lines":[2],"seed":9223372036854775807}')
  expect(study.seed).toBe('9223372036854775807')
  expect((await readStudy('4')).seed).toBe('9223372036854775807')
})

test('figures are found by their measure; a study without findings has no settings to show', async () => {
  says(answer)
  expect((await readStudy('4')).settings).toEqual([])
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
  const [setting] = (await readStudy('4')).settings
  expect(setting).toMatchObject({ name: '2 lines', lines: 2, durationMs: { width: 500 }, attempted: { width: 1 } })
  expect([...(setting?.figures ?? [])]).toEqual([['won', estimate]])
})

test('progress replaces earlier progress; an absent field is removed', async () => {
  says(answer)
  const was = { ...(await readStudy('4')), leftMs: 3, goals: 'far' }
  const now = progressed(was, { status: 'DONE', done: 7, total: 7, elapsedMs: 5, summaryRuns: 7 })
  expect([now.status, now.done, now.leftMs, now.goals, now.seed]).toEqual(['DONE', 7, undefined, undefined, was.seed])
})
