/**
 * Measures the UI in headless Chromium, against the release binary: `npm run figures`.
 *
 * First load to usable table with 10,000 leads, JavaScript shipped, scrubbing a session of 1,000 records, and the cost
 * of the dialer page while ten lines ring. With names, `npm run figures -- scrubbing`, those alone.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { launch, list, programOf, serve as start } from './program.mjs'

const ROUNDS = 5

const scratch = mkdtempSync(join(tmpdir(), 'redial-figures-'))
const browser = await launch()

const quantile = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.floor(q * (numbers.length - 1))]
const say = (what, value, goal) => console.log(`${what.padEnd(58)} ${value.padEnd(28)} goal: ${goal}`)

async function serve(...args) {
  const { child, url } = await start(programOf('release'), '--port', '0', '--memory', ...args)
  return { url, stop: () => child.kill('SIGKILL') }
}

async function json(url, body) {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await fetch(url, init)).json()
}

function leads(count) {
  const file = join(scratch, `leads-${String(count)}.csv`)
  writeFileSync(file, list(count))
  return file
}

function scenario(name, answered, ring) {
  const file = join(scratch, `${name}.toml`)
  const rest = 100 - answered
  const text = `name = "${name}"
[session]
agent = "agent-1"
lines = 10
take = 6
[carrier]
ring_ms = [${ring.join(', ')}]
cancel_ms = [20, 40]
[carrier.outcomes]
answered = ${answered}
no_answer = ${rest}
busy = 0
voicemail = 0
[crm]
contact_ms = [10, 20]
activity_ms = [10, 20]
`
  writeFileSync(file, text)
  return file
}

async function firstLoad() {
  const server = await serve('--leads', leads(10_000))
  const [usable, shipped] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    let bytes = 0
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const scripts = new Set()
    session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength
    })
    const begun = performance.now()
    await page.goto(server.url, { waitUntil: 'commit' })
    await page.getByLabel('Select Person 49').waitFor()
    usable.push(performance.now() - begun)
    await page.waitForLoadState('networkidle')
    shipped.push(bytes)
    await context.close()
  }
  server.stop()
  say(
    'first load to usable table, 10,000 leads, median of 5',
    `${quantile(usable, 0.5).toFixed(0)} ms (at most ${quantile(usable, 1).toFixed(0)})`,
    'below 1,000 ms',
  )
  say('JavaScript of the first load, as sent', `${(quantile(shipped, 1) / 1000).toFixed(1)} KB`, 'at most 150 KB')
}

/** A session of 1,000 records, as a film out of the server and as a file from disk. */
async function scrubbing() {
  const server = await serve('--leads', leads(400), '--scenario', scenario('no-one', 0, [20, 40]))
  const list = await json(`${server.url}/leads`)
  const leadIds = list.leads.slice(0, 340).map((lead) => lead.id)
  const { id } = await json(`${server.url}/dialer/sessions`, { agentId: 'ada', leadIds, concurrency: 10 })
  while (!(await json(`${server.url}/dialer/sessions/${id}`)).settled) await new Promise((r) => setTimeout(r, 100))
  const { records } = await json(`${server.url}/dialer/sessions/${id}/film`)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const tell = (what, times) =>
    say(
      `${what}, ${String(records.length)} records: p50, p95, max`,
      [0.5, 0.95, 1].map((q) => `${quantile(times, q).toFixed(0)} ms`).join(', '),
      'p95 within 50 ms',
    )
  await page.goto(`${server.url}/sessions/${id}/replay`)
  tell('300 jumps', await jumps(page))

  const file = join(scratch, 'log.jsonl')
  writeFileSync(file, await (await fetch(`${server.url}/dialer/sessions/${id}/log`)).text())
  await page.goto(`${server.url}/replay`)
  await page.locator('#journal-file').setInputFiles(file)
  await page.getByRole('button', { name: 'Session 0' }).click()
  tell('300 jumps in a file', await jumps(page))
  await context.close()
  server.stop()
}

/** Jumps across the film: the neighbours of the last place are fetched ahead, so steps would be too fast. */
async function jumps(page) {
  await page.locator('.as-it-was[data-seq]').waitFor()
  return page.evaluate(async () => {
    const shown = () => document.querySelector('.as-it-was')
    const scrubber = document.querySelector('.scrubber')
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
    const [min, max] = [Number(scrubber.min), Number(scrubber.max)]
    const times = []
    for (let n = 0; n < 300; n += 1) {
      const at = min + ((n * 7919) % 1000) * ((max - min) / 1000)
      const begun = performance.now()
      set.call(scrubber, String(at))
      scrubber.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((done) => {
        const look = () => (shown().getAttribute('aria-busy') === 'false' ? done() : requestAnimationFrame(look))
        requestAnimationFrame(look)
      })
      times.push(performance.now() - begun)
    }
    return times
  })
}

/**
 * A process: its name, which may hold spaces, its parent, and its processor time, in ticks; undefined if it has ended.
 */
function processOf(id) {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    const [name, rest] = [
      text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
      text.slice(text.lastIndexOf(')') + 2),
    ]
    const fields = rest.split(' ').map(Number)
    return { id: Number(id), name, parent: fields[1], ticks: fields[11] + fields[12] }
  } catch {
    return undefined
  }
}

/** The processor time of all processes of the browser, in seconds: a hundred ticks each. */
function used() {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const running = ids.map(processOf).filter((one) => one !== undefined)
  const below = (parent) => running.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.id)])
  const browsers = below(process.pid).filter(({ name }) => name.startsWith('chrom'))
  return browsers.reduce((sum, { ticks }) => sum + ticks / 100, 0)
}

async function ringing() {
  const server = await serve('--leads', leads(400), '--scenario', scenario('long', 0, [20_000, 29_000]))
  const list = await json(`${server.url}/leads`)
  const leadIds = list.leads.slice(0, 100).map((lead) => lead.id)
  const { id } = await json(`${server.url}/dialer/sessions`, { agentId: 'ada', leadIds, concurrency: 10 })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/dialer/${id}`)
  await page.locator('.call-card').nth(9).waitFor()
  // The cost of the page's start is another figure.
  await new Promise((r) => setTimeout(r, 3_000))
  const [before, begun] = [used(), performance.now()]
  await new Promise((r) => setTimeout(r, 10_000))
  const share = (100_000 * (used() - before)) / (performance.now() - begun)
  say('dialer page, ten lines ringing: all of Chromium', `${share.toFixed(1)} % of a core`, 'below 10 %')
  await context.close()
  server.stop()
}

const all = { firstLoad, scrubbing, ringing }
const wanted = process.argv.slice(2)
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure()
}
await browser.close()
rmSync(scratch, { recursive: true })
