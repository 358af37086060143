import { afterEach, expect, jest, test } from '@jest/globals';
import { attachmentCall } from '../../support/attachment.ts';
import { type Container, disposeHosts, Host } from '../../support/host.ts';
import { digText, type JsonObject } from '../../support/json.ts';
import { silkNetwork } from '../../support/network.ts';
import { allForwardRules, dropForwarding, nft, nftablesState, noNftables } from '../../support/nftables.ts';
import { type PluginOutcome, startPlugin } from '../../support/plugin-call.ts';
import { inParallel } from '../../support/pool.ts';
import { silkCni } from '../../support/project.ts';

jest.setTimeout(180_000);
afterEach(disposeHosts);

const callers = 16;
const rounds = 6;

async function call(host: Host, command: string, container: Container, config: JsonObject): Promise<PluginOutcome> {
  const outcome = await startPlugin(host, silkCni, { command, ...attachmentCall(container), config }).result;
  expect({ command, code: outcome.code, stdout: outcome.code === 0 ? '' : outcome.stdout }).toEqual({
    command,
    code: 0,
    stdout: '',
  });
  return outcome;
}

/** All are added, or deleted, by callers that come and go at once: tables appear and vanish all the time. */
test(`${callers} callers that ADD, CHECK and DEL, and somebody else who changes nftables: each is masqueraded, nothing stays`, async () => {
  const host = new Host();
  dropForwarding(host);
  const network = silkNetwork(host, { ipMasq: true });
  const containers = Array.from({ length: callers }, (_, index) => host.addContainer(`c${index}`));
  let isOver = false;
  const other = changeNftables(host, () => isOver);
  await inParallel(containers, callers, async (container) => {
    for (let round = 0; round < rounds; round += 1) {
      const { json } = await call(host, 'ADD', container, network);
      const config = { ...network, prevResult: json };
      expect(nftablesState(host).containers).toContain(digText(json, 'ips', 0, 'address').split('/')[0]);
      await call(host, 'CHECK', container, config);
      await call(host, 'DEL', container, config);
    }
  });
  isOver = true;
  await other;
  nft(host, 'delete', 'table', 'ip', 'busy');
  expect(nftablesState(host)).toEqual(noNftables);
});

/** Adds an element to a table of its own and removes it, again and again. */
async function changeNftables(host: Host, isOver: () => boolean): Promise<void> {
  nft(host, 'add table ip busy; add set ip busy s { type ipv4_addr; }');
  while (!isOver()) {
    await host.start(['nft', 'add element ip busy s { 192.0.2.1 }; delete element ip busy s { 192.0.2.1 }']).ended;
  }
}

test(`${callers} ADDs at once on a host that has nothing of us make one table and each rule once`, async () => {
  const host = new Host();
  dropForwarding(host);
  const network = silkNetwork(host, { ipMasq: true });
  const containers = Array.from({ length: callers }, (_, index) => host.addContainer(`c${index}`));
  await inParallel(containers, callers, (container) => call(host, 'ADD', container, network));
  const state = nftablesState(host);
  expect(state.containers.length).toBe(callers);
  expect(state.forwardRules).toEqual(allForwardRules);
  expect(nft(host, 'list', 'chain', 'ip', 'silk', 'postrouting').match(/masquerade/g)).toHaveLength(1);
  await inParallel(containers, callers, (container) => call(host, 'DEL', container, network));
  expect(nftablesState(host)).toEqual(noNftables);
});
