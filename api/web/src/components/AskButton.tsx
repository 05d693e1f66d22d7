import type { ComponentProps } from 'react'

import { useLate } from '../hooks/useLate'

interface Props extends ComponentProps<'button'> {
  /** It was pressed, and its request is pending. */
  isAsked: boolean
  /** Its label while the request is pending for more than a moment. */
  meanwhile: string
  onClick: () => void
}

/**
 * A button whose request may take a while. It sends no second request and shows that one is pending. It stays in place,
 * and so does the focus.
 */
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
