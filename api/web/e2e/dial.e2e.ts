/** Dialing in the browser: from the leads to the winner and the replay. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Session } from '../src/api/types'
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
  if (!winner) throw new Error('with this seed a person answers')
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

test('a ring lasts as long as on the server, even if this machine’s clock is wrong', async () => {
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

test('a pending request is shown, and is not sent twice', async () => {
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
  await page.getByText('because a user stopped it').waitFor()

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
  // From any place in a row, not from its box alone.
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
  await page.getByText('because a user stopped it').waitFor()
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

test('a session whose leads are all on other lines says so before its first call', async () => {
  const server = await Server.playing(SLOW)
  await server.dial(6)
  const second = await server.dial()
  const page = await open(`${server.url}/dialer/${second.id}`)
  await page.getByRole('heading', { name: 'No call yet' }).waitFor()
  await page.getByText(/^It waits for .*Lin Wu.*, on other lines now\.$/).waitFor()
})

function leadsFile(count: number): string {
  const file = join(scratch(), 'leads.csv')
  writeFileSync(file, list(count))
  return file
}
