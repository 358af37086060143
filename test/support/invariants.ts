import { expect } from '@jest/globals';
import { Attachment } from './attachment.ts';
import type { Container, Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { holdings, nothing } from './leftovers.ts';
import { callPlugin } from './plugin-call.ts';
import { silkCni } from './project.ts';

/** What a call that was cut short has left behind, and where it was cut. */
export interface Accident {
  readonly host: Host;
  readonly container: Container;
  readonly network: JsonObject;
  /** Where the call was cut short, for the message of a failure. */
  readonly where: string;
  /** The attachments that have to stay as they are. */
  readonly bystander: Attachment;
}

/** A DEL after the accident succeeds and leaves nothing; then the container can be added again. */
export function expectDelRecovers(accident: Accident): void {
  const { host, container, network, where } = accident;
  const attachment = new Attachment(host, container, network);
  expect({ where, del: told(attachment.tryDel()) }).toEqual({ where, del: 'done' });
  expectOnlyBystander(accident);
  expectAddable(accident);
}

/** A GC without a DEL succeeds and leaves nothing; then the container can be added again. */
export function expectGcRecovers(accident: Accident): void {
  const { host, network, where, bystander } = accident;
  const valid = [{ containerID: bystander.container.id, ifname: 'eth0' }];
  const config = { ...network, 'cni.dev/valid-attachments': valid };
  expect({ where, gc: told(callPlugin(host, silkCni, { command: 'GC', config })) }).toEqual({ where, gc: 'done' });
  expectOnlyBystander(accident);
  expectAddable(accident);
}

function expectAddable(accident: Accident): void {
  const { host, container, network, where } = accident;
  const attachment = new Attachment(host, container, network);
  expect({ where, add: told(attachment.tryAdd()) }).toEqual({ where, add: 'done' });
  expect({ where, check: told(attachment.tryCheck()) }).toEqual({ where, check: 'done' });
  expect({ where, del: told(attachment.tryDel()) }).toEqual({ where, del: 'done' });
  expectOnlyBystander(accident);
}

/** No link, no address and no entry but the bystander's, which is unharmed. */
function expectOnlyBystander({ host, container, where, bystander }: Accident): void {
  const held = holdings(host, container);
  const wanted = {
    ...nothing,
    hostLinks: [hostLinkOf(bystander.ip)],
    reservations: { [bystander.ip]: `${bystander.container.id} eth0` },
    handles: [bystander.container.handle],
  };
  expect({ where, ...held }).toEqual({ where, ...wanted });
  expect({ where, check: told(bystander.tryCheck()) }).toEqual({ where, check: 'done' });
}

/** The name of an address's host link, by silk.md. */
export function hostLinkOf(ip: string): string {
  return `s-${ip
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('')}`;
}

function told(outcome: { code: number | undefined; stdout: string; stderr: string }): string {
  return outcome.code === 0 ? 'done' : `exit ${outcome.code}: ${outcome.stdout} ${outcome.stderr}`;
}
