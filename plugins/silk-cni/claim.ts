import { mkdirSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../../src/errors.ts';
import { attachmentFileName, type Owner } from '../../src/ipam/record.ts';
import { readBootId } from '../../src/linux/boot-id.ts';
import type { BestEffort } from './best-effort.ts';

/**
 * One claim per attachment, taken first by ADD and removed first by DEL and GC. It makes a second ADD fail, and tells
 * an ADD that is still running that it has been overtaken: its claim is gone, or is another's.
 *
 * A claim is a symbolic link whose target is its text, `<boot id>/<pid>.<nonce>`: made whole by one system call, and
 * only where there was none.
 */
export interface Claim {
  readonly path: string;
  readonly text: string;
}

/**
 * Claims the attachment for this process.
 * @throws SilkError ALREADY_ATTACHED when it is claimed since the last boot.
 */
export function takeClaim(dir: string, owner: Owner): Claim {
  const boot = readBootId();
  const claim = {
    path: join(dir, attachmentFileName(owner)),
    // To be told from another claim of this attachment, not to be unguessable: a random UUID costs a millisecond here.
    text: `${boot}/${process.pid}.${Math.random().toString(36).slice(2, 10)}`,
  };
  if (tryLink(claim)) return claim;
  const held = claimText(claim.path);
  // What an earlier boot claimed went down with it.
  if (held !== undefined && !held.startsWith(`${boot}/`)) removeClaim(claim.path);
  else if (held !== undefined) throw alreadyAttached(owner);
  if (tryLink(claim)) return claim;
  throw alreadyAttached(owner);
}

function alreadyAttached(owner: Owner): SilkError {
  return new SilkError(
    'ALREADY_ATTACHED',
    `Cannot add ${owner.ifname} to container ${JSON.stringify(owner.containerId)}: it is attached already, or its ADD was killed; wanted a DEL first`,
  );
}

function tryLink(claim: Claim): boolean {
  try {
    symlinkSync(claim.text, claim.path);
    return true;
  } catch (error) {
    if (systemErrorName(error) === 'EEXIST') return false;
    if (systemErrorName(error) !== 'ENOENT') throw cannot('write', claim.path, error);
  }
  try {
    mkdirSync(dirname(claim.path), { recursive: true, mode: 0o755 });
  } catch (error) {
    throw cannot('write', claim.path, error);
  }
  return tryLink(claim);
}

/** Whether the claim is still this process's own: no DEL and no GC has come since. */
export function holdsClaim(claim: Claim): boolean {
  return claimText(claim.path) === claim.text;
}

/** Whether the claim is another call's: the attachment was released and added again meanwhile. */
export function isClaimOfAnother(claim: Claim): boolean {
  const found = claimText(claim.path);
  return found !== undefined && found !== claim.text;
}

/** Whether anybody holds the attachment's claim. */
export function isClaimed(dir: string, owner: Owner): boolean {
  return claimText(join(dir, attachmentFileName(owner))) !== undefined;
}

/** Gives the claim back, unless it is another's by now. */
export function returnClaim(claim: Claim): void {
  if (holdsClaim(claim)) removeClaim(claim.path);
}

/** Removes the attachment's claim, whoever holds it. That there is none is success. */
export function dropClaim(dir: string, owner: Owner): void {
  removeClaim(join(dir, attachmentFileName(owner)));
}

/** Removes every claim but those of the listed attachments. */
export function dropOtherClaims(dir: string, valid: readonly Owner[], effort: BestEffort): void {
  const keep = new Set(valid.map(attachmentFileName));
  for (const name of effort.try(() => namesIn(dir)) ?? []) {
    if (!keep.has(name)) effort.try(() => removeClaim(join(dir, name)));
  }
}

/** Who holds claims. Of a container with a very long ID the name is not known, only that there is such a claim. */
export function listClaims(dir: string): { owners: Owner[]; hasNameless: boolean } {
  const names = namesIn(dir);
  const named = names.filter((name) => !name.startsWith('sha256:'));
  const owners = named.map((name) => {
    const colon = name.lastIndexOf(':');
    return { containerId: name.slice(0, colon), ifname: name.slice(colon + 1) };
  });
  return { owners, hasNameless: named.length < names.length };
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (systemErrorName(error) === 'ENOENT') return [];
    throw cannot('read', dir, error);
  }
}

function claimText(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (systemErrorName(error) === 'ENOENT') return undefined;
    throw cannot('read', path, error);
  }
}

function removeClaim(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemErrorName(error) !== 'ENOENT') throw cannot('remove', path, error);
  }
}

function cannot(action: string, path: string, error: unknown): SilkError {
  return new SilkError('IO_FAILURE', `Cannot ${action} the claim ${path}: ${errorText(error)}`, { cause: error });
}
