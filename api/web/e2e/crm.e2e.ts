import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Syncs } from '../src/api/types'
import { QUICK, Server, open, scratch } from './stage'

/** A CRM that fails every second time, and a dialer that asks it once. */
const MOODY = QUICK.replace('[crm]', '[dialer]\ncrm_attempts = 1\n\n[crm]\nfailed = 50')

async function moody(): Promise<Server> {
  const file = join(scratch(), 'moody.toml')
  writeFileSync(file, MOODY)
  return Server.start('--port', '0', '--memory', '--scenario', file)
}

/** A session that is over, whether its results are synced or not. */
async function dialed(server: Server): Promise<Syncs> {
  await server.settled((await server.dial(3)).id)
  return server.get<Syncs>('/crm/syncs')
}

test('a sync that failed is retried until the CRM has it', async () => {
  const server = await moody()
  const { failed } = await dialed(server)
  expect(failed).toBeGreaterThan(0)
  const page = await open(`${server.url}/crm?status=FAILED`)
  const retry = page.getByRole('button', { name: /^Retry the sync of call/ })
  for (let left = failed; left > 0;) {
    await page.getByRole('button', { name: `Failed ${String(left)}`, exact: true }).waitFor()
    await retry.first().click()
    await page
      .getByText(/^The sync of call 0\.\d is retried\.$/)
      .last()
      .waitFor()
    await expect.poll(async () => (await server.get<Syncs>('/crm/syncs')).pending, { timeout: 30_000 }).toBe(0)
    await page.getByRole('button', { name: 'Pending 0', exact: true }).waitFor()
    left = (await server.get<Syncs>('/crm/syncs')).failed
    if (left > 0) await page.getByRole('button', { name: `Failed ${String(left)}`, exact: true }).waitFor()
  }
  await page.getByText('No sync has failed').waitFor()
  await page.getByRole('button', { name: 'Show all activities' }).click()
  const { synced } = await server.get<Syncs>('/crm/syncs')
  await page.getByText(`1 to ${String(synced)} of ${String(synced)} activities`).waitFor()
  expect(await page.locator('[data-status="SYNCED"]').count()).toBe(synced)
  expect(await page.locator('.stores-same').count()).toBe(synced)
})

test('the stores stay shown when reading them again fails', async () => {
  const server = await Server.quick()
  const { synced } = await dialed(server)
  const page = await open(`${server.url}/crm`)
  await page.getByText(`1 to ${String(synced)} of`).waitFor()
  await page.route('**/crm/syncs*', (route) => route.fulfill({ status: 503, json: { detail: 'too busy' } }))
  await page.getByText('Too busy.').waitFor({ timeout: 15_000 })
  expect(await page.locator('.stores-same').count()).toBe(synced)
  await page.unroute('**/crm/syncs*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Too busy.').waitFor({ state: 'detached' })
})

test('a differing field is named and marked in both stores; a pending activity is no difference', async () => {
  const server = await Server.quick()
  const { syncs } = await dialed(server)
  const page = await open(server.url)
  await page.route('**/crm/syncs*', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as Syncs
    const [first, second] = body.syncs
    if (first?.external)
      first.external = { ...first.external, disposition: 'Meeting booked', sourceActivityId: 'other' }
    if (second) Object.assign(second, { crmActivityStatus: 'PENDING', external: null })
    await route.fulfill({ response: answer, json: body })
  })
  await page.goto(`${server.url}/crm`)
  const row = page.getByRole('row').nth(1)
  await row.getByText('Differs: link, disposition').waitFor()
  expect(await row.locator('mark').allTextContents()).toEqual(
    expect.arrayContaining(['Meeting booked', syncs[0]?.activity?.disposition]),
  )
  await row.getByTitle('other', { exact: true }).waitFor()
  const pending = page.getByRole('row').nth(2)
  await pending.getByText('On its way').waitFor()
  expect(await pending.locator('mark').count()).toBe(0)
})

test('contacts are beside their leads', async () => {
  const server = await Server.quick()
  await dialed(server)
  const { total } = await server.get<{ total: number }>('/mock-crm/contacts')
  const page = await open(`${server.url}/crm`)
  await page.getByRole('button', { name: 'Contacts' }).click()
  await page.getByText(`1 to ${String(total)} of ${String(total)} contacts`).waitFor()
  expect(await page.locator('.stores-same').count()).toBe(total)
  await page.route('**/leads/*', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), email: 'x@example.com' } })
  })
  await page.reload()
  await page.getByText('Differs: e-mail').first().waitFor()
})

test('on a phone the stores are shown whole, each below its name', async () => {
  const server = await moody()
  await dialed(server)
  const page = await open(`${server.url}/crm`, { viewport: { width: 390, height: 844 } })
  await page.locator('.stores-same').first().waitFor()
  const cut = await page.locator('.scroll').evaluate((box) => box.scrollWidth - box.clientWidth)
  expect(cut).toBe(0)
  const none = page.locator('[data-store]').filter({ hasText: /^none$/ })
  expect(await none.count()).toBeGreaterThan(0)
  for (const cell of await none.all()) {
    expect(await cell.evaluate((box) => box.clientHeight)).toBeGreaterThanOrEqual(40)
  }
})
