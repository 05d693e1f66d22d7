import { useEffect, useId, useState, type Ref } from 'react'

import { useFilterOptions } from '../hooks/useFilterOptions'
import { sentence } from '../model/sentence'
import './FilterBar.css'

export interface Filters {
  industry: string
  headcount: string
  search: string
  sort: string
}

interface Props {
  filters: Filters
  search: Ref<HTMLInputElement>
  onChange: (filters: Partial<Filters>) => void
}

/** How long a search waits for the next letter, in ms. */
const TYPING = 150

/** Industry, headcount and a search over all fields of a lead. */
export function FilterBar({ filters, search, onChange }: Props) {
  const options = useFilterOptions()
  const [text, setText] = useState(filters.search)
  const [told, setTold] = useState(filters.search)
  // The address changed: the back button, or "show all".
  if (told !== filters.search) {
    setTold(filters.search)
    setText(filters.search)
  }
  useEffect(() => {
    if (text === filters.search) return
    const timer = setTimeout(() => {
      setTold(text)
      onChange({ search: text })
    }, TYPING)
    return () => {
      clearTimeout(timer)
    }
  })
  const field = useId()
  return (
    <div className="filters row" role="search">
      <div className="field grow">
        <label className="hidden" htmlFor={field}>
          Search
        </label>
        <input
          ref={search}
          id={field}
          type="search"
          placeholder="Search name, company, title, phone number"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <Choice
        word="Industry"
        value={filters.industry}
        options={options.data?.industries ?? []}
        onChange={(industry) => {
          onChange({ industry })
        }}
      />
      <Choice
        word="Headcount"
        value={filters.headcount}
        options={options.data?.headcounts ?? []}
        onChange={(headcount) => {
          onChange({ headcount })
        }}
      />
      {options.isError && !options.data && (
        <p className="row filters-wrong" role="alert">
          What to filter by could not be read. {sentence(options.error)}
          <button type="button" className="button narrow" onClick={() => void options.refetch()}>
            Try again
          </button>
        </p>
      )}
    </div>
  )
}

interface ChoiceProps {
  word: string
  value: string
  options: string[]
  onChange: (value: string) => void
}

function Choice({ word, value, options, onChange }: ChoiceProps) {
  const field = useId()
  // The address's value is shown even if the server does not know it.
  const known = value === '' || options.includes(value) ? options : [...options, value]
  return (
    <div className="field">
      <label className="hidden" htmlFor={field}>
        {word}
      </label>
      <select
        id={field}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      >
        <option value="">{word}: all</option>
        {known.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </div>
  )
}
