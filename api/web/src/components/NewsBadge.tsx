import type { News } from '../hooks/useSession'

/** The freshness of the page. */
export function NewsBadge({ news, isRunning }: { news: News; isRunning: boolean }) {
  const isCurrent = news === 'live' || news === 'polling'
  const asking = news === 'polling' ? ', asking every 1.5 s' : ''
  const word = isCurrent ? `${isRunning ? 'Live' : 'Stopped, results on their way'}${asking}` : NEWS[news]
  return (
    <span className={`news news-${news}`} role="status">
      {word}
    </span>
  )
}

const NEWS: Record<Exclude<News, 'live' | 'polling'>, string> = {
  loading: 'Connecting …',
  lost: 'Connection lost: this is the last that is known',
  settled: 'Settled',
  unknown: 'Unknown',
}
