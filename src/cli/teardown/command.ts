import { Command } from '@commander-js/extra-typings';
import { SilkError } from '../../errors.ts';
import { confDirOption, jsonOption } from '../cni/options.ts';
import type { CliContext } from '../context.ts';
import { silkdConfigOption } from '../overlay/options.ts';
import type { Paint } from '../paint.ts';
import { type Report, reportLater } from '../report.ts';
import type { HostRemains, TeardownHost, TeardownPlace, TornLink } from './teardown-host.ts';

/** `silk teardown`. */
export function teardownCommand(context: CliContext) {
  return new Command('teardown')
    .description('Remove what Silk has made on this host: containers, segments, VTEP, subnet file and lease.')
    .addOption(silkdConfigOption('without the file its defaults count'))
    .addOption(confDirOption())
    .option('--containers', 'remove the links of containers too, and release their addresses')
    .option('--dry-run', 'change nothing; print what is there')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Refuses while silkd runs, and while containers have links unless --containers is given; then it does first what a GC that
lists no attachment does, for each network whose name a link bears or that is in the directory of network configurations.
Segments are looked for in this network namespace, and in those that silkd's and the networks' configurations name. One that something
attached by hand is a port of stays, with what leads to others, and is told with the \`silk segment detach\` that lets go of it.
Afterwards it looks at the kernel and the files again, and exits with 1 when anything is left: whatever cannot be removed keeps
nothing else from being removed. Configurations, the peers
file and empty lock files stay. Safe to repeat.

Examples:
  silk teardown --dry-run
  systemctl stop silkd && silk teardown
  silk teardown --containers`,
    )
    .action((options) => {
      const place = { configPath: options.config, confDir: options.confDir };
      return reportLater(context, options, async () => {
        const { teardown } = context.host;
        using _out = teardown.keepDaemonOut(place);
        const found = teardown.look(place);
        if (options.dryRun) return dryRunReport(found);
        refuseContainers(found, options.containers === true);
        const failures = await tearDown(teardown, place, options.containers === true);
        return doneReport(found, teardown.look(place), failures);
      });
    });
}

function refuseContainers({ links }: HostRemains, isAllowed: boolean): void {
  const [first] = links;
  if (first === undefined || isAllowed) return;
  throw new SilkError(
    'ALREADY_ATTACHED',
    `Cannot tear down: found ${links.length} link(s) of containers, such as ${first.name}, wanted none, or --containers`,
    {
      details: links.map(linkText).join('\n'),
      next: 'Give --containers, which removes them and releases their addresses, or stop the containers first.',
    },
  );
}

/** What hangs on what goes before it: containers, segments, VTEP, lease. Returns what could not be done. */
async function tearDown(host: TeardownHost, place: TeardownPlace, withContainers: boolean): Promise<string[]> {
  return [
    ...host.removeSubnetFile(place),
    ...(withContainers ? await host.removeContainers(place) : []),
    ...(await host.removeSegments(place)),
    ...(await host.removeVtep(place)),
    ...(await host.releaseLease(place)),
  ];
}

function dryRunReport(found: HostRemains): Report {
  const lines = remainsLines(found);
  return {
    json: { ok: true, dryRun: true, found },
    lines: () => (lines.length === 0 ? ['There is nothing of Silk on this host.'] : lines),
  };
}

function doneReport(found: HostRemains, left: HostRemains, failures: readonly string[]): Report {
  const remaining = remainsLines(left);
  const isBad = remaining.length > 0 || failures.length > 0;
  return {
    json: { ok: !isBad, found, left, failures },
    lines: (paint) => [
      ...remainsLines(found).map((line) => `${paint.good('Found')} ${line}`),
      ...end(remaining, paint),
    ],
    asides: (paint) => failures.map((failure) => `${paint.bad('silk:')} ${failure}`),
    isBad,
  };
}

function end(remaining: readonly string[], paint: Paint): string[] {
  if (remaining.length === 0) return ['Nothing is left of Silk on this host.'];
  return remaining.map((line) => `${paint.bad('Left')} ${line}`);
}

function remainsLines(remains: HostRemains): string[] {
  const { links, ports, segments, guards, records, masquerading, vtep, strayVteps, files, lease } = remains;
  return [
    ...links.map((link) => `link ${linkText(link)}`),
    ...ports.map((link) => `port ${linkText(link)}`),
    ...records,
    ...segments.map((link) => `device ${linkText(link)}`),
    ...guards.map(
      ({ ports: names, netns }) => `nftables table bridge silk ${inNamespace(`(${names.join(', ')})`, netns)}`,
    ),
    ...(masquerading ? ['nftables table ip silk'] : []),
    ...(vtep === undefined ? [] : [`VTEP ${vtep}`]),
    ...strayVteps.map(
      (name) => `device ${name}, which has the MAC of a VTEP: \`ip link del ${name}\` where nobody uses it`,
    ),
    ...files.map((path) => `file ${path}`),
    ...(lease === undefined ? [] : [`lease ${lease}`]),
  ];
}

function linkText({ name, mark, netns }: TornLink): string {
  const text = mark === undefined ? name : `${name} (${mark})`;
  return inNamespace(text, netns);
}

function inNamespace(text: string, netns: string | undefined): string {
  return netns === undefined ? text : `${text} in namespace ${netns}`;
}
