import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'

import './Toasts.css'

interface Toast {
  id: number
  text: string
  isWrong: boolean
}

export interface Say {
  done: (text: string) => void
  wrong: (text: string) => void
}

const Saying = createContext<Say>({ done: () => undefined, wrong: () => undefined })

/** Says what became of something that was asked for. */
export const useSay = (): Say => use(Saying)

const STAYS = 5_000

/** The place where such sentences appear, and are read out. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const show = useCallback((text: string, isWrong: boolean) => {
    const id = Math.random()
    setToasts((shown) => [...shown.slice(-2), { id, text, isWrong }])
    setTimeout(() => {
      setToasts((shown) => shown.filter((toast) => toast.id !== id))
    }, STAYS)
  }, [])
  const say = useMemo<Say>(
    () => ({
      done: (text) => {
        show(text, false)
      },
      wrong: (text) => {
        show(text, true)
      },
    }),
    [show],
  )
  return (
    <Saying value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <p key={toast.id} className={toast.isWrong ? 'toast toast-wrong' : 'toast'}>
            {toast.text}
          </p>
        ))}
      </div>
    </Saying>
  )
}
