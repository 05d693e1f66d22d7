import type { ReactNode } from 'react'

import type { Call, SyncStatus } from '../api/types'
import { WORDS, lookOf, type Look } from '../model/looks'
import './Badge.css'

/** The shape for each look. */
const SHAPES: Record<Look, ReactNode> = {
  ringing: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 8V2a6 6 0 0 1 6 6Z" fill="currentColor" />
    </>
  ),
  connected: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.8 8.2 2.2 2.3 4.2-4.7" fill="none" stroke="var(--surface)" strokeWidth="1.8" />
    </>
  ),
  voicemail: (
    <g fill="none" stroke="currentColor" strokeWidth="1.6">
      <circle cx="4.5" cy="8" r="2.7" />
      <circle cx="11.5" cy="8" r="2.7" />
      <path d="M4.5 10.7h7" />
    </g>
  ),
  'no-answer': <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  busy: <rect x="3" y="3" width="10" height="10" rx="1" fill="currentColor" />,
  canceled: <path d="M3 3h10v10H3Zm0 7 7-7m-7 10L13 3M6 13l7-7" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  failed: <path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" strokeWidth="2.2" />,
  abandoned: (
    <path
      d="M8 2 15 14H1Zm0 4v4m0 1.2v1.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
  ),
  releasing: (
    <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.5 2.3" />
  ),
}

export function Mark({ look }: { look: Look }) {
  return (
    <svg className="mark" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {SHAPES[look]}
    </svg>
  )
}

/** A colour, a shape and a word. */
export function Badge({ look, children }: { look: Look; children?: ReactNode }) {
  return (
    <span className={`badge look-${look}`}>
      <Mark look={look} />
      {WORDS[look]}
      {children}
    </span>
  )
}

/** A call's outcome, and beside it an abandoned answer. */
export function OutcomeBadge({ call }: { call: Pick<Call, 'callStatus' | 'abandoned'> }) {
  return (
    <>
      <Badge look={lookOf(call.callStatus)} />
      {call.abandoned && (
        <>
          {' '}
          <Badge look="abandoned" />
        </>
      )}
    </>
  )
}

const SYNCS: Record<SyncStatus, { word: string; shape: ReactNode }> = {
  PENDING: {
    word: 'Pending',
    shape: (
      <g fill="currentColor">
        <circle cx="3" cy="8" r="1.5" />
        <circle cx="8" cy="8" r="1.5" />
        <circle cx="13" cy="8" r="1.5" />
      </g>
    ),
  },
  SYNCED: {
    word: 'Synced',
    shape: <path d="m3 8.5 3.3 3.5L13 4.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  },
  FAILED: { word: 'Failed', shape: <path d="m4 4 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2" /> },
}

/** The state of a call's CRM sync. */
export function CrmBadge({ status }: { status: SyncStatus | null }) {
  if (status === null) return <span className="muted">–</span>
  const { word, shape } = SYNCS[status]
  return (
    <span className={`crm-badge sync-${status.toLowerCase()}`} data-status={status}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        {shape}
      </svg>
      <span className="hidden">CRM: </span>
      {word}
    </span>
  )
}
