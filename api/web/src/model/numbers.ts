/** Numbers as people read them. */

/** Writes a whole number with its thousands apart. */
export const count = (n: number): string => n.toLocaleString('en-US')

/** Writes a number of things: `1 line`, `2 lines`. */
export const many = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? '' : 's'}`
