import { useLayoutEffect, useRef } from 'react'

import { onTick } from '../api/ticker'
import { serverNow } from '../api/time'
import type { Call } from '../api/types'
import { Badge, CrmBadge, Mark } from './Badge'
import { Elapsed } from './Elapsed'
import { WORDS, lookOf, type Look } from '../model/looks'
import './CallCard.css'

interface Props {
  /** The line's present or last call; undefined if it has never rung. */
  call: Call | undefined
  line: number
  isWinner: boolean
  /** The shown moment, in ms since 1970; without it, the running present. */
  now?: number | undefined
}

/** A card's look: releasing differs from ended, because the line is not free yet. */
function cardLook(call: Call): Look {
  if (call.line === 'RELEASING') return 'releasing'
  return lookOf(call.callStatus)
}

/** One line: its lead, its time, and its outcome. */
export function CallCard({ call, line, isWinner, now }: Props) {
  if (!call) {
    return (
      <article className="call-card idle" aria-label={`Line ${String(line)}, free`}>
        <p className="muted">Line {line} has not rung.</p>
      </article>
    )
  }
  const look = cardLook(call)
  return (
    <article
      className={`call-card look-${look}${isWinner ? ' winner' : ''}`}
      aria-label={`Line ${String(line)}: ${call.lead.name}, ${WORDS[look]}`}
      data-call={call.number}
    >
      <div className="row spread">
        <span className="card-state">
          {look === 'ringing' ? <Arc begun={Date.parse(call.startedAt)} now={now} /> : <Mark look={look} />}
          {WORDS[look]}
        </span>
        <span className="muted">
          line {line} {call.endedAt !== null && '· rang '}
          <span className="card-time">
            <Elapsed from={call.startedAt} until={call.endedAt} now={now} />
          </span>
        </span>
      </div>
      <div className="row spread">
        <p className="card-name">{call.lead.name}</p>
        {call.abandoned && <Badge look="abandoned" />}
      </div>
      <p className="muted">
        {call.lead.job_title} · {call.lead.company}
      </p>
      <div className="row spread">
        <span>{call.lead.phone_number}</span>
        {call.crmActivityStatus && <CrmBadge status={call.crmActivityStatus} />}
      </div>
    </article>
  )
}

/** How long the arc takes for a full turn, in ms; it moves in steps, with the time beside it. */
const ROUND = 1_600

/** The only moving part: the arc of a ring, placed by the shown moment. */
function Arc({ begun, now }: { begun: number; now: number | undefined }) {
  const arc = useRef<SVGSVGElement>(null)
  useLayoutEffect(() => {
    const turn = (at: number) => {
      const step = Math.floor((((at - begun) % ROUND) / ROUND) * 8)
      arc.current?.style.setProperty('rotate', `${String(step * 45)}deg`)
    }
    if (now !== undefined) {
      turn(now)
      return
    }
    return onTick(() => {
      turn(serverNow())
    })
  }, [begun, now])
  return (
    <svg ref={arc} className="arc" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" opacity="0.35" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  )
}
