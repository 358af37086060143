import { describe, expect, test } from '@jest/globals';
import { runCli } from '../fake-context.ts';

const common = ['evpn', 'config', '--rr', '10.244.0.1', '--asn', '64512'];

describe('silk evpn config', () => {
  test('prints the configuration of a host, with a neighbour for each reflector', async () => {
    const { stdout, stderr, code } = await runCli([...common, '--rr', '10.244.0.2']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const neighbours = [...stdout.matchAll(/neighbor-address = "(.*)"/g)].map(([, address]) => address);
    expect(neighbours).toEqual(['10.244.0.1', '10.244.0.2']);
    expect(stdout).toContain('router-id = "10.244.0.11"');
    expect(stdout).toContain('port = -1');
    expect(stdout.match(/enabled = true\n {4}notification-enabled = true/g)).toHaveLength(2);
  });

  test('takes the router id that it is given', async () => {
    expect((await runCli([...common, '--router-id', '10.9.9.9'])).stdout).toContain('router-id = "10.9.9.9"');
  });

  test('prints the configuration of a reflector', async () => {
    const { stdout } = await runCli([...common, '--role', 'reflector', '--listen', '10.244.0.0/16', '--json']);
    const { config } = JSON.parse(stdout);
    expect(config).toContain('router-id = "10.244.0.1"');
    expect(config).toContain('local-address-list = ["10.244.0.1"]');
    expect(config).toContain('prefix = "10.244.0.0/16"');
    expect(config).toContain('route-reflector-client = true');
  });

  test.each([
    {
      name: 'two addresses',
      more: ['--listen', '10.0.0.0/8', '--rr', '10.0.0.2'],
      text: '--rr: found 10.0.0.2 as well',
    },
    { name: 'nobody who may come', more: [], text: '--listen: found nothing, wanted the prefix' },
  ])('refuses a reflector of $name', async ({ more, text }) => {
    const { stderr, code } = await runCli([...common, '--role', 'reflector', ...more]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Cannot configure a reflector: ${text}`);
  });

  test.each([[['--asn', '0']], [['--rr', 'host']], [['--role', 'both']], [['--listen', '10.244.0.1/16']]])(
    'does not take %j',
    async (more) => {
      expect((await runCli([...common, ...more])).code).toBe(2);
    },
  );
});
