import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'

import { Server, open } from './stage'

/** Has a page record every unexpected shift of its layout: its size, and the shifted elements. */
async function watched(width = 1280): Promise<Page> {
  const page = await open('about:blank', { viewport: { width, height: 844 } })
  await page.addInitScript(() => {
    const jumps: { value: number; what: string[] }[] = []
    Object.assign(globalThis, { jumps })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & Jump)[]) {
        const what = entry.sources.map(({ node }) =>
          node instanceof Element ? `${node.parentElement?.className ?? ''} > ${node.className}` : '',
        )
        if (!entry.hadRecentInput) jumps.push({ value: entry.value, what })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return page
}

interface Jump {
  value: number
  hadRecentInput: boolean
  sources: { node: Node | null }[]
}

const jumpsOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { jumps: { value: number; what: string[] }[] }).jumps)

test.each([1280, 390])('no page jumps while it loads, %i px wide', async (width) => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const lead = done.calls[0]?.leadId ?? ''
  const page = await watched(width)
  const pages = [
    '/',
    '/add-lead',
    `/lead/${lead}`,
    '/sessions',
    `/dialer/${done.id}`,
    `/sessions/${done.id}/replay`,
    '/replay',
    '/crm',
    '/simulate',
  ]
  for (const path of pages) {
    await page.goto(server.url + path)
    await page.waitForLoadState('networkidle')
    const jumps = await jumpsOf(page)
    const sum = jumps.reduce((sum, { value }) => sum + value, 0)
    expect(sum, `${path}: ${JSON.stringify(jumps)}`).toBeLessThan(0.02)
  }
})

test('while a session runs, cards stay where they are', async () => {
  const server = await Server.quick()
  const session = await server.dial()
  const page = await watched()
  await page.goto(`${server.url}/dialer/${session.id}`)
  const top = () => page.locator('.call-card').first().boundingBox()
  await page.locator('.call-card').first().waitFor()
  const before = await top()
  await page.getByText('Settled').waitFor()
  const after = await top()
  expect([after?.x, after?.y, after?.width]).toEqual([before?.x, before?.y, before?.width])
})

test('copying an id moves nothing', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/dialer/${done.id}`, { permissions: ['clipboard-read', 'clipboard-write'] })
  const places = () =>
    page.locator('.call-log td').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().x))
  await page.getByText('Settled').waitFor()
  const before = await places()
  await page
    .getByRole('button', { name: /^Copy the id of the call to/ })
    .first()
    .click()
  await page.getByText(/^Copied the id of the call to/).waitFor()
  expect(await places()).toEqual(before)
})
