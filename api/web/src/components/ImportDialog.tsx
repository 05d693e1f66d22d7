import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api } from '../api/client'
import type { ImportReport } from '../api/types'
import { useLate } from '../hooks/useLate'
import { Dialog } from './Dialog'
import { sentence } from '../model/sentence'
import { count } from '../model/numbers'
import './ImportDialog.css'

/** Imports a list, and shows the reason for each rejected row. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [keeps, setKeeps] = useState(false)
  const [file, setFile] = useState<File>()
  const load = useMutation({
    mutationFn: (list: File) => api.importLeads(list, keeps),
    // An interrupted import may have added some rows.
    onSettled: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  })
  const isLate = useLate(load.isPending)
  return (
    <Dialog title="Import leads" onClose={onClose}>
      {load.data ? (
        <Report report={load.data} />
      ) : (
        <div className="stack">
          <p className="muted">
            A CSV file, up to 8 MiB, whose first line names its columns in any order: name, job_title, phone_number,
            company, email, headcount, industry.
          </p>
          <div className="field">
            <label htmlFor="import-file">File</label>
            <input
              id="import-file"
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => {
                setFile(event.target.files?.[0])
                load.reset()
              }}
            />
          </div>
          <label className="row check">
            <input
              type="checkbox"
              checked={keeps}
              onChange={(event) => {
                setKeeps(event.target.checked)
              }}
            />
            Also take rows whose phone number or e-mail is there already
          </label>
          {load.isError && (
            <p className="import-wrong" role="alert">
              {sentence(load.error)}
            </p>
          )}
        </div>
      )}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {load.data ? 'Done' : 'Cancel'}
        </button>
        {!load.data && (
          <button
            type="button"
            className="button primary"
            disabled={!file || load.isPending}
            onClick={() => {
              if (file) load.mutate(file)
            }}
          >
            {isLate ? 'Importing …' : 'Import'}
          </button>
        )}
      </div>
    </Dialog>
  )
}

function Report({ report }: { report: ImportReport }) {
  return (
    <div className="stack" role="status">
      <p>
        <strong>{count(report.taken)}</strong> of {count(report.rows)} rows taken in
        {report.skipped > 0 && (
          <>
            , {count(report.skipped)} {report.skipped === 1 ? 'was' : 'were'} there already
          </>
        )}
        {report.bad > 0 && (
          <>
            , {count(report.bad)} {report.bad === 1 ? 'is no lead' : 'are no leads'}
          </>
        )}
        .
      </p>
      {report.leftOut.length > 0 && (
        <div className="left-out panel" tabIndex={0} role="region" aria-label="Rows that were left out">
          <table>
            <thead>
              <tr>
                <th className="number">Line</th>
                <th>Why it was left out</th>
              </tr>
            </thead>
            <tbody>
              {report.leftOut.map(({ line, reason }) => (
                <tr key={line}>
                  <td className="number">{line}</td>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
