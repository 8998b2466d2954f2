import { z } from 'zod'

/** How the code of a page was put there. */
export const snippetForms = ['script', 'inline', 'tag_manager'] as const

export const pageCheckRequest = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .describe('Of a page of yours, such as where people land'),
})
export const pageCheckOutcomes = [
  ...(['read', 'refused_by_page', 'no_html', 'compressed', 'too_many_redirects'] as const),
  ...(['url_invalid', 'private_address', 'name_not_found', 'refused', 'unreachable', 'connection_timeout'] as const),
  ...(['deadline_passed', 'connection_lost', 'tls_failed', 'answer_invalid'] as const),
] as const

export const pageCheck = z.strictObject({
  url: z.string().describe('Of the page in the end, redirects followed'),
  origin: z.string(),
  origin_allowed: z.boolean().describe('Whether browsers on this page may report conversions'),
  outcome: z.enum(pageCheckOutcomes).describe('read: the rest says what was found; else why nothing could be looked at'),
  status: z.int().nullable(),
  is_cut: z.boolean().describe('Only the first MiB was read'),
  snippet: z.enum(snippetForms).nullable().describe('null: the code does not stand in what the server sends'),
  account: z.enum(['yours', 'other']).nullable(),
  parameter: z.enum(['as_set', 'differs']).nullable().describe('Whether it reads the parameter that your links carry'),
  converts: z.boolean().describe('Whether a call that reports a conversion stands on it'),
  has_tag_manager: z.boolean().describe('A tag manager may add the code in the browser, which cannot be seen from here'),
})
export type PageCheck = z.infer<typeof pageCheck>
