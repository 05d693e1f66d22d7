/** Rows of a long list: where each one stands, so that only those in sight are drawn. */

/** How high a line of a row is, and what stands around its lines, in px; `JournalPane.css` says the same. */
const LINE = 20
const AROUND = 8

/** Where each row begins, and at last where the list ends; given how many lines each has. */
export function tops(lines: readonly number[]): number[] {
  const found = [0]
  let at = 0
  for (const count of lines) {
    at += AROUND + LINE * Math.max(1, count)
    found.push(at)
  }
  return found
}

/** The row that holds a place; the last one for what lies beyond. */
export function rowAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle + 1] ?? Infinity) <= place) low = middle + 1
    else high = middle
  }
  return Math.max(0, Math.min(low, starts.length - 2))
}

/** Where a list has to be scrolled to so that a row is seen whole: nowhere else than where it is, if it is. */
export function scrolledTo(starts: readonly number[], row: number, from: number, height: number): number {
  const [top, bottom] = [starts[row] ?? 0, starts[row + 1] ?? 0]
  if (top >= from && bottom <= from + height) return from
  // A third of what came before stays in sight, beginning with a whole row.
  return starts[rowAt(starts, Math.max(0, top - height / 3))] ?? 0
}
