import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'

import './Dialog.css'

interface Props {
  title: string
  children: ReactNode
  onClose: () => void
}

/**
 * A dialog over the page; Escape, its button and a click beside it close it. The element marked `data-first` gets the
 * focus; the previously focused element gets it back at the end.
 */
export function Dialog({ title, children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    shown?.querySelector<HTMLElement>('[data-first]')?.focus()
    // The browser restores the focus on `close()` only, not if a dialog is removed.
    return () => {
      shown?.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="button quiet" onClick={onClose} aria-label="Close">
          ✕
        </button>
      </div>
      {children}
    </dialog>
  )
}
