/** A session's log from disk: cut off behind a record, so that the browser sends no more than the server needs. */

const NEWLINE = 10

/** Finds the end of each record of a log; returns a function that cuts the log off behind one. */
export async function cutter(log: Blob): Promise<(seq: number) => Blob> {
  const bytes = new Uint8Array(await log.arrayBuffer())
  const decoder = new TextDecoder()
  const ends = new Map<number, number>()
  let from = 0
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
    const seq = /^\{"seq":(\d+)/.exec(decoder.decode(bytes.subarray(from, Math.min(end, from + 32))))?.[1]
    if (seq !== undefined) ends.set(Number(seq), end + 1)
    from = end + 1
  }
  return (seq) => log.slice(0, ends.get(seq) ?? log.size, log.type)
}
