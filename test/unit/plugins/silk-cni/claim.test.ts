import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BestEffort } from '../../../../plugins/silk-cni/best-effort.ts';
import {
  dropClaim,
  dropOtherClaims,
  holdsClaim,
  isClaimed,
  isClaimOfAnother,
  listClaims,
  returnClaim,
  takeClaim,
} from '../../../../plugins/silk-cni/claim.ts';

const owner = { containerId: 'c1', ifname: 'eth0' };
let root: string;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'silk-claim-'));
  dir = join(root, 'attachments', 'blue');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('takeClaim()', () => {
  test('makes the directory and one claim, which its taker holds', () => {
    const claim = takeClaim(dir, owner);
    expect(readdirSync(dir)).toEqual(['c1:eth0']);
    expect(holdsClaim(claim)).toBe(true);
  });

  test('refuses a second one, and leaves the first', () => {
    const claim = takeClaim(dir, owner);
    expect(() => takeClaim(dir, owner)).toThrow(expect.objectContaining({ code: 'ALREADY_ATTACHED' }));
    expect(holdsClaim(claim)).toBe(true);
  });

  test('takes over what an earlier boot claimed', () => {
    mkdirSync(dir, { recursive: true });
    symlinkSync('00000000-0000-0000-0000-000000000000/1.abcdef01', join(dir, 'c1:eth0'));
    expect(holdsClaim(takeClaim(dir, owner))).toBe(true);
  });

  test('keeps interfaces and containers apart', () => {
    takeClaim(dir, owner);
    takeClaim(dir, { ...owner, ifname: 'eth1' });
    takeClaim(dir, { ...owner, containerId: 'c2' });
    expect(readdirSync(dir)).toHaveLength(3);
  });

  test('takes a container ID longer than a file name', () => {
    const long = { containerId: 'a'.repeat(400), ifname: 'eth0' };
    expect(holdsClaim(takeClaim(dir, long))).toBe(true);
    expect(() => takeClaim(dir, long)).toThrow(expect.objectContaining({ code: 'ALREADY_ATTACHED' }));
  });

  test('names the path when the directory cannot be made', () => {
    writeFileSync(join(root, 'attachments'), 'a file');
    expect(() => takeClaim(dir, owner)).toThrow(
      expect.objectContaining({ code: 'IO_FAILURE', message: expect.stringContaining(dir) }),
    );
  });
});

test('a dropped claim is held no more, and not by the next taker for the first', () => {
  const first = takeClaim(dir, owner);
  dropClaim(dir, owner);
  expect(holdsClaim(first)).toBe(false);
  const second = takeClaim(dir, owner);
  expect(holdsClaim(first)).toBe(false);
  returnClaim(first);
  expect(holdsClaim(second)).toBe(true);
  returnClaim(second);
  expect(readdirSync(dir)).toEqual([]);
});

test('dropClaim() of nothing is success', () => {
  dropClaim(dir, owner);
  dropClaim(join(root, 'nowhere'), owner);
});

test('dropOtherClaims() keeps what is listed, and goes on after a failure', () => {
  const effort = new BestEffort('GC');
  for (const ifname of ['eth0', 'eth1', 'eth2']) takeClaim(dir, { ...owner, ifname });
  mkdirSync(join(dir, 'a-directory'));
  dropOtherClaims(dir, [{ ...owner, ifname: 'eth1' }], effort);
  expect(readdirSync(dir).sort()).toEqual(['a-directory', 'c1:eth1']);
  expect(() => effort.finish()).toThrow(expect.objectContaining({ code: 'IO_FAILURE' }));
  dropOtherClaims(join(root, 'nowhere'), [], new BestEffort('GC'));
});

test('listClaims() names the owners, but for one whose ID is too long for a file name', () => {
  expect(listClaims(dir)).toEqual({ owners: [], hasNameless: false });
  takeClaim(dir, owner);
  expect(listClaims(dir)).toEqual({ owners: [owner], hasNameless: false });
  takeClaim(dir, { containerId: 'a'.repeat(400), ifname: 'eth0' });
  expect(listClaims(dir)).toEqual({ owners: [owner], hasNameless: true });
});

test('isClaimed() and isClaimOfAnother() tell whose a claim is', () => {
  expect(isClaimed(dir, owner)).toBe(false);
  const first = takeClaim(dir, owner);
  expect([isClaimed(dir, owner), isClaimOfAnother(first)]).toEqual([true, false]);
  dropClaim(dir, owner);
  expect(isClaimOfAnother(first)).toBe(false);
  takeClaim(dir, owner);
  expect(isClaimOfAnother(first)).toBe(true);
});
