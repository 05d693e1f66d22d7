import { exactly } from '../api/time'
import type { Verdict } from '../api/types'
import { Facts } from './Facts'
import { ShortId } from './ShortId'
import { count } from '../model/numbers'
import './VerdictView.css'

/** Shows whether a journal holds, and if not, up to where. */
export function VerdictView({ verdict, name }: { verdict: Verdict; name: string }) {
  const { word, sentence } = say(verdict)
  return (
    <section className={`panel filled verdict-view is-${verdict.verdict}`} aria-label="Verdict" role="status">
      <p className="verdict-word">{word}</p>
      <p>
        {name}: {sentence}
      </p>
      <Facts
        facts={[
          ['Records', count(verdict.records)],
          ['Transitions', count(verdict.transitions ?? 0)],
          ['Calls', count(verdict.calls ?? 0)],
          ['Up to', exactly(verdict.at_ms ?? 0)],
          [
            'Fingerprint',
            verdict.fingerprint ? (
              <ShortId id={verdict.fingerprint} of="the state at the end" what="the fingerprint" />
            ) : (
              '–'
            ),
          ],
          ['Journal', verdict.journal ? <ShortId id={verdict.journal} of="the journal" /> : '–'],
        ]}
      />
      {verdict.divergence && (
        <pre tabIndex={0} aria-label="What differs">
          {[
            `field     ${verdict.divergence.field}`,
            `input     ${JSON.stringify(verdict.divergence.input)}`,
            `recorded  ${JSON.stringify(verdict.divergence.recorded)}`,
            `computed  ${JSON.stringify(verdict.divergence.computed)}`,
          ].join('\n')}
        </pre>
      )}
      {verdict.torn && (
        <p className="muted">
          Its last {count(verdict.torn.bytes)} bytes, from byte {count(verdict.torn.offset)} on, are no whole record and
          were not read.
        </p>
      )}
      {(verdict.rules_changed?.records ?? 0) > 0 && (
        <p className="muted">
          {count(verdict.rules_changed?.records ?? 0)} records would come out otherwise by the rules of today.
        </p>
      )}
    </section>
  )
}

function say(verdict: Verdict): { word: string; sentence: string } {
  switch (verdict.verdict) {
    case 'same':
      return verdict.extract
        ? {
            word: 'Folds',
            sentence: 'one session’s log folds by itself; its place in the journal cannot be checked.',
          }
        : { word: 'Same', sentence: 'executed again, every record comes out as it was written.' }
    case 'divergence':
      return {
        word: `Diverged at #${String(verdict.divergence?.seq ?? 0)}`,
        sentence: 'the engine derives other transitions from an input than were recorded.',
      }
    case 'damaged':
      return {
        word: `Damaged at byte ${count(verdict.damage?.offset ?? 0)}`,
        sentence: `${verdict.damage?.detail ?? 'it cannot be read'}. The part before that holds.`,
      }
  }
}
