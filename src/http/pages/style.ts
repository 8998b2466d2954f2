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
  --sent: var(--soft);
  --delivered: light-dark(oklch(48% 0.13 252), oklch(76% 0.11 252));
  --view: light-dark(oklch(48% 0.17 300), oklch(77% 0.12 300));
  --click: var(--accent);
  --amber: light-dark(oklch(48% 0.1 70), oklch(82% 0.12 80));
  --failed: light-dark(oklch(50% 0.18 26), oklch(75% 0.13 24));
  --mono: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, monospace;
}
:root[data-scheme='light'] { color-scheme: light; }
:root[data-scheme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
body { margin: 0; display: grid; grid-template-columns: 200px minmax(0, 1fr); min-height: 100vh; }
body:has(> .plain) { display: block; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0; text-wrap: balance; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 32px 0 8px; }
p { margin: 0 0 12px; }
a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
code, pre { font-family: var(--mono); font-size: 13px; }
pre { margin: 0 0 16px; padding: 12px 16px; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; overflow-wrap: anywhere; white-space: pre-wrap; }
.secret { border-color: var(--accent); font-size: 14px; user-select: all; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

.rail { display: flex; flex-direction: column; position: sticky; top: 0; height: 100vh; padding: 20px 12px; border-right: 1px solid var(--line); }
.brand { font-size: 16px; font-weight: 600; letter-spacing: -0.01em; color: var(--ink); text-decoration: none; }
.rail .brand { padding: 4px 12px; margin-bottom: 16px; }
.brand::before { content: ''; display: inline-block; width: 10px; height: 10px; margin-right: 8px; border-radius: 50%; background: var(--accent); }
.rail ul { list-style: none; margin: 0; padding: 0; }
.rail li a { display: block; padding: 6px 12px; border-radius: 6px; color: var(--soft); text-decoration: none; }
.rail li a:hover { color: var(--ink); background: var(--raised); }
.rail li a[aria-current] { color: var(--ink); font-weight: 500; background: var(--raised); }
.who { margin-top: auto; padding: 12px; border-top: 1px solid var(--line); font-size: 13px; }
.who span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who .account { font-weight: 500; }
.who .email { color: var(--soft); margin-bottom: 8px; }

main { padding: 24px 32px 64px; max-width: 1200px; min-width: 0; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 16px; margin-bottom: 20px; }
.plain { max-width: 480px; margin: 0 auto; padding: 12vh 20px 64px; }
.plain h1 { margin: 8px 0 20px; }
.plain:has(pre) { max-width: 680px; }
.as-of { margin: 0; font-size: 12px; color: var(--soft); }
.as-of .live-mark, .as-of .stale-mark, .live:not(.stale) .reload { display: none; }
.live:not(.stale) .live-mark, .stale .stale-mark { display: inline; }
.stale .as-of { color: var(--amber); }

button, .main { font: inherit; font-weight: 500; cursor: pointer; }
.main { display: inline-block; padding: 8px 16px; border: 1px solid var(--accent); border-radius: 6px; color: var(--on-accent); background: var(--accent); text-decoration: none; }
.main:hover { filter: brightness(1.08); }
.quiet, .danger { padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; color: var(--ink); background: none; font-size: 13px; }
.quiet:hover { background: var(--raised); }
.danger { border-color: var(--failed); color: var(--failed); }
.actions { display: flex; align-items: center; gap: 20px; margin-top: 20px; }

.row, fieldset { margin: 0 0 20px; }
.row label, legend { display: block; margin-bottom: 4px; padding: 0; font-weight: 500; }
.row input { width: 100%; max-width: 440px; padding: 8px 12px; font: inherit; font-size: 16px; color: inherit; background: var(--paper); border: 1px solid light-dark(oklch(65% 0.01 250), oklch(52% 0.014 250)); border-radius: 6px; }
.row input[aria-invalid] { border-color: var(--failed); }
fieldset { border: 0; padding: 0; }
.choice { display: flex; align-items: flex-start; gap: 8px; padding: 4px 0; }
.choice input { margin: 4px 0 0; accent-color: var(--accent); flex: none; }
.choice .term { font-weight: 500; }
.hint, .about { color: var(--soft); }
.hint { margin: 4px 0 0; font-size: 13px; }
.plain form + .hint { margin-top: 24px; }
.error { margin: 4px 0 0; font-size: 13px; color: var(--failed); }
.error::before { content: '! '; font-weight: 600; }
form > .error { margin-bottom: 16px; }
.notice { margin-bottom: 24px; }
.empty { color: var(--soft); max-width: 680px; }

table { width: 100%; border-collapse: collapse; }
th { font-size: 12px; font-weight: 500; text-align: left; color: var(--soft); }
th, td { height: 36px; padding: 4px 20px 4px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.may { white-space: normal; min-width: 140px; }
td.name { max-width: 220px; overflow: hidden; text-overflow: ellipsis; }
td.words { width: 100%; max-width: 0; min-width: 160px; overflow: hidden; text-overflow: ellipsis; color: var(--soft); }
.figure { text-align: right; }
.figure.some { font-weight: 600; }
.figure.none { color: var(--soft); }
.views.some, .record .view { color: var(--view); }
.clicks.some, .record .click { color: var(--click); }
tr.over td { color: var(--soft); }
td.end { text-align: right; }
.confirm summary { cursor: pointer; color: var(--soft); list-style: none; text-decoration: underline; text-underline-offset: 2px; }
.confirm form { display: flex; align-items: center; justify-content: flex-end; gap: 12px; padding: 8px 0; }
.badge { display: inline-flex; vertical-align: middle; align-items: center; gap: 4px; padding: 0 8px; line-height: 18px; font-size: 12px; border: 1px solid currentColor; border-radius: 10px; color: var(--sent); }
.badge svg { width: 12px; height: 12px; fill: currentColor; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.badge.delivered { color: var(--delivered); }
.badge.failed { color: var(--failed); }
.badge.unsure { color: var(--amber); }
.badge.over { border-style: dashed; }

@media (max-width: 720px) {
  body { display: block; padding-bottom: 56px; }
  main { padding: 16px 16px 32px; }
  .rail { position: fixed; z-index: 1; top: auto; bottom: 0; left: 0; right: 0; height: auto; flex-direction: row; align-items: center; padding: 8px; border: 0; border-top: 1px solid var(--line); background: var(--paper); }
  .rail .brand, .who span { display: none; }
  .rail ul { display: flex; flex: 1; justify-content: space-between; }
  .rail li a { padding: 8px 10px; }
  .who { margin: 0 0 0 8px; padding: 0; border: 0; }
  /* A row of a table becomes a small card, so that nothing scrolls sideways. */
  .stacks, .stacks tbody { display: block; }
  .stacks thead { position: absolute; clip-path: inset(50%); }
  .stacks tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 12px; padding: 12px 0; border-bottom: 1px solid var(--line); }
  .stacks td { height: auto; min-width: 0; max-width: 100%; padding: 0; border: 0; }
  .messages .to { order: 1; font-weight: 500; }
  .messages .from { order: 2; color: var(--soft); }
  .messages .when { order: 3; margin-left: auto; color: var(--soft); font-size: 12px; }
  .messages .words { order: 4; flex: 1 0 100%; width: auto; }
  .messages .state { order: 5; margin-right: auto; }
  .messages .figure { order: 6; }
  .messages .views::before { content: 'views '; }
  .messages .clicks::before { content: 'clicks '; }
  .keys .name { flex: 1; max-width: none; font-weight: 500; }
  .keys .end { order: 1; flex: 1 0 100%; text-align: left; }
  .keys .may { flex: 1 0 100%; }
  .keys .made::before { content: 'made: '; }
  .keys .used::before { content: 'last used: '; }
  .confirm form { justify-content: flex-start; }
}
@media (prefers-reduced-motion: no-preference) {
  a, button { transition: background-color 120ms, color 120ms; }
}
`
