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
    // The list scrolls to it a frame later.
    const current = page.locator('.journal [aria-current] .journal-seq')
    await current.filter({ hasText: new RegExp(`^#${String(record.seq)}$`) }).waitFor()
    await page.keyboard.press('.')
  }
  await page.waitForURL(new RegExp(`at=${String(session.seq)}`))
})

test('a link leads to one moment; the played film ends', async () => {
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

test('a downloaded log can be opened again, from a file', async () => {
  const server = await Server.quick()
  const session = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/sessions/${session.id}/replay?at=${String(session.seq)}`)
  const download = page.waitForEvent('download')
  await page.getByText('Download', { exact: true }).click()
  await page.getByRole('link', { name: `The whole journal up to #${String(session.seq)}` }).click()
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
