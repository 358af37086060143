/**
 * Stands in for `graceful-fs` when the executable is bundled.
 *
 * proper-lockfile copies all of its `fs` at import, and graceful-fs with the getters of `node:fs` would load every stream
 * class for it. These are the five functions that its synchronous path calls (proper-lockfile 4.1.2, lib/adapter.js,
 * `createSyncFs`); nothing is called at import. `realpathSync` is called only without `realpath: false`.
 */
export { mkdirSync, realpathSync, rmdirSync, statSync, utimesSync } from 'node:fs';
