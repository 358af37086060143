import { describe, expect, test } from '@jest/globals';
import { parsePortMapping, withCapabilities } from '../../../../src/cli/runtime/capabilities.ts';
import { parseNetwork } from '../../../../src/cli/runtime/conflist.ts';

test.each([
  { text: '8080:80', mapping: { hostPort: 8080, containerPort: 80, protocol: 'tcp' } },
  { text: '53:5353/udp', mapping: { hostPort: 53, containerPort: 5353, protocol: 'udp' } },
  { text: '1:65535/sctp', mapping: { hostPort: 1, containerPort: 65535, protocol: 'sctp' } },
])('parsePortMapping() reads $text', ({ text, mapping }) => {
  expect(parsePortMapping(text)).toEqual(mapping);
});

test.each(['', '80', '0:80', '80:0', '80:65536', '8080:80/', '8080:80/icmp', '8080:80:90', '-1:80', '1e3:80', 'a:b'])(
  'parsePortMapping() reads nothing of %p',
  (text) => {
    expect(parsePortMapping(text)).toBeUndefined();
  },
);

describe('withCapabilities()', () => {
  const plugins = [
    { type: 'silk-cni', capabilities: { ips: true } },
    { type: 'portmap', capabilities: { portMappings: false } },
  ];
  const network = parseNetwork(JSON.stringify({ name: 'blue', plugins }), 'a.conflist', () => []);
  const attachment = { containerId: 'c', netns: '/n', ifname: 'eth0', cniArgs: [], capabilityArgs: {} };
  const port = { hostPort: 8080, containerPort: 80, protocol: 'tcp' } as const;

  test('adds what is wished to what is there', () => {
    const given = { ...attachment, capabilityArgs: { ips: ['10.0.0.1'], mac: 'm' } };
    expect(withCapabilities(given, network, { ips: ['10.0.0.2'] }).capabilityArgs).toEqual({
      ips: ['10.0.0.1', '10.0.0.2'],
      mac: 'm',
    });
    expect(withCapabilities(attachment, network, {})).toEqual(attachment);
  });

  test('refuses to add to what is no list', () => {
    const given = { ...attachment, capabilityArgs: { ips: '10.0.0.1' } };
    expect(() => withCapabilities(given, network, { ips: ['10.0.0.2'] })).toThrow(
      'Cannot use the capability arguments: ips: found "10.0.0.1", wanted a list',
    );
  });

  test('refuses what no plugin declares as true', () => {
    expect(() => withCapabilities(attachment, network, { portMappings: [port] })).toThrow(
      expect.objectContaining({
        code: 'BAD_CONFIG',
        message: expect.stringContaining(
          'capabilities.portMappings: found it in none of its plugins (silk-cni, portmap)',
        ),
      }),
    );
  });
});
