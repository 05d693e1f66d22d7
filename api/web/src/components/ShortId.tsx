import { useSay } from './Toasts'
import './ShortId.css'

interface Props {
  id: string
  /** The name of the thing with the id. */
  of: string
  /** The kind of value, if it is no id. */
  what?: string
  /** The text to show instead of its beginning. */
  short?: string
}

/** The beginning of an id, or a text for it; a click copies all of it. */
export function ShortId({ id, of, what = 'the id', short = id.length > 13 ? id.slice(0, 8) : id }: Props) {
  const say = useSay()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id)
      say.done(`Copied ${what} of ${of}.`)
    } catch {
      say.wrong(`This browser does not let pages copy. Here is ${what} of ${of}:`, id)
    }
  }
  return (
    <button type="button" className="short-id mono" title={id} onClick={() => void copy()}>
      <span className="hidden">
        Copy {what} of {of},{' '}
      </span>
      {short}
    </button>
  )
}
