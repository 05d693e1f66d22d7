import { expect, test, vi } from 'vitest'

vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
const { between, columns } = await import('./Plot')

test('classes are shown at their middles, as shares of all runs', () => {
  const histogram = { width: 500, counts: [1, 0, 3, 0] }
  expect(columns([{ name: 'a', histogram }], 1 / 1000)).toEqual([
    [0.25, 0.75, 1.25],
    [0.25, 0, 0.75],
  ])
})

test('a class that holds one number is shown at that number', () => {
  expect(columns([{ name: 'a', histogram: { width: 1, counts: [0, 2] } }], 1)).toEqual([
    [0, 1],
    [0, 1],
  ])
})

test('histograms with classes of other widths are shown in the widest ones, over one scale', () => {
  const slow = { width: 500, counts: [0, 1, 1] }
  const quick = { width: 125, counts: [0, 0, 0, 0, 2, 0, 0, 1, 1] }
  expect(
    columns(
      [
        { name: '1 line', histogram: slow },
        { name: '3 lines', histogram: quick },
      ],
      1 / 1000,
    ),
  ).toEqual([
    [0.25, 0.75, 1.25],
    [0, 0.5, 0.5],
    [0, 0.75, 0.25],
  ])
  const [x] = columns(
    [
      { name: '3 lines', histogram: quick },
      { name: '1 line', histogram: slow },
    ],
    1 / 1000,
  )
  expect(x).toEqual([0.25, 0.75, 1.25])
})

test('each series has a shade between the first and the last', () => {
  expect([0, 0.5, 1].map((share) => between('#102030', '#f0e0d0', share))).toEqual(['#102030', '#808080', '#f0e0d0'])
})
