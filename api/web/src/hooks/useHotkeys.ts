import { useEffect, useRef } from 'react'

/** The action of a key. Keys are named as in `KeyboardEvent.key`; a letter stands for both cases. */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/** Handles a page's keys, except those for a field, a control, a dialog or the browser. */
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

/** Tells whether keys are text there. A slider takes none of a page's keys: the film's keys work on it. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TEXT.includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** The controls that Space and Enter press. */
const PRESSED: Record<string, string> = {
  ' ': 'button, summary, a[href], input:is([type="checkbox"], [type="radio"], [type="file"])',
  Enter: 'button, summary, a[href]',
}

/** Tells whether the key presses the focused control. */
function isPress({ key, target }: KeyboardEvent): boolean {
  const pressed = PRESSED[key]
  return pressed !== undefined && target instanceof Element && target.closest(pressed) !== null
}

/** Browsers press a link with Enter only; users expect Space to work too on a link that looks like a button. */
function pressLink(event: KeyboardEvent): void {
  const link = event.key === ' ' && event.target instanceof Element && event.target.closest<HTMLElement>('a[href]')
  if (!link) return
  event.preventDefault()
  link.click()
}
