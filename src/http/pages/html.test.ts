import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html, raw } from './html.ts'

test('a value is escaped in text and in attributes', () => {
  const name = `<b title="x">Ana & 'Bo'</b>`
  expect(html`<p title="${name}">${name}</p>`.markup).toBe(
    '<p title="&lt;b title=&quot;x&quot;&gt;Ana &amp; &#39;Bo&#39;&lt;/b&gt;">&lt;b title=&quot;x&quot;&gt;Ana &amp; &#39;Bo&#39;&lt;/b&gt;</p>',
  )
})

test('no text can open a tag or leave its attribute', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`${text}`
      return !/[<>"']/.test(markup)
    }),
  )
})

test('markup inside markup stays markup, lists are joined, and nothing is written for what is missing', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`)
  expect(html`${items}|${undefined}${null}${false}|${raw('<hr>')}|${0}|${7n}`.markup).toBe('<li>a</li><li>&lt;</li>||<hr>|0|7')
})
