import { useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'

/** The journal from disk that this tab has in hand, whichever page it came from. A reload lets it go. */
let inHand: File | undefined
const listeners = new Set<() => void>()

/** Takes a journal in hand. */
export function hand(journal: File): void {
  inHand = journal
  for (const tell of listeners) tell()
}

function listen(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

/** The journal that is in hand. */
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

/** Takes files that are dropped anywhere, so that the browser never leaves the page for one; true while one is held over it. */
export function useDroppedFile(take: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false)
  // As soon as there is a page to drop a file on.
  useLayoutEffect(() => {
    let over: ReturnType<typeof setTimeout> | undefined
    const hold = (event: DragEvent) => {
      if (isElsewhere(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = isAsked() ? 'none' : 'copy'
      if (isAsked()) return
      setOver(true)
      // It is told again and again while the file is held; nothing is told when it leaves by way of another window.
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
    window.addEventListener('dragover', hold)
    window.addEventListener('drop', drop)
    return () => {
      clearTimeout(over)
      window.removeEventListener('dragover', hold)
      window.removeEventListener('drop', drop)
    }
  }, [take])
  return isOver
}

/** While a dialog asks something, no page is left. */
const isAsked = () => document.querySelector('dialog[open]') !== null

/** What is no file, or is meant for a field of files, is left to the browser. */
function isElsewhere(event: DragEvent): boolean {
  const hasFiles = event.dataTransfer?.types.includes('Files') ?? false
  const isField = event.target instanceof HTMLInputElement && event.target.type === 'file'
  return event.defaultPrevented || !hasFiles || isField
}
