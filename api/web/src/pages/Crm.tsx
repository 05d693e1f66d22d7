import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'

import { Problem, api } from '../api/client'
import type { Sync, Syncs } from '../api/types'
import { AskButton } from '../components/AskButton'
import { Empty, Loading, Wrong } from '../components/Notice'
import { sentence } from '../model/sentence'
import { Pager } from '../components/Pager'
import { ActivityTable, ContactTable, type Pair } from '../components/Stores'
import { useSay } from '../components/Toasts'
import { count } from '../model/numbers'
import { useOffset } from '../hooks/useOffset'
import { useTitle } from '../hooks/useTitle'
import './Crm.css'

const PAGE = 50
/** Each contact needs a request for its lead, so a page has fewer of them. */
const CONTACTS = 25

const FILTERS = [
  { status: '', word: 'All' },
  { status: 'PENDING', word: 'Pending' },
  { status: 'SYNCED', word: 'Synced' },
  { status: 'FAILED', word: 'Failed' },
] as const

/** Both stores, side by side: activities, and contacts. */
export default function Crm() {
  useTitle('CRM')
  const [params, setParams] = useSearchParams()
  const offset = useOffset()
  const isContacts = params.get('of') === 'contacts'
  const go = (to: Record<string, string>) => {
    setParams(to)
  }
  return (
    <>
      <div className="row spread">
        <h1>CRM</h1>
        <nav className="row tabs" aria-label="Activities or contacts">
          <Tab
            isOn={!isContacts}
            onChoose={() => {
              go({})
            }}
          >
            Activities
          </Tab>
          <Tab
            isOn={isContacts}
            onChoose={() => {
              go({ of: 'contacts' })
            }}
          >
            Contacts
          </Tab>
        </nav>
      </div>
      {isContacts ? (
        <Contacts
          offset={offset}
          onMove={(next) => {
            go({ of: 'contacts', ...(next > 0 && { offset: String(next) }) })
          }}
        />
      ) : (
        <Activities status={params.get('status') ?? ''} offset={offset} onGo={go} />
      )}
    </>
  )
}

function Tab({ isOn, onChoose, children }: { isOn: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button type="button" className="button" aria-pressed={isOn} onClick={onChoose}>
      {children}
    </button>
  )
}

interface ActivitiesProps {
  status: string
  offset: number
  onGo: (params: Record<string, string>) => void
}

/** Activities of calls; failed syncs can be retried, one or all. */
function Activities({ status, offset, onGo }: ActivitiesProps) {
  const queries = useQueryClient()
  const say = useSay()
  const list = useQuery({
    queryKey: ['syncs', status, offset],
    queryFn: ({ signal }) => api.syncs(status, PAGE, offset, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pending ?? 0) > 0 ? 1_500 : 10_000),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['syncs'] })
  const onError = (error: unknown) => {
    say.wrong(sentence(error))
  }
  const retryOne = useMutation({
    mutationFn: (sync: Sync) => api.retrySync(sync.callId),
    onSuccess: async (_, sync) => {
      say.done(`The sync of call ${sync.number} is retried.`)
      await refresh()
    },
    onError,
  })
  const retryAll = useMutation({
    mutationFn: api.retryFailed,
    onSuccess: async ({ retried }) => {
      say.done(`${count(retried)} failed ${retried === 1 ? 'sync is' : 'syncs are'} retried.`)
      await refresh()
    },
    onError,
  })
  if (list.isPending) return <Loading what="the stores" />
  const { data } = list
  const wrong = list.isError && <Wrong error={list.error} again={() => void list.refetch()} />
  if (!data) return wrong
  return (
    <>
      {wrong}
      <div className="row spread">
        <nav className="row tabs" aria-label="Which activities">
          {FILTERS.map((filter) => (
            <Tab
              key={filter.status}
              isOn={status === filter.status}
              onChoose={() => {
                onGo(filter.status ? { status: filter.status } : {})
              }}
            >
              {filter.word} <span className="muted">{count(counted(data, filter.status))}</span>
            </Tab>
          ))}
        </nav>
        {data.failed > 0 && (
          <AskButton
            className="button"
            isAsked={retryAll.isPending}
            meanwhile="Retrying …"
            onClick={() => {
              retryAll.mutate()
            }}
          >
            Retry all {count(data.failed)} that failed
          </AskButton>
        )}
      </div>
      {data.total === 0 ? (
        <div className="panel">
          <None
            status={status}
            onAll={() => {
              onGo({})
            }}
          />
        </div>
      ) : (
        <>
          <ActivityTable syncs={data.syncs} onRetry={retryOne.mutateAsync} />
          <Pager
            offset={offset}
            limit={PAGE}
            total={data.total}
            what="activities"
            onMove={(next) => {
              onGo({ ...(status && { status }), ...(next > 0 && { offset: String(next) }) })
            }}
          />
        </>
      )}
    </>
  )
}

function counted(data: Syncs, status: (typeof FILTERS)[number]['status']): number {
  switch (status) {
    case '':
      return data.pending + data.synced + data.failed
    case 'PENDING':
      return data.pending
    case 'SYNCED':
      return data.synced
    case 'FAILED':
      return data.failed
  }
}

/** Why a list is empty, and the next step. */
const NONE: Record<string, { title: string; next: string }> = {
  PENDING: { title: 'Nothing is on its way', next: 'Every activity is in the CRM, or has failed.' },
  SYNCED: { title: 'Nothing is synced yet', next: 'An activity is synced some seconds after its call has ended.' },
  FAILED: { title: 'No sync has failed', next: 'There is nothing to retry.' },
}

function None({ status, onAll }: { status: string; onAll: () => void }) {
  const none = NONE[status]
  if (!none) {
    return (
      <Empty title="No activities yet">
        The result of each ended call goes to the CRM. <Link to="/">Dial some leads</Link> to see it.
      </Empty>
    )
  }
  return (
    <Empty title={none.title}>
      <p>{none.next}</p>
      <button type="button" className="button" onClick={onAll}>
        Show all activities
      </button>
    </Empty>
  )
}

/** The CRM's contacts, beside their leads. */
function Contacts({ offset, onMove }: { offset: number; onMove: (offset: number) => void }) {
  const list = useQuery({
    queryKey: ['contacts', offset],
    queryFn: ({ signal }) => contactsOf(offset, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })
  if (list.isPending) return <Loading what="the contacts" />
  const wrong = list.isError && <Wrong error={list.error} again={() => void list.refetch()} />
  if (!list.data) return wrong
  const { pairs, total } = list.data
  if (total === 0) {
    return (
      <>
        {wrong}
        <div className="panel">
          <Empty title="No contacts yet">
            The CRM makes a contact of each lead whose call has ended. <Link to="/">Dial some leads</Link> to see it.
          </Empty>
        </div>
      </>
    )
  }
  return (
    <>
      {wrong}
      <ContactTable pairs={pairs} />
      <Pager offset={offset} limit={CONTACTS} total={total} what="contacts" onMove={onMove} />
    </>
  )
}

async function contactsOf(offset: number, signal: AbortSignal): Promise<{ pairs: Pair[]; total: number }> {
  const { contacts, total } = await api.mockContacts(CONTACTS, offset, signal)
  const lead = (id: string) =>
    api.lead(id, signal).catch((error: unknown) => {
      // The CRM may have a contact of a lead that this program does not know.
      if (error instanceof Problem && error.status === 404) return undefined
      throw error
    })
  const pairs = await Promise.all(contacts.map(async (contact) => ({ contact, lead: await lead(contact.leadId) })))
  return { pairs, total }
}
