import type { JsonObject } from '../../cni/json.ts';
import { formatFound, SilkError } from '../../errors.ts';
import type { RuntimeAttachment } from './attachment.ts';
import type { Network } from './conflist.ts';

/** A port of the host that leads to one of the container (CNI conventions, capability `portMappings`). */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/** What an operator asks of the network, by the capability that it is. */
export interface CapabilityWish {
  readonly ips?: readonly string[] | undefined;
  readonly portMappings?: readonly PortMapping[] | undefined;
}

/** Reads `8080:80` or `8080:80/udp`; undefined where it is not of that form. */
export function parsePortMapping(text: string): PortMapping | undefined {
  const [, hostText, containerText, protocol = 'tcp'] = /^(\d+):(\d+)(?:\/(tcp|udp|sctp))?$/.exec(text) ?? [];
  const [hostPort, containerPort] = [hostText, containerText].map(Number);
  if (!isPort(hostPort) || !isPort(containerPort)) return undefined;
  return { hostPort, containerPort, protocol: protocol as PortMapping['protocol'] };
}

function isPort(value: number | undefined): value is number {
  return value !== undefined && value >= 1 && value <= 65535;
}

/**
 * The attachment with what was wished, behind what its capability arguments have of it already.
 * @throws SilkError BAD_CONFIG where no plugin of the network declares the capability: nobody would be told of the wish. And where
 * the capability arguments have something else than a list of it.
 */
export function withCapabilities(
  attachment: RuntimeAttachment,
  network: Network,
  wish: CapabilityWish,
): RuntimeAttachment {
  const { ips, portMappings } = wish;
  let { capabilityArgs } = attachment;
  for (const [capability, values] of Object.entries({ ips, portMappings })) {
    if (values === undefined) continue;
    refuseUndeclared(network, capability, values);
    const given = listOf(capabilityArgs, capability);
    capabilityArgs = { ...capabilityArgs, [capability]: [...given, ...values] };
  }
  return { ...attachment, capabilityArgs };
}

function refuseUndeclared(network: Network, capability: string, values: readonly unknown[]): void {
  if (network.plugins.some(({ capabilities }) => capabilities.includes(capability))) return;
  const types = network.plugins.map(({ type }) => type).join(', ');
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot ask network ${network.name} for ${formatFound(values)}: capabilities.${capability}: found it in none of its plugins (${types}), wanted true in one`,
  );
}

function listOf(capabilityArgs: JsonObject, capability: string): readonly unknown[] {
  const { [capability]: given = [] } = capabilityArgs;
  if (Array.isArray(given)) return given;
  const found = `${capability}: found ${formatFound(given)}, wanted a list`;
  throw new SilkError('BAD_CONFIG', `Cannot use the capability arguments: ${found}`);
}
