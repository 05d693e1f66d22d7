import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'

import { api } from '../api/client'
import type { NewLead } from '../api/types'
import { sentence } from '../model/sentence'
import { useSay } from '../components/Toasts'
import { faultsOf, firstAtFault, judge, type Faults } from '../model/leadForm'
import { useFilterOptions } from '../hooks/useFilterOptions'
import { useTitle } from '../hooks/useTitle'
import './AddLead.css'

const EMPTY: NewLead = {
  name: '',
  job_title: '',
  phone_number: '',
  company: '',
  email: '',
  headcount: '',
  industry: '',
}

const FIELDS: { name: keyof NewLead; word: string; type: string }[] = [
  { name: 'name', word: 'Name', type: 'text' },
  { name: 'job_title', word: 'Job title', type: 'text' },
  { name: 'company', word: 'Company', type: 'text' },
  { name: 'phone_number', word: 'Phone number', type: 'tel' },
  { name: 'email', word: 'E-mail', type: 'text' },
]

/** The form for one lead; each fault is shown beside its field, no matter if the page or the server found it. */
export default function AddLead() {
  useTitle('Add lead')
  const queries = useQueryClient()
  const say = useSay()
  const [lead, setLead] = useState(EMPTY)
  const [faults, setFaults] = useState<Faults>({})
  const options = useFilterOptions()
  const show = (found: Faults) => {
    setFaults(found)
    const first = firstAtFault(found)
    if (first) document.getElementById(`lead-${first}`)?.focus()
  }
  const add = useMutation({
    mutationFn: api.addLead,
    onSuccess: async (answer) => {
      say.done(`${answer.lead.name} is in the list.`)
      setLead(EMPTY)
      document.querySelector<HTMLInputElement>('#lead-name')?.focus()
      await queries.invalidateQueries({ queryKey: ['leads'] })
    },
    onError: (error) => {
      show(faultsOf(error.message))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = judge(lead)
    show(found)
    if (!firstAtFault(found)) add.mutate(lead)
  }
  const set = (name: keyof NewLead, value: string) => {
    setLead((was) => ({ ...was, [name]: value }))
    setFaults((was) => ({ ...was, [name]: undefined, form: undefined }))
  }
  const attributes = (name: keyof NewLead) => ({
    id: `lead-${name}`,
    name,
    value: lead[name],
    'aria-invalid': faults[name] !== undefined,
    'aria-describedby': faults[name] ? `lead-${name}-wrong` : undefined,
  })
  const fault = (name: keyof NewLead) =>
    faults[name] && (
      <p className="wrong" id={`lead-${name}-wrong`}>
        {faults[name]}
      </p>
    )
  const choice = (name: 'industry' | 'headcount', word: string, values: string[]) => (
    <div className="field">
      <label htmlFor={`lead-${name}`}>{word}</label>
      <select
        {...attributes(name)}
        onChange={(event) => {
          set(name, event.target.value)
        }}
      >
        <option value="">Choose …</option>
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
      {fault(name)}
    </div>
  )
  return (
    <>
      <h1>Add lead</h1>
      <form className="panel filled add-lead" onSubmit={submit} noValidate>
        {FIELDS.map(({ name, word, type }) => (
          <div className="field" key={name}>
            <label htmlFor={`lead-${name}`}>{word}</label>
            <input
              {...attributes(name)}
              type={type}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => {
                set(name, event.target.value)
              }}
            />
            {fault(name)}
          </div>
        ))}
        {choice('industry', 'Industry', options.data?.industries ?? [])}
        {choice('headcount', 'Headcount', options.data?.headcounts ?? [])}
        {options.isError && !options.data && (
          <p className="form-wrong" role="alert">
            The industries and headcounts to choose from could not be read. {sentence(options.error)}{' '}
            <button type="button" className="button narrow" onClick={() => void options.refetch()}>
              Try again
            </button>
          </p>
        )}
        {faults.form && (
          <p className="form-wrong" role="alert">
            {faults.form}
          </p>
        )}
        <div className="row form-foot">
          <button className="button primary" disabled={add.isPending}>
            Add lead
          </button>
          <Link className="button" to="/">
            Back to the leads
          </Link>
        </div>
      </form>
    </>
  )
}
