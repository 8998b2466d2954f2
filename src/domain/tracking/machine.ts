import { isbot } from 'isbot'

// The model of an Android phone is free text ("CUBOT P20", "DISCOVERY 3", "HT380 Scanner") and says nothing about who asks.
const phoneModel = /^(Mozilla\/5\.0 \(Linux;(?: U;)? Android [\d.]{1,8};(?: [a-z]{2}[-_][a-z]{2};)?) [^;()]{1,60}/i

// Marks of apps that people browse in, each of which isbot 5.2 takes for a machine: a word, or the bars of a screen size.
const appMarks = /Sogou(?:Search|MSE|MobileBrowser)|AlipayDefined\([^)]{0,80}\)|\bNewsArticle\b|\bbaiduboxapp\/\S{0,120}/gi

/** Says whether isbot knows a user agent as a machine for more than a phone's model or the mark of a known app. */
export const looksLikeMachine = (userAgent: string): boolean =>
  isbot(userAgent) && isbot(userAgent.replace(phoneModel, '$1 K').replace(appMarks, ''))
