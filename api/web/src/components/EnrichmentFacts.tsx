import type { Enrichment } from '../api/types'
import { Facts } from './Facts'

/** The data of the enrichment service about a lead. */
export function EnrichmentFacts({ data }: { data: Enrichment }) {
  return (
    <Facts
      facts={[
        ['Company size', data.company_size_verified],
        ['Revenue', data.company_revenue],
        ['Decision maker', `${String(data.decision_maker_score)} of 100`],
        ['Recent funding', data.recent_funding ?? 'none known'],
        ['Technologies', data.technologies_used.join(', ') || 'none known'],
        ['LinkedIn', data.linkedin_url],
      ]}
    />
  )
}
