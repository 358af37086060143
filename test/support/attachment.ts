import type { Container, Host } from './host.ts';
import { dig, type JsonObject } from './json.ts';
import { callPlugin, type PluginCall, type PluginOutcome } from './plugin-call.ts';
import { silkCni } from './project.ts';

export interface AttachmentOptions {
  /** Default silk-cni. */
  readonly program?: string;
  /** Default eth0. */
  readonly ifname?: string;
  /** Variables and other parts of the call that differ from the usual. */
  readonly call?: PluginCall;
}

/** The variables of a container's attachment. */
export function attachmentCall(container: Container, options: AttachmentOptions = {}): PluginCall {
  return { containerId: container.id, netns: container.netns, ifname: options.ifname ?? 'eth0', ...options.call };
}

/** One attachment of a container to a network, called as a runtime calls it. */
export class Attachment {
  readonly host: Host;
  readonly container: Container;
  readonly network: JsonObject;
  readonly #options: AttachmentOptions;
  #result: JsonObject | undefined;

  constructor(host: Host, container: Container, network: JsonObject, options: AttachmentOptions = {}) {
    this.host = host;
    this.container = container;
    this.network = network;
    this.#options = options;
  }

  /** The result of the last ADD. @throws where none has succeeded */
  get result(): JsonObject {
    if (this.#result === undefined) throw new Error('no ADD has succeeded');
    return this.#result;
  }

  /** The container's first address without its prefix, of a result from 0.3.0 on. */
  get ip(): string {
    return String(dig(this.result, 'ips', 0, 'address')).split('/')[0] ?? '';
  }

  tryAdd(over: PluginCall = {}): PluginOutcome {
    const outcome = this.#call('ADD', this.network, over);
    if (outcome.code === 0) this.#result = outcome.json;
    return outcome;
  }

  /** ADD that has to succeed. @throws with what the program said */
  add(over: PluginCall = {}): JsonObject {
    succeed(this.tryAdd(over), 'ADD');
    return this.result;
  }

  tryDel(over: PluginCall = {}): PluginOutcome {
    return this.#call('DEL', this.withPrevResult(), over);
  }

  /** DEL that has to succeed. @throws with what the program said */
  del(over: PluginCall = {}): void {
    succeed(this.tryDel(over), 'DEL');
  }

  tryCheck(over: PluginCall = {}): PluginOutcome {
    return this.#call('CHECK', this.withPrevResult(), over);
  }

  /** CHECK that has to succeed. @throws with what the program said */
  check(over: PluginCall = {}): void {
    succeed(this.tryCheck(over), 'CHECK');
  }

  /** The configuration with the result of the last ADD, or with another. */
  withPrevResult(prevResult: JsonObject | undefined = this.#result): JsonObject {
    return prevResult === undefined ? this.network : { ...this.network, prevResult };
  }

  #call(command: string, config: JsonObject, over: PluginCall): PluginOutcome {
    const call = { command, config, ...attachmentCall(this.container, this.#options), ...over };
    return callPlugin(this.host, this.#options.program ?? silkCni, call);
  }
}

/** @throws with all that the program said, when it did not succeed */
export function succeed(outcome: PluginOutcome, what: string): void {
  if (outcome.code === 0) return;
  throw new Error(`${what}: exit ${outcome.code ?? outcome.signal}\n${outcome.stdout}\n${outcome.stderr}`);
}
