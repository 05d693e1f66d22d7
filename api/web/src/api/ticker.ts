/** The one timer for all running clocks on a page; without a watcher it is off. */

const EVERY = 200

const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Calls `write` now, and five times a second while the page is visible; returns a function that stops. */
export function onTick(write: () => void): () => void {
  watchers.add(write)
  write()
  timer ??= setInterval(() => {
    if (document.visibilityState !== 'visible') return
    for (const watcher of watchers) watcher()
  }, EVERY)
  return () => {
    watchers.delete(write)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
