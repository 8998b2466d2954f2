/**
 * Whoever shows countries of networks shows this link, wherever they stand: the licence of the data, CC BY 4.0, asks for it.
 * @see https://db-ip.com/db/download/ip-to-country-lite
 */
export const countryCredit = { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' } as const

/** The same in a description of the API, which is Markdown. */
export const countryCreditMarkdown = `[${countryCredit.text}](${countryCredit.url})`
