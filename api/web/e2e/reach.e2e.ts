import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'

import { SLOW, Server, list, open, scratch } from './stage'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  id: string
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Asks axe whether a page is accessible, and checks that it fits its window. */
async function judge(page: Page, what: string): Promise<void> {
  // The policy forbids foreign scripts; the debugger injects this one.
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { run } = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } }).axe
    return (await run()).violations
  })
  const told = found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
  expect(told, what).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, `${what} is wider than its window`).toBeLessThanOrEqual(0)
}

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is accessible, in ${colorScheme}`, async () => {
    const server = await Server.quick()
    const done = await server.settled((await server.dial(3)).id)
    const lead = done.calls[0]?.leadId ?? ''
    await server.post(`/leads/${lead}/enrich`, {})
    const study = await server.post<{ id: string }>('/studies', { runs: 500, lines: [1, 2] })
    const pages = [
      '/',
      '/?search=no-one',
      '/add-lead',
      `/lead/${lead}`,
      `/dialer/${done.id}`,
      '/dialer/x',
      '/sessions',
      `/sessions/${done.id}/replay`,
      `/sessions/${done.id}/replay?at=${String(done.seq - 4)}`,
      '/replay',
      '/crm',
      '/crm?status=FAILED',
      '/crm?of=contacts',
      '/simulate',
      `/simulate?study=${study.id}`,
    ]
    for (const viewport of WINDOWS) {
      const page = await open(server.url, { colorScheme, viewport })
      for (const path of pages) {
        await page.goto(server.url + path)
        await page.waitForLoadState('networkidle')
        await judge(page, `${path} at ${String(viewport.width)}`)
      }
    }
  })

  test(`an opened journal and its film are accessible, in ${colorScheme}`, async () => {
    const server = await Server.quick()
    const done = await server.settled((await server.dial(3)).id)
    const log = join(scratch(), 'session.jsonl')
    writeFileSync(log, await (await fetch(`${server.url}/dialer/sessions/${done.id}/log`)).text())
    for (const viewport of WINDOWS) {
      const page = await open(`${server.url}/replay`, { colorScheme, viewport })
      const at = `at ${String(viewport.width)}`
      await page.getByLabel('choose a file').setInputFiles(log)
      await page.getByText('Folds', { exact: true }).waitFor()
      await judge(page, `an opened journal ${at}`)
      await page.getByRole('button', { name: 'Session 0' }).click()
      await page.locator('.as-it-was .call-card').first().waitFor()
      await page.getByText('As JSON').click()
      await judge(page, `its film ${at}`)
    }
  })

  test(`ringing lines, lost servers, dialogs and empty lists are accessible, in ${colorScheme}`, async () => {
    const server = await Server.playing(SLOW)
    for (const viewport of WINDOWS) {
      const page = await open(server.url, { colorScheme, viewport })
      const at = `at ${String(viewport.width)}`
      // No journal begins without a lead.
      await page.route('**/leads?*', (route) => route.fulfill({ json: { leads: [], total: 0 } }))
      await page.reload()
      await page.getByText('No leads yet').waitFor()
      await judge(page, `no leads ${at}`)
      await page.getByRole('button', { name: 'Import CSV' }).click()
      await judge(page, `the import ${at}`)
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
      await judge(page, `the keys ${at}`)
      for (const path of ['/sessions', '/crm']) {
        await page.goto(server.url + path)
        await page.waitForLoadState('networkidle')
        await judge(page, `${path}, empty, ${at}`)
      }
      await page.goto(`${server.url}/add-lead`)
      await page.getByRole('button', { name: 'Add lead' }).click()
      await page.getByText('Who is it?').waitFor()
      await judge(page, `an empty lead ${at}`)
    }
    await fetch(`${server.url}/leads/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: list(12),
    })
    const session = await server.dial(10)
    for (const viewport of WINDOWS) {
      const page = await open(`${server.url}/dialer/${session.id}`, { colorScheme, viewport })
      const at = `at ${String(viewport.width)}`
      await page.locator('.call-card.look-ringing').nth(9).waitFor()
      await page.getByText('Live', { exact: true }).waitFor()
      await judge(page, `ten lines that ring ${at}`)
      await page.keyboard.press('s')
      await page.getByRole('dialog').waitFor()
      await judge(page, `the question before it is stopped ${at}`)
      await page.keyboard.press('Escape')
      server.freeze()
      await page.getByText('Connection lost').waitFor()
      await judge(page, `a lost connection ${at}`)
      server.thaw()
    }
  })
}
