/** Millionths of a currency as the API writes amounts. */
export const moneyOf = (micros: number, currency: string) => ({ amount: (Math.round(micros) / 1e6).toFixed(6), currency })
