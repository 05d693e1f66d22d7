import { useEffect, useRef } from 'react'

/** What a key does. Keys are named as in `KeyboardEvent.key`. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Takes keys for a page, but none that are meant for a field, a dialog or the browser. */
export function useHotkeys(keys: Hotkeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isField(event.target) || document.querySelector('dialog[open]')) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', press)
    return () => {
      document.removeEventListener('keydown', press)
    }
  }, [])
}

const TEXT = ['text', 'search', 'number', 'email', 'tel', 'range']

function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT.includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
