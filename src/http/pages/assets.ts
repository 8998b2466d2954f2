import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { style } from './style.ts'

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f766e"/><path d="M9 11h14M16 11v12" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>`

const assets = [
  { path: '/assets/app.css', type: 'text/css; charset=utf-8', body: style },
  { path: '/assets/icon.svg', type: 'image/svg+xml', body: icon },
] as const
type AssetPath = (typeof assets)[number]['path']

const versions = new Map<string, string>(
  assets.map(({ path, body }) => [path, createHash('sha256').update(body).digest('base64url').slice(0, 10)]),
)

/** The address of an asset with its version, so that browsers may keep it for ever and never show an old one. */
export const assetUrl = (path: AssetPath): string => `${path}?v=${versions.get(path) ?? ''}`

/** Serves style and icon from our own origin, which is the only one that the pages' policy allows. */
export function assetRoutes(app: FastifyInstance): void {
  for (const { path, type, body } of assets)
    app.get(path, (_request, reply) =>
      reply.header('content-type', type).header('cache-control', 'public, max-age=31536000, immutable').send(body),
    )
}
