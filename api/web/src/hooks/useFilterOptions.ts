import { useQuery, type UseQueryResult } from '@tanstack/react-query'

import { api } from '../api/client'
import type { FilterOptions } from '../api/types'

/** The industries and headcounts that the server knows. */
export function useFilterOptions(): UseQueryResult<FilterOptions> {
  return useQuery({
    queryKey: ['filter-options'],
    queryFn: ({ signal }) => api.filterOptions(signal),
    staleTime: Infinity,
  })
}
