import { useLayoutEffect, useRef } from 'react'

import { onTick } from '../api/ticker'
import { duration, exactly, serverNow } from '../api/time'
import './Elapsed.css'

interface Props {
  /** The start, and the end if there is one. */
  from: string
  until: string | null
  /** The shown moment, in ms since 1970; without it, the running present. */
  now?: number | undefined
}

/** A duration: in words, and to the millisecond under the pointer. */
export function Elapsed({ from, until, now }: Props) {
  const begun = Date.parse(from)
  const ended = until === null ? now : Date.parse(until)
  if (ended === undefined) return <Running begun={begun} />
  return (
    <span className="elapsed" title={exactly(ended - begun)}>
      {duration(ended - begun)}
    </span>
  )
}

/** Writes its own text, so that nothing else is rendered while it runs. */
function Running({ begun }: { begun: number }) {
  const text = useRef<HTMLSpanElement>(null)
  useLayoutEffect(
    () =>
      onTick(() => {
        const said = duration(serverNow() - begun)
        const shown = text.current
        if (shown && shown.textContent !== said) shown.textContent = said
      }),
    [begun],
  )
  return (
    <span
      ref={text}
      className="elapsed runs"
      onPointerEnter={(event) => {
        event.currentTarget.title = exactly(serverNow() - begun)
      }}
    />
  )
}
