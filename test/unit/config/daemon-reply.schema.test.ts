import { describe, expect, test } from '@jest/globals';
import { readDaemonReply } from '../../../src/config/daemon-reply.ts';
import { refusal } from './refusal.ts';

const base = { overlay_subnet: '10.255.30.0/24', mtu: 1450 };
const prefix = 'an IPv4 prefix such as 10.255.30.0/24';
const mtu = 'an integer from 0 to 65535';

function read(json: unknown): unknown {
  return readDaemonReply(JSON.stringify(json));
}

describe('daemonReplySchema', () => {
  test.each([
    { name: 'least', json: { overlay_subnet: base.overlay_subnet } },
    { name: 'unknown keys', json: { ...base, later: 1 } },
  ])('accepts $name', ({ json }) => {
    expect(refusal(() => read(json))).toBe('accepted');
  });

  test.each([
    { json: [], message: 'the whole: found [], wanted an object with overlay_subnet' },
    { json: {}, message: `overlay_subnet: found nothing, wanted ${prefix}` },
    { json: { ...base, overlay_subnet: '' }, message: `overlay_subnet: found "", wanted ${prefix}` },
    { json: { ...base, overlay_subnet: 'fd00::/64' }, message: `overlay_subnet: found "fd00::/64", wanted ${prefix}` },
    { json: { ...base, overlay_subnet: 1 }, message: `overlay_subnet: found 1, wanted ${prefix}` },
    { json: { ...base, mtu: '1450' }, message: `mtu: found "1450", wanted ${mtu}` },
    { json: { ...base, mtu: -1 }, message: `mtu: found -1, wanted ${mtu}` },
    { json: { ...base, mtu: 65536 }, message: `mtu: found 65536, wanted ${mtu}` },
  ])('refuses $json', ({ json, message }) => {
    expect(refusal(() => read(json))).toBe(`SUBNET_UNKNOWN Cannot use the daemon's reply: ${message}`);
  });
});
