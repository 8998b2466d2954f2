/** The build collects styles by these imports; there is nothing to take from them. */
declare module '*.css'
