import { asFetchers } from './fetcher.ts'

/**
 * Programs that fetch a link to draw its card: a messaging app on a phone, or its server. The first match wins, so those
 * that borrow another's name stand above it. Patterns name families, not versions, and use no unbounded repetition.
 */
export const previewFetchers = asFetchers('preview', [
  // Apple's LinkPresentation borrows two names at once; the WebKit version before them varies, so it is not pinned.
  ['Apple Messages', /facebookexternalhit[^;]{0,40}Twitterbot/i, 'B', 'facebookexternalhit/1.1 Facebot Twitterbot/1.0'],
  ['LINE', /\bline-poker\b/i, 'B', 'facebookexternalhit/1.1;line-poker/1.0'],
  ['KakaoTalk', /\bkakaotalk-scrap\b/i, 'A', 'kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984'],
  ['NAVER', /\bBlueno\/|naver\.me\/scrap/i, 'B', 'facebookexternalhit/1.1 (compatible; Blueno/1.0; +http://naver.me/scrap)'],
  ['Meta', /\bfacebookexternal(?:hit|ua)\b|\bFacebot\b|\bfacebookcatalog\b/i, 'A', 'facebookexternalhit/1.1'],
  ['Meta', /\bmeta-externalfetcher\b/i, 'A', 'meta-externalfetcher/1.1'],

  ['Google Messages', /\bGoogleMessages\b/i, 'A', 'GoogleMessages/20'],
  ['Google', /Google-PageRenderer|developers\.google\.com\/(?:\+\/)?web\/snippet/i, 'B', 'Mozilla/5.0 Google-PageRenderer Google'],
  // Samsung's phones pretend to be this one browser of 2013. Any other Firefox, also on 32-bit Linux, is a person.
  [
    'Samsung Messages',
    /^Mozilla\/5\.0 \(X11; (?:Ubuntu; )?Linux i686; rv:24\.0\) Gecko\/20100101 Firefox\/24\.0$/i,
    'B',
    'Mozilla/5.0 (X11; Ubuntu; Linux i686; rv:24.0) Gecko/20100101 Firefox/24.0',
  ],
  // Bare URL connections of Java: messaging apps of carriers. Java's newer HTTP client is a tool (machineFetchers.ts).
  ['Java messaging app', /^Java\/\d/i, 'B', 'Java/1.8.0_131'],

  // Only at the start: an in-app browser appends the same words to a browser's user agent, and that is a person.
  ['WhatsApp or Signal', /^WhatsApp(?:\/|$)/i, 'A', 'WhatsApp/2.19.308 A'],
  ['Viber', /^Viber(?:\/|$)/i, 'B', 'Viber/5.5.0.3531 CFNetwork/758.5.3 Darwin/15.6.0'],
  ['Telegram', /\bTelegramBot\b/i, 'A', 'TelegramBot (like TwitterBot)'],
  ['Zalo', /\bZaloExternalHit\b/i, 'C', 'ZaloExternalHit'],
  ['Snapchat', /\bSnap URL Preview\b/i, 'A', 'Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots'],
  ['VK', /\bvkShare\b/i, 'A', 'Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)'],

  ['Slack', /\bSlackbot\b|\bSlack-ImgProxy\b/i, 'A', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
  ['Skype or Teams', /\bSkypeUriPreview\b/i, 'B', 'SkypeUriPreview Preview/0.5'],
  ['Outlook or Teams', /\bMicrosoftPreview\b/i, 'A', 'Mozilla/5.0 (compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview)'],
  ['Discord', /\bDiscordbot\b/i, 'A', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
  ['Matrix', /^Synapse\b|\bmatrix-org\/synapse\b|\bmatrix-media-repo\b/i, 'B', 'Synapse (bot; +https://github.com/matrix-org/synapse)'],
  ['Mattermost', /\bMattermost-Bot\b/i, 'B', 'Mattermost-Bot/1.1'],
  ['Zulip', /\bZulipURLPreview\b/i, 'A', 'Mozilla/5.0 (compatible; ZulipURLPreview/9.0; +https://chat.example)'],
  ['Webex', /\bWebexTeams\b/i, 'B', 'WebexTeams'],
  ['Chatwork', /\bChatwork LinkPreview\b/i, 'B', 'Chatwork LinkPreview v1'],
  ['GroupMe', /\bGroupMeBot\b/i, 'B', 'GroupMeBot/1.0'],
  ['DingTalk', /\bDingTalkBot\b/i, 'B', 'DingTalkBot-LinkService/1.0'],

  ['X', /\bTwitterbot\b/i, 'A', 'Twitterbot/1.0'],
  ['LinkedIn', /\bLinkedInBot\b/i, 'A', 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)'],
  ['Pinterest', /\bPinterestbot\b|^Pinterest\/\d/i, 'A', 'Pinterest/0.2 (+https://www.pinterest.com/bot.html)'],
  ['Reddit', /\bredditbot\b/i, 'B', 'Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)'],
  ['Bluesky', /\bBluesky ?(?:Cardyb|PreviewBot)\b/i, 'B', 'Bluesky Cardyb/1.1'],
  ['Mastodon', /\bMastodon\/\d/i, 'A', 'http.rb/5.1.1 (Mastodon/4.2.10; +https://mastodon.social/)'],
  ['Fediverse server', /^(?:Pleroma|Akkoma|Misskey|Friendica|Lemmy|gotosocial)\b|\bSummalyBot\b/i, 'B', 'SummalyBot/5.0.2'],

  ['Iframely', /\bIframely\b/i, 'A', 'Iframely/1.3.1 (+https://iframely.com/docs/about) Atlassian'],
  ['Embedly', /\bEmbedly\b/i, 'A', 'Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)'],
  ['Notion', /\bNotionEmbedder\b/i, 'B', 'NotionEmbedder'],
  ['Discourse', /^Discourse\b.{0,20}Onebox/i, 'A', 'Discourse Forum Onebox v2.6.0.beta2'],
  // The last row is the family of those who say what they do, whoever they are.
  ['Other link preview', /\b(?:link|url|uri|rich ?link)[ _-]?(?:preview|unfurl|expan[ds])/i, 'B', 'Bitrix link preview'],
])
