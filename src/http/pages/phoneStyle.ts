/** The look of the simulated phones. */
export const phoneStyle = `
.simulation { padding: 8px 12px; margin-bottom: 20px; border: 1px dashed var(--amber); border-radius: 6px; font-size: 13px; }
.simulation strong { color: var(--amber); font-weight: 600; }
.phones { display: grid; grid-template-columns: minmax(220px, 300px) minmax(0, 1fr); gap: 32px; align-items: start; }
.phone-list { max-height: calc(100vh - 168px); overflow-y: auto; }
.phone-list ol { list-style: none; margin: 0; padding: 0; }
.phone-list li { border-bottom: 1px solid var(--line); }
.phone-list a { display: grid; grid-template-columns: 1fr auto; gap: 0 8px; padding: 8px 12px; color: inherit; text-decoration: none; }
.phone-list a:hover { background: var(--raised); }
.phone-list a[aria-current] { background: var(--raised); box-shadow: inset 2px 0 var(--accent); }
.phone-list a:focus-visible { outline-offset: -2px; }
.number { font-weight: 500; }
.when { font-size: 12px; color: var(--soft); }
.last { grid-column: 1 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 13px; color: var(--soft); }

.handset { justify-self: center; width: 100%; max-width: 400px; padding: 10px; border: 1px solid var(--line); border-radius: 40px; background: var(--raised); }
.screen { display: flex; flex-direction: column; height: min(680px, calc(100vh - 188px)); min-height: 420px; border: 1px solid var(--line); border-radius: 31px; overflow: hidden; background: var(--paper); }
.screen h2 { margin: 0; padding: 12px 16px; font-size: 14px; line-height: 20px; text-align: center; border-bottom: 1px solid var(--line); }
/* Reversed, so that the newest message is in sight without a script. */
.thread { flex: 1; display: flex; flex-direction: column-reverse; overflow-y: auto; padding: 0 16px; }
.thread:focus-visible { outline-offset: -3px; }
.thread:last-child:focus-visible { border-radius: 0 0 28px 28px; }
.messages-in { padding: 16px 0; margin-bottom: auto; width: 100%; }
.messages-in > .hint { margin: 0 0 16px; text-align: center; }
.message + .message { margin-top: 24px; }
.sender { margin: 0 0 4px 12px; font-size: 12px; font-weight: 500; }
.sender .when { font-weight: 400; }
.bubble { width: fit-content; max-width: 100%; padding: 8px 12px; border-radius: 16px 16px 16px 4px; background: light-dark(oklch(94% 0.006 250), oklch(27% 0.014 250)); font-size: 16px; line-height: 22px; overflow-wrap: anywhere; }
.reply { display: flex; flex-direction: column; align-items: flex-end; }
.reply .sender { margin: 0 12px 4px 0; }
.reply .bubble { border-radius: 16px 16px 4px 16px; color: var(--on-accent); background: var(--accent); }
.reply .record { margin: 8px 12px 0 0; padding: 0 12px 0 0; border-left: 0; border-right: 1px solid var(--line); text-align: right; }
.reply-box { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 8px; padding: 8px 12px 16px; border-top: 1px solid var(--line); }
.reply-to { grid-column: 1 / -1; display: flex; gap: 8px; align-items: center; padding-left: 4px; font-size: 12px; color: var(--soft); }
.reply-to select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
.reply-box textarea { min-height: 38px; padding: 8px 12px; font: inherit; font-size: 16px; line-height: 20px; color: inherit; background: var(--paper); border: 1px solid light-dark(oklch(65% 0.01 250), oklch(52% 0.01 250)); border-radius: 18px; resize: none; field-sizing: content; max-height: 120px; }
.reply-box .main { align-self: end; border-radius: 18px; }
.no-reply { margin: 0; padding: 12px 20px 20px; font-size: 12px; line-height: 18px; color: var(--soft); border-top: 1px solid var(--line); }
.bubble p { margin: 0; white-space: pre-wrap; }
.bubble.flash { outline: 1px dashed var(--amber); }
.card { display: block; margin: 8px -4px 0; border-radius: 10px; overflow: hidden; color: inherit; text-decoration: none; background: var(--paper); }
.card .picture { display: block; height: 96px; background: linear-gradient(135deg, light-dark(oklch(88% 0.05 188), oklch(38% 0.06 188)), light-dark(oklch(90% 0.05 290), oklch(36% 0.07 290))); }
.card .title, .card .path { display: block; padding: 0 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 18px; }
.card .title { padding-top: 8px; font-size: 14px; font-weight: 500; }
.card .path { min-height: 26px; padding-bottom: 8px; font-size: 12px; color: var(--soft); }
.record { margin: 8px 0 0 12px; padding-left: 12px; border-left: 1px solid var(--line); font-size: 12px; line-height: 18px; color: var(--soft); }
.record p { margin: 0; }
.record ul { list-style: none; margin: 4px 0 0; padding: 0; }
.record li + li { margin-top: 4px; }
.record li > span { display: block; }
.destination { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

@media (max-width: 720px) {
  .phones { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .phone-list { max-height: 168px; border: 1px solid var(--line); border-radius: 6px; }
  .handset { padding: 6px; border-radius: 28px; }
  .screen { border-radius: 22px; height: min(640px, calc(100vh - 120px)); }
}
`
