/**
 * Public link shorteners that anybody can use. Carriers filter texts with such links, because they hide where they lead, and a link
 * behind one cannot be told apart by recipient.
 */
const publicShorteners: ReadonlySet<string> = new Set(
  `
  1url.com 2u.pw 3.ly adf.ly bc.vc bit.do bit.ly bitly.com bl.ink buff.ly budurl.com chilp.it clck.ru cli.gs cutt.ly cutt.us dub.sh gg.gg
  goo.gl goo.su is.gd j.mp kutt.it lc.chat lnk.to lnkd.in mcaf.ee n9.cl ouo.io ow.ly po.st q.gs qr.ae qr.net rb.gy rebrand.ly rip.to s.id
  sh.st short.cm short.gy shorte.st shorturl.asia shorturl.at shorturl.gg shrtco.de snip.ly snipurl.com soo.gd surl.li t.co t.ly t2m.io
  tiny.cc tiny.ie tiny.one tiny.pl tinyurl.com tl.gd tr.im twurl.nl u.nu u.to url.ie urlz.fr v.gd v.ht x.co x.gd zpr.io zws.im
  `
    .trim()
    .split(/\s+/),
)

/**
 * Tells whether a host is a public link shortener.
 * @param host of a URL, with or without `www.` and a port, in either case
 */
export function isPublicShortener(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '')
  return publicShorteners.has(name)
}
