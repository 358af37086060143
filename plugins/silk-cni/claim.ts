import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../../src/errors.ts';
import { attachmentFileName, type Owner } from '../../src/ipam/record.ts';

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
  const boot = bootId();
  const claim = {
    path: join(dir, attachmentFileName(owner)),
    // To be told from another claim of this attachment, not to be unguessable: a random UUID costs a millisecond here.
    text: `${boot}/${process.pid}.${Math.random().toString(36).slice(2, 10)}`,
  };
  if (tryLink(claim)) return claim;
  const held = claimText(claim.path);
  // What an earlier boot claimed went down with it.
  if (held !== undefined && !held.startsWith(`${boot}/`)) rmSync(claim.path, { force: true });
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

/** Gives the claim back, unless it is another's by now. */
export function returnClaim(claim: Claim): void {
  if (holdsClaim(claim)) rmSync(claim.path, { force: true });
}

/** Removes the attachment's claim, whoever holds it. That there is none is success. */
export function dropClaim(dir: string, owner: Owner): void {
  const path = join(dir, attachmentFileName(owner));
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw cannot('remove', path, error);
  }
}

/** Removes every claim but those of the listed attachments. */
export function dropOtherClaims(dir: string, valid: readonly Owner[]): void {
  const keep = new Set(valid.map(attachmentFileName));
  for (const name of listClaims(dir)) {
    if (!keep.has(name)) rmSync(join(dir, name), { force: true });
  }
}

function listClaims(dir: string): string[] {
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

function cannot(action: string, path: string, error: unknown): SilkError {
  return new SilkError('IO_FAILURE', `Cannot ${action} the claim ${path}: ${errorText(error)}`, { cause: error });
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
