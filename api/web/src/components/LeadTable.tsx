import { useRef, useState, type KeyboardEvent } from 'react'

import type { Lead } from '../api/types'
import { LeadRow } from './LeadRow'
import { extend, toggle, toggleAll, type Selection } from '../model/selection'
import './LeadTable.css'

interface Props {
  leads: Lead[]
  selection: Selection
  sort: string
  onSelect: (selection: Selection) => void
  onSort: (sort: string) => void
  onEnrich: (lead: Lead) => Promise<unknown>
}

const COLUMNS = [
  { key: 'name', word: 'Name', wide: false },
  { key: 'company', word: 'Company', wide: true },
  { key: 'industry', word: 'Industry', wide: true },
  { key: 'headcount', word: 'Headcount', wide: true },
]

/** Leads as rows: selected by click, shift-click and keys; enriched in place. */
export function LeadTable({ leads, selection, sort, onSelect, onSort, onEnrich }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [opened, setOpened] = useState<string>()
  const order = leads.map((lead) => lead.id)
  const chosen = order.filter((id) => selection.ids.has(id)).length

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const boxes = [...(body.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
    const at = boxes.findIndex((box) => box.closest('tr')?.contains(event.target as Node))
    if (at < 0) return
    event.preventDefault()
    boxes[at + step]?.focus()
  }

  return (
    <div className="panel scroll">
      <table className="leads">
        <thead>
          <tr>
            <th className="pick">
              <input
                type="checkbox"
                aria-label="Select every lead of this page"
                checked={leads.length > 0 && chosen === leads.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < leads.length
                }}
                onChange={() => {
                  onSelect(toggleAll(selection, order))
                }}
              />
            </th>
            {COLUMNS.map(({ key, word, wide }) => (
              <SortHead key={key} column={key} word={word} wide={wide} sort={sort} onSort={onSort} />
            ))}
            <th className="wide">Phone number</th>
            <th>Last outcome</th>
            <th className="wide">CRM</th>
            <th className="wide">Enrichment</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={move}>
          {leads.map((lead) => (
            <LeadRow
              key={lead.id}
              lead={lead}
              isChosen={selection.ids.has(lead.id)}
              isOpened={opened === lead.id}
              onPick={(isRange) => {
                onSelect(isRange ? extend(selection, lead.id, order) : toggle(selection, lead.id))
              }}
              onOpen={(opens) => {
                setOpened(opens ? lead.id : undefined)
              }}
              onEnrich={() => {
                setOpened(lead.id)
                return onEnrich(lead)
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface SortProps {
  column: string
  word: string
  wide: boolean
  sort: string
  onSort: (sort: string) => void
}

/** A heading that sorts: ascending, descending, and in the order of the list. */
function SortHead({ column, word, wide, sort, onSort }: SortProps) {
  const direction = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
  const next = { none: column, ascending: `-${column}`, descending: '' }[direction]
  const arrow = { none: '', ascending: '↑', descending: '↓' }[direction]
  return (
    <th aria-sort={direction} className={wide ? 'wide' : ''}>
      <button
        type="button"
        className="sort"
        onClick={() => {
          onSort(next)
        }}
      >
        {word} <span aria-hidden="true">{arrow}</span>
      </button>
    </th>
  )
}
