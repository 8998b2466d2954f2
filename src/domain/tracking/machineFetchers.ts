import { asFetchers } from './fetcher.ts'

/**
 * Security products that open links to judge them. Many use the user agent of a browser and cannot be told by it: those
 * need timing (`docs/verdicts.md`, limits). BingPreview is here and not a preview: Microsoft's link protection sends it.
 */
export const scanners = asFetchers('scanner', [
  ['Google Safe Browsing', /\bGoogle-Safety\b/i, 'A', 'Google-Safety'],
  ['Gmail', /\bEdge\/12\.246 (?:Mozilla\/5\.0|Gmail-content-sampling)/i, 'B', 'Edge/12.246 Gmail-content-sampling'],
  ['Gmail', /\bGoogleImageProxy\b/i, 'B', 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'],
  ['Yahoo Mail', /\bYahooMailProxy\b/i, 'B', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'],
  ['Microsoft Defender', /\bBingPreview\b|\bOutlook ?SafeLinks|\bSafeLinks\b/i, 'B', 'OutlookSafeLinksScanner'],
  ['Barracuda', /\bBarracuda\b/i, 'B', 'Barracuda Sentinel (EE)'],
  ['VirusTotal', /\bvirustotal/i, 'B', 'AppEngine-Google; (+http://code.google.com/appengine; appid: s~virustotalcloud)'],
  ['App Engine', /\bAppEngine-Google\b/i, 'A', 'AppEngine-Google; (+http://code.google.com/appengine; appid: s~any)'],
  ['Cloudflare', /developers\.cloudflare\.com|\bCloudflare-\w/i, 'B', 'Mozilla/5.0 (compatible; CloudFlare-AlwaysOnline/1.0)'],
  ['Splunk', /\bTwinWaveScanner\b/i, 'B', 'TwinWaveScanner'],
  ['Palo Alto Networks', /paloaltonetworks|^Expanse\b|^cortex\/\d/i, 'B', 'cortex/1.0'],
  ['Symantec', /\bBlue ?Coat DRTR\b|\bMessageLabs\b/i, 'B', 'Mozilla/5.0 (compatible; Bluecoat DRTR)'],
  ['K7', /\bK7MLWCBot\b/i, 'A', 'K7MLWCBot/1.0 (+http://www.k7computing.com)'],
  ['ClamAV', /^ClamAV\b/i, 'B', 'ClamAV/0.101.5 (OS: linux-gnu, ARCH: x86_64, CPU: x86_64)'],
  ['SCMGuard', /^SCMGUARD\b/i, 'C', 'SCMGUARD'],
  ['Amazon CloudFront', /^Amazon CloudFront\b/i, 'C', 'Amazon CloudFront'],
  ['lua-resty-http', /^lua-resty-http\b/i, 'B', 'lua-resty-http/0.10 (Lua) ngx_lua/10019'],
  ['Link expander', /\bUnshorten|\bbitlybot\b/i, 'B', 'Unshorten.It!/1.0 (https://unshorten.it/)'],
  [
    'Internet scan',
    /\bCensysInspect\b|\bzgrab\b|\bNmap Scripting Engine\b|\bInternetMeasurement\b|\bmasscan\b|\bNuclei\b/i,
    'A',
    'Mozilla/5.0 zgrab/0.x',
  ],
  // A vendor's name counts only where a program names itself: browsers of the same vendors (Norton/124, Avast/120) stand at the end.
  [
    'Mail security',
    /(?:^|compatible; ?)(?:Proofpoint|Mimecast|FireEye|Trellix|McAfee|Trustwave|Forcepoint|Vade|Ironscales|Abnormal)/i,
    'D',
    'Mozilla/5.0 (compatible; Proofpoint)',
  ],
  [
    'Web security',
    /(?:^|compatible; ?)(?:Zscaler|Netskope|Fortinet|FortiGuard|Check ?Point|Cisco|Talos|Umbrella|Trend ?Micro|TMES|Symantec)/i,
    'D',
    'Zscaler/6.1',
  ],
  [
    'Antivirus',
    /(?:^|compatible; ?)(?:Sophos|Kaspersky|Norton ?Safe ?Web|Avast|AVG|Bitdefender|ESET|F-Secure|Dr\.?Web|Netcraft|PhishTank|urlscan)/i,
    'D',
    'NortonSafeWeb',
  ],
])

/** Crawlers of search engines, language models and archives: known names only, isbot knows the long tail. */
export const crawlers = asFetchers('crawler', [
  [
    'Google',
    /\bGooglebot|\bAdsBot-Google|\bMediapartners-Google|\bAPIs-Google|\bGoogle-InspectionTool|\bGoogleOther\b|\bStorebot-Google/i,
    'A',
    'Googlebot/2.1 (+http://www.google.com/bot.html)',
  ],
  ['Bing', /\b(?:bingbot|msnbot|adidxbot)\b/i, 'A', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  ['Apple', /\bApplebot\b/i, 'A', 'Mozilla/5.0 (Applebot/0.1; +http://www.apple.com/go/applebot)'],
  ['Yandex', /\bYandex(?:\w{0,20}Bot|Images|Metrika)\b/i, 'A', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
  ['Baidu', /\bBaiduspider\b/i, 'A', 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)'],
  ['DuckDuckGo', /\bDuckDuckBot\b|\bDuckAssistBot\b/i, 'A', 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)'],
  ['Yahoo', /\bYahoo! Slurp\b/i, 'A', 'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)'],
  ['NAVER or Daum', /\bYeti\/\d|\bNaverBot\b|\bDaumoa\b/i, 'A', 'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)'],
  ['OpenAI', /\bGPTBot\b|\bChatGPT-User\b|\bOAI-SearchBot\b/i, 'A', 'Mozilla/5.0 (compatible; GPTBot/1.0; +https://openai.com/gptbot)'],
  ['Anthropic', /\bClaudeBot\b|\bClaude-(?:User|Web|SearchBot)\b|\banthropic-ai\b/i, 'A', 'ClaudeBot/1.0; +claudebot@anthropic.com'],
  [
    'Language model',
    /\bCCBot\b|\bBytespider\b|\bAmazonbot\b|\bmeta-externalagent\b|\bPerplexity(?:Bot|-User)\b|\bcohere-ai\b|\bDiffbot\b/i,
    'A',
    'CCBot/2.0 (https://commoncrawl.org/faq/)',
  ],
  [
    'Search optimisation',
    /\b(?:AhrefsBot|AhrefsSiteAudit|SemrushBot|MJ12bot|DotBot|PetalBot|DataForSeoBot|BLEXBot|serpstatbot|SEOkicks|Screaming Frog)\b/i,
    'A',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  ],
  ['Archive', /\barchive\.org_bot\b|\bia_archiver\b|\bheritrix\b/i, 'A', 'ia_archiver (+http://www.alexa.com/site/help/webmasters)'],
])

/** Programs that people write or run. An app's own code (Dalvik, CFNetwork, okhttp) is one: a tap opens a browser, never these. */
export const tools = asFetchers('tool', [
  ['Command line', /^(?:curl|Wget|HTTPie|aria2|lynx)\b/i, 'B', 'curl/8.5.0'],
  ['Python', /^python-|^Python\/|\baiohttp\b|^Scrapy\b|\burllib3\b/i, 'B', 'Python/3.9 aiohttp/3.8.1'],
  ['Go', /^Go-http-client\b|^go-resty\b|^fasthttp\b|^colly\b|^Go \d/i, 'B', 'Go-http-client/1.1'],
  ['JavaScript', /^(?:node|node-fetch|axios|undici|got|superagent|needle|Deno|Bun)(?:$|[/ ])/i, 'B', 'axios/1.7.2'],
  ['Java', /^(?:Java-http-client|Apache-HttpClient|okhttp|Jetty|AHC|Jersey|ReactorNetty|Jakarta)\b/i, 'B', 'okhttp/4.12.0'],
  ['Android app code', /^Dalvik\//i, 'B', 'Dalvik/2.1.0 (Linux; U; Android 13; SM-S901B Build/TP1A.220624.014)'],
  ['Apple app code', /\bCFNetwork\/|\bdataaccessd\//i, 'B', 'Aloha/1 CFNetwork/1404.0.5 Darwin/22.3.0'],
  ['Perl', /\blibwww-perl\b|\bLWP::/i, 'B', 'libwww-perl/6.05'],
  ['PHP', /^(?:GuzzleHttp|PHP|Symfony HttpClient|WordPress)\b/i, 'B', 'GuzzleHttp/7'],
  ['Ruby', /^(?:Ruby|http\.rb|Faraday|HTTParty|Mechanize|Typhoeus)\b/i, 'B', 'http.rb/5.1.1'],
  ['Rust', /^(?:reqwest|hyper|ureq)\b/i, 'B', 'reqwest/0.12.4'],
  ['.NET', /^(?:RestSharp|WinHttp|Microsoft-CryptoAPI|Microsoft BITS)\b/i, 'B', 'RestSharp/110.2.0.0'],
  ['API client', /^(?:PostmanRuntime|insomnia|bruno-runtime|Paw)\b/i, 'B', 'PostmanRuntime/7.39.0'],
  ['Load test', /^(?:ApacheBench|k6|wrk|hey|vegeta|autocannon|Apache-JMeter)(?:$|[/ ])/i, 'B', 'ApacheBench/2.3'],
  ['Driven browser', /\bHeadlessChrome\b|\bPhantomJS\b|\bPuppeteer\b|\bPlaywright\b|\bSelenium\b|\bCypress\//i, 'B', 'HeadlessChrome/120'],
  ['Page speed', /\bChrome-Lighthouse\b|\bPage ?Speed\b|\bGTmetrix\b|\bPTST[/ ]\d/i, 'B', 'Safari/537.36 Chrome-Lighthouse'],
  ['Monitor', /\bUptimeRobot\b|\bPingdom\b|\bStatusCake\b|\bSite24x7\b|\bDatadog|\bCatchpoint\b/i, 'B', 'UptimeRobot/2.0'],
  // Desktop Office asks for a link itself before it hands it to the browser, which then asks again.
  [
    'Microsoft Office',
    /^Microsoft Office\/|^Microsoft Exchange\/|^Office 365\b|\bms-office\b/i,
    'C',
    'Microsoft Office/16.0 (Windows NT 10.0)',
  ],
])
