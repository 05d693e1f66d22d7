/**
 * Takes pictures of every page, those of the README and the docs among them, from the real program: `npm run pictures`.
 * Look at them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { launch, programOf, serve } from './program.mjs'

const OUT = resolve('pictures')
mkdirSync(OUT, { recursive: true })

const { child, url: base } = await serve(programOf('release'), '--port', '0', '--memory')
const browser = await launch()
const scratch = mkdtempSync(join(tmpdir(), 'redial-pictures-'))

async function json(path, body) {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await fetch(base + path, init)).json()
}

async function until(isSo) {
  while (!(await isSo())) await new Promise((r) => setTimeout(r, 100))
}

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
await until(async () => (await json(`/dialer/sessions/${id}`)).settled)
const { records } = await json(`/dialer/sessions/${id}/film`)
const won = records.find(({ words }) => words.some(({ verb }) => verb === 'won')).seq
const log = join(scratch, 'session-0.jsonl')
writeFileSync(log, await (await fetch(`${base}/dialer/sessions/${id}/log`)).text())
const study = await json('/studies', { runs: 100_000, lines: [1, 2, 3] })
await until(async () => !['WAITING', 'RUNNING'].includes((await json(`/studies/${study.id}`)).status))

for (const look of [wide, { ...wide, colorScheme: 'dark' }, { ...phone, colorScheme: 'light' }, phone]) {
  await picture('leads', '/', look, async (page) => {
    await page.getByLabel('Select Marcus Bell').check()
    await page.getByLabel('Select Grace Okafor').check()
  })
  await picture('add-lead', '/add-lead', look)
  await picture('lead', `/lead/${leadIds[2]}`, look)
  await picture('sessions', '/sessions', look)
  await picture('settled', `/dialer/${id}`, look)
  await picture('replay', `/sessions/${id}/replay?at=${String(won)}`, look)
  await picture('opened', '/replay', look, async (page) => {
    await page.locator('#journal-file').setInputFiles(log)
    await page.locator('.verdict-view').waitFor()
  })
  await picture('crm', '/crm', look)
  await picture('contacts', '/crm?of=contacts', look)
  await picture('simulate', `/simulate?study=${study.id}`, look)
}
await browser.close()
child.kill('SIGKILL')
rmSync(scratch, { recursive: true })
