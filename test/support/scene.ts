import { Attachment } from './attachment.ts';
import { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { silkNetwork } from './network.ts';

/** A host with a bystander, and the attachment whose calls are cut short. */
export interface Scene {
  readonly host: Host;
  readonly bystander: Attachment;
  readonly victim: Attachment;
}

/** Makes a scene; the bystander is attached, the victim is not yet. `over` are keys of their network. */
export function scene(over: JsonObject = {}): Scene {
  const host = new Host();
  const network = silkNetwork(host, over);
  const bystander = new Attachment(host, host.addContainer('bystander'), network);
  bystander.add();
  return { host, bystander, victim: new Attachment(host, host.addContainer('victim'), network) };
}
