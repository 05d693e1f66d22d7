import { Link } from 'react-router'

import { moment } from '../api/time'
import type { Lead } from '../api/types'
import { useAsked } from '../hooks/useAsked'
import { AskButton } from './AskButton'
import { Badge } from './Badge'
import { EnrichmentFacts } from './EnrichmentFacts'
import { lookOf } from '../model/looks'

interface Props {
  lead: Lead
  isChosen: boolean
  /** Whether the lead's enrichment is shown below. */
  isOpened: boolean
  /** Selects the row alone, or all rows up to it. */
  onPick: (isRange: boolean) => void
  /** Shows or hides the enrichment. */
  onOpen: (opens: boolean) => void
  /** Requests the enrichment, and shows it. */
  onEnrich: () => Promise<unknown>
}

/** A lead as a row. On a phone its columns are below its name. */
export function LeadRow({ lead, isChosen, isOpened, onPick, onOpen, onEnrich }: Props) {
  return (
    <>
      <tr
        className={isChosen ? 'chosen' : ''}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a, button, input')) return
          onPick(event.shiftKey)
        }}
        onMouseDown={(event) => {
          if (event.shiftKey) event.preventDefault()
        }}
      >
        <td className="pick">
          <input
            type="checkbox"
            aria-label={`Select ${lead.name}`}
            checked={isChosen}
            onClick={(event) => {
              onPick(event.shiftKey)
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
          <div className="muted small narrow-only">
            {lead.industry} · {lead.headcount}
          </div>
          <div className="small nowrap narrow-only">{lead.phone_number}</div>
          <div className="narrow-only">
            <div className="row">
              <Known lead={lead} isOpened={isOpened} onOpen={onOpen} onEnrich={onEnrich} />
              {lead.crmExternalId && <CrmLink lead={lead} />}
            </div>
          </div>
        </td>
        <td className="wide">{lead.company}</td>
        <td className="wide">{lead.industry}</td>
        <td className="wide">{lead.headcount}</td>
        <td className="wide nowrap" title={lead.phone_e164 ?? 'This is not understood as a phone number'}>
          {lead.phone_number}
        </td>
        <td>
          {lead.lastCall ? (
            <Link
              className="plain"
              to={`/dialer/${lead.lastCall.sessionId}`}
              title={`${moment(lead.lastCall.startedAt)}: ${lead.lastCall.startedAt}`}
            >
              <Badge look={lookOf(lead.lastCall.callStatus)} />
            </Link>
          ) : (
            <span className="muted">–</span>
          )}
        </td>
        <td className="wide">{lead.crmExternalId ? <CrmLink lead={lead} /> : <span className="muted">–</span>}</td>
        <td className="wide">
          <Known lead={lead} isOpened={isOpened} onOpen={onOpen} onEnrich={onEnrich} />
        </td>
      </tr>
      {isOpened && lead.enrichment_data && (
        <tr className="opened">
          <td />
          <td colSpan={8}>
            <EnrichmentFacts data={lead.enrichment_data} />
          </td>
        </tr>
      )}
    </>
  )
}

/** Links to the CRM's data of a lead. */
function CrmLink({ lead }: { lead: Lead }) {
  return (
    <Link className="mono" to={`/lead/${lead.id}#crm`}>
      {lead.crmExternalId}
    </Link>
  )
}

/** Requests a lead's enrichment, or shows it. */
function Known({ lead, isOpened, onOpen, onEnrich }: Pick<Props, 'lead' | 'isOpened' | 'onOpen' | 'onEnrich'>) {
  const [isAsked, ask] = useAsked()
  if (!lead.enriched) {
    return (
      <AskButton
        className="button narrow"
        isAsked={isAsked}
        meanwhile="Enriching …"
        onClick={() => {
          ask(onEnrich)
        }}
      >
        Enrich<span className="hidden"> {lead.name}</span>
      </AskButton>
    )
  }
  return (
    <button
      type="button"
      className="button quiet narrow"
      aria-expanded={isOpened}
      onClick={() => {
        onOpen(!isOpened)
      }}
    >
      {isOpened ? 'Hide' : 'Show'}
      <span className="hidden"> the enrichment of {lead.name}</span>
    </button>
  )
}
