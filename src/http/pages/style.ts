/** The look of all pages: system fonts, a grid of 4 px, hairlines, one accent. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(oklch(99% 0.002 250), oklch(17% 0.012 250));
  --raised: light-dark(oklch(97% 0.004 250), oklch(21% 0.014 250));
  --ink: light-dark(oklch(25% 0.015 250), oklch(93% 0.006 250));
  --soft: light-dark(oklch(47% 0.015 250), oklch(72% 0.012 250));
  --line: light-dark(oklch(90% 0.006 250), oklch(30% 0.014 250));
  --accent: light-dark(oklch(48% 0.09 188), oklch(78% 0.11 185));
  --on-accent: light-dark(oklch(99% 0.01 188), oklch(20% 0.04 188));
  --failed: light-dark(oklch(50% 0.18 26), oklch(75% 0.13 24));
  --mono: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, monospace;
}
:root[data-scheme='light'] { color-scheme: light; }
:root[data-scheme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0; text-wrap: balance; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 32px 0 8px; }
p { margin: 0 0 12px; }
a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
code, pre { font-family: var(--mono); font-size: 13px; }
pre { margin: 0 0 16px; padding: 12px 16px; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; overflow-wrap: anywhere; white-space: pre-wrap; }
.secret { border-color: var(--accent); font-size: 14px; user-select: all; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

.brand { font-size: 16px; font-weight: 600; letter-spacing: -0.01em; color: var(--ink); text-decoration: none; }
.brand::before { content: ''; display: inline-block; width: 10px; height: 10px; margin-right: 8px; border-radius: 50%; background: var(--accent); }

.plain { max-width: 480px; margin: 0 auto; padding: 12vh 20px 64px; }
.plain h1 { margin: 8px 0 20px; }
.plain:has(pre) { max-width: 680px; }

button, .main { font: inherit; font-weight: 500; cursor: pointer; }
.main { display: inline-block; padding: 8px 16px; border: 1px solid var(--accent); border-radius: 6px; color: var(--on-accent); background: var(--accent); text-decoration: none; }
.main:hover { filter: brightness(1.08); }
.actions { display: flex; align-items: center; gap: 20px; margin-top: 20px; }

.row { margin: 0 0 20px; }
.row label { display: block; margin-bottom: 4px; padding: 0; font-weight: 500; }
.row input { width: 100%; max-width: 440px; padding: 8px 12px; font: inherit; font-size: 16px; color: inherit; background: var(--paper); border: 1px solid light-dark(oklch(65% 0.01 250), oklch(52% 0.014 250)); border-radius: 6px; }
.row input[aria-invalid] { border-color: var(--failed); }
.hint { margin: 4px 0 0; font-size: 13px; color: var(--soft); }
.plain form + .hint { margin-top: 24px; }
.error { margin: 4px 0 0; font-size: 13px; color: var(--failed); }
.error::before { content: '! '; font-weight: 600; }
form > .error { margin-bottom: 16px; }

@media (prefers-reduced-motion: no-preference) {
  a, button { transition: background-color 120ms, color 120ms; }
}
`
