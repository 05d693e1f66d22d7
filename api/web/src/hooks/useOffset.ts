import { useSearchParams } from 'react-router'

/** Where in a long list the address says that one is. */
export function useOffset(): number {
  const [params] = useSearchParams()
  return Math.max(0, Number(params.get('offset') ?? 0) || 0)
}
