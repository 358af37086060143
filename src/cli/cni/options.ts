import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Env } from '../../cni/environment.ts';
import { type RuntimeAttachment, readAttachment } from '../runtime/attachment.ts';
import { type PortMapping, parsePortMapping } from '../runtime/capabilities.ts';
import type { KeptAttachment } from '../runtime/collect.ts';
import type { Network } from '../runtime/conflist.ts';
import type { Runtime } from '../runtime/execute.ts';

const defaultConfDir = '/etc/cni/net.d';
const defaultPluginDirs: readonly string[] = ['/opt/cni/bin', '/usr/lib/cni'];
const defaultCacheDir = '/var/lib/cni';
const defaultIfname = 'eth0';

/** The `--json` option of every command. */
export function jsonOption() {
  return new Option('--json', 'print JSON, errors too (on stdout)');
}

/** The `--conf-dir` option. */
export function confDirOption() {
  return new Option('--conf-dir <dir>', 'directory of the network configurations')
    .env('NETCONFPATH')
    .default(defaultConfDir, defaultConfDir)
    .argParser((text) => text || defaultConfDir);
}

/** A command on a network: its name, and where configurations, plugins and cached results are. */
export function networkCommand(name: string) {
  return new Command(name)
    .argument('<network>', 'name of a network in the configuration directory')
    .addOption(confDirOption())
    .addOption(
      new Option('--plugin-dir <dir>', 'directory of plugins; may be repeated, or be a list joined by ":"')
        .env('CNI_PATH')
        .default(defaultPluginDirs, defaultPluginDirs.join(':'))
        .argParser(collectDirs),
    )
    .addOption(
      new Option('--cache-dir <dir>', 'directory of the results of earlier ADDs').default(
        defaultCacheDir,
        defaultCacheDir,
      ),
    )
    .addOption(jsonOption());
}

/** A command on one attachment of a network. */
export function attachmentCommand(name: string) {
  return networkCommand(name)
    .argument('<netns>', 'network namespace: a path, or a name under /run/netns')
    .addOption(
      new Option('--ifname <name>', 'name of the interface in the container')
        .env('CNI_IFNAME')
        .default(defaultIfname, defaultIfname)
        .argParser((text) => text || defaultIfname),
    )
    .option('--container-id <id>', 'container ID (default: derived from the namespace path, as cnitool does)')
    .addOption(new Option('--args <pairs>', 'CNI_ARGS for the plugins: KEY=VALUE;KEY=VALUE').env('CNI_ARGS'))
    .addOption(
      new Option(
        '--capability-args <json>',
        'capability arguments, such as {"portMappings":[...]}; a plugin gets those that it declares',
      ).env('CAP_ARGS'),
    );
}

/** The first value takes the default's place, each further one is added. */
function collectDirs(text: string, previous: readonly string[]): readonly string[] {
  const dirs = text.split(':').filter((dir) => dir !== '');
  if (dirs.length === 0) return previous;
  return previous === defaultPluginDirs ? dirs : [...previous, ...dirs];
}

/** Reads `ID/IFNAME`, and adds it to those read before. @throws InvalidArgumentError when it is not of that form. */
export function collectKept(text: string, previous: readonly KeptAttachment[] | undefined): readonly KeptAttachment[] {
  const [containerId, ifname, ...more] = text.split('/');
  if (!containerId || !ifname || more.length > 0) {
    throw new InvalidArgumentError('Wanted CONTAINER-ID/INTERFACE, such as cnitool-0123456789abcdef0123/eth0.');
  }
  return [...(previous ?? []), { containerId, ifname }];
}

/** Adds a text to those given before. */
export function collectText(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

/** Reads `HOST:CONTAINER[/PROTOCOL]`, and adds it to those read before. @throws InvalidArgumentError when it is not of that form. */
export function collectPort(text: string, previous: readonly PortMapping[] | undefined): readonly PortMapping[] {
  const mapping = parsePortMapping(text);
  if (mapping !== undefined) return [...(previous ?? []), mapping];
  throw new InvalidArgumentError('Wanted HOST:CONTAINER[/tcp|udp|sctp], such as 8080:80.');
}

/** What the options of `networkCommand` say. */
export interface NetworkOptions {
  readonly confDir: string;
  readonly pluginDir: readonly string[];
  readonly cacheDir: string;
}

/** What the options of `attachmentCommand` say beyond those. */
export interface AttachmentOptions extends NetworkOptions {
  readonly ifname: string;
  readonly containerId?: string | undefined;
  readonly args?: string | undefined;
  readonly capabilityArgs?: string | undefined;
}

/** The runtime that the options describe. */
export function runtimeOf(options: NetworkOptions, env: Env): Runtime {
  return { cniPath: options.pluginDir, cacheDir: options.cacheDir, env };
}

/** The attachment that the options describe. @throws SilkError as `readAttachment`. */
export function attachmentOf(netns: string, options: AttachmentOptions): RuntimeAttachment {
  return readAttachment({ netns, ...options });
}

/** `eth0 in /run/netns/a`, `network blue (CNI 1.0.0)`: how reports name what was worked on. */
export function formatTarget(network: Network, version: string, attachment: RuntimeAttachment): string {
  return `${attachment.ifname} in ${attachment.netns}, network ${network.name} (CNI ${version})`;
}
