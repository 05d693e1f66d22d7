import { Link, useRouteError } from 'react-router'

import { Empty, Wrong } from '../components/Notice'
import { useTitle } from '../hooks/useTitle'

/** An unknown address. */
export function NotFound() {
  useTitle('No such page')
  return (
    <Empty isPage title="There is no such page">
      <Link to="/">Go to the leads</Link>
    </Empty>
  )
}

/** A failed page; the rest of the program goes on. */
export function Broken() {
  const error = useRouteError()
  useTitle('Failed')
  return (
    <main>
      <Wrong isPage error={error}>
        <a className="button" href="/">
          Begin again
        </a>
      </Wrong>
    </main>
  )
}
