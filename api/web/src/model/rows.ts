/** Rows of a long list: the place of each, so that only visible rows are drawn. */

/** The height of a line of a row and the padding around its lines, in px; the same as in `JournalPane.css`. */
const LINE = 20
const AROUND = 8

/** Computes where each row begins, and at last where the list ends, from the number of lines of each. */
export function tops(lines: readonly number[]): number[] {
  const found = [0]
  let at = 0
  for (const count of lines) {
    at += AROUND + LINE * Math.max(1, count)
    found.push(at)
  }
  return found
}

/** Finds the row at a place; the last one beyond the end. */
export function rowAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle + 1] ?? Infinity) <= place) low = middle + 1
    else high = middle
  }
  return Math.max(0, Math.min(low, starts.length - 2))
}

/** Computes the scroll offset that shows a row fully: the present one, if the row is visible. */
export function scrolledTo(starts: readonly number[], row: number, from: number, height: number): number {
  const [top, bottom] = [starts[row] ?? 0, starts[row + 1] ?? 0]
  if (top >= from && bottom <= from + height) return from
  // A third of the earlier rows stays visible, beginning with a whole row.
  return starts[rowAt(starts, Math.max(0, top - height / 3))] ?? 0
}
