/** Every page and its address. None of them equals a route of the API. */

import { lazy } from 'react'
import { createBrowserRouter } from 'react-router'

import { Shell } from './components/Shell'
import { Leads } from './pages/Leads'
import { Broken, NotFound } from './pages/NotFound'

const AddLead = lazy(() => import('./pages/AddLead'))
const LeadPage = lazy(() => import('./pages/Lead'))
const Dialer = lazy(() => import('./pages/Dialer'))
const Sessions = lazy(() => import('./pages/Sessions'))
const Replay = lazy(() => import('./pages/Replay'))
const OpenReplay = lazy(() => import('./pages/OpenReplay'))
const Crm = lazy(() => import('./pages/Crm'))
const Simulate = lazy(() => import('./pages/Simulate'))

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Broken />,
    children: [
      { path: '/', element: <Leads /> },
      { path: '/add-lead', element: <AddLead /> },
      { path: '/lead/:id', element: <LeadPage /> },
      { path: '/dialer/:id', element: <Dialer /> },
      { path: '/sessions', element: <Sessions /> },
      { path: '/sessions/:id/replay', element: <Replay /> },
      { path: '/replay', element: <OpenReplay /> },
      { path: '/crm', element: <Crm /> },
      { path: '/simulate', element: <Simulate /> },
      { path: '*', element: <NotFound /> },
    ],
  },
])
