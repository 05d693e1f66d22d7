import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'

import { api } from '../api/client'
import type { Lead, Leads as LeadList } from '../api/types'
import { FilterBar, type Filters } from '../components/FilterBar'
import { ImportDialog } from '../components/ImportDialog'
import { LeadTable } from '../components/LeadTable'
import { Empty, Loading, Wrong } from '../components/Notice'
import { sentence } from '../model/sentence'
import { Pager } from '../components/Pager'
import { StartBar } from '../components/StartBar'
import { useSay } from '../components/Toasts'
import { count } from '../model/numbers'
import { NONE, type Selection } from '../model/selection'
import { useHotkeys } from '../hooks/useHotkeys'
import { useOffset } from '../hooks/useOffset'
import { useTitle } from '../hooks/useTitle'

const PAGE = 50

/** The leads: filtered, searched, selected, enriched, imported; and the start of a session. */
export function Leads() {
  useTitle('Leads')
  const [params, setParams] = useSearchParams()
  const [selection, setSelection] = useState<Selection>(NONE)
  const [imports, setImports] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const say = useSay()
  const queries = useQueryClient()

  const filters = readFilters(params)
  const offset = useOffset()
  const key = ['leads', { ...filters, offset }]
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.leads({ ...filters, limit: PAGE, offset }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.leads.some(rings) ? 1_500 : 10_000),
  })

  const narrow = (next: Partial<Filters>) => {
    setParams(writeParams({ ...filters, ...next }), { replace: true })
  }
  const enrich = useMutation({
    mutationFn: (lead: Lead) => api.enrich(lead.id),
    onSuccess: ({ lead }) => {
      queries.setQueryData<LeadList>(key, (was) =>
        was ? { ...was, leads: was.leads.map((one) => (one.id === lead.id ? { ...one, ...lead } : one)) } : was,
      )
      say.done(`${lead.name} is enriched.`)
    },
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  const start = useMutation({
    mutationFn: ({ agent, lines }: { agent: string; lines: number }) =>
      api.startSession({ agentId: agent, leadIds: [...selection.ids], concurrency: lines }),
    onSuccess: (session) => navigate(`/dialer/${session.id}`),
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })

  useHotkeys({
    '/': () => search.current?.focus(),
    Enter: () => {
      document.querySelector<HTMLFormElement>('#start')?.requestSubmit()
    },
  })

  // A page beyond the end, after a filter or from an old link, goes back to the last one.
  const total = list.data?.total
  useEffect(() => {
    if (total !== undefined && total > 0 && offset >= total) {
      setParams(writeParams(filters, Math.floor((total - 1) / PAGE) * PAGE), { replace: true })
    }
  })

  const isFiltered = Object.values({ ...filters, sort: '' }).some((filter) => filter !== '')
  return (
    <>
      <div className="row spread">
        <h1>Leads</h1>
        <div className="row">
          <button
            type="button"
            className="button"
            onClick={() => {
              setImports(true)
            }}
          >
            Import CSV
          </button>
          <Link className="button" to="/add-lead">
            Add lead
          </Link>
        </div>
      </div>
      <FilterBar filters={filters} search={search} onChange={narrow} />
      {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Loading what="the leads" />}
      {list.data && list.data.total === 0 && (
        <div className="panel">
          {isFiltered ? (
            <Empty title="No lead matches">
              <button
                type="button"
                className="button"
                onClick={() => {
                  setParams({}, { replace: true })
                }}
              >
                Show all leads
              </button>
            </Empty>
          ) : (
            <Empty title="No leads yet">Import a list as CSV, or add the first one by hand.</Empty>
          )}
        </div>
      )}
      {list.data && list.data.total > 0 && (
        <>
          <LeadTable
            leads={list.data.leads}
            selection={selection}
            sort={filters.sort}
            onSelect={setSelection}
            onSort={(sort) => {
              narrow({ sort })
            }}
            onEnrich={enrich.mutateAsync}
          />
          <div className="row spread">
            <Pager
              offset={offset}
              limit={PAGE}
              total={list.data.total}
              what="leads"
              onMove={(next) => {
                setParams(writeParams(filters, next))
                window.scrollTo(0, 0)
              }}
            />
            <SelectAll
              total={list.data.total}
              isFiltered={isFiltered}
              onSelect={async () => {
                try {
                  const all = await api.leads({ ...filters })
                  setSelection({ ids: new Set(all.leads.map((lead) => lead.id)), anchor: undefined })
                } catch (error) {
                  say.wrong(sentence(error))
                }
              }}
            />
          </div>
        </>
      )}
      {list.data && (list.data.total > 0 || isFiltered) && (
        <StartBar
          selected={selection.ids.size}
          starts={start.isPending}
          onClear={() => {
            setSelection(NONE)
          }}
          onStart={(agent, lines) => {
            start.mutate({ agent, lines })
          }}
        />
      )}
      {imports && (
        <ImportDialog
          onClose={() => {
            setImports(false)
          }}
        />
      )}
    </>
  )
}

/** Tells whether the last call of a lead still rings. */
const rings = ({ lastCall }: Lead): boolean => lastCall?.callStatus === null

interface SelectAllProps {
  total: number
  isFiltered: boolean
  onSelect: () => Promise<void>
}

function SelectAll({ total, isFiltered, onSelect }: SelectAllProps) {
  if (total <= PAGE) return null
  return (
    <button type="button" className="button quiet" onClick={() => void onSelect()}>
      Select all {count(total)} {isFiltered ? 'that match' : 'leads'}
    </button>
  )
}

function readFilters(params: URLSearchParams): Filters {
  const read = (name: string) => params.get(name) ?? ''
  return { industry: read('industry'), headcount: read('headcount'), search: read('search'), sort: read('sort') }
}

function writeParams(filters: Filters, offset = 0): Record<string, string> {
  const all: Record<string, string> = { ...filters, offset: offset > 0 ? String(offset) : '' }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}
