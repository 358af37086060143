import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { boxImage } from '../../support/box-image.ts';
import { Containerd } from '../../support/containerd.ts';
import { pluginsOfOurs } from '../../support/full-host.ts';
import { leftovers, noLeftovers } from '../../support/full-host-leftovers.ts';
import { heldOn, nothingHeld } from '../../support/held.ts';
import { disposeHosts } from '../../support/host.ts';
import { projectRoot } from '../../support/project.ts';
import { Underlay } from '../../support/underlay.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

const page = readFileSync(join(projectRoot, 'docs/containerd.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text);

/** The image that the page pulls from a registry. */
const pagesImage = 'docker.io/library/busybox:latest';

test('docs/containerd.md: the commands in their order do what the page says', async () => {
  const [, configure = '', restart, pull, tryIt = '', stray = '', ...more] = blocks;
  expect([restart, pull, more]).toEqual(['systemctl restart containerd\n', `ctr image pull ${pagesImage}\n`, []]);
  const containerd = new Containerd(new Underlay().addHost({ ip: '10.244.0.144/16' }));
  const { at, namespace } = containerd;
  cpSync(join(projectRoot, 'conf-examples'), at.file('/run/project/conf-examples'), { recursive: true });
  const follow = (block: string): string => {
    const text = block.replaceAll('default-', `${namespace}-`);
    const env = { PATH: `${pluginsOfOurs}:${process.env['PATH']}`, CONTAINERD_NAMESPACE: namespace };
    const outcome = at.run(['sh', '-euc', `cd /run/project\n${text}`], { env });
    expect(outcome).toMatchObject({ code: 0 });
    return outcome.stdout;
  };
  follow(configure);
  await containerd.start();
  containerd.importImage();
  containerd.ctr('image', 'tag', boxImage, pagesImage);
  const [first, ended] = follow(tryIt).split('1 packets received, 0% packet loss');
  expect(first).toContain('inet 10.255.144.2 peer 169.254.0.1/32 scope link eth0');
  expect(first).toMatch(new RegExp(`^10\\.255\\.144\\.3 +silk +${namespace}-web +eth0 .* s-010255144003$`, 'm'));
  expect(ended).toMatch(/^No address is reserved.*^ +address +10\.255\.144\.0\/16$/ms);
  const [held, released] = follow(stray).split(`${namespace}-stray`);
  expect(held).toMatch(/^10\.255\.144\.5 /m);
  expect(released).toContain('No address is reserved');
  expect(heldOn(at)).toEqual(nothingHeld);
  disposeHosts();
  expect(leftovers(at)).toEqual(noLeftovers);
});
