import { useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'

/** The journal from disk that is open in this tab, on every page. A reload closes it. */
let inHand: File | undefined
const listeners = new Set<() => void>()

/** Opens a journal in this tab. */
export function hand(journal: File): void {
  inHand = journal
  for (const tell of listeners) tell()
}

function listen(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

/** The open journal. */
export function useJournal(): File | undefined {
  return useSyncExternalStore(listen, () => inHand)
}

/** Opens a journal in Replay, from every page. */
export function useOpenJournal(): (journal: File) => void {
  const navigate = useNavigate()
  return useCallback(
    (journal: File) => {
      hand(journal)
      void navigate('/replay')
    },
    [navigate],
  )
}

/**
 * Accepts files dropped anywhere, so that the browser never opens one itself; true while a file is dragged over the
 * page.
 */
export function useDroppedFile(take: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false)
  // From the first page on.
  useLayoutEffect(() => {
    let over: ReturnType<typeof setTimeout> | undefined
    const hold = (event: DragEvent) => {
      if (isElsewhere(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = isAsked() ? 'none' : 'copy'
      if (isAsked()) return
      setOver(true)
      // The event repeats while the file is dragged; none is sent when the pointer leaves over another window.
      clearTimeout(over)
      over = setTimeout(() => {
        setOver(false)
      }, 400)
    }
    const drop = (event: DragEvent) => {
      if (isElsewhere(event)) return
      event.preventDefault()
      clearTimeout(over)
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file && !isAsked()) take(file)
    }
    // When the element under the pointer changes, the browser sends `dragenter` in place of `dragover`, and refuses a
    // drop that follows it unless the page accepted it.
    window.addEventListener('dragenter', hold)
    window.addEventListener('dragover', hold)
    window.addEventListener('drop', drop)
    return () => {
      clearTimeout(over)
      window.removeEventListener('dragenter', hold)
      window.removeEventListener('dragover', hold)
      window.removeEventListener('drop', drop)
    }
  }, [take])
  return isOver
}

/** While a dialog is open, the page stays. */
const isAsked = () => document.querySelector('dialog[open]') !== null

/** Other drags, and drags over a file field, are left to the browser. */
function isElsewhere(event: DragEvent): boolean {
  const hasFiles = event.dataTransfer?.types.includes('Files') ?? false
  const isField = event.target instanceof HTMLInputElement && event.target.type === 'file'
  return event.defaultPrevented || !hasFiles || isField
}
