import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'

import { Server, open, scratch } from './stage'

/** The log of a session that is over, as a file. */
async function log(server: Server): Promise<string> {
  const session = await server.settled((await server.dial()).id)
  const file = join(scratch(), 'session.jsonl')
  writeFileSync(file, await (await fetch(`${server.url}/dialer/sessions/${session.id}/log`)).text())
  return file
}

/**
 * Drops a file from disk into the browser, as a user does: the browser opens a file that the page does not take. The
 * file enters over the bar, so the element under it changes before the drop, as it does on a page that still loads.
 */
async function drop(page: Page, file: string, x: number, y: number): Promise<void> {
  const hand = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await hand.send('Input.dispatchDragEvent', { type, x, y: 20, data })
  }
  await hand.send('Input.dispatchDragEvent', { type: 'drop', x, y, data })
}

test('a file dropped on any page is opened in Replay', async () => {
  const server = await Server.quick()
  const file = await log(server)
  const page = await open(server.url)
  for (const path of ['/', '/crm', '/simulate', '/replay']) {
    await page.goto(server.url + path)
    await page.getByRole('navigation', { name: 'Pages', exact: true }).waitFor()
    await drop(page, file, 300, 400)
    await page.getByText('session.jsonl:').waitFor()
    expect(new URL(page.url()).pathname).toBe('/replay')
    expect(await page.locator('.drop-here').count()).toBe(0)
  }
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByRole('heading', { name: /Session 0 · ada/ }).waitFor()
  // Another file, dropped on the film, replaces it.
  const other = join(scratch(), 'other.jsonl')
  writeFileSync(other, readFileSync(file, 'utf8').split('\n').slice(0, -4).join('\n') + '\n')
  await drop(page, other, 300, 400)
  await page.getByText('other.jsonl:').waitFor()
})

test('a run of a study stays open when its film is closed', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/simulate`)
  await page.getByLabel('Runs for each').fill('200')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByLabel('Run number').fill('17')
  await page.getByRole('button', { name: 'Open in Replay' }).click()
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByText('run 17 on 1 line.jsonl').waitFor()
  await page.keyboard.press('End')
  await page.waitForURL(/[?&]at=/)
  await page.getByText('run 17 on 1 line.jsonl').waitFor()
  await expect.poll(() => page.title()).toBe('Replay of session 0 · redial')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Same', { exact: true }).waitFor()
  expect(await page.title()).toBe('Replay · redial')
  await page.getByText('run 17 on 1 line.jsonl:').waitFor()
  expect(new URL(page.url()).search).toBe('')
  await page.getByRole('button', { name: 'Session 0' }).click()
  await page.getByText(/^1 of \d+ ·/).waitFor()
})

test('a file that cannot be opened shows the next step', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/replay`)
  const file = join(scratch(), 'people.csv')
  writeFileSync(file, 'name,company\nAda,Northwind\n')
  await page.getByLabel('choose a file').setInputFiles(file)
  await page.getByText(/^Damaged at byte 0/).waitFor()
  await page.getByText(/This file does not begin like a journal/).waitFor()
  await page.route('**/replays', (route) => route.abort())
  await page.getByLabel('choose a file').setInputFiles(await log(server))
  await page.getByText('Make sure that the server runs, then try again; the file is still open.').waitFor()
  await page.unroute('**/replays')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Folds', { exact: true }).waitFor()
})
