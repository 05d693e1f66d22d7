import { Fragment, useRef, useState, type KeyboardEvent } from 'react'
import { Link } from 'react-router'

import { moment } from '../api/time'
import type { Lead } from '../api/types'
import { Badge, lookOf } from './Badge'
import { EnrichmentFacts } from './EnrichmentFacts'
import { extend, toggle, toggleAll, type Selection } from './selection'
import './LeadTable.css'

interface Props {
  leads: Lead[]
  selection: Selection
  sort: string
  onSelect: (selection: Selection) => void
  onSort: (sort: string) => void
  onEnrich: (lead: Lead) => void
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

  const pick = (id: string, isRange: boolean) => {
    onSelect(isRange ? extend(selection, id, order) : toggle(selection, id))
  }
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const boxes = [...(body.current?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
    const at = boxes.indexOf(event.target as HTMLInputElement)
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
            <th className="wide">Number</th>
            <th>Last outcome</th>
            <th className="wide">CRM</th>
            <th className="wide">Enrichment</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={move}>
          {leads.map((lead) => (
            <Fragment key={lead.id}>
              <tr
                className={selection.ids.has(lead.id) ? 'chosen' : ''}
                onClick={(event) => {
                  if (event.target instanceof Element && event.target.closest('a, button, input')) return
                  pick(lead.id, event.shiftKey)
                }}
                onMouseDown={(event) => {
                  if (event.shiftKey) event.preventDefault()
                }}
              >
                <td className="pick">
                  <input
                    type="checkbox"
                    aria-label={`Select ${lead.name}`}
                    checked={selection.ids.has(lead.id)}
                    onClick={(event) => {
                      pick(lead.id, event.shiftKey)
                    }}
                    onChange={() => undefined}
                  />
                </td>
                <td>
                  <Link to={`/lead/${lead.id}`}>{lead.name}</Link>
                  <div className="muted small">
                    {lead.job_title}
                    <span className="narrow-only"> · {lead.company}</span>
                  </div>
                  <div className="small nowrap narrow-only">{lead.phone_number}</div>
                </td>
                <td className="wide">{lead.company}</td>
                <td className="wide">{lead.industry}</td>
                <td className="wide">{lead.headcount}</td>
                <td
                  className="wide nowrap"
                  title={lead.phone_e164 ?? 'This number is not understood as a telephone number'}
                >
                  {lead.phone_number}
                </td>
                <td>
                  {lead.lastCall ? (
                    <Link
                      className="plain"
                      to={`/dialer/${lead.lastCall.sessionId}`}
                      title={moment(lead.lastCall.startedAt)}
                    >
                      <Badge look={lookOf(lead.lastCall.callStatus)} />
                    </Link>
                  ) : (
                    <span className="muted">–</span>
                  )}
                </td>
                <td className="wide">
                  {lead.crmExternalId ? (
                    <Link className="mono" to={`/lead/${lead.id}#crm`}>
                      {lead.crmExternalId}
                    </Link>
                  ) : (
                    <span className="muted">–</span>
                  )}
                </td>
                <td className="wide">
                  {lead.enriched ? (
                    <button
                      type="button"
                      className="button quiet narrow"
                      aria-expanded={opened === lead.id}
                      onClick={() => {
                        setOpened(opened === lead.id ? undefined : lead.id)
                      }}
                    >
                      {opened === lead.id ? 'Hide' : 'Show'}
                      <span className="hidden"> what is known of {lead.name}</span>
                    </button>
                  ) : (
                    <button
                      type="button"
                      className="button narrow"
                      onClick={() => {
                        setOpened(lead.id)
                        onEnrich(lead)
                      }}
                    >
                      Enrich<span className="hidden"> {lead.name}</span>
                    </button>
                  )}
                </td>
              </tr>
              {opened === lead.id && lead.enrichment_data && (
                <tr className="opened">
                  <td />
                  <td colSpan={8}>
                    <EnrichmentFacts data={lead.enrichment_data} />
                  </td>
                </tr>
              )}
            </Fragment>
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

/** A heading that sorts: rising, falling, and as the list was given. */
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
