/** Takes the pictures of the README from the real program: `npm run pictures`. Look at them before they are committed. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

import { chromium } from 'playwright-core'

const PROGRAM = resolve(process.env['REDIAL_BIN'] ?? '../../target/release/redial')
const OUT = resolve('pictures')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

mkdirSync(OUT, { recursive: true })
const child = spawn(PROGRAM, ['serve', '--port', '0', '--memory', '--seed', '7'], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
let base = ''
for await (const line of createInterface({ input: child.stdout })) {
  base = /^redial listens on (\S+)/.exec(line)?.[1] ?? ''
  if (base) break
}
const json = async (path, body) => {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await fetch(base + path, init)).json()
}
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [...FLAGS, '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
})

async function picture(name, path, { width, colorScheme, ready }, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width, height: width > 600 ? 760 : 844 }, colorScheme })
  const page = await context.newPage()
  await page.goto(base + path)
  await (ready ? page.locator(ready).first().waitFor() : page.waitForLoadState('networkidle'))
  await prepare(page)
  await page.screenshot({ path: `${OUT}/${name}-${String(width)}-${colorScheme}.png` })
  await context.close()
}

const wide = { width: 1280, colorScheme: 'light' }
const phone = { width: 390, colorScheme: 'dark' }
const { leads } = await json('/leads')
const leadIds = leads.map((lead) => lead.id)
await json(`/leads/${leadIds[2]}/enrich`, {})
const { id } = await json('/dialer/sessions', { agentId: 'ada', leadIds, concurrency: 2 })
// The first two calls are over after some four seconds, with this seed.
await new Promise((r) => setTimeout(r, 4_400))
const ready = '.call-card.look-ringing'
await Promise.all([wide, phone].map((look) => picture('dialer', `/dialer/${id}`, { ...look, ready })))
while (!(await json(`/dialer/sessions/${id}`)).settled) await new Promise((r) => setTimeout(r, 100))
const { records } = await json(`/dialer/sessions/${id}/film`)
const won = records.find(({ words }) => words.some(({ verb }) => verb === 'won')).seq
const study = await json('/studies', { runs: 100_000, lines: [1, 2, 3] })
while (['WAITING', 'RUNNING'].includes((await json(`/studies/${study.id}`)).status))
  await new Promise((r) => setTimeout(r, 100))
for (const look of [wide, phone, { ...wide, colorScheme: 'dark' }]) {
  await picture('leads', '/', look, async (page) => {
    await page.getByLabel('Select Marcus Bell').check()
    await page.getByLabel('Select Grace Okafor').check()
  })
  await picture('replay', `/sessions/${id}/replay?at=${String(won)}`, look)
  await picture('crm', '/crm', look)
  await picture('simulate', `/simulate?study=${study.id}`, look)
}
await browser.close()
child.kill('SIGKILL')
