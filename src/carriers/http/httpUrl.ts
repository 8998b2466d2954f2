import { z } from 'zod'

/** An address of a carrier in its settings, without user, password, fragment and trailing slash. */
export const httpUrl = z
  .string()
  .max(500)
  .refine((value) => isHttpUrl(value), 'Expected an address such as https://sms.example.com/api, without user and password')
  .transform((value) => value.replace(/\/+$/, ''))

function isHttpUrl(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}
