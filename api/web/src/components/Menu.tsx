import { useEffect, useRef, useState, type ReactNode } from 'react'

import './Menu.css'

/** A button that opens a list of links; a choice, Escape and a press elsewhere close it. */
export function Menu({ word, children }: { word: string; children: ReactNode }) {
  const menu = useRef<HTMLDetailsElement>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (!isOpen) return
    const press = ({ target }: PointerEvent) => {
      if (target instanceof Node && !menu.current?.contains(target)) setOpen(false)
    }
    const escape = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      menu.current?.querySelector('summary')?.focus()
    }
    document.addEventListener('pointerdown', press)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', press)
      document.removeEventListener('keydown', escape)
    }
  }, [isOpen])
  return (
    <details
      ref={menu}
      className="menu"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
      }}
    >
      <summary className="button">{word}</summary>
      <div
        className="menu-list panel"
        onClick={() => {
          setOpen(false)
        }}
      >
        {children}
      </div>
    </details>
  )
}
