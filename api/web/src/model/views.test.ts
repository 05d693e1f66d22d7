import { expect, test } from 'vitest'

import type { Session } from '../api/types'
import { aSession } from '../testing'
import { Views } from './views'

/** Reads that the test ends. */
function reads() {
  const asked: { seq: number; signal: AbortSignal; done: () => void; fail: () => void }[] = []
  const read = (seq: number, signal: AbortSignal) =>
    new Promise<Session>((resolve, reject) => {
      asked.push({
        seq,
        signal,
        done() {
          resolve(aSession({ seq }))
        },
        fail() {
          reject(new Error('no'))
        },
      })
      signal.addEventListener('abort', () => {
        reject(new DOMException('overtaken', 'AbortError'))
      })
    })
  return { asked, views: new Views(read) }
}

test('superseded reads are aborted; the first goes on, so that a drag shows something', async () => {
  const { asked, views } = reads()
  const shown: number[] = []
  for (const seq of [1, 2, 3, 4])
    views.want(seq).then(
      (state) => shown.push(state.seq),
      () => undefined,
    )
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, true, true, false])
  asked[0]?.done()
  asked[3]?.done()
  await views.want(4)
  expect(shown).toEqual([1, 4])
})

test('the states ahead are read once, and aborted when another state is wanted', async () => {
  const { asked, views } = reads()
  const first = views.want(1)
  asked[0]?.done()
  await first
  views.expect([2, 3])
  const second = views.want(2)
  expect(asked.map(({ seq, signal }) => [seq, signal.aborted])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ])
  asked[1]?.done()
  expect((await second).seq).toBe(2)
  expect((await views.want(2)).seq).toBe(2)
  expect(asked).toHaveLength(3)
})

test('a failed read is tried again when it is wanted again', async () => {
  const { asked, views } = reads()
  const failed = views.want(1)
  asked[0]?.fail()
  await expect(failed).rejects.toThrow('no')
  const again = views.want(1)
  asked[1]?.done()
  expect((await again).seq).toBe(1)
})
