const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** `Germany` for DE; the code itself where there is no name. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code)
