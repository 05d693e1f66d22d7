import { expect, test } from 'vitest'

import { cutter } from './extract'

const lines = ['{"redial":1}', '{"seq":4,"at":0,"name":"Zoë"}', '{"seq":12,"at":5}', '{"seq":13,"at":5}']

test('a log is cut off behind the record that is asked for', async () => {
  const cut = await cutter(new Blob([lines.join('\n') + '\n']))
  expect(await cut(4).text()).toBe(lines.slice(0, 2).join('\n') + '\n')
  expect(await cut(12).text()).toBe(lines.slice(0, 3).join('\n') + '\n')
})

test('the whole log is sent if the record is not found; a torn end is kept', async () => {
  const torn = new Blob([lines.join('\n')])
  const cut = await cutter(torn)
  expect(cut(7).size).toBe(torn.size)
  expect(cut(13).size).toBe(torn.size)
})
