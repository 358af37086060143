import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { attachmentCall } from '../../support/attachment.ts';
import { disposeHosts } from '../../support/host.ts';
import { type Accident, expectDelRecovers, expectGcRecovers } from '../../support/invariants.ts';
import { allForwardRules, dropForwarding, forwardChain, nftablesState, noNftables } from '../../support/nftables.ts';
import { letLocksGrowOld } from '../../support/old-locks.ts';
import { callPlugin, type PluginCall } from '../../support/plugin-call.ts';
import { silkCni } from '../../support/project.ts';
import { type Scene, scene } from '../../support/scene.ts';
import { injecting, type SystemCall, traceChanges } from '../../support/strace.ts';

jest.setTimeout(240_000);
afterEach(disposeHosts);

type Command = 'ADD' | 'DEL';

function preparedCall(command: Command, { victim }: Scene): PluginCall {
  if (command === 'DEL') victim.add();
  return { command, ...attachmentCall(victim.container), config: victim.network };
}

/** The calls by which a good run speaks to the kernel. */
function conversation(command: Command): SystemCall[] {
  const all = scene({ ipMasq: true });
  dropForwarding(all.host);
  const { calls } = traceChanges(all.host, silkCni, preparedCall(command, all));
  all.host.dispose();
  return calls.filter(({ name }) => name === 'sendto' || name === 'exit_group');
}

/** Kills a call before each thing that it says to the kernel. */
function killAtEachWord(command: Command, recover: (accident: Accident) => void): void {
  const calls = conversation(command);
  expect(calls.length).toBeGreaterThan(command === 'ADD' ? 12 : 8);
  const all = scene({ ipMasq: true });
  const { host, bystander, victim } = all;
  dropForwarding(host);
  victim.add();
  victim.del();
  for (const at of calls) {
    callPlugin(host, silkCni, { ...preparedCall(command, all), wrapper: injecting(at, 'signal=SIGKILL') });
    letLocksGrowOld(host);
    const where = `killed before ${at.name}#${at.ordinal}`;
    // Whatever is made is made whole, and the bystander stays masqueraded.
    const { containers, forwardRules } = nftablesState(host);
    expect({ where, has: containers.includes(bystander.ip) }).toEqual({ where, has: true });
    expect({ where, rules: forwardRules }).toEqual({ where, rules: allForwardRules });
    recover({ host, bystander, container: victim.container, network: victim.network, where });
    expect({ where, containers: nftablesState(host).containers }).toEqual({ where, containers: [bystander.ip] });
  }
}

describe('an ADD killed between any two things that it says to the kernel', () => {
  test('leaves nothing that DEL does not clear', () => killAtEachWord('ADD', expectDelRecovers));
  test('leaves nothing that GC does not clear', () => killAtEachWord('ADD', expectGcRecovers));
});

describe('a DEL killed between any two things that it says to the kernel', () => {
  test('is finished by another DEL', () => killAtEachWord('DEL', expectDelRecovers));
  test('is finished by GC', () => killAtEachWord('DEL', expectGcRecovers));
});

describe('of the only container of a host, whose table comes and goes with it', () => {
  test.each<Command>(['ADD', 'DEL'])('a killed %s leaves nothing that DEL does not clear', (command) => {
    const calls = conversation(command);
    const { host, bystander, victim } = scene({ ipMasq: true });
    bystander.del();
    dropForwarding(host);
    const before = forwardChain(host);
    for (const at of calls) {
      const call = preparedCall(command, { host, bystander, victim });
      callPlugin(host, silkCni, { ...call, wrapper: injecting(at, 'signal=SIGKILL') });
      letLocksGrowOld(host);
      const where = `killed before ${at.name}#${at.ordinal}`;
      const { hasTable, forwardRules } = nftablesState(host);
      expect({ where, rules: forwardRules }).toEqual({ where, rules: hasTable ? allForwardRules : [] });
      victim.del();
      expect({ where, ...nftablesState(host) }).toEqual({ where, ...noNftables });
      expect({ where, chain: forwardChain(host) }).toEqual({ where, chain: before });
    }
  });
});
