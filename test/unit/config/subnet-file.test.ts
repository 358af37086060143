import { describe, expect, test } from '@jest/globals';
import { formatPrefix } from '../../../src/addr/prefix.ts';
import { parseSubnetFile } from '../../../src/config/subnet-file.ts';
import { refusal } from './refusal.ts';

const subnet = 'FLANNEL_SUBNET=10.255.30.1/24';

describe('parseSubnetFile()', () => {
  test('reads what flannel writes', () => {
    const text = `FLANNEL_NETWORK=10.255.0.0/16\n${subnet}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n`;
    const file = parseSubnetFile(text, '/subnet.env');
    expect(formatPrefix(file.subnet)).toBe('10.255.30.1/24');
    expect(file.network && formatPrefix(file.network)).toBe('10.255.0.0/16');
    expect(file.mtuBytes).toBe(1450);
    expect(file.ipMasq).toBe(true);
  });

  test('leaves out what is not there', () => {
    expect(Object.keys(parseSubnetFile(subnet, '/subnet.env'))).toEqual(['subnet']);
  });

  test.each([
    { name: 'comments, blanks and Windows line ends', text: `# made by hand\r\n\r\n  ${subnet}  \r\n` },
    { name: 'double quotes', text: 'FLANNEL_SUBNET="10.255.30.1/24"' },
    { name: 'single quotes', text: "FLANNEL_SUBNET='10.255.30.1/24'" },
    { name: 'blanks around =', text: 'FLANNEL_SUBNET = 10.255.30.1/24' },
    { name: 'unknown keys, even twice', text: `OTHER=1\nOTHER=2\nFLANNEL_IPV6_SUBNET=fd00::/64\n${subnet}` },
  ])('allows $name', ({ text }) => {
    expect(formatPrefix(parseSubnetFile(text, '/subnet.env').subnet)).toBe('10.255.30.1/24');
  });

  test.each([
    { name: 'an empty file', text: '', message: ': FLANNEL_SUBNET: found nothing, wanted an IPv4 prefix' },
    { name: 'a commented subnet', text: `#${subnet}`, message: ': FLANNEL_SUBNET: found nothing, wanted an IPv4' },
    { name: 'no value', text: 'FLANNEL_SUBNET=', message: ' line 1: FLANNEL_SUBNET: found "", wanted an IPv4 prefix' },
    {
      name: 'an address',
      text: 'FLANNEL_SUBNET=10.0.0.1',
      message: ' line 1: FLANNEL_SUBNET: found "10.0.0.1", wanted',
    },
    { name: 'IPv6', text: 'FLANNEL_SUBNET=fd00::/64', message: ' line 1: FLANNEL_SUBNET: found "fd00::/64", wanted' },
    {
      name: 'an open quote',
      text: 'FLANNEL_SUBNET="10.0.0.0/8',
      message: 'FLANNEL_SUBNET: found "\\"10.0.0.0/8", wanted',
    },
    {
      name: 'a bad network',
      text: `${subnet}\nFLANNEL_NETWORK=x`,
      message: ' line 2: FLANNEL_NETWORK: found "x", wanted',
    },
    { name: 'MTU 0', text: `${subnet}\nFLANNEL_MTU=0`, message: ' line 2: FLANNEL_MTU: found "0", wanted an integer' },
    {
      name: 'MTU 1e3',
      text: `${subnet}\nFLANNEL_MTU=1e3`,
      message: 'FLANNEL_MTU: found "1e3", wanted an integer from 68',
    },
    {
      name: 'MTU 67',
      text: `${subnet}\nFLANNEL_MTU=67`,
      message: 'FLANNEL_MTU: found "67", wanted an integer from 68',
    },
    { name: 'MTU 65536', text: `${subnet}\nFLANNEL_MTU=65536`, message: 'FLANNEL_MTU: found "65536", wanted' },
    { name: 'IPMASQ', text: `${subnet}\nFLANNEL_IPMASQ=1`, message: 'FLANNEL_IPMASQ: found "1", wanted true or false' },
    { name: 'no =', text: `\n${subnet}\nnonsense`, message: ' line 3: found "nonsense", wanted KEY=VALUE' },
    {
      name: 'a key twice',
      text: `${subnet}\n${subnet}`,
      message:
        ' line 2: FLANNEL_SUBNET: found "10.255.30.1/24", wanted the key once (see /subnet.env line 1: FLANNEL_SUBNET)',
    },
  ])('refuses $name, naming line and key', ({ text, message }) => {
    const found = refusal(() => parseSubnetFile(text, '/subnet.env'));
    expect(found).toContain('SUBNET_UNKNOWN Cannot use the subnet file /subnet.env');
    expect(found).toContain(message);
  });
});
