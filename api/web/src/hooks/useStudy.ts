import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { api } from '../api/client'
import { isUnderWay, readStudy, progressed, type Study } from '../api/studies'
import type { StudyProgress } from '../api/types'

/** How often a study is polled while push is broken, in ms. */
const ASKED_EVERY = 1_000

/** Follows a study by push, or by polling while push is broken, until it ends. */
export function useStudy(id: string): UseQueryResult<Study> {
  const client = useQueryClient()
  const [isPushed, setPushed] = useState(true)
  const study = useQuery({
    queryKey: ['study', id],
    queryFn: ({ signal }) => readStudy(id, signal),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.status) && !isPushed ? ASKED_EVERY : false),
  })
  const isOpen = isUnderWay(study.data?.status)
  useEffect(() => {
    if (!isOpen) return
    const key = ['study', id]
    return api.followStudy(id, {
      told(progress: StudyProgress) {
        setPushed(true)
        const known = client.getQueryData<Study>(key)
        if (!known) return
        client.setQueryData<Study>(key, progressed(known, progress))
        const isNews = progress.summaryRuns !== (known.summary?.runs ?? 0)
        if (isNews || !isUnderWay(progress.status)) void client.invalidateQueries({ queryKey: key })
      },
      lost() {
        setPushed(false)
      },
    })
  }, [client, id, isOpen])
  return study
}
