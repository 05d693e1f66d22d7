import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Film, Session } from '../src/api/types'
import { Server, open, scratch } from './stage'

test('every moment of a session is shown as it was', async () => {
  const server = await Server.quick()
  const session = await server.settled((await server.dial()).id)
  const film = await server.get<Film>(`/dialer/sessions/${session.id}/film`)
  const page = await open(`${server.url}/sessions/${session.id}/replay`)
  await page.locator('.as-it-was .call-card').first().waitFor()
  for (const [n, record] of film.records.entries()) {
    await page.getByText(`${String(n + 1)} of ${String(film.records.length)} ·`).waitFor()
    await page.locator(`.as-it-was[data-seq="${String(record.seq)}"]`).waitFor()
    const then = await server.get<Session>(`/dialer/sessions/${session.id}?at=${String(record.seq)}`)
    expect(await page.locator('.as-it-was .metric-attempted dd').textContent()).toBe(String(then.metrics.attempted))
    const ringing = then.calls.filter((call) => call.status === 'RINGING').length
    expect(await page.locator('.as-it-was .look-ringing').count()).toBe(ringing)
    expect(await page.locator('.journal [aria-current] .journal-seq').textContent()).toBe(`#${String(record.seq)}`)
    await page.keyboard.press('.')
  }
  await page.waitForURL(new RegExp(`at=${String(session.seq)}`))
})

test('a link leads to one moment; played, the film comes to its end', async () => {
  const server = await Server.quick()
  const session = await server.settled((await server.dial()).id)
  const film = await server.get<Film>(`/dialer/sessions/${session.id}/film`)
  const third = film.records[2]?.seq ?? 0
  const page = await open(`${server.url}/sessions/${session.id}/replay?at=${String(third)}`)
  await page.getByText(/^3 of /).waitFor()
  await page.getByText('As JSON').click()
  expect(await page.locator('.told pre').textContent()).toContain('"transitions"')
  await page.getByLabel('Speed').selectOption('10')
  await page.getByRole('button', { name: 'Play' }).click()
  await page.getByText(`${String(film.records.length)} of ${String(film.records.length)} ·`).waitFor()
  await page.getByRole('button', { name: 'Play' }).waitFor()
})

test('what is downloaded can be opened again, from a file', async () => {
  const server = await Server.quick()
  const session = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/sessions/${session.id}/replay?at=${String(session.seq)}`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: `Journal up to #${String(session.seq)}` }).click()
  const journal = join(scratch(), 'journal.jsonl')
  await (await download).saveAs(journal)

  await page.goto(`${server.url}/replay`)
  await page.getByLabel('choose a file').setInputFiles(journal)
  await page.getByText('Same', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByRole('heading', { name: /Session 0 · ada/ }).waitFor()
  await page.keyboard.press('End')
  await page.locator('.as-it-was .call-card.winner').waitFor()
  await page.getByRole('button', { name: 'Close' }).click()

  const text = readFileSync(journal, 'utf8')
  writeFileSync(journal, text.replace('"event":"answered"', '"event":"no_answer"'))
  await page.getByLabel('choose a file').setInputFiles(journal)
  await page.getByText(/^Damaged at byte/).waitFor()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByRole('heading', { name: /Session 0 · ada/ }).waitFor()

  writeFileSync(journal, 'this is no journal\n')
  await page.goto(`${server.url}/replay`)
  await page.getByLabel('choose a file').setInputFiles(journal)
  await page.getByText(/^Damaged at byte 0/).waitFor()
})

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
  await page.getByLabel('Run', { exact: true }).fill('17')
  await page.getByRole('button', { name: 'Open in Replay' }).click()
  await page.getByText('Same', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.locator('.as-it-was .call-card').first().waitFor()
})

test('a study that takes long is canceled; a scenario that makes no sense is named', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Runs for each').fill('1000000')
  for (const lines of ['4', '5', '6', '7', '8', '9', '10']) await page.getByLabel(lines, { exact: true }).check()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Canceled:').waitFor()
  await page.getByText('Edit the scenario').click()
  await page.getByLabel('The scenario, in TOML').fill('name = "x"\nlines = oops\n')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.getByText(/The scenario does not fit: line 2/).waitFor()
})
