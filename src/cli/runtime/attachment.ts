import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type JsonObject, parseJsonObject } from '../../cni/json.ts';
import { isIdentifier, isIfname } from '../../cni/names.ts';
import { SilkError } from '../../errors.ts';

/** One CNI_ARGS pair. */
export type CniArg = readonly [key: string, value: string];

/** What a runtime knows of one attachment beside the network (libcni 1.3, `RuntimeConf`). */
export interface RuntimeAttachment {
  readonly containerId: string;
  /** A path; empty where it is not known any more. */
  readonly netns: string;
  readonly ifname: string;
  readonly cniArgs: readonly CniArg[];
  readonly capabilityArgs: JsonObject;
}

/** What the operator gave; empty text counts as not given. */
export interface AttachmentWish {
  readonly netns: string;
  readonly ifname: string;
  readonly containerId?: string | undefined;
  readonly args?: string | undefined;
  readonly capabilityArgs?: string | undefined;
}

const namedNetnsDir = '/run/netns';

/**
 * The attachment that is meant.
 * @throws SilkError BAD_ENVIRONMENT for an unusable container ID, interface name or CNI_ARGS; BAD_JSON for capability arguments.
 */
export function readAttachment(wish: AttachmentWish): RuntimeAttachment {
  const netns = resolveNetns(wish.netns);
  const attachment = {
    containerId: wish.containerId || deriveContainerId(netns),
    netns,
    ifname: wish.ifname,
    cniArgs: parseCniArgPairs(wish.args ?? ''),
    capabilityArgs: wish.capabilityArgs ? parseJsonObject(wish.capabilityArgs, 'the capability arguments') : {},
  };
  checkNames(attachment);
  return attachment;
}

function checkNames({ containerId, ifname }: RuntimeAttachment): void {
  if (!isIdentifier(containerId)) {
    const wanted = 'a letter or digit, then letters, digits, "_", "." or "-"';
    throw new SilkError(
      'BAD_ENVIRONMENT',
      `Cannot use the container ID: found ${JSON.stringify(containerId)}, wanted ${wanted}`,
    );
  }
  if (!isIfname(ifname)) {
    const wanted = 'an interface name of 1 to 15 bytes without "/", ":" or white space';
    throw new SilkError(
      'BAD_ENVIRONMENT',
      `Cannot use the interface name: found ${JSON.stringify(ifname)}, wanted ${wanted}`,
    );
  }
}

/** A text with a slash is a path, any other a name under /run/netns (as `ip netns` has them). */
export function resolveNetns(text: string): string {
  return text.includes('/') ? resolve(text) : `${namedNetnsDir}/${text}`;
}

/** cnitool's own: `cnitool-` and the first 20 hexadecimal digits of the path's SHA-512, so that both tools find the same cache. */
export function deriveContainerId(netns: string): string {
  return `cnitool-${createHash('sha512').update(netns).digest('hex').slice(0, 20)}`;
}

/**
 * Reads `KEY=VALUE;KEY=VALUE`, neither side empty, as cnitool does.
 * @throws SilkError BAD_ENVIRONMENT naming the pair.
 */
export function parseCniArgPairs(text: string): CniArg[] {
  if (text === '') return [];
  return text.split(';').map((pair) => {
    const [key, value, ...more] = pair.split('=');
    if (key && value && more.length === 0) return [key, value];
    throw new SilkError(
      'BAD_ENVIRONMENT',
      `Cannot use CNI_ARGS: found ${JSON.stringify(pair)}, wanted KEY=VALUE pairs joined by ";"`,
    );
  });
}

/** The text of CNI_ARGS. */
export function formatCniArgPairs(args: readonly CniArg[]): string {
  return args.map(([key, value]) => `${key}=${value}`).join(';');
}
