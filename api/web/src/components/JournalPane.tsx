import { memo, useEffect, useRef, useState } from 'react'

import type { FilmRecord } from '../api/types'
import { inputWords } from './film'
import './JournalPane.css'

interface Props {
  records: readonly FilmRecord[]
  index: number
  origin: number
  onGo: (index: number) => void
}

/** How many records stand around the present one: a long film is not drawn as a whole. */
const AROUND = 20

/** The journal, in words; the present record is marked, and told in full below. */
export const JournalPane = memo(function JournalPane({ records, index, origin, onGo }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const from = Math.max(0, Math.min(index - AROUND, records.length - 2 * AROUND - 1))
  const window = records.slice(from, from + 2 * AROUND + 1)
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]')
    const box = list.current
    if (!here || !box) return
    // Only the list scrolls, never the page.
    const [top, bottom] = [here.offsetTop, here.offsetTop + here.offsetHeight]
    if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - box.clientHeight / 3
    }
  }, [index, from])
  const record = records[index]
  return (
    <section className="journal" aria-label="Journal">
      <h2>Journal</h2>
      <ol className="panel journal-list" ref={list} tabIndex={0} aria-label="Records">
        {window.map((one, i) => (
          <li key={one.seq} aria-current={from + i === index ? 'step' : undefined}>
            <button
              type="button"
              onClick={() => {
                onGo(from + i)
              }}
            >
              <span className="journal-seq">#{one.seq}</span>
              <span className="journal-at">{((one.at - origin) / 1000).toFixed(3)}</span>
              <span className="journal-words">
                {one.words.map(({ subject, verb, detail }, n) => (
                  <span key={n}>
                    {subject.replace(/\s+/g, ' ')} <b>{verb}</b>{' '}
                    <span className="muted">{detail.replace(/\s+/g, ' ')}</span>
                  </span>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {record && <Told record={record} />}
    </section>
  )
})

/** One record: its cause in words, and all of it as it stands in the journal. */
function Told({ record }: { record: FilmRecord }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="panel told">
      <p>
        <span className="label">#{record.seq} was caused by</span> {inputWords(record.input)}
      </p>
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
