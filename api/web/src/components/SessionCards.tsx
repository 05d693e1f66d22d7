import type { Session } from '../api/types'
import { CallCard } from './CallCard'
import { newest, place, rank } from '../model/lines'

interface Props {
  session: Session
  /** The shown moment, in ms since 1970; without it, the running present. */
  now?: number | undefined
}

/** A card for each line, at a moment. */
export function SessionCards({ session, now }: Props) {
  const cards = newest(place(session.calls, session.lines), session.lines)
  return (
    <ol className="call-cards" aria-label="Lines">
      {cards.map((call, line) => (
        <li key={line} data-rank={rank(call, session.winnerCallId)}>
          <CallCard
            call={call}
            line={line + 1}
            isWinner={call !== undefined && call.id === session.winnerCallId}
            now={now}
          />
        </li>
      ))}
    </ol>
  )
}
