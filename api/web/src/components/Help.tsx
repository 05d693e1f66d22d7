import { Dialog } from './Dialog'
import './Help.css'

const KEYS: { where: string; keys: [string, string][] }[] = [
  { where: 'Anywhere', keys: [['?', 'Show these keys']] },
  {
    where: 'Tables',
    keys: [
      ['↑ ↓', 'Move through the rows'],
      ['Space', 'Open the row'],
    ],
  },
  {
    where: 'Leads',
    keys: [
      ['/', 'Search'],
      ['↑ ↓', 'Move through the rows'],
      ['Space', 'Select the row; with Shift, all up to it'],
      ['Enter', 'Dial the selection'],
    ],
  },
  {
    where: 'Dialer',
    keys: [
      ['S', 'Stop the session'],
      ['R', 'Replay it'],
    ],
  },
  {
    where: 'Replay',
    keys: [
      ['Space', 'Play or pause'],
      [', . ← →', 'Previous or next record'],
      ['Shift+← Shift+→', 'One second back or forward'],
      ['Home End', 'Beginning or end'],
    ],
  },
  {
    where: 'Replay, on the scrubber',
    keys: [
      ['↑ ↓', 'One record forward or back'],
      ['PageUp PageDown', 'Ten records forward or back'],
    ],
  },
]

/** All keys, in a dialog. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="help">
        {KEYS.map(({ where, keys }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
