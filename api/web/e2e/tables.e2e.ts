/** Rules for all tables and addresses: the keyboard, a phone, copying, navigation. */

import { expect, test } from 'vitest'

import type { Session, Sessions } from '../src/api/types'
import { Server, open } from './stage'

test('sessions are listed, newest first, and lead to their pages', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/sessions`)
  await page.getByText('No lead has been dialed yet').waitFor()
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
  // Invisible, and still there for screen readers.
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

test('the bar marks the page, or the page above it', async () => {
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

test('a missing thing is reported as missing', async () => {
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
