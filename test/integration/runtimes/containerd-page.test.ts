import { afterEach, expect, jest, test } from '@jest/globals';
import { boxImage } from '../../support/box-image.ts';
import { Containerd } from '../../support/containerd.ts';
import { followPage, pageBlocks, pagesImage } from '../../support/docs-page.ts';
import { leftovers, noLeftovers } from '../../support/full-host-leftovers.ts';
import { heldOn, nothingHeld } from '../../support/held.ts';
import { disposeHosts } from '../../support/host.ts';
import { Underlay } from '../../support/underlay.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

test('docs/containerd.md: the commands in their order do what the page says', async () => {
  const [, configure = '', restart, pull, tryIt = '', stray = '', ...more] = pageBlocks('containerd.md', 'sh');
  expect([restart, pull, more]).toEqual(['systemctl restart containerd\n', `ctr image pull ${pagesImage}\n`, []]);
  const containerd = new Containerd(new Underlay().addHost({ ip: '10.244.0.144/16' }));
  const { at, namespace } = containerd;
  const doNext = (block: string): string =>
    followPage(at, `export CONTAINERD_NAMESPACE=${namespace}\n${block.replaceAll('default-', `${namespace}-`)}`);
  doNext(configure);
  await containerd.start();
  containerd.importImage();
  containerd.ctr('image', 'tag', boxImage, pagesImage);
  const [first, ended] = doNext(tryIt).split('1 packets received, 0% packet loss');
  expect(first).toContain('inet 10.255.144.2 peer 169.254.0.1/32 scope link eth0');
  expect(first).toMatch(new RegExp(`^10\\.255\\.144\\.3 +silk +${namespace}-web +eth0 .* s-010255144003$`, 'm'));
  expect(ended).toMatch(/^No address is reserved.*^ +address +10\.255\.144\.0\/16$/ms);
  const [held, released] = doNext(stray).split(`${namespace}-stray`);
  expect(held).toMatch(/^10\.255\.144\.5 /m);
  expect(released).toContain('No address is reserved');
  expect(heldOn(at)).toEqual(nothingHeld);
  disposeHosts();
  expect(leftovers(at)).toEqual(noLeftovers);
});
