/** One thing that was looked at; `advice` says what to do where it is not well. */
export type Finding = { status: 'ok' | 'warn' | 'fail'; what: string; detail: string; advice?: string }
