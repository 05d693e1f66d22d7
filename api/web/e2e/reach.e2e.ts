import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { expect, test } from 'vitest'

import { Server, open } from './stage'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  id: string
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everybody can use every page, in ${colorScheme}`, async () => {
    const server = await Server.quick()
    const done = await server.settled((await server.dial(3)).id)
    const lead = done.calls[0]?.leadId ?? ''
    await server.post(`/leads/${lead}/enrich`, {})
    const study = await server.post<{ id: string }>('/studies', { runs: 500, lines: [1, 2] })
    const pages = ['/', '/add-lead', `/lead/${lead}`, `/dialer/${done.id}`, '/sessions', `/sessions/${done.id}/replay`]
      .concat([`/sessions/${done.id}/replay?at=${String(done.seq - 4)}`, '/replay', '/crm', '/simulate'])
      .concat([`/simulate?study=${study.id}`, '/dialer/x', '/crm?status=FAILED'])
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const page = await open(server.url, { colorScheme, viewport })
      for (const path of pages) {
        await page.goto(server.url + path)
        await page.waitForLoadState('networkidle')
        // Policy forbids scripts of others; this one is put in by the debugger.
        await page.evaluate(axe)
        const found = await page.evaluate(async () => {
          const { run } = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } }).axe
          return (await run()).violations
        })
        const told = found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)
        expect(told, `${path} at ${String(viewport.width)}`).toEqual([])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, `${path} at ${String(viewport.width)} is wider than its window`).toBeLessThanOrEqual(0)
      }
    }
  })
}
