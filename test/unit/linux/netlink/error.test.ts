import { describe, expect, test } from '@jest/globals';
import { SilkError } from '../../../../src/errors.ts';
import { NetlinkError, WireError } from '../../../../src/linux/netlink/error.ts';

describe('NetlinkError', () => {
  test('says what was refused, the errno by name, and the kernel in its own words', () => {
    const error = new NetlinkError({ what: 'add route 10.0.0.0/8', errno: 101, text: 'Nexthop has invalid gateway' });
    expect(error).toBeInstanceOf(SilkError);
    expect(error).toMatchObject({ code: 'KERNEL_REFUSED', errno: 'ENETUNREACH', name: 'NetlinkError' });
    expect(error.message).toBe(
      'Cannot add route 10.0.0.0/8: ENETUNREACH Network is unreachable (kernel: Nexthop has invalid gateway)',
    );
  });

  test('does without the words where the kernel has none', () => {
    expect(new NetlinkError({ what: 'remove link 7', errno: 19 }).message).toBe(
      'Cannot remove link 7: ENODEV No such device',
    );
  });
});

describe('WireError', () => {
  test('says where', () => {
    const error = new WireError(12, 'an attribute of 0 bytes');
    expect(error).toMatchObject({ code: 'UNEXPECTED', offset: 12, name: 'WireError' });
    expect(error.message).toBe('Cannot decode a netlink message: found an attribute of 0 bytes at offset 12');
  });
});
