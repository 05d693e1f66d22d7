import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'

import type { Film, Session } from '../src/api/types'
import { Server, open, scratch } from './stage'

/** Every person answers, and a canceled line rings for longer than people take to answer: all but one hear no one. */
const GLARE = `
name = "glare"
[session]
agent = "agent-1"
lines = 3
take = 6
[carrier]
ring_ms = [400, 900]
cancel_ms = [1500, 1600]
[carrier.outcomes]
answered = 100
no_answer = 0
busy = 0
voicemail = 0
[crm]
contact_ms = [20, 60]
activity_ms = [20, 60]
`

/** A session that is over, its film, and the page that shows it. */
async function replay(server: Server, lines = 2) {
  const session = await server.settled((await server.dial(lines)).id)
  const film = await server.get<Film>(`/dialer/sessions/${session.id}/film`)
  return { session, film, address: `${server.url}/sessions/${session.id}/replay` }
}

const place = (page: Page, n: number, of: number) => page.getByText(`${String(n)} of ${String(of)} ·`)

test('the keys of the film work on the scrubber too, and Space presses the focused control', async () => {
  const { film, address } = await replay(await Server.quick())
  const of = film.records.length
  const page = await open(address)
  await place(page, 1, of).waitFor()
  const scrubber = page.getByLabel('Time', { exact: true })
  await scrubber.focus()
  await page.keyboard.press('ArrowRight')
  await place(page, 2, of).waitFor()
  await page.keyboard.press('ArrowUp')
  await place(page, 3, of).waitFor()
  await page.keyboard.press('.')
  await place(page, 4, of).waitFor()
  await page.keyboard.press(',')
  await page.keyboard.press('ArrowLeft')
  await place(page, 2, of).waitFor()
  await page.keyboard.press('End')
  await place(page, of, of).waitFor()
  await page.keyboard.press('Home')
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: 'Play' }).waitFor()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'The record after' }).focus()
  await page.keyboard.press(' ')
  await place(page, 2, of).waitFor()
  await page.getByText('As JSON').focus()
  await page.keyboard.press(' ')
  await page.locator('.told pre').waitFor()
  expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(1)
})

test('a call rings on the chart until the record that ended it; glare and releases are shown', async () => {
  const file = join(scratch(), 'glare.toml')
  writeFileSync(file, GLARE)
  const server = await Server.start('--port', '0', '--memory', '--scenario', file)
  const { session, film, address } = await replay(server, 3)
  expect(session.metrics.abandoned).toBeGreaterThan(0)
  const page = await open(address)
  const calls = (which: Locator) => which.evaluateAll((bars) => bars.map((bar) => bar.getAttribute('data-call')).sort())
  for (const [n, record] of film.records.entries()) {
    await place(page, n + 1, film.records.length).waitFor()
    const then = await server.get<Session>(`/dialer/sessions/${session.id}?at=${String(record.seq)}`)
    const ringing = then.calls.filter(({ callStatus }) => callStatus === null).map(({ number }) => number)
    expect(await calls(page.locator('.gantt-bar.ringing')), `at #${String(record.seq)}`).toEqual(ringing.sort())
    const heard = page.locator('.gantt-glare:not(.to-come)')
    expect(await heard.count(), `at #${String(record.seq)}`).toBe(then.metrics.abandoned)
    await page.keyboard.press('.')
  }
  expect(await page.locator('.gantt-release:not(.to-come)').count()).toBe(session.metrics.canceled)
  await page.getByRole('img', { name: /calls on 3 lines over .* answered and heard no one/ }).waitFor()
  const list = page.getByRole('list', { name: 'Calls on the chart' }).getByRole('listitem')
  expect(await list.count()).toBe(session.calls.length)
  await page.getByText('was abandoned').first().waitFor()
})

test('the whole journal can be scrolled, and the film stands still', async () => {
  const { film, address } = await replay(await Server.quick())
  const of = film.records.length
  const page = await open(address)
  await place(page, 1, of).waitFor()
  const list = page.getByRole('group', { name: `All ${String(of)} records` })
  const last = list.getByRole('button', { name: `#${String(film.records.at(-1)?.seq)} ` })
  await list.evaluate((box) => {
    box.scrollTop = box.scrollHeight
  })
  await last.waitFor()
  await place(page, 1, of).waitFor()
  await page.getByRole('button', { name: `Back to #${String(film.records[0]?.seq)}` }).click()
  await list.locator('[aria-current]').waitFor()
  await list.evaluate((box) => {
    box.scrollTop = box.scrollHeight
  })
  await last.click()
  await place(page, of, of).waitFor()
  await page.getByText(/The CRM, of call 0\.\d to .*: the activity is MOCK-/).waitFor()
})

test('the link to a moment is copied, and leads there', async () => {
  const { film, address } = await replay(await Server.quick())
  const page = await open(`${address}?at=${String(film.records[3]?.seq)}`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.getByRole('button', { name: `Copy link to #${String(film.records[3]?.seq)}` }).click()
  await page.getByText('The link to this moment is copied.').waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  const other = await open(link)
  await place(other, 4, film.records.length).waitFor()
})

test('the log of a session is downloaded, whole and up to a moment, and opens again', async () => {
  const { session, film, address } = await replay(await Server.quick())
  const middle = film.records[Math.floor(film.records.length / 2)]?.seq ?? 0
  const page = await open(`${address}?at=${String(middle)}`)
  const take = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByText('Download', { exact: true }).click()
    await page.getByRole('link', { name, exact: true }).click()
    const file = join(scratch(), 'log.jsonl')
    await (await download).saveAs(file)
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    return { file, last: (JSON.parse(lines.at(-1) ?? '') as { seq: number }).seq }
  }
  expect((await take('This session’s log')).last).toBe(session.seq)
  const log = await take(`This session’s log up to #${String(middle)}`)
  expect(log.last).toBe(middle)
  await page.goto(address.replace(/sessions.*/, 'replay'))
  await page.getByLabel('choose a file').setInputFiles(log.file)
  await page.getByText('Folds', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByRole('heading', { name: /Session 0 · ada/ }).waitFor()
  await page.keyboard.press('End')
  await page.locator(`.as-it-was[data-seq="${String(middle)}"]`).waitFor()
})

test('a finger drags through the film', async () => {
  const { film, address } = await replay(await Server.quick())
  const page = await open(address, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await place(page, 1, film.records.length).waitFor()
  const box = await page.locator('.gantt-track').boundingBox()
  if (!box) throw new Error('there is no chart')
  const hand = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share?: number) =>
    hand.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: share === undefined ? [] : [{ x: box.x + share * box.width, y: box.y + 20 }],
    })
  await touch('touchStart', 0.2)
  for (const share of [0.4, 0.6, 0.8, 0.999]) await touch('touchMove', share)
  await touch('touchEnd')
  const scrubber = page.getByLabel('Time', { exact: true })
  const [at, last] = [Number(await scrubber.inputValue()), Number(await scrubber.getAttribute('max'))]
  expect(at).toBeGreaterThan(0.98 * last)
  expect(await page.evaluate(() => window.scrollY)).toBe(0)
})
