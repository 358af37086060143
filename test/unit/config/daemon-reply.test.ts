import { describe, expect, test } from '@jest/globals';
import { formatPrefix } from '../../../src/addr/prefix.ts';
import { readDaemonReply } from '../../../src/config/daemon-reply.ts';
import { refusal } from './refusal.ts';

describe('readDaemonReply()', () => {
  test.each([
    { mtu: '1450', mtuBytes: 1450 },
    { mtu: '0', mtuBytes: undefined },
  ])('gives the subnet, and mtu $mtu as $mtuBytes', ({ mtu, mtuBytes }) => {
    const reply = readDaemonReply(`{"overlay_subnet":"10.255.30.0/24","mtu":${mtu}}`);
    expect(formatPrefix(reply.subnet)).toBe('10.255.30.0/24');
    expect(reply.mtuBytes).toBe(mtuBytes);
  });

  test('refuses what is not JSON', () => {
    expect(refusal(() => readDaemonReply('<html>'))).toMatch(
      /^SUBNET_UNKNOWN Cannot use the daemon's reply: found .*, wanted JSON$/,
    );
  });
});
