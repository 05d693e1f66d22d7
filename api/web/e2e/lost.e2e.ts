/** A server that is away or silent: the page reports it, and recovers by itself. */

import { createServer } from 'node:net'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { SLOW, Server, open, scratch } from './stage'

test('a frozen server shows as lost, clocks stand, and it is live again when it goes on', async () => {
  const server = await Server.playing(SLOW)
  const session = await server.dial()
  const page = await open(`${server.url}/dialer/${session.id}`)
  await page.getByText('Live', { exact: true }).waitFor()
  server.freeze()
  await page.getByText('Connection lost').waitFor({ timeout: 8_000 })
  expect(await page.locator('.elapsed.runs').count()).toBe(0)
  server.thaw()
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await page.locator('.dialer.stale').count()).toBe(0)
  expect(await page.locator('.call-card .elapsed.runs').count()).toBe(2)
})

test('a killed server shows as lost, and is found again', async () => {
  const [data, port] = [scratch(), await freePort()]
  const args = ['--port', String(port), '--data', join(data, 'data')]
  const first = await Server.start(...args)
  const session = await first.dial()
  const page = await open(`${first.url}/dialer/${session.id}`)
  await page.getByText('Live', { exact: true }).waitFor()
  await first.kill()
  await page.getByText('Connection lost').waitFor()
  expect(await page.locator('.dialer.stale').count()).toBe(1)
  const second = await Server.start(...args)
  await page.getByText('Connection lost').waitFor({ state: 'detached' })
  expect(await page.locator('.dialer.stale').count()).toBe(0)
  const end = await second.settled(session.id)
  await page.getByText('Settled').waitFor()
  expect(await page.locator('.call-log tbody tr').count()).toBe(end.calls.length)
})

test('when push is broken, the page polls', async () => {
  const server = await Server.start('--port', '0', '--memory')
  const session = await server.dial()
  const page = await open(server.url)
  await page.routeWebSocket(/\/ws$/, (socket) => {
    void socket.close()
  })
  await page.goto(`${server.url}/dialer/${session.id}`)
  await page.getByText('Live, asking every 1.5 s').waitFor()
  await server.settled(session.id)
  await page.getByText('Settled').waitFor()
})

async function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        found(address !== null && typeof address === 'object' ? address.port : 0)
      })
    })
  })
}
