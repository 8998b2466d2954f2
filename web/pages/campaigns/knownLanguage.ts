/**
 * Chromium in a session without a language (LC_ALL=POSIX) calls it "en-US@posix", which no formatter takes. uPlot asks for it once, when it is
 * loaded, and would take the page along; what it formats by it is not shown.
 */
export function keepToKnownLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language)
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
  }
}
