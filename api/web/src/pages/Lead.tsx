import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useParams } from 'react-router'

import { api } from '../api/client'
import { moment } from '../api/time'
import type { Call, Lead as LeadFields, LeadActivities } from '../api/types'
import { AskButton } from '../components/AskButton'
import { EnrichmentFacts } from '../components/EnrichmentFacts'
import { Facts } from '../components/Facts'
import { LeadCalls } from '../components/LeadCalls'
import { Empty, Loading, Wrong } from '../components/Notice'
import { sentence } from '../model/sentence'
import { ShortId } from '../components/ShortId'
import { TablePanel } from '../components/TablePanel'
import { useSay } from '../components/Toasts'
import { useTitle } from '../hooks/useTitle'

/** A lead: its fields, its enrichment, its calls, and its activities in the CRM. */
export default function LeadPage() {
  const { id = '' } = useParams()
  const calls = useQuery({
    queryKey: ['lead', id, 'calls'],
    queryFn: ({ signal }) => api.callsOf(id, signal),
    refetchInterval: (query) => pace(query.state.data?.calls),
  })
  const [lead, activities] = useQueries({
    queries: [
      { queryKey: ['lead', id, 'details'], queryFn: ({ signal }) => api.lead(id, signal) },
      { queryKey: ['lead', id, 'crm'], queryFn: ({ signal }) => api.activitiesOf(id, signal) },
    ],
  })
  const say = useSay()
  const retry = useMutation({
    mutationFn: (call: Call) => api.retrySync(call.id),
    onSuccess: () => calls.refetch(),
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  useNews(id, calls.data?.calls)
  useTitle(lead.data?.name ?? 'Lead')
  useHash(!lead.isPending && !calls.isPending && !activities.isPending)
  if (lead.isPending) return <Loading what="the lead" />
  if (!lead.data) {
    return (
      <Wrong isPage what="lead" error={lead.error} again={() => void lead.refetch()}>
        <Link className="button" to="/">
          All leads
        </Link>
      </Wrong>
    )
  }
  const crm = crmStateOf(calls.data?.calls ?? [])
  return (
    <>
      {lead.isError && <Wrong error={lead.error} again={() => void lead.refetch()} />}
      <Head lead={lead.data} state={crm} />
      <Known lead={lead.data} />
      <section className="stack" aria-labelledby="calls-title">
        <h2 id="calls-title">Calls</h2>
        {calls.isPending && <Loading what="the calls" />}
        {calls.isError && <Wrong error={calls.error} again={() => void calls.refetch()} />}
        {calls.data && calls.data.calls.length > 0 && (
          <LeadCalls calls={calls.data.calls} onRetry={retry.mutateAsync} />
        )}
        {calls.data?.calls.length === 0 && (
          <div className="panel">
            <Empty title="Not dialed yet">
              <Link to="/">Select {lead.data.name} in the list</Link> and dial.
            </Empty>
          </div>
        )}
      </section>
      <section className="stack" id="crm" aria-labelledby="crm-title">
        <h2 id="crm-title">CRM activities</h2>
        {activities.isPending && <Loading what="the activities" />}
        {activities.isError && <Wrong error={activities.error} again={() => void activities.refetch()} />}
        {activities.data && <Activities of={activities.data} state={crm} />}
      </section>
    </>
  )
}

/** How often to poll, in ms: often while a call rings, or a result is pending. */
function pace(calls: Call[] | undefined): number {
  const goesOn = calls?.some(({ line, crmActivityStatus }) => line !== 'ENDED' || crmActivityStatus === 'PENDING')
  return goesOn ? 1_500 : 10_000
}

/** Reads the rest again as soon as the calls show a new synced or failed result. */
function useNews(id: string, calls: Call[] | undefined): void {
  const queries = useQueryClient()
  const told = calls?.filter(
    ({ crmActivityStatus }) => crmActivityStatus === 'SYNCED' || crmActivityStatus === 'FAILED',
  )
  const count = told?.length
  const before = useRef(count)
  useEffect(() => {
    const isNews = before.current !== undefined && before.current !== count
    before.current = count
    if (isNews) void queries.invalidateQueries({ queryKey: ['lead', id] })
  }, [queries, id, count])
}

/** Scrolls to the address's target as soon as it is there. */
function useHash(isThere: boolean): void {
  const { hash } = useLocation()
  useEffect(() => {
    if (isThere && hash.length > 1) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [isThere, hash])
}

/** The syncs of a lead's calls while there is no activity yet. */
type CrmState = 'nothing' | 'pending' | 'failed'

function crmStateOf(calls: Call[]): CrmState {
  if (calls.some(({ crmActivityStatus }) => crmActivityStatus === 'PENDING')) return 'pending'
  return calls.some(({ crmActivityStatus }) => crmActivityStatus === 'FAILED') ? 'failed' : 'nothing'
}

const NO_CONTACT: Record<CrmState, string> = {
  nothing: 'none yet: it is made when the first call has ended',
  pending: 'none yet: it is being made',
  failed: 'none: it could not be made. Retry one of the calls below.',
}

function Head({ lead, state }: { lead: LeadFields; state: CrmState }) {
  return (
    <div className="panel filled stack">
      <div className="row spread">
        <div>
          <h1>{lead.name}</h1>
          <p className="muted">
            {lead.job_title} · {lead.company}
          </p>
        </div>
        <ShortId id={lead.id} of={lead.name} />
      </div>
      <Facts
        facts={[
          ['Phone number', `${lead.phone_number}${lead.phone_e164 === null ? ' (not understood as one)' : ''}`],
          ['E-mail', lead.email],
          ['Industry', lead.industry],
          ['Headcount', lead.headcount],
          [
            'CRM contact',
            lead.crmExternalId ? (
              <Link className="mono" to="/crm">
                {lead.crmExternalId}
              </Link>
            ) : (
              NO_CONTACT[state]
            ),
          ],
        ]}
      />
    </div>
  )
}

function Known({ lead }: { lead: LeadFields }) {
  const queries = useQueryClient()
  const say = useSay()
  const enrich = useMutation({
    mutationFn: () => api.enrich(lead.id),
    onSuccess: (answer) => {
      queries.setQueryData(['lead', lead.id, 'details'], answer.lead)
    },
    onError: (error) => {
      say.wrong(sentence(error))
    },
  })
  return (
    <section className="panel filled stack" aria-labelledby="known-title">
      <div className="row spread">
        <h2 id="known-title">Enrichment</h2>
        {!lead.enriched && (
          <AskButton
            className="button"
            isAsked={enrich.isPending}
            meanwhile="Enriching …"
            onClick={() => {
              enrich.mutate()
            }}
          >
            Enrich
          </AskButton>
        )}
      </div>
      {lead.enrichment_data ? (
        <EnrichmentFacts data={lead.enrichment_data} />
      ) : (
        <p className="muted">There is no data beyond the list. Enrich the lead to request it.</p>
      )}
    </section>
  )
}

function Activities({ of, state }: { of: LeadActivities; state: CrmState }) {
  if (of.activities.length === 0) return <NoActivity state={state} name={of.leadName} />
  return (
    <TablePanel label="Activities in the CRM, newest first">
      <table className="stacks">
        <thead>
          <tr>
            <th>Time</th>
            <th>Disposition</th>
            <th>Notes</th>
            <th>Activity</th>
          </tr>
        </thead>
        <tbody>
          {of.activities.toReversed().map((activity) => (
            <tr key={activity.id}>
              <td title={activity.createdAt}>{moment(activity.createdAt)}</td>
              <td>{activity.disposition}</td>
              <td className="muted">{activity.notes}</td>
              <td>
                <ShortId id={activity.id} of="the activity" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePanel>
  )
}

function NoActivity({ state, name }: { state: CrmState; name: string }) {
  return (
    <div className="panel">
      {state === 'failed' ? (
        <Empty title="The CRM could not be reached">Retry the calls above whose sync has failed.</Empty>
      ) : (
        <Empty title="No activity yet">
          {state === 'pending'
            ? `The sync of a call to ${name} is on its way.`
            : `It is made when a call to ${name} has ended.`}
        </Empty>
      )}
    </div>
  )
}
