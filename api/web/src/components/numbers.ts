/** Numbers as people read them. */

/** A whole number with its thousands apart. */
export const count = (n: number): string => n.toLocaleString('en-US')
