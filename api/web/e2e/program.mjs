/** The real program and Debian's Chromium, as the browser tests, the figures and the pictures start them. */

import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

import { chromium } from 'playwright-core'

/** Chromium without a network, as root, without a screen. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export const launch = () =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS })

/**
 * The path of the program: cargo's build, or `REDIAL_BIN`.
 *
 * @param {'debug' | 'release'} profile
 */
export const programOf = (profile) => resolve(process.env['REDIAL_BIN'] ?? `../../target/${profile}/redial`)

/**
 * Starts a program and waits until it prints its address.
 *
 * @param {string} program
 * @param {string[]} args
 */
export async function serve(program, ...args) {
  const child = spawn(program, ['serve', '--seed', '7', ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  /** @type {string} */
  const url = await new Promise((found, failed) => {
    child.on('error', failed)
    child.on('exit', (code) => {
      failed(new Error(`${program} ended with ${String(code)} before it listened`))
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const listens = /^redial listens on (\S+)/.exec(line)?.[1]
      if (listens) found(listens)
    })
  })
  return { child, url }
}

/**
 * A list of `count` people, in CSV.
 *
 * @param {number} count
 */
export function list(count) {
  const rows = Array.from({ length: count }, (_, n) => {
    const number = `+1 ${String(212 + (n % 500))} 555 ${String(n % 10_000).padStart(4, '0')}`
    return `Person ${String(n)},Buyer,${number},Company ${String(n % 97)},p${String(n)}@example.com,11-50,Finance`
  })
  return ['name,job_title,phone_number,company,email,headcount,industry', ...rows].join('\n')
}
