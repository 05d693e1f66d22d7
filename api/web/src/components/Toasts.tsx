import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'

import './Toasts.css'

interface Toast {
  id: number
  text: string
  /** The text to be copied by hand. */
  copy: string | undefined
  isWrong: boolean
}

interface Say {
  done: (text: string) => void
  /** Stays until it is closed; a text to be copied by hand is in a field below it. */
  wrong: (text: string, copy?: string) => void
}

const Saying = createContext<Say>({ done: () => undefined, wrong: () => undefined })

/** Reports the result of an action. */
export const useSay = (): Say => use(Saying)

/** How long a success is shown, in ms. */
const STAYS = 5_000

/** The place where reports appear, and are read out. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const close = useCallback((id: number) => {
    setToasts((shown) => shown.filter((toast) => toast.id !== id))
  }, [])
  const say = useMemo<Say>(() => {
    const show = (toast: Omit<Toast, 'id'>) => {
      const id = Math.random()
      // The same report again replaces the first one.
      setToasts((shown) => [...shown.filter(({ text }) => text !== toast.text).slice(-2), { id, ...toast }])
      return id
    }
    return {
      done: (text) => {
        const id = show({ text, copy: undefined, isWrong: false })
        setTimeout(() => {
          close(id)
        }, STAYS)
      },
      wrong: (text, copy) => {
        show({ text, copy, isWrong: true })
      },
    }
  }, [close])
  return (
    <Saying value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <Shown
            key={toast.id}
            toast={toast}
            onClose={() => {
              close(toast.id)
            }}
          />
        ))}
      </div>
    </Saying>
  )
}

function Shown({ toast: { text, copy, isWrong }, onClose }: { toast: Toast; onClose: () => void }) {
  return (
    <div className={isWrong ? 'toast toast-wrong' : 'toast'}>
      <svg className="toast-mark" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={isWrong ? 'm4 4 8 8m0-8-8 8' : 'm3 8.5 3.3 3.5L13 4.5'} fill="none" strokeWidth="2" />
      </svg>
      <div className="toast-words">
        <p>
          {isWrong && <span className="hidden">Failed: </span>}
          {text}
        </p>
        {copy !== undefined && (
          <input
            className="mono"
            readOnly
            aria-label="To copy"
            value={copy}
            onFocus={(event) => {
              event.currentTarget.select()
            }}
          />
        )}
      </div>
      {isWrong && (
        <button type="button" className="button quiet narrow" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      )}
    </div>
  )
}
