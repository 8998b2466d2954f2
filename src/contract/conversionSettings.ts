import { z } from 'zod'

/** Names that browsers and lists of trackers strip from addresses, or that others fill in. */
const STRIPPED =
  /^(?:click_?id|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|twclid|ttclid|yclid|igshid|li_fat_id|mc_eid|_openstat|utm_.*)$/i
const MAX_NAMES = 50
const MAX_ORIGINS = 50

const days = z.int().min(1).max(400)
const parameter = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,31}$/, 'expected a letter, then up to 31 letters, digits, _ . or -')
  .refine((name) => !STRIPPED.test(name), 'browsers strip a parameter of this name, or others write it: choose a neutral one such as tl')
const origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'expected an origin such as https://shop.example')

const settings = {
  parameter: parameter.nullable().describe('Name of the parameter that takes the click id to the landing page; null: none is added'),
  cookie_days: days.nullable().describe('How long a cookie with the click id lives that the redirect sets; null: it sets none'),
  cookie_domain: z
    .string()
    .max(253)
    .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'expected a domain such as shop.example')
    .nullable()
    .describe('Your own domain, where the short domain is a subdomain of it; else the cookie belongs to the short domain'),
  model: z.enum(['last', 'first']).describe('Which of several clicks inside the window counts'),
  window_days: days.describe('A conversion follows from a click at most so many days before it'),
  windows: z
    .record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected names of conversions'), days)
    .refine((names) => Object.keys(names).length <= MAX_NAMES, `at most ${MAX_NAMES} names`)
    .describe('Other windows for single names, in days'),
  repeat_minutes: z
    .int()
    .min(0)
    .max(1_440)
    .describe(
      'A report of a browser without an order id, with the same click id, name and value as one so long before, is a reload or a double tap: it counts once. 0: each counts',
    ),
  snippet_days: days.describe('How long a page keeps the click id, by the code for your pages; Safari keeps it for 7 days at most'),
  origins: z.array(origin).max(MAX_ORIGINS).describe('Pages whose browsers may report conversions, such as https://shop.example'),
}

export const conversionSettings = z.strictObject({
  ...settings,
  public_name: z.string().describe('What snippet and pixel call the account'),
})
export const changeConversionSettings = z.strictObject(settings).partial()

export const snippetQuery = z.strictObject({
  consent: z.enum(['none', 'wait']).default('none').describe('wait: nothing is kept before tapline("consent", true)'),
  strip: z.enum(['true', 'false']).default('false').describe('Whether the click id is taken out of the address bar'),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .optional()
    .describe('How long the page keeps the click id; snippet_days of the settings unless told'),
  domain: z
    .string()
    .max(253)
    .regex(/^[a-z0-9.-]+$/)
    .optional()
    .describe('Of the cookie, to share it between subdomains'),
})
export type SnippetQuery = z.output<typeof snippetQuery>
export const snippet = z.strictObject({
  script: z.string().describe('Loads the script from the link host, with its integrity hash'),
  tag_manager: z.string().describe('Plain script for a tag manager, which makes that tag itself'),
  inline: z.string().describe('The same without a request'),
  convert: z.string().describe('An example of a conversion'),
  pixel: z.string().describe('Without script; needs the cookie of the short domain'),
  integrity: z.string(),
  url: z.string(),
})
