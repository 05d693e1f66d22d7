/** The stage of the browser tests: the real program, and Debian's Chromium. */

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'

import type { Lead, Leads, Session, SessionLine } from '../src/api/types'
import { launch, programOf, serve } from './program.mjs'

export { list } from './program.mjs'

/** People who ring for a second at most, so that a test is short. */
export const QUICK = `
name = "quick"

[session]
agent = "agent-1"
lines = 2
take = 6

[carrier]
ring_ms = [300, 900]
cancel_ms = [50, 150]

[carrier.outcomes]
answered = 30
no_answer = 25
busy = 25
voicemail = 20

[crm]
contact_ms = [20, 60]
activity_ms = [20, 60]
`

/** People who let it ring. */
export const SLOW = QUICK.replace('ring_ms = [300, 900]', 'ring_ms = [25_000, 29_000]')

/** A folder that is gone after the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'redial-e2e-'))
  cleanups.push(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  return dir
}

/** Actions after a test, the last first. */
export const cleanups: (() => void | Promise<void>)[] = []

/** A running program. */
export class Server {
  private constructor(
    private child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts the program and waits until it prints its address. */
  static async start(...args: string[]): Promise<Server> {
    const { child, url } = await serve(programOf('debug'), ...args)
    const server = new Server(child, url)
    cleanups.push(() => server.kill())
    return server
  }

  /** Starts in memory with people who ring for a short time. */
  static quick(...args: string[]): Promise<Server> {
    return Server.playing(QUICK, ...args)
  }

  /** Starts in memory with the people of a scenario. */
  static playing(scenario: string, ...args: string[]): Promise<Server> {
    const file = join(scratch(), 'scenario.toml')
    writeFileSync(file, scenario)
    return Server.start('--port', '0', '--memory', '--scenario', file, ...args)
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGKILL')
    await gone
  }

  /** Freezes it: it holds its connections, and sends nothing. */
  freeze(): void {
    this.child.kill('SIGSTOP')
  }

  /** Lets it go on. */
  thaw(): void {
    this.child.kill('SIGCONT')
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path)
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(this.url + path, init)
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async leads(): Promise<Lead[]> {
    return (await this.get<Leads>('/leads')).leads
  }

  /** Dials every lead; returns the session. */
  async dial(lines = 2): Promise<SessionLine> {
    const leadIds = (await this.leads()).map((lead) => lead.id)
    return this.post<SessionLine>('/dialer/sessions', { agentId: 'ada', leadIds, concurrency: lines })
  }

  async settled(id: string): Promise<Session> {
    for (;;) {
      const session = await this.get<Session>(`/dialer/sessions/${id}`)
      if (session.settled) return session
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

let browser: Browser

/** Opens a page; any error on its console fails the test. */
export async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // The browser reports a server that is away on purpose, too.
    const isNetwork = /Failed to load resource|WebSocket connection/.test(message.text())
    if (message.type() === 'error' && !isNetwork) complaints.push(message.text())
  })
  cleanups.push(() => context.close())
  await page.goto(url)
  return page
}

const complaints: string[] = []

beforeAll(async () => {
  browser = await launch()
})

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
  const said = complaints.splice(0)
  if (said.length > 0) throw new Error(`the page complained: ${said.join(' | ')}`)
})

afterAll(async () => {
  await browser.close()
})
