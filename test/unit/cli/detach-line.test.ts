import { expect, test } from '@jest/globals';
import { detachLine } from '../../../src/cli/segment/detach-line.ts';
import { handPortMark, portName } from '../../../src/overlay/segment-port.ts';

const byHand = { bridge: 'br0', netns: '/run/netns/c1', ifname: 'eth0' };

function marked(alias: string) {
  return { name: portName(alias), alias };
}

const cases = [
  { name: 'a namespace', port: marked(handPortMark(byHand)), words: '--netns /run/netns/c1 --ifname eth0' },
  {
    name: 'one of spaces',
    port: marked(handPortMark({ ...byHand, netns: '/a b' })),
    words: "--netns '/a b' --ifname eth0",
  },
  { name: 'a link of its own', port: { name: 'tap0', alias: undefined }, words: '--port tap0' },
  { name: "another's alias", port: { name: 'tap0', alias: handPortMark(byHand) }, words: '--port tap0' },
].concat(
  [
    { ...byHand, bridge: 'br1' },
    { ...byHand, netns: `/${'n'.repeat(200)}` },
  ].map((mark) => {
    const port = marked(handPortMark(mark));
    return { name: `what ${port.alias.slice(0, 20)} cannot be told by`, port, words: `--port ${port.name}` };
  }),
);

test.each(cases)('detachLine() lets go of $name', ({ port, words }) => {
  expect(detachLine({ segment: 'br0' }, port)).toBe(`silk segment detach br0 ${words}`);
  expect(detachLine({ segment: 'br0', overlayNetns: 'o' }, port)).toBe(
    `silk segment detach br0 ${words} --overlay-netns o`,
  );
});
