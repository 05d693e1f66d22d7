import { useSearchParams } from 'react-router'

/** The offset in a long list, from the address. */
export function useOffset(): number {
  const [params] = useSearchParams()
  return Math.max(0, Number(params.get('offset') ?? 0) || 0)
}
