/** `count`: a whole number; `percent`: a number as it is written; `part`: a percentage that is kept as a part of 1. */
export type FigureForm = 'count' | 'percent' | 'part'

/**
 * Reads a number as people write it, with a comma or a point, and a sign of percent or not.
 * @returns null for what is no number
 */
export function readFigure(text: string, form: FigureForm): number | null {
  const plain = text.replace(/[\s\u00a0\u202f%]/g, '')
  if (form === 'count') {
    // Here a comma or a point only parts thousands, wherever it is written.
    const digits = plain.replace(/[.,'’](?=\d{3}(?!\d))/g, '')
    return /^\d+$/.test(digits) ? Number(digits) : null
  }
  const decimal = plain.replace(',', '.')
  if (!/^\d+(?:\.\d*)?$/.test(decimal)) return null
  const number = Number(decimal)
  // 33.3 / 100 is 0.33299999999999996.
  return form === 'part' ? Math.round(number * 1e4) / 1e6 : number
}
