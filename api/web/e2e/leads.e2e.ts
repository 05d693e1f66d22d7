import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Leads, Session } from '../src/api/types'
import { QUICK, SLOW, Server, list, open, scratch } from './stage'

test('ten thousand leads are paged, searched, sorted, filtered and selected', async () => {
  const file = join(scratch(), 'leads.csv')
  writeFileSync(file, list(10_000))
  const server = await Server.start('--port', '0', '--memory', '--leads', file)
  const page = await open(server.url)
  await page.getByText('1 to 50 of 10,000 leads').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('51 to 100 of 10,000 leads').waitFor()
  await page.getByRole('searchbox').fill('person 77')
  await page.getByText('1 to 50 of 111 leads').waitFor()
  await page.getByRole('button', { name: 'Name' }).click()
  await page.getByRole('button', { name: 'Name' }).click()
  await page.waitForURL(/sort=-name/)
  await expect.poll(() => page.locator('tbody a').first().textContent()).toBe('Person 7799')
  await page.getByRole('button', { name: 'Select all 111 that match' }).click()
  await page.getByText('111 selected').waitFor()
  await page.getByLabel('Industry').selectOption('Technology')
  await page.getByText('No lead matches').waitFor()
  await page.getByText('111 selected').waitFor()
  await page.getByRole('button', { name: 'Show all leads' }).click()
  await page.getByText('1 to 50 of 10,000 leads').waitFor()
  await page.getByText('111 selected').waitFor()
})

test('a click with shift selects all rows between', async () => {
  const server = await Server.quick()
  const page = await open(server.url)
  await page.getByLabel('Select Marcus Bell').check()
  await page.getByLabel('Select Grace Okafor').click({ modifiers: ['Shift'] })
  await page.getByText('4 selected').waitFor()
})

test('agent and lines are remembered', async () => {
  const server = await Server.quick()
  const page = await open(server.url)
  await page.getByLabel('Agent').fill('grace')
  await page.getByLabel('Lines').selectOption('5')
  await page.reload()
  expect(await page.getByLabel('Agent').inputValue()).toBe('grace')
  expect(await page.getByLabel('Lines').inputValue()).toBe('5')
})

test('a lead is enriched in place', async () => {
  const server = await Server.quick()
  const page = await open(server.url)
  await page.getByRole('button', { name: 'Enrich Lin Wu' }).click()
  await page.getByText('Lin Wu is enriched.').waitFor()
  await page.getByText('Decision maker').waitFor()
})

test('on a phone, too, a lead is enriched, and leads to the CRM', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const lead = done.calls[0]?.lead
  if (!lead) throw new Error('a lead was dialed')
  const page = await open(server.url, { viewport: { width: 390, height: 844 } })
  await page.getByRole('button', { name: `Enrich ${lead.name}` }).click()
  await page.getByText('Decision maker').waitFor()
  await page.getByRole('link', { name: /^CRM-/ }).first().click()
  await page.waitForURL(/\/lead\/.*#crm$/)
})

test('the address of a lead’s CRM activities leads to them, and its contact to the CRM', async () => {
  const server = await Server.quick()
  const done = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/lead/${done.calls[0]?.leadId ?? ''}#crm`, {
    viewport: { width: 390, height: 500 },
  })
  const heading = page.getByRole('heading', { name: 'CRM activities' })
  await expect.poll(() => heading.evaluate((it) => it.getBoundingClientRect().bottom)).toBeLessThan(500)
  expect(await heading.evaluate((it) => it.getBoundingClientRect().top)).toBeGreaterThan(48)
  await page.getByRole('link', { name: /^CRM-/ }).click()
  await page.waitForURL(/\/crm$/)
})

test('a ringing call is followed in the list and on a lead’s page', async () => {
  const server = await Server.playing(SLOW)
  const session = await server.dial()
  const { calls } = await server.get<Session>(`/dialer/sessions/${session.id}`)
  const lead = await open(`${server.url}/lead/${calls[0]?.leadId ?? ''}`)
  await lead.locator('.lead-calls .look-ringing').waitFor()
  const leads = await open(server.url)
  await leads.locator('.leads .look-ringing').first().waitFor()
  await server.post(`/dialer/sessions/${session.id}/stop`, {})
  await leads.locator('.leads .look-canceled').first().waitFor({ timeout: 5_000 })
  await lead.locator('.lead-calls .look-canceled').waitFor({ timeout: 5_000 })
  await lead.locator('[data-status=SYNCED]').waitFor({ timeout: 5_000 })
  await lead.getByRole('button', { name: 'Copy the id of the activity' }).waitFor({ timeout: 5_000 })
})

test('a closed dialog gives the focus back', async () => {
  const server = await Server.playing(SLOW)
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  const page = await open(server.url)
  for (const name of ['Import CSV', 'Keys ?']) {
    for (const close of [() => page.keyboard.press('Escape'), () => page.getByLabel('Close').click()]) {
      await page.getByRole('button', { name }).press('Enter')
      await page.getByRole('dialog').waitFor()
      await close()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await focused()).toBe(name)
    }
  }
  const session = await server.dial()
  await page.goto(`${server.url}/dialer/${session.id}`)
  await page.getByRole('button', { name: 'Stop session' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Stop session' }).press('Enter')
  await page.getByRole('link', { name: 'Replay R' }).waitFor()
  expect(await focused()).toBe('Replay R')
})

test('a fault of a lead is shown beside its field, by the page and by the server', async () => {
  const server = await Server.quick()
  const page = await open(`${server.url}/add-lead`)
  await page.getByRole('button', { name: 'Add lead' }).click()
  await page.getByText('Who is it?').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('lead-name')
  await page.getByLabel('Name').fill('Nia Park')
  await page.getByLabel('Job title').fill('Head of Sales')
  await page.getByLabel('Company').fill('Bluebird')
  await page.getByLabel('Phone number').fill('+1 415 555 0177')
  await page.getByLabel('E-mail').fill('nia@bluebird.example')
  await page.getByLabel('Headcount').selectOption('11-50')
  await page.getByLabel('Industry').selectOption('Manufacturing')
  // The page limits the length; the server reports it on its own.
  for (const label of ['Company', 'E-mail']) {
    const field = page.getByLabel(label)
    await field.evaluate((input) => {
      input.removeAttribute('maxlength')
    })
    await field.fill('x'.repeat(201))
  }
  await page.getByRole('button', { name: 'Add lead' }).click()
  await page.getByText(/^Company is "x+…", 201 characters: at most 200 are allowed\.$/).waitFor()
  await page.getByText(/^Email is "x+…", 201 characters: at most 200 are allowed\.$/).waitFor()
  expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('lead-company')
  await page.getByLabel('Company').fill('Bluebird')
  await page.getByLabel('E-mail').fill('nia@bluebird.example')
  await page.getByRole('button', { name: 'Add lead' }).click()
  await page.getByText('Nia Park is in the list.').waitFor()
  expect((await server.get<Leads>('/leads')).total).toBe(7)
})

test('the form reports options that cannot be read, and reads them again', async () => {
  const server = await Server.quick()
  const page = await open('about:blank')
  await page.route('**/leads/filters/options', (route) => route.fulfill({ status: 503, json: { detail: 'too busy' } }))
  for (const path of ['/', '/add-lead']) {
    await page.goto(server.url + path)
    await page.getByText(/could not be read\. Too busy\./).waitFor()
  }
  await page.unroute('**/leads/filters/options')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByLabel('Industry').selectOption('Finance')
  expect(await page.getByText(/could not be read/).count()).toBe(0)
})

test('an imported list is reported row by row', async () => {
  const server = await Server.quick()
  const file = join(scratch(), 'leads.csv')
  writeFileSync(
    file,
    `${list(3)}\nTwin,Buyer,+1 212 555 0000,X,t@example.com,11-50,Finance\nBad,Buyer,1,X,b@example.com,12,Finance\n`,
  )
  const page = await open(server.url)
  await page.getByRole('button', { name: 'Import CSV' }).click()
  await page.getByLabel('File').setInputFiles(file)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('of 5 rows taken in, 1 was there already, 1 is no lead.').waitFor()
  await page.getByText(/headcount is "12"/).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('1 to 9 of 9 leads').waitFor()
})

test('a lead shows its calls and its activities in the CRM', async () => {
  const server = await Server.quick()
  const session = await server.settled((await server.dial()).id)
  const first = session.calls[0]
  if (!first) throw new Error('a lead was dialed')
  const page = await open(`${server.url}/lead/${first.leadId}`)
  await page.getByRole('heading', { name: first.lead.name }).waitFor()
  await page.getByRole('link', { name: 'Session 0', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Copy the id of the activity' }).waitFor()
})

test('a lead shows a failed sync of its call, and the sync is retried there', async () => {
  const server = await Server.playing(QUICK.replace('[crm]', '[dialer]\ncrm_attempts = 1\n\n[crm]\nfailed = 100'))
  const session = await server.settled((await server.dial()).id)
  const [first] = session.calls
  const page = await open(`${server.url}/lead/${first?.leadId ?? ''}`)
  await page.getByText('none: it could not be made.').waitFor()
  await page.getByText('The CRM could not be reached').waitFor()
  const asked = page.waitForResponse(`**/dialer/calls/${first?.id ?? ''}/crm-sync`)
  await page.getByRole('button', { name: `Retry the sync of call ${first?.number ?? ''}` }).click()
  expect((await asked).ok()).toBe(true)
})

test('failed syncs are found and retried, one or all', async () => {
  const file = join(scratch(), 'failing.toml')
  writeFileSync(file, QUICK.replace('[crm]', '[dialer]\ncrm_attempts = 1\n\n[crm]\nfailed = 100'))
  const server = await Server.start('--port', '0', '--memory', '--scenario', file)
  const session = await server.settled((await server.dial()).id)
  const page = await open(`${server.url}/crm?status=FAILED`)
  await page.getByRole('button', { name: `Retry all ${String(session.calls.length)} that failed` }).click()
  await page.getByText(/syncs are retried\.$/).waitFor()
  await page.getByRole('button', { name: /^Retry the sync of call 0\.0/ }).click()
  await page.getByRole('button', { name: /^All/ }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(session.calls.length)
})
