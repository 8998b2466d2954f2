import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asTemplate } from './mergeFields.ts'
import { parseTemplate, renderText } from './template.ts'

test('a text that is written as a template has no fields and comes out as it was, whatever braces it has', () => {
  const pieces = fc.constantFrom('{', '}', '{{', '}}', '|', 'a', 'name', '_', ' ', 'https://shop.example/', '{name}', '{{x}}', '{a|b}')
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
      (text) => {
        const template = parseTemplate(asTemplate(text))
        expect(template.fields).toEqual([])
        expect(renderText(template, { values: {}, linkText: () => undefined })).toBe(text)
      },
    ),
    { numRuns: 2_000 },
  )
})
