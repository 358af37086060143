import { describe, expect, test } from '@jest/globals';
import { findIpamFaults } from '../../../src/config/ipam-check.ts';

describe('findIpamFaults()', () => {
  test('finds every text that is no address, wherever it is', () => {
    const network = {
      name: 'blue',
      ipam: {
        type: 'silk-ipam',
        subnet: 's',
        rangeEnd: 'e',
        ranges: [[{ subnet: '10.0.0.0/8' }, { subnet: 'r', gateway: 'g' }]],
        routes: [{ dst: 'd', gw: 'w' }],
        exclude: ['x'],
      },
      args: { cni: { ips: ['a'] } },
      runtimeConfig: { ips: ['i'], ipRanges: [[{ subnet: 'q' }]] },
    };
    expect(findIpamFaults(network).map((fault) => fault.text.split(', wanted')[0])).toEqual([
      'ipam.subnet: found "s"',
      'ipam.rangeEnd: found "e"',
      'ipam.ranges[0][1].subnet: found "r"',
      'ipam.ranges[0][1].gateway: found "g"',
      'ipam.routes[0].dst: found "d"',
      'ipam.routes[0].gw: found "w"',
      'ipam.exclude[0]: found "x"',
      'args.cni.ips[0]: found "a"',
      'runtimeConfig.ips[0]: found "i"',
      'runtimeConfig.ipRanges[0][0].subnet: found "q"',
    ]);
  });

  test.each([{ rangeStart: '10.0.0.1' }, { rangeEnd: '10.0.0.1' }, { gateway: '10.0.0.1' }])(
    'wants a subnet for %j',
    (keys) => {
      expect(findIpamFaults({ name: 'blue', ipam: { type: 'silk-ipam', ...keys } })).toEqual([
        {
          code: 'BAD_CONFIG',
          text: 'ipam.subnet: found nothing, wanted the prefix that rangeStart, rangeEnd and gateway are in',
        },
      ]);
    },
  );
});
