import { memo, useEffect, useMemo, useRef, useState, type CSSProperties } from 'react'

import type { FilmRecord } from '../api/types'
import { rowAt, scrolledTo, tops } from '../model/rows'
import { inputWords, recordWords, wholeWords, type Cast } from '../model/words'
import './JournalPane.css'

interface Props {
  records: readonly FilmRecord[]
  cast: Cast
  index: number
  origin: number
  onGo: (index: number) => void
}

/** How many rows are drawn beyond the visible ones. */
const BEYOND = 3
/** The list's greatest height within its border, in px. */
const HEIGHT = 336

/**
 * The whole journal in words; the present record is marked, and shown in full below. Scrolling it does not move the
 * film.
 */
export const JournalPane = memo(function JournalPane({ records, cast, index, origin, onGo }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const starts = useMemo(() => tops(records.map(({ words }) => words.length)), [records])
  const all = starts.at(-1) ?? 0
  const height = Math.min(HEIGHT, all)
  const [from, setFrom] = useState(() => scrolledTo(starts, index, 0, height))
  // The list follows the film; only the list scrolls, never the page.
  const [followed, setFollowed] = useState(index)
  if (followed !== index) {
    setFollowed(index)
    setFrom(scrolledTo(starts, index, from, height))
  }
  useEffect(() => {
    if (list.current) list.current.scrollTop = from
  }, [from])
  const first = Math.max(0, rowAt(starts, from) - BEYOND)
  const shown = records.slice(first, rowAt(starts, from + height) + 1 + BEYOND)
  const isInSight = (starts[index + 1] ?? 0) > from && (starts[index] ?? 0) < from + height
  const record = records[index]
  const digits = String(records.at(-1)?.seq ?? 0).length
  return (
    <section className="journal" aria-label="Journal">
      <div className="row spread journal-head">
        <h2>Journal</h2>
        {record && !isInSight && (
          <button
            type="button"
            className="button narrow"
            onClick={() => {
              setFrom(scrolledTo(starts, index, from, height))
            }}
          >
            Back to #{record.seq}
          </button>
        )}
      </div>
      <div
        className="panel journal-list"
        ref={list}
        tabIndex={0}
        role="group"
        aria-label={`All ${String(records.length)} records`}
        style={{ '--digits': `${String(digits + 1)}ch`, '--most': `${String(HEIGHT)}px` } as CSSProperties}
        onScroll={(event) => {
          setFrom(event.currentTarget.scrollTop)
        }}
      >
        <ol style={{ height: all }}>
          {shown.map((one, n) => (
            <Row
              key={one.seq}
              record={one}
              cast={cast}
              place={first + n}
              count={records.length}
              top={starts[first + n] ?? 0}
              isPresent={first + n === index}
              origin={origin}
              onGo={onGo}
            />
          ))}
        </ol>
      </div>
      {record && <RecordText record={record} cast={cast} />}
    </section>
  )
})

interface RowProps {
  record: FilmRecord
  cast: Cast
  place: number
  count: number
  top: number
  isPresent: boolean
  origin: number
  onGo: (index: number) => void
}

const Row = memo(function Row({ record, cast, place, count, top, isPresent, origin, onGo }: RowProps) {
  const words = recordWords(record, cast)
  return (
    <li style={{ top }} aria-current={isPresent ? 'step' : undefined} aria-posinset={place + 1} aria-setsize={count}>
      <button
        type="button"
        // The film's keys go from record to record, so one tab stop is enough.
        tabIndex={isPresent ? 0 : -1}
        onClick={() => {
          onGo(place)
        }}
      >
        <span className="journal-seq">#{record.seq}</span>
        <span>{((record.at - origin) / 1000).toFixed(3)}</span>
        <span className="journal-words">
          {words.map((one, n) => (
            <span key={n} title={wholeWords(one)}>
              {one.subject} <b>{one.verb}</b> <span className="muted">{one.detail}</span>
            </span>
          ))}
        </span>
      </button>
    </li>
  )
})

/** One record: its input and transitions in words, and the whole of it as JSON. */
function RecordText({ record, cast }: { record: FilmRecord; cast: Cast }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="panel filled told">
      <p>
        <span className="label">What caused #{record.seq}</span> {inputWords(record.input, cast)}
      </p>
      <ul>
        {recordWords(record, cast).map(({ subject, verb, detail, more }, n) => (
          <li key={n}>
            {subject} <b>{verb}</b> {detail}
            {more}
          </li>
        ))}
      </ul>
      <details
        open={isOpen}
        onToggle={(event) => {
          setOpen(event.currentTarget.open)
        }}
      >
        <summary>As JSON</summary>
        {isOpen && (
          <pre tabIndex={0} aria-label={`Record ${String(record.seq)} as JSON`}>
            {JSON.stringify({ input: record.input, transitions: record.transitions }, null, 1)}
          </pre>
        )}
      </details>
    </div>
  )
}
