import { expect, test } from 'vitest'

import type { Study } from '../src/api/types'
import { QUICK, Server, open } from './stage'

test('a study is run, and any run of it opened', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Runs for each').fill('2000')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText('6,000 of 6,000 runs').waitFor()
  await page
    .getByRole('cell', { name: /95\.\d\d %/ })
    .first()
    .waitFor()
  expect(await page.locator('.plot canvas').count()).toBe(2)
  expect(await page.locator('.trade-off circle').count()).toBe(3)
  await page.getByText(/^(Most conversations with|No setting surely)/).waitFor()
  await page.getByLabel('Compare', { exact: true }).selectOption({ label: 'Calls placed' })
  await page.getByText('Calls placed: differences from 1 line').waitFor()
  expect(await page.locator('.differences li').count()).toBe(2)
  await page.getByLabel('Run number').fill('17')
  await page.getByRole('button', { name: 'Open in Replay' }).click()
  await page.getByText('Same', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.locator('.as-it-was .call-card').first().waitFor()
})

test('a study is followed by push, and by polling while push is broken', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  let asked = 0
  page.on('request', (request) => {
    if (/\/studies\/\d+$/.test(request.url())) asked += 1
  })
  const runs = async (n: number) => {
    await page.getByLabel('Runs for each').fill(String(n))
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText(new RegExp(`^Done: ${(3 * n).toLocaleString('en-US')} of`)).waitFor()
  }
  await runs(100)
  expect(asked, 'it is asked for when something was found').toBeLessThanOrEqual(3)
  await page.route('**/studies/*/events', (route) => route.abort())
  await runs(101)
})

test('a study stops when it is precise, and says so after a reload', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Stop when').selectOption({ label: 'precise: Sessions won' })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('The precision must be a number above 0.').waitFor()
  await page.getByLabel('To ± (%)').fill('1')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText(/^Done: .* of at most 300,000 runs .*Precision: every goal is met\.$/).waitFor()
  await page.reload()
  expect(await page.getByLabel('To ± (%)').inputValue()).toBe('1')
})

test('a study that takes long is canceled; a faulty scenario is named', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Runs for each').fill('1000000')
  for (const lines of ['4', '5', '6', '7', '8', '9', '10']) await page.getByLabel(lines, { exact: true }).check()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText(/, about .* left$/).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Canceled:').waitFor()
  await page.getByText('Edit the scenario').click()
  await page.getByLabel('The scenario, in TOML').fill('name = "x"\nlines = oops\n')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText(/Scenario: line 2: string values must be quoted/).waitFor()
})

test('an edited scenario is run; a reload brings all of it back into the form', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByText('No study is shown').waitFor()
  const text = page.getByLabel('The scenario, in TOML')
  const mine = QUICK.replace('"quick"', '"mine"').trim()
  await page.getByText('Edit the scenario').click()
  await text.fill(mine)
  // Another scenario is shown meanwhile; no edit of the first is lost.
  await page.getByLabel('Scenario', { exact: true }).selectOption('storm')
  expect(await text.inputValue()).toContain('name = "storm"')
  await page.getByLabel('Scenario', { exact: true }).selectOption('seed')
  expect(await text.inputValue()).toBe(mine)
  await page.getByLabel('Seed').fill('9223372036854775807')
  await page.getByLabel('Runs for each').fill('300')
  await page.getByLabel('3', { exact: true }).uncheck()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('600 of 600 runs of mine, seed 9223372036854775807').waitFor()
  const { studies } = await server.get<{ studies: Study[] }>('/studies')
  expect(studies[0]?.settings.map(({ lines }) => lines)).toEqual([1, 2])

  await page.reload()
  await page.getByText('600 of 600 runs of mine').waitFor()
  await page.getByText('Edit the scenario').click()
  expect(await text.inputValue()).toBe(mine)
  expect(await page.getByLabel('Seed').inputValue()).toBe('9223372036854775807')
  expect(await page.getByLabel('Runs for each').inputValue()).toBe('300')
  expect(await page.getByLabel('3', { exact: true }).isChecked()).toBe(false)
  await page.getByRole('link', { name: 'Other studies' }).click()
  await page.getByRole('link', { name: 'Study 1' }).click()
  await page.getByText('600 of 600 runs of mine').waitFor()
})

test('a study from another tab fills the form; its scenario counts as unedited', async () => {
  const server = await Server.quick()
  const study = await server.post<{ id: string }>('/studies', { runs: 100, lines: [1, 4] })
  const page = await open(`${server.url}/simulate?study=${study.id}`)
  await page.getByText('200 of 200 runs of seed').waitFor()
  const scenario = page.getByLabel('Scenario', { exact: true })
  expect(await scenario.locator('option:checked').textContent()).toBe('seed')
  await page.getByRole('img', { name: /^1 line: [\d.]+ an hour, [\d.]+ % abandoned; 4 lines: / }).waitFor()
  await scenario.selectOption('storm')
  await page.getByRole('button', { name: 'Use these settings' }).click()
  expect(await scenario.locator('option:checked').textContent()).toBe('seed')
  await page.getByText('Edit the scenario').click()
  expect(await page.getByLabel('The scenario, in TOML').inputValue()).toContain('# ')
})

test('a seed that the dice cannot take is refused, with the limit', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Seed').fill('9223372036854775808')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('the largest one is 9223372036854775807').waitFor()
})

test('on a phone every figure of ten settings is visible without scrolling sideways', async () => {
  const server = await Server.quick()
  const lines = Array.from({ length: 10 }, (_, n) => n + 1)
  const study = await server.post<{ id: string }>('/studies', { runs: 100, lines })
  const page = await open(`${server.url}/simulate?study=${study.id}`, { viewport: { width: 390, height: 844 } })
  await page.getByText('1,000 of 1,000 runs').waitFor()
  const table = page.getByRole('region', { name: /^Means over a session/ })
  await table.getByRole('cell').nth(129).waitFor()
  expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
})
