import type { ComponentProps } from 'react'

import { useLate } from '../hooks/useLate'

interface Props extends ComponentProps<'button'> {
  /** It was pressed, and what it asked for has not come yet. */
  isAsked: boolean
  /** What it says meanwhile, once that is no mere moment. */
  meanwhile: string
  onClick: () => void
}

/** Asks for something that may take a while: not twice, and it says that it has asked. It stays in place, so that the focus does too. */
export function AskButton({ isAsked, meanwhile, onClick, children, ...more }: Props) {
  const isLate = useLate(isAsked)
  return (
    <button
      type="button"
      {...more}
      aria-disabled={isAsked}
      onClick={() => {
        if (!isAsked) onClick()
      }}
    >
      {isLate ? meanwhile : children}
    </button>
  )
}
