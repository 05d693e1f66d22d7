import { useState } from 'react'

import './ShortId.css'

interface Props {
  id: string
  /** What it is the id of. */
  of: string
  /** What it is, where it is no id. */
  what?: string
  /** What stands for it, instead of its beginning. */
  short?: string
}

/** The beginning of an id, or what stands for it; a click copies all of it. */
export function ShortId({ id, of, what = 'the id', short = id.length > 13 ? id.slice(0, 8) : id }: Props) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id)
      setCopied(true)
      setTimeout(() => {
        setCopied(false)
      }, 1_200)
    } catch {
      // Without a clipboard the title still shows the whole id.
    }
  }
  return (
    <button type="button" className="short-id mono" title={id} onClick={() => void copy()}>
      <span className="hidden">
        Copy {what} of {of}{' '}
      </span>
      {copied ? 'copied' : short}
    </button>
  )
}
