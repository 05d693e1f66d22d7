import { useCallback, useState } from 'react'

/** A text that this browser stores; if storage is forbidden, the tab keeps it. */
export function useKept(name: string, fallback: string): [string, (value: string) => void] {
  const [value, setValue] = useState(() => read(name) ?? fallback)
  const keep = useCallback(
    (next: string) => {
      setValue(next)
      try {
        localStorage.setItem(`redial.${name}`, next)
      } catch {
        // If storage is forbidden, the text lives as long as the tab.
      }
    },
    [name],
  )
  return [value, keep]
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`redial.${name}`)
  } catch {
    return null
  }
}
