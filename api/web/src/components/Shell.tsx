import { Suspense, useState } from 'react'
import { Link, Outlet, useLocation } from 'react-router'

import { useHotkeys } from '../hooks/useHotkeys'
import { useDroppedFile, useOpenJournal } from '../hooks/useJournal'
import { Help } from './Help'
import { Loading } from './Notice'
import './Shell.css'

const PLACES = [
  { to: '/', word: 'Leads' },
  { to: '/sessions', word: 'Sessions' },
  { to: '/crm', word: 'CRM' },
  { to: '/simulate', word: 'Simulate' },
  { to: '/replay', word: 'Replay' },
]

/** The frame around every page. */
export function Shell() {
  const [helps, setHelps] = useState(false)
  const { pathname } = useLocation()
  const isOver = useDroppedFile(useOpenJournal())
  useHotkeys({
    '?': () => {
      setHelps(true)
    },
  })
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="bar">
        <Link to="/" className="brand" aria-label="redial, home">
          <img src="/favicon.svg" alt="" width="20" height="20" />
          <span>redial</span>
        </Link>
        <nav aria-label="Pages">
          {PLACES.map(({ to, word }) => (
            <Link key={to} to={to} aria-current={current(pathname, to)}>
              {word}
            </Link>
          ))}
        </nav>
        <button
          type="button"
          className="button quiet keys"
          onClick={() => {
            setHelps(true)
          }}
        >
          Keys <kbd>?</kbd>
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading what="the page" />}>
          <Outlet />
        </Suspense>
      </main>
      {isOver && (
        <p className="drop-here" role="status">
          Drop it to open it in Replay
        </p>
      )}
      {helps && (
        <Help
          onClose={() => {
            setHelps(false)
          }}
        />
      )}
    </>
  )
}

/** How a link in the bar relates to the page: it is the page, or the page is below it. */
function current(path: string, place: string): 'page' | 'true' | undefined {
  if (path === place) return 'page'
  return isWithin(path, place) ? 'true' : undefined
}

/** A page below another one belongs to that one's link in the bar. */
function isWithin(path: string, place: string): boolean {
  if (place === '/') return path === '/' || path === '/add-lead' || path.startsWith('/lead/')
  return path.startsWith(place) || (place === '/sessions' && path.startsWith('/dialer/'))
}
