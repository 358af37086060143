import { existsSync } from 'node:fs';
import { errorText, SilkError } from '../../errors.ts';
import { type CacheEntry, listCache } from './cache.ts';
import { delNetwork } from './chain.ts';
import { type ChainCall, executePlugin, type Step } from './execute.ts';
import { findNewerPlugins } from './newer-plugins.ts';

/** An attachment that is to stay, as the runtime names it to GC. */
export interface KeptAttachment {
  readonly containerId: string;
  readonly ifname: string;
}

/** What a GC is going to do. */
export interface CollectPlan {
  readonly keep: readonly KeptAttachment[];
  /** Attachments of the cache that get a DEL before the plugins get their GC. */
  readonly stale: readonly CacheEntry[];
}

export interface CollectOutcome extends CollectPlan {
  readonly steps: readonly Step[];
  /** Plugins that are too old for GC: what they made goes with a DEL alone. */
  readonly notAsked?: readonly string[];
  readonly skipped?: string;
}

/**
 * Which attachments stay: those named, or else those of the cache whose namespace file still exists (or was never known).
 * @throws SilkError IO_FAILURE when the cache cannot be listed.
 */
export function planCollect(call: ChainCall, named?: readonly KeptAttachment[]): CollectPlan {
  const cached = listCache(call.runtime.cacheDir, call.network.name);
  const alive = cached.filter(({ netns }) => netns === '' || existsSync(netns));
  const keep = named ?? alive.map(({ containerId, ifname }) => ({ containerId, ifname }));
  const kept = new Set(keep.map(textOf));
  return { keep, stale: cached.filter((entry) => !kept.has(textOf(entry))) };
}

function textOf({ containerId, ifname }: KeptAttachment): string {
  return `${containerId}/${ifname}`;
}

/**
 * libcni's GC: DEL for each stale attachment, then GC for each plugin with the list under both of its names. A failure stops nothing.
 * Unlike libcni's, one plugin that is too old for it keeps it from no other, where the list allows the version.
 * @throws SilkError TRY_LATER listing all that failed.
 */
export function collectNetwork(call: ChainCall, plan: CollectPlan): CollectOutcome {
  if (call.network.disableGc) return { ...plan, stale: [], steps: [], skipped: 'the network has disableGC set' };
  const failures: string[] = [];
  const attempt = <T>(what: string, act: () => T): T[] => {
    try {
      return [act()];
    } catch (error) {
      failures.push(`${what}: ${errorText(error)}`);
      return [];
    }
  };
  const stale = plan.stale.flatMap((entry) => attempt(`DEL of ${textOf(entry)}`, () => del(call, entry)));
  const newer = findNewerPlugins(call);
  const steps = newer.indexes.flatMap((index) => attempt('GC', () => gc(newer.call, index, plan.keep)));
  if (failures.length > 0) {
    throw new SilkError(
      'TRY_LATER',
      `Cannot finish GC of network ${call.network.name}: ${failures.length} steps failed`,
      {
        details: failures.join('\n'),
      },
    );
  }
  const skipped = steps.length + stale.length > 0 ? {} : { skipped: `version ${call.version} has no GC` };
  return { keep: plan.keep, stale, steps, notAsked: newer.notAsked, ...skipped };
}

function del(call: ChainCall, entry: CacheEntry): CacheEntry {
  delNetwork(call, entry);
  return entry;
}

function gc(call: ChainCall, index: number, keep: readonly KeptAttachment[]): Step {
  const list = keep.map(({ containerId, ifname }) => ({ containerID: containerId, ifname }));
  // The specification's text once had the second spelling; libcni gives both (cni#1101).
  const inject = { 'cni.dev/valid-attachments': list, 'cni.dev/attachments': list };
  return executePlugin(call, index, { command: 'GC', inject }).step;
}
