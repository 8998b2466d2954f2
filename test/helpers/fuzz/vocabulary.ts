const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

/**
 * Values that mean something to us, by the name of their field, so that many requests get past the first check. A field that is missing here
 * is fuzzed all the same, only less deeply; a value that a field's schema refuses is left out by the generator.
 */
export const vocabulary: Readonly<Record<string, readonly unknown[]>> = {
  to: [
    '+4915112345678',
    ['+4915112345678', { phone: '+4915112345679', values: { name: 'Ana', url: 'https://shop.example/p' }, reference: 'r-1' }],
    ['+4915112345681', '0151 12345682', 'nobody', '+49301234567', '+4915112345681'],
  ],
  phone: ['+4915112345678', '+447400123456', '0049 151 12345678'],
  from: ['Acme', '12345'],
  text: [
    'Hi {name|there}: https://shop.example/spring?a=1 and https://shop.example/b',
    'Hallo {name|du} – schau: shop.example/{name|x} 🎁',
    'Your parcel {url|https://shop.example/parcel}',
    'Only words',
    '{{braces}} [all] ~ €',
  ],
  values: [{ name: 'Ana' }, { name: '\u{1f381}', url: 'https://shop.example/p?q=1' }, { name: 4711 }],
  links: [[{ position: 0, tracked: false }], [{ position: 1, tracked: true }]],
  short_domain: ['s.test'],
  send_at: [tomorrow, tomorrow.slice(0, 16), '2031-01-31T09:00:00Z'],
  time_zone: ['Europe/Berlin', 'UTC', 'Asia/Kathmandu'],
  destination: ['https://shop.example/elsewhere', 'http://localhost/private'],
  url: ['https://l.example', 'https://s.test'],
  fallback_url: ['https://shop.example/', null],
  default_country: ['DE', null],
  currency: ['EUR', null],
  tracking: ['full', 'full', 'aggregate', 'off'],
  label: ['spring'],
  mapping: ['{"1":"phone"}'],
  name: ['Customers', 'VIP'],
  groups: [['Customers']],
  fields: [{ first_name: 'Ana', points: 12 }],
  contacts: [[{ phone: '+4915112345678', fields: { first_name: 'Ana' } }, { phone: 'nobody' }]],
  reference: ['order-1'],
  include: [
    [{ kind: 'all' }],
    [
      { kind: 'campaign', campaign_id: '1', outcome: 'not_clicked' },
      { kind: 'link', link_id: '1', outcome: 'clicked' },
    ],
  ],
  exclude: [
    [],
    [
      {
        kind: 'not',
        rule: {
          kind: 'any_of',
          rules: [
            { kind: 'undelivered', times: 2, days: 90 },
            { kind: 'country', country: 'DE' },
          ],
        },
      },
    ],
  ],
  rule: [
    {
      kind: 'all_of',
      rules: [
        { kind: 'clicked_any', days: 30 },
        { kind: 'field', name: 'points', operator: 'greater', value: 7 },
      ],
    },
  ],
  phones: [['+4915112345678', '12'], ['+4915112345679']],
  help_reply: ['Ask Acme. {opt_out_link}', null],
  click_id: ['5QzZxK0fVd3mTq8LhN2aBc', ['5QzZxK0fVd3mTq8LhN2aBc', 'x']],
  value: [49.9, '49.90', '0'],
  amount: ['9.90', 1],
  order_id: ['A-17'],
  conversions: [[{ name: 'order', phone: '+4915112345678', value: 1, currency: 'EUR', order_id: 'A-17' }, { name: 'sign_up' }]],
  parameter: ['tl', null],
  cookie_domain: ['shop.example', null],
  windows: [{ order: 30 }],
  origins: [['https://shop.example']],
  types: [['hit.click'], [], 'hit.click,message.delivered'],
  wait: [0],
  headers: [{ 'X-Shop': '12' }],
}

/** Strings that break what was not made for them. */
export const hostileStrings: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\u202e\u200b\ufeff',
  "'; drop table messages; --",
  '{{{{',
  '{a|{b}}',
  '{name|there',
  'https://',
  'https://[::1]/',
  'https://user:word@example.com/',
  'http://xn--/',
  'https://例え.テスト/％００',
  'https://shop.example/%00%ff',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '${7*7}',
  '9223372036854775807',
  '9223372036854775808',
  '-1',
  '0',
  '1e3',
  'NaN',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  `2026-01-01T00:00:00.${'1'.repeat(200)}Z`,
  ...['0000-99-99T99:99:99Z 1:(0,0)', '2026-02-31T00:00:00.000Z 1:(0,0)', '2026-01-01T00:00:00.000Z x', '9223372036854775808', '0'].map(
    (text) => Buffer.from(text).toString('base64url'),
  ),
  '+999999999999999999999',
  '٠١٢٣',
  'é'.repeat(300),
  '🎁'.repeat(200),
  '\u{10ffff}',
]

/** Values of every other kind. */
export const hostileValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324],
  ...[[], {}, [[]], [null], { toString: 1 }, { length: -1 }, { constructor: { prototype: {} } }],
  ...hostileStrings,
]

/** Bodies that are no requests, or not JSON at all. */
export const hostileBodies: readonly string[] = [
  ...['', ' ', 'null', 'true', '0', '"text"', '[]', '{}', '[{}]', '{', '{"a":', '{"a":1,}', "{'a':1}", 'a=1&b=2', '\u0000', '\ufeff{}'],
  ...['{"__proto__":{"a":1}}', '{"\\u005f_proto__":1}', '{"constructor":{"prototype":1}}', '{"to":1,"to":2}', '1e999', '-', '"\\ud800"'],
  ...['['.repeat(5_000), '['.repeat(2_000) + ']'.repeat(2_000), '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000)],
]

/** What stands behind the question mark. */
export const hostileQueries: readonly string[] = [
  ...[
    'a=1',
    'limit=1&limit=2',
    'limit=-1',
    'limit=1e9',
    'limit=0x10',
    'limit=',
    'limit',
    'cursor=',
    'cursor=AAAA',
    'cursor=%00',
    'cursor=MQ',
  ],
  ...['%', '%zz', '%00=%00', '=', '&&&', '?', 'a[]=1', 'a[b]=1', '__proto__=1', 'constructor=1', 'test=TRUE', 'test=1', 'by=__proto__'],
  ...['phone=%2B49%00', 'label=%00', 'reference=%ed%a0%80', 'phone=+', 'from=0000-01-01T00:00:00Z', 'from=9999-12-31T00:00:00Z'],
  ...['created_after=0000-01-01T00:00:00Z', 'created_before=0001-01-01T00:00:00Z', 'time_zone=%00', 'time_zone=Etc/../UTC', 'to=x'],
]

/** Headers that clients get wrong; a value is one that HTTP allows. */
export const hostileHeaders: readonly Readonly<Record<string, string>>[] = [
  ...['', 'text/plain', 'application/xml', 'application/json; charset=utf-16', 'multipart/form-data', 'application/vnd.api+json', ';;'].map(
    (type) => ({ 'content-type': type }),
  ),
  ...['', ' ', 'a b', 'x'.repeat(256), 'x'.repeat(255), 'é', 'same'].map((key) => ({ 'idempotency-key': key })),
  ...['text/html', '*/*;q=0', 'é'].map((accept) => ({ accept })),
  ...['', 'a b', 'x'.repeat(1_000)].map((id) => ({ 'x-request-id': id })),
]
