import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Session, Sessions } from '../src/api/types'
import { QUICK, SLOW, Server, list, open, scratch } from './stage'

const idOf = (url: string) => /\/dialer\/([^/?]+)/.exec(url)?.[1] ?? ''

test('select, dial, win, see it synced, replay it', async () => {
  const server = await Server.quick()
  const page = await open(server.url)
  await page.getByLabel('Select every lead of this page').check()
  await page.getByText('6 selected').waitFor()
  await page.getByRole('button', { name: 'Dial' }).click()
  await page.waitForURL(/\/dialer\//)
  await page.locator('.call-card.look-ringing').first().waitFor()
  expect(await page.locator('.call-card').count()).toBe(2)

  const end = await server.settled(idOf(page.url()))
  await page.getByText('Settled').waitFor()
  const winner = end.calls.find((call) => call.id === end.winnerCallId)
  if (!winner) throw new Error('with this seed somebody answers')
  const card = page.locator('.call-card.winner')
  expect(await card.textContent()).toContain(winner.lead.name)
  expect(await card.textContent()).toContain('Connected')
  await page.getByText(`${winner.lead.name} of ${winner.lead.company} answered.`).waitFor()
  expect(await page.locator('.call-log [data-status=SYNCED]').count()).toBe(end.calls.length)

  await page.getByRole('link', { name: 'Replay R' }).click()
  await page.waitForURL(/\/replay/)
  await page.getByRole('region', { name: 'As it was' }).locator('.call-card').first().waitFor()
  await page.keyboard.press('End')
  await page.locator('.as-it-was .call-card.winner').waitFor()
})

test('a reload in the middle loses nothing', async () => {
  const server = await Server.playing(SLOW)
  const { id } = await server.dial(3)
  const page = await open(`${server.url}/dialer/${id}`)
  await page.locator('.call-card.look-ringing').first().waitFor()
  await page.reload()
  await page.getByText('Live', { exact: true }).waitFor()
  const { calls } = await server.get<Session>(`/dialer/sessions/${id}`)
  const cards = page.locator('.call-card')
  for (const [line, call] of calls.entries()) {
    const card = cards.nth(line)
    expect(await card.getAttribute('data-call')).toBe(call.number)
    for (const text of [call.lead.name, call.lead.phone_number, 'Ringing']) {
      expect(await card.textContent()).toContain(text)
    }
  }
  expect(await cards.count()).toBe(3)
})

test('a ring lasts as long as the server has it, whatever this machine takes for the time', async () => {
  const server = await Server.playing(SLOW)
  const session = await server.dial()
  const page = await open('about:blank')
  await page.addInitScript(() => {
    const [date, passed] = [Date.now.bind(Date), performance.now.bind(performance)]
    Date.now = () => date() + 300_000
    performance.now = () => passed() + 300_000
  })
  await page.goto(`${server.url}/dialer/${session.id}`)
  const ring = page.locator('.call-card .card-time').first()
  await ring.waitFor()
  await page.reload()
  await ring.waitFor()
  expect(await ring.textContent()).toMatch(/^\d{1,2}\.\d s$/)
  for (const path of ['/sessions', `/lead/${(await server.leads())[0]?.id ?? ''}`]) {
    await page.goto(server.url + path)
    await page.locator('td .elapsed').waitFor()
    expect(await page.locator('td .elapsed').textContent()).toMatch(/^\d{1,2}\.\d s$/)
  }
  await page.routeWebSocket(/\/ws$/, (socket) => {
    void socket.close()
  })
  await page.goto(`${server.url}/dialer/${session.id}`)
  await page.getByText('Live, asking every 1.5 s').waitFor()
  expect(await ring.textContent()).toMatch(/^\d{1,2}\.\d s$/)
})

test('a server that is frozen is said to be lost, its clocks stand, and it is live again when it goes on', async () => {
  const server = await Server.playing(SLOW)
  const session = await server.dial()
  const page = await open(`${server.url}/dialer/${session.id}`)
  await page.getByText('Live', { exact: true }).waitFor()
  server.freeze()
  await page.getByText('Connection lost').waitFor({ timeout: 8_000 })
  expect(await page.locator('.elapsed.runs').count()).toBe(0)
  server.thaw()
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await page.locator('.dialer.stale').count()).toBe(0)
  expect(await page.locator('.call-card .elapsed.runs').count()).toBe(2)
})

test('a sync that is offered again after the end is followed until it has settled', async () => {
  const failing = QUICK.replace('[crm]', '[dialer]\ncrm_attempts = 1\n\n[crm]\nfailed = 100')
  const server = await Server.playing(failing.replace('contact_ms = [20, 60]', 'contact_ms = [1_500, 1_600]'))
  const session = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/dialer/${session.id}`)
  await page.getByText('Settled').waitFor()
  const failed = page.locator('.call-log [data-status=FAILED]')
  expect(await failed.count()).toBe(session.calls.length)
  await page
    .getByRole('button', { name: /^Retry/ })
    .first()
    .click()
  await page.locator('.call-log [data-status=PENDING]').waitFor()
  await expect.poll(() => failed.count(), { timeout: 10_000 }).toBe(session.calls.length)
  await page.getByText('Settled').waitFor()
})

test('a server that is killed in the middle is said to be lost, and is found again', async () => {
  const [data, port] = [scratch(), await freePort()]
  const args = ['--port', String(port), '--data', join(data, 'data')]
  const first = await Server.start(...args)
  const session = await first.dial()
  const page = await open(`${first.url}/dialer/${session.id}`)
  await page.getByText('Live', { exact: true }).waitFor()
  await first.kill()
  await page.getByText('Connection lost').waitFor()
  expect(await page.locator('.dialer.stale').count()).toBe(1)
  const second = await Server.start(...args)
  await page.getByText('Connection lost').waitFor({ state: 'detached' })
  expect(await page.locator('.dialer.stale').count()).toBe(0)
  const end = await second.settled(session.id)
  await page.getByText('Settled').waitFor()
  expect(await page.locator('.call-log tbody tr').count()).toBe(end.calls.length)
})

test('when the push is away, asking takes its place', async () => {
  const server = await Server.start('--port', '0', '--memory')
  const session = await server.dial()
  const page = await open(server.url)
  await page.routeWebSocket(/\/ws$/, (socket) => {
    void socket.close()
  })
  await page.goto(`${server.url}/dialer/${session.id}`)
  await page.getByText('Live, asking every 1.5 s').waitFor()
  await server.settled(session.id)
  await page.getByText('Settled').waitFor()
})

test('what was asked for is seen to be under way, and is not asked for twice', async () => {
  const server = await Server.playing(SLOW)
  const session = await server.dial()
  const page = await open(`${server.url}/dialer/${session.id}`)
  let release = () => {}
  await page.route(/\/(stop|enrich)$/, async (route) => {
    await new Promise<void>((go) => (release = go))
    await route.continue()
  })
  await page.getByRole('button', { name: 'Stop session' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop session' }).click()
  await page.getByRole('button', { name: 'Stopping …' }).waitFor()
  await page.keyboard.press('s')
  expect(await page.getByRole('dialog').count()).toBe(0)
  release()
  await page.getByText('because somebody stopped it').waitFor()

  await page.goto(server.url)
  await page.getByRole('button', { name: 'Enrich Lin Wu' }).click()
  await page.getByRole('button', { name: 'Enriching …' }).waitFor()
  release()
  await page.getByText('Decision maker').waitFor()
})

test('ten lines ring at once', async () => {
  const server = await Server.quick('--leads', leadsFile(40))
  const session = await server.dial(10)
  const page = await open(`${server.url}/dialer/${session.id}`)
  await page.locator('.call-card').nth(9).waitFor()
  const end = await server.settled(session.id)
  await page.getByText('Settled').waitFor()
  expect(await page.locator('.call-card').count()).toBe(10)
  expect(await page.locator('.call-log tbody tr').count()).toBe(end.calls.length)
})

test('the keyboard alone selects, dials, stops and replays', async () => {
  const server = await Server.start('--port', '0', '--memory')
  const page = await open(server.url)
  await page.getByRole('link', { name: 'Ada Lindqvist' }).waitFor()
  const press = (key: string) => page.keyboard.press(key)
  for (let tabs = 0; tabs < 40; tabs += 1) {
    await press('Tab')
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    if (label === 'Select Ada Lindqvist') break
  }
  await press('Space')
  await press('ArrowDown')
  await press('ArrowDown')
  await press('Shift+Space')
  await page.getByText('3 selected').waitFor()
  // From anywhere in a row, not from its box alone.
  await press('Tab')
  await press('ArrowUp')
  await press('Space')
  await page.getByText('2 selected').waitFor()
  await press('Enter')
  await page.waitForURL(/\/dialer\//)
  await page.locator('.call-card.look-ringing').first().waitFor()
  await press('s')
  await page.getByRole('dialog').waitFor()
  await press('Enter')
  await page.getByText('because somebody stopped it').waitFor()
  await press('r')
  await page.waitForURL(/\/replay/)
  await page.locator('.as-it-was .call-card').first().waitFor()
  await press('.')
  await page.getByText(/^2 of /).waitFor()
  await press('Home')
  await page.getByText(/^1 of /).waitFor()
  await press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('sessions are listed, newest first, and lead to their pages', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/sessions`)
  await page.getByText('Nobody has been dialed yet').waitFor()
  await server.settled((await server.dial()).id)
  const second: Session = await server.settled((await server.dial(3)).id)
  await page.reload()
  await page.getByRole('link', { name: 'Session 1', exact: true }).waitFor()
  const { sessions } = await server.get<Sessions>('/dialer/sessions')
  const numbers = await page.locator('tbody tr td:first-child a').allTextContents()
  expect(numbers).toEqual(sessions.map((session) => `Session ${String(session.number)}`))
  await page.getByRole('link', { name: 'Session 1', exact: true }).click()
  await page.getByRole('heading', { name: `Session ${String(second.number)} · ada · 3 lines` }).waitFor()
})

test('a phone shows the rows of sessions and calls whole', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const page = await open('about:blank', { viewport: { width: 390, height: 844 } })
  for (const [path, name] of [
    ['/sessions', 'Sessions, newest first'],
    [`/dialer/${done.id}`, 'Calls, newest first'],
  ] as const) {
    await page.goto(server.url + path)
    const table = page.getByRole('region', { name })
    await table.waitFor()
    expect(await table.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0)
  }
  const count = done.calls.length
  expect(await page.locator('.call-log tbody tr').filter({ visible: true }).count()).toBe(count)
  // Out of sight, and still there for whoever hears the page.
  expect(await page.getByRole('columnheader', { name: 'Outcome' }).count()).toBe(1)
  await page
    .getByRole('region', { name: 'Calls, newest first' })
    .getByText('Synced')
    .nth(count - 1)
    .waitFor()
})

test('ids are copied by a click', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const page = await open('about:blank', { permissions: ['clipboard-read', 'clipboard-write'] })
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  for (const path of ['/sessions', `/dialer/${done.id}`]) {
    await page.goto(server.url + path)
    await page.getByRole('button', { name: 'Copy the id of session 0' }).click()
    await expect.poll(copied).toBe(done.id)
  }
  for (const call of done.calls) {
    await page.getByRole('button', { name: `Copy the id of the call to ${call.lead.name}` }).click()
    await expect.poll(copied).toBe(call.id)
  }
})

test('arrows move through every table, and space opens a row', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/sessions`)
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await page.getByRole('region', { name: 'Sessions, newest first' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await focused()).toBe('Session 1')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await focused()).toBe('Session 0')
  await page.keyboard.press('Space')
  await page.waitForURL(/\/dialer\//)
  await page.getByRole('region', { name: 'Calls, newest first' }).focus()
  await page.keyboard.press('ArrowUp')
  expect(await focused()).toBe(done.calls[0]?.lead.name)
})

test('a session whose people are all on other lines says so before its first call', async () => {
  const server = await Server.playing(SLOW)
  await server.dial(6)
  const second = await server.dial()
  const page = await open(`${server.url}/dialer/${second.id}`)
  await page.getByRole('heading', { name: 'No call yet' }).waitFor()
  await page.getByText(/^It waits for .*Lin Wu.*, on other lines now\.$/).waitFor()
})

test('the bar says which page it is, or below which place it lies', async () => {
  const server = await Server.quick()
  const session = await server.dial()
  const page = await open(server.url)
  const current = () => page.locator('header [aria-current]').evaluateAll((all) => all.map((it) => it.textContent))
  expect(await current()).toEqual(['Leads'])
  await page.goto(`${server.url}/dialer/${session.id}`)
  expect(await current()).toEqual(['Sessions'])
  await page.goto(`${server.url}/add-lead`)
  expect(await current()).toEqual(['Leads'])
})

test('what does not exist is said not to', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/dialer/6f90d59b-88a4-82b8-9a1e-8bf72c329eb5`)
  await page.getByText(/There is no session /).waitFor()
  for (const [path, heading] of [
    ['/lead/x', 'There is no such lead'],
    ['/sessions/x/replay', 'There is no such session'],
    ['/simulate?study=99', 'There is no such study'],
  ] as const) {
    await page.goto(server.url + path)
    await page.getByRole('heading', { name: heading }).waitFor()
  }
})

function leadsFile(count: number): string {
  const file = join(scratch(), 'leads.csv')
  writeFileSync(file, list(count))
  return file
}

async function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        found(address !== null && typeof address === 'object' ? address.port : 0)
      })
    })
  })
}
