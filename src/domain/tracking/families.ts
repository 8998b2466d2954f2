/**
 * What a person browsed with. Every value comes from a closed list in this file, because values become keys of roll-ups: a
 * made-up user agent can choose among them and cannot add one.
 *
 * The patterns are our own: on this path a user agent is hostile input, and the browser rules of ua-parser-modern 0.1
 * backtrack on one of 512 characters for 118 ms. Here every pattern is linear.
 */
export type Families = { device: Device; os: string; browser: string; app: string }

export type Device = 'phone' | 'tablet' | 'desktop' | 'other'

/** The value of `os` and `browser` for everything that no list names. */
export const OTHER = 'Other'

type Row = readonly [name: string, pattern: RegExp]

// The first match wins: those that also carry another's name stand above it.
const systems: readonly Row[] = [
  ['Windows Phone', /Windows Phone/],
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Tizen', /\bTizen\b/],
  ['KaiOS', /\bKAIOS\b/i],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b|FBAN\/FB4A/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b|\bMac OS X\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
]

const browsers: readonly Row[] = [
  ['Edge', /\b(?:Edg|EdgA|EdgiOS|Edge)\//],
  ['Opera', /\b(?:OPR|OPT|OPX|OPiOS)\/|\bOpera\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Yandex', /\b(?:YaBrowser|YaSearchBrowser)\//],
  ['UC Browser', /\b(?:UCBrowser|UCWEB)\b/],
  ['Huawei Browser', /\bHuaweiBrowser\//],
  ['Xiaomi Browser', /\bMiuiBrowser\//],
  ['Vivo Browser', /\bVivoBrowser\//i],
  ['HeyTap Browser', /\bHeyTapBrowser\//i],
  ['QQ Browser', /\bM?QQBrowser\//],
  ['Sogou', /Sogou(?:MobileBrowser|MSE|Search)|\bMetaSr\b/],
  ['DuckDuckGo', /\b(?:DuckDuckGo|Ddg)\//i],
  ['Silk', /\bSilk\//],
  ['Whale', /\bWhale\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Brave', /\bBrave\b/i],
  ['Ecosia', /\bEcosia\b/],
  ['Avast', /\bAvast\//],
  ['Norton', /\bNorton\//],
  ['Firefox', /\b(?:Firefox|FxiOS|Focus|Klar)\//],
  ['Chrome', /\bCriOS\//],
  ['Internet Explorer', /\bMSIE \d|\bTrident\//],
  // A WebView is the browser inside an app: Android says `wv` or an old version of its own before Chrome.
  ['WebView', /; wv\)|\bVersion\/4\.0 Chrome\//],
  ['Chrome', /\b(?:Chrome|Chromium)\//],
  ['Safari', /\bVersion\/[\d.]{1,12} (?:Mobile\/\w{1,12} )?Safari\//],
  ['WebView', /\bAppleWebKit\/|\[FBAN\//],
]

const apps: readonly Row[] = [
  ['Instagram', /\bInstagram \d/],
  ['Threads', /\bBarcelona \d/],
  ['Messenger', /\bFBAN\/Messenger|\bFB_IAB\/(?:Orca|MESSENGER)/],
  ['Facebook', /\bFBAN\/|\bFB_IAB\/|\bFBAV\//],
  ['WhatsApp', /\bWhatsApp\/\d/],
  ['Telegram', /\bTelegram(?:-Android)?\/\d/],
  ['TikTok', /\bmusical_ly|\btrill_|\baweme_|\bBytedanceWebview\/|\bTikTok\b/],
  ['Snapchat', /\bSnapchat\/\d/],
  ['X', /\bTwitter for\b|\bTwitterAndroid\b/],
  ['LinkedIn', /\bLinkedInApp\b/],
  ['Pinterest', /\[Pinterest\//],
  ['Reddit', /\bReddit\/\d/],
  ['LINE', /\bLine\/\d/],
  ['KakaoTalk', /\bKAKAOTALK\b/],
  ['NAVER', /\bNAVER\(inapp/],
  ['Daum', /\bDaumApps\//],
  ['WeChat', /\bMicroMessenger\/|\bwxwork\//],
  ['QQ', /\bQQ\/\d/],
  ['Weibo', /\bWeibo\b|\b__weibo__/i],
  ['Alipay', /\bAlipayClient\//],
  ['Baidu', /\bbaiduboxapp\//],
  ['Toutiao', /\bNewsArticle\//],
  ['Viber', /\bViber\/\d/],
  ['Zalo', /\bZalo (?:android|iOS)\b/],
  ['Google', /\bGSA\/\d|\bGoogleWv\//],
  ['Bing', /\bBingWeb\/|\bBingSapphire\//],
  ['Yandex', /\bYaApp_|\bYandexSearch\//],
  ['VK', /\bVKAndroidApp\/|\bVKiOSApp\b/],
  ['Discord', /\bDiscord\/\d/],
  ['Slack', /\bSlack(?:_SSB)?\/\d/],
  ['Teams', /\bTeams(?:Mobile)?[-/]/],
  ['Outlook', /\bOutlook-(?:iOS|Android)\b/],
]

const noScreenToTap = /\bSmart-?TV\b|\bAndroid TV\b|\bAFT\w|\bCrKey\b|\bBRAVIA\b|\bRoku\b|\bPlayStation\b|\bXbox\b|\bNintendo\b|\bWatch\b/i
const phone = /\b(?:iPhone|iPod)\b|\bMobile\b|\bPhone\b|\bOpera Mini\b|\bBlackBerry\b|\bKAIOS\b|\bSymbian/i

const nameOf = (rows: readonly Row[], userAgent: string): string | undefined => rows.find(([, pattern]) => pattern.test(userAgent))?.[0]

/** Tells what a person browsed with; an app is '' when the link was opened in a plain browser. */
export function familiesOf(userAgent: string): Families {
  const os = nameOf(systems, userAgent) ?? OTHER
  return { device: deviceOf(userAgent, os), os, browser: nameOf(browsers, userAgent) ?? OTHER, app: nameOf(apps, userAgent) ?? '' }
}

/** Android says `Mobile` on phones and leaves it out on tablets, also in its shortened form ("Android 10; K"). */
function deviceOf(userAgent: string, os: string): Device {
  if (noScreenToTap.test(userAgent)) return 'other'
  if (/\biPad\b|\bTablet\b/.test(userAgent)) return 'tablet'
  if (phone.test(userAgent)) return 'phone'
  if (os === 'Android') return /\bFB(?:AN|_IAB)\//.test(userAgent) ? 'phone' : 'tablet'
  return ['Windows', 'macOS', 'Linux', 'ChromeOS'].includes(os) ? 'desktop' : 'other'
}

/** Every value that each family can take, for filters and for the tests. */
export const familyValues: { os: readonly string[]; browser: readonly string[]; app: readonly string[] } = {
  os: [...systems.map(([name]) => name), OTHER],
  browser: [...new Set(browsers.map(([name]) => name)), OTHER],
  app: ['', ...apps.map(([name]) => name)],
}
