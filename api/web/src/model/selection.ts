/** Which rows are selected, and how clicks and keys change that. */

export interface Selection {
  ids: ReadonlySet<string>
  /** The start of a range: the row touched last. */
  anchor: string | undefined
}

export const NONE: Selection = { ids: new Set(), anchor: undefined }

/** Selects or releases one row. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/** Selects every row from the anchor to `id`, in `order`; without an anchor, the row alone. */
export function extend(selection: Selection, id: string, order: readonly string[]): Selection {
  const [from, to] = [order.indexOf(selection.anchor ?? id), order.indexOf(id)]
  if (from < 0 || to < 0) return toggle(selection, id)
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...selection.ids, ...range]), anchor: id }
}

/** Selects all of these rows, or releases them if all are selected already. */
export function toggleAll({ ids, anchor }: Selection, rows: readonly string[]): Selection {
  const next = new Set(ids)
  const has = rows.length > 0 && rows.every((row) => next.has(row))
  for (const row of rows) {
    if (has) next.delete(row)
    else next.add(row)
  }
  return { ids: next, anchor }
}
