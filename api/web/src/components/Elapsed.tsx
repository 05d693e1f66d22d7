import { useLayoutEffect, useRef } from 'react'

import { onTick } from '../api/ticker'
import { duration, exactly, serverNow } from '../api/time'
import './Elapsed.css'

interface Props {
  /** When it began, and when it ended, if it has. */
  from: string
  until: string | null
  /** The moment that is shown, in ms since 1970; left out, it is the present, and time passes. */
  now?: number | undefined
}

/** How long something has gone on: as people say it, and to the millisecond under the pointer. */
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

/** Writes its own text, so that nothing else is rendered as time passes. */
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
