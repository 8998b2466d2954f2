import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAtLinks } from './textLinks.ts'

const domains = [
  { scheme: 'http', host: 'localhost:4101' },
  { scheme: 'https', host: 's.acme.example' },
] as const

const linksOf = (text: string) =>
  cutAtLinks(text, domains).flatMap((piece) => (piece.kind === 'link' ? [[piece.text, piece.href, piece.ownIndex]] : []))

test.each([
  ['Hi http://localhost:4101/Xk3aB9zQ bye', [['http://localhost:4101/Xk3aB9zQ', 'http://localhost:4101/Xk3aB9zQ', 0]]],
  ['go localhost:4101/Xk3aB9zQ.', [['localhost:4101/Xk3aB9zQ', 'http://localhost:4101/Xk3aB9zQ', 0]]],
  [
    's.acme.example/Xk3aB9zQ, acme.example/a and s.acme.example/00000001',
    [
      ['s.acme.example/Xk3aB9zQ', 'https://s.acme.example/Xk3aB9zQ', 0],
      ['acme.example/a', 'https://acme.example/a', undefined],
      ['s.acme.example/00000001', 'https://s.acme.example/00000001', 1],
    ],
  ],
  ['no.s.acme.example/Xk3aB9zQ', [['no.s.acme.example/Xk3aB9zQ', 'https://no.s.acme.example/Xk3aB9zQ', undefined]]],
  ['javascript:alert(1)', []],
])('links of %j', (text, expected) => {
  expect(linksOf(text)).toEqual(expected)
})

test('the pieces put together are the text, and every address is http or https', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('localhost:4101/Xk3aB9zQ', 'https://a.example/x?y=1', ' ', 'javascript:', '<b>'))
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      const text = parts.join('')
      const pieces = cutAtLinks(text, domains)
      return (
        pieces.map((item) => item.text).join('') === text && pieces.every((item) => item.kind === 'text' || /^https?:\/\//i.test(item.href))
      )
    }),
  )
})
