import { resolve } from 'node:path'

import { expect, test } from 'vitest'
import { createServer } from 'vite'

import { Server, cleanups, open } from './stage'

test('in development every route of the API is the server’s, and every page is the UI’s', async () => {
  const server = await Server.quick()
  process.env['REDIAL_SERVER'] = server.url
  const dev = await createServer({ configFile: resolve('vite.config.ts'), server: { port: 0 }, logLevel: 'silent' })
  cleanups.push(() => dev.close())
  await dev.listen()
  const base = dev.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''

  const look = async (url: string) => {
    const answer = await fetch(url)
    await answer.body?.cancel()
    return [answer.status, answer.headers.get('content-type')]
  }
  const { paths } = await server.get<{ paths: Record<string, unknown> }>('/openapi.json')
  for (const path of ['/openapi.json', ...Object.keys(paths)].filter((path) => path !== '/ws')) {
    const example = path.replace(/\{\w+\}/g, 'x')
    expect([path, ...(await look(base + example))]).toEqual([path, ...(await look(server.url + example))])
  }
  const page = await open(`${base}/crm`)
  await page.getByRole('heading', { name: 'CRM' }).waitFor()
  await page.getByText('No activities yet').or(page.getByText(/^All/).first()).first().waitFor()
  const { id } = await server.dial()
  await page.goto(`${base}/dialer/${id}`)
  await page.getByText('Live', { exact: true }).or(page.getByText('Settled')).waitFor()
})
