import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import type { JsonObject } from '../support/json.ts';
import { links } from '../support/kernel-state.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { silkNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { installed, silkCni } from '../support/project.ts';
import { injecting, type SystemCall } from '../support/strace.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

type Words = Pick<SystemCall, 'name' | 'ordinal'>;

/** A container that is to get an address of host-local's, which no reservation of ours tells of. */
function newAttachment(over: (host: Host) => JsonObject = hostLocal): Attachment {
  const host = new Host();
  return new Attachment(host, host.addContainer(), silkNetwork(host, over(host)));
}

function hostLocal(host: Host): JsonObject {
  const ipam = { type: 'host-local', subnet: '10.1.2.0/24', dataDir: `${host.dir}/hl` };
  return { cniVersion: '1.0.0', ipam, subnet: undefined };
}

/** The first call of that name after the request that makes the link, as a good ADD has it; the ADD is undone again. */
function nextAfterCreation(name: 'sendto' | 'recvfrom', { host, container, network }: Attachment): Words {
  const trace = join(host.dir, 'trace');
  const wrapper = [installed('/usr/bin/strace', 'strace'), '-f', '-o', trace, '-e', 'trace=sendto,recvfrom'];
  const call = { ...attachmentCall(container), config: network };
  expect(callPlugin(host, silkCni, { command: 'ADD', ...call, wrapper }).code).toBe(0);
  expect(callPlugin(host, silkCni, { command: 'DEL', ...call }).code).toBe(0);
  const lines = readFileSync(trace, 'utf8').split('\n');
  const creation = lines.findIndex((line) => line.includes(' sendto(') && line.includes('NLM_F_CREATE'));
  expect(lines[creation]).toContain('RTM_NEWLINK');
  const before = lines.slice(0, creation + 1).filter((line) => line.includes(` ${name}(`));
  return { name, ordinal: before.length + 1 };
}

/** An ADD that ends right after the kernel has made the link; the link then bears no mark. */
function killedUnmarked(): Attachment {
  const attachment = newAttachment();
  const at = nextAfterCreation('sendto', attachment);
  const outcome = attachment.tryAdd({ wrapper: injecting(at, 'signal=SIGKILL') });
  expect(outcome.code).not.toBe(0);
  const left = links(attachment.host.netns);
  expect(left.map(({ ifname, ifalias }) => ({ ifname, ifalias }))).toEqual([
    { ifname: expect.stringMatching(/^s-0100010020\d\d$/), ifalias: undefined },
  ]);
  return attachment;
}

describe('an ADD that ends between making its link and marking it, with a foreign IPAM plugin,', () => {
  test('is undone by DEL when it was killed, and the next ADD succeeds', () => {
    const attachment = killedUnmarked();
    attachment.del();
    expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
    attachment.add();
    attachment.check();
  });

  test('leaves the link of another attachment alone when DEL comes for it', () => {
    const attachment = killedUnmarked();
    const other = new Attachment(attachment.host, attachment.host.addContainer('other'), attachment.network);
    other.del();
    expect(holdings(attachment.host).hostLinks.length).toBe(1);
  });
});

test('an ADD that fails to hear that its link was made leaves no link', () => {
  // With our own IPAM: a child process would make the number of recvfrom(2) calls vary.
  const attachment = newAttachment(() => ({}));
  const at = nextAfterCreation('recvfrom', attachment);
  const outcome = attachment.tryAdd({ wrapper: injecting(at, 'error=ENOBUFS') });
  expect(outcome.code).toBe(1);
  expect(outcome.error?.msg).toContain('ENOBUFS');
  expect(holdings(attachment.host, attachment.container)).toEqual(nothing);
  attachment.add();
});
