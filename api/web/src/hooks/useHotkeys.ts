import { useEffect, useRef } from 'react'

/** What a key does. Keys are named as in `KeyboardEvent.key`; a letter is meant in both cases. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Takes keys for a page, but none that are meant for a field, a control, a dialog or the browser. */
export function useHotkeys(keys: Hotkeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isField(event.target) || document.querySelector('dialog[open]')) return
      if (isPress(event)) {
        pressLink(event)
        return
      }
      const act = latest.current[event.key] ?? latest.current[event.key.toLowerCase()]
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

const TEXT = ['text', 'search', 'number', 'email', 'tel']

/** True where keys are text. A slider takes none of a page's keys: the film's own are meant there too. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT.includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** What Space and Enter press where it has the focus. */
const PRESSED: Record<string, string> = {
  ' ': 'button, summary, a[href], input:is([type="checkbox"], [type="radio"], [type="file"])',
  Enter: 'button, summary, a[href]',
}

/** True when the key presses the control that has the focus. */
function isPress({ key, target }: KeyboardEvent): boolean {
  const pressed = PRESSED[key]
  return pressed !== undefined && target instanceof Element && target.closest(pressed) !== null
}

/** Browsers press a link with Enter alone; beside buttons that look the same, Space is expected to do it too. */
function pressLink(event: KeyboardEvent): void {
  const link = event.key === ' ' && event.target instanceof Element && event.target.closest<HTMLElement>('a[href]')
  if (!link) return
  event.preventDefault()
  link.click()
}
