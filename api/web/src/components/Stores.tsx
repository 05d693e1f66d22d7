import type { ReactNode } from 'react'
import { Link } from 'react-router'

import { moment } from '../api/time'
import type { CrmActivity, Lead, MockActivity, MockContact, Sync } from '../api/types'
import { Badge } from './Badge'
import { ShortId } from './ShortId'
import { SyncCell } from './SyncCell'
import { TablePanel } from './TablePanel'
import { lookOf } from '../model/looks'
import { compareContact, compareSync, meaning, type Compared } from '../model/stores'
import './Stores.css'

/** Activities in both stores, linked by `sourceActivityId`. */
export function ActivityTable({ syncs, onRetry }: { syncs: Sync[]; onRetry: (sync: Sync) => Promise<unknown> }) {
  return (
    <SideBySide label="Activities in both stores" columns={['Call', 'Outcome', 'Sync']}>
      {syncs.map((sync) => {
        const compared = compareSync(sync)
        return (
          <tr key={sync.callId} className={`stores-${compared.kind}`}>
            <td>
              <Link to={`/lead/${sync.leadId}`}>{sync.leadName}</Link>
              <div className="small">
                <Link className="muted" to={`/dialer/${sync.sessionId}`}>
                  call {sync.number}
                </Link>{' '}
                <ShortId id={sync.callId} of={`call ${sync.number}`} />
              </div>
            </td>
            <td>
              <Badge look={lookOf(sync.callStatus)} />
            </td>
            <td>
              <SyncCell status={sync.crmActivityStatus} of={`call ${sync.number}`} onRetry={() => onRetry(sync)} />
            </td>
            <td data-store="This program">
              <Activity activity={sync.activity} compared={compared} />
            </td>
            <Comparison compared={compared} />
            <td data-store="The CRM">
              <Activity activity={sync.external} compared={compared} source={sync.external?.sourceActivityId} />
            </td>
          </tr>
        )
      })}
    </SideBySide>
  )
}

interface ActivityProps {
  activity: CrmActivity | MockActivity | null
  compared: Compared
  /** This program's activity, as the CRM names it. */
  source?: string | undefined
}

function Activity({ activity, compared: { fields }, source }: ActivityProps) {
  if (!activity) return <span className="muted">none</span>
  return (
    <>
      <div>
        <Field of="disposition" in={fields}>
          {activity.disposition}
        </Field>
      </div>
      <div className="small">
        <Field of="notes" in={fields}>
          {activity.notes}
        </Field>
      </div>
      <div className="muted small">
        <ShortId id={activity.id} of="the activity" />{' '}
        <Field of="contact" in={fields}>
          {activity.crmExternalId}
        </Field>{' '}
        · <span title={activity.createdAt}>{moment(activity.createdAt)}</span>
      </div>
      {source && (
        <div className="muted small">
          <Field of="link" in={fields}>
            made of <ShortId id={source} of="the source activity" />
          </Field>
        </div>
      )}
    </>
  )
}

/** A lead and its contact in the CRM. */
export interface Pair {
  contact: MockContact
  lead: Lead | undefined
}

/** Contacts of the CRM beside their leads, linked by the contact's id. */
export function ContactTable({ pairs }: { pairs: Pair[] }) {
  return (
    <SideBySide label="Contacts in both stores" columns={['Contact']}>
      {pairs.map(({ contact, lead }) => {
        const compared = compareContact(lead, contact)
        return (
          <tr key={contact.id} className={`stores-${compared.kind}`}>
            <td>
              <Link to={`/lead/${contact.leadId}`}>{lead?.name ?? contact.name}</Link>
              <div className="small">
                <ShortId id={contact.leadId} of={contact.name} />
              </div>
            </td>
            <td data-store="This program">
              {lead ? (
                <Contact
                  compared={compared}
                  contact={{ ...lead, phone: lead.phone_number, id: lead.crmExternalId ?? 'no contact yet' }}
                />
              ) : (
                <span className="muted">none</span>
              )}
            </td>
            <Comparison compared={compared} />
            <td data-store="The CRM">
              <Contact compared={compared} contact={contact} since={contact.createdAt} />
            </td>
          </tr>
        )
      })}
    </SideBySide>
  )
}

interface ContactProps {
  contact: Pick<MockContact, 'id' | 'name' | 'email' | 'phone' | 'company'>
  compared: Compared
  since?: string
}

function Contact({ contact, compared: { fields }, since }: ContactProps) {
  return (
    <>
      <div>
        <Field of="name" in={fields}>
          {contact.name}
        </Field>
        ,{' '}
        <Field of="company" in={fields}>
          {contact.company}
        </Field>
      </div>
      <div className="small">
        <Field of="e-mail" in={fields}>
          {contact.email}
        </Field>{' '}
        ·{' '}
        <Field of="phone number" in={fields}>
          {contact.phone}
        </Field>
      </div>
      <div className="muted small">
        <Field of="link" in={fields}>
          {contact.id}
        </Field>
        {since && (
          <>
            {' · '}
            <span title={since}>{moment(since)}</span>
          </>
        )}
      </div>
    </>
  )
}

/** A table whose last columns are the two stores; on a phone they are below each other. */
function SideBySide({ label, columns, children }: { label: string; columns: string[]; children: ReactNode }) {
  return (
    <TablePanel label={label}>
      <table className="stores stacks">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
            <th>This program</th>
            <th>Compared</th>
            <th>The CRM</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TablePanel>
  )
}

function Comparison({ compared }: { compared: Compared }) {
  const sign = { same: '=', pending: '…', neither: '∅', 'only-here': '≠', 'only-there': '≠', differs: '≠' }
  return (
    <td className="compared">
      <span aria-hidden="true">{sign[compared.kind]}</span>{' '}
      <span className={compared.kind === 'same' ? 'hidden' : 'small'}>{meaning(compared)}</span>
    </td>
  )
}

/** A value, marked if the other store's differs. */
function Field({ of, in: fields, children }: { of: string; in: string[]; children: ReactNode }) {
  return fields.includes(of) ? <mark title={`${of}: the other store says something else`}>{children}</mark> : children
}
