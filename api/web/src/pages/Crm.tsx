import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'

import { api } from '../api/client'
import { moment } from '../api/time'
import type { CrmActivity, Sync, Syncs } from '../api/types'
import { CrmBadge, Badge, lookOf } from '../components/Badge'
import { Empty, Loading, Wrong, sentence } from '../components/Notice'
import { Pager, count } from '../components/Pager'
import { ShortId } from '../components/ShortId'
import { useSay } from '../components/Toasts'
import { MEANING, difference } from '../components/stores'
import { TablePanel } from '../components/TablePanel'
import { useTitle } from '../hooks/useTitle'
import './Crm.css'

const PAGE = 50
const FILTERS = [
  { status: '', word: 'All' },
  { status: 'PENDING', word: 'Pending' },
  { status: 'SYNCED', word: 'Synced' },
  { status: 'FAILED', word: 'Failed' },
] as const

/** Both stores, side by side. */
export default function Crm() {
  useTitle('CRM')
  const [params, setParams] = useSearchParams()
  const status = params.get('status') ?? ''
  const offset = Math.max(0, Number(params.get('offset') ?? 0) || 0)
  const queries = useQueryClient()
  const say = useSay()
  const list = useQuery({
    queryKey: ['syncs', status, offset],
    queryFn: ({ signal }) => api.syncs(status, PAGE, offset, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pending ?? 0) > 0 ? 1_500 : 10_000),
  })
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['syncs'] })
  const onError = (error: unknown) => {
    say.wrong(sentence(error))
  }
  const retryOne = useMutation({ mutationFn: (sync: Sync) => api.retrySync(sync.callId), onSuccess, onError })
  const retryAll = useMutation({
    mutationFn: api.retryFailed,
    onSuccess: async ({ retried }) => {
      say.done(`${count(retried)} failed ${retried === 1 ? 'sync is' : 'syncs are'} offered again.`)
      await onSuccess()
    },
    onError,
  })
  return (
    <>
      <div className="row spread">
        <h1>CRM</h1>
        {(list.data?.failed ?? 0) > 0 && (
          <button
            type="button"
            className="button"
            disabled={retryAll.isPending}
            onClick={() => {
              retryAll.mutate()
            }}
          >
            Retry all {count(list.data?.failed ?? 0)} that failed
          </button>
        )}
      </div>
      {list.isPending && <Loading what="the stores" />}
      {list.isError && <Wrong error={list.error} again={() => void list.refetch()} />}
      {list.data && (
        <>
          <nav className="row filter-tabs" aria-label="Which syncs">
            {FILTERS.map((filter) => (
              <button
                key={filter.status}
                type="button"
                className="button"
                aria-pressed={status === filter.status}
                onClick={() => {
                  setParams(filter.status ? { status: filter.status } : {})
                }}
              >
                {filter.word} <span className="muted">{count(counted(list.data, filter.status))}</span>
              </button>
            ))}
          </nav>
          {list.data.total === 0 ? (
            <div className="panel">
              {status === '' ? (
                <Empty title="No results yet">
                  Each call that has ended is told to the CRM. <Link to="/">Dial some leads</Link> to see it.
                </Empty>
              ) : (
                <Empty title="None of these" />
              )}
            </div>
          ) : (
            <>
              <Stores
                syncs={list.data.syncs}
                onRetry={(sync) => {
                  retryOne.mutate(sync)
                }}
              />
              <Pager
                offset={offset}
                limit={PAGE}
                total={list.data.total}
                what="results"
                onMove={(next) => {
                  setParams({ ...(status && { status }), ...(next > 0 && { offset: String(next) }) })
                }}
              />
            </>
          )}
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

function Stores({ syncs, onRetry }: { syncs: Sync[]; onRetry: (sync: Sync) => void }) {
  return (
    <TablePanel label="Results in both stores">
      <table className="stores">
        <thead>
          <tr>
            <th>Call</th>
            <th className="wide">Outcome</th>
            <th>Sync</th>
            <th>This program</th>
            <th>
              <span className="hidden">How they compare</span>
            </th>
            <th>The CRM</th>
          </tr>
        </thead>
        <tbody>
          {syncs.map((sync) => {
            const compared = difference(sync)
            return (
              <tr key={sync.callId} className={`stores-${compared}`}>
                <td>
                  <Link to={`/lead/${sync.leadId}`}>{sync.leadName}</Link>
                  <div className="small">
                    <Link className="muted" to={`/dialer/${sync.sessionId}`}>
                      call {sync.number}
                    </Link>
                  </div>
                </td>
                <td className="wide">
                  <Badge look={lookOf(sync.callStatus)} />
                </td>
                <td>
                  <CrmBadge status={sync.crmActivityStatus} />
                  {sync.crmActivityStatus === 'FAILED' && (
                    <button
                      type="button"
                      className="button narrow stores-retry"
                      onClick={() => {
                        onRetry(sync)
                      }}
                    >
                      Retry<span className="hidden"> the sync of call {sync.number}</span>
                    </button>
                  )}
                </td>
                <td>
                  <Activity activity={sync.activity} />
                </td>
                <td className="compared" title={MEANING[compared]}>
                  <span aria-hidden="true">{compared === 'same' ? '=' : '≠'}</span>
                  <span className="hidden">{MEANING[compared]}</span>
                </td>
                <td>
                  <Activity activity={sync.external} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </TablePanel>
  )
}

function Activity({ activity }: { activity: CrmActivity | null }) {
  if (!activity) return <span className="muted">none</span>
  return (
    <>
      <div>{activity.disposition}</div>
      <div className="muted small">
        <ShortId id={activity.id} of="the activity" /> {activity.crmExternalId} ·{' '}
        <span title={activity.createdAt}>{moment(activity.createdAt)}</span>
      </div>
    </>
  )
}
