import { Attachment } from './attachment.ts';
import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { silkNetwork } from './network.ts';

/** Adds a container of a network with `ipMasq` to a host; `over` goes over the network's keys. */
export function attachMasqueraded(host: Host, over: JsonObject = {}): Attachment {
  const attachment = new Attachment(host, host.addContainer(), silkNetwork(host, { ipMasq: true, ...over }));
  attachment.add();
  return attachment;
}
