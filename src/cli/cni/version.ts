import type { CliContext } from '../context.ts';
import { report } from '../report.ts';
import { loadNetwork } from '../runtime/conf-dir.ts';
import { askVersions, highestCommon } from '../runtime/negotiate.ts';
import { networkCommand, runtimeOf } from './options.ts';
import { section } from './summary.ts';

/** `silk cni version`. */
export function versionCommand(context: CliContext) {
  return networkCommand('version')
    .description('Show which CNI versions the plugins of a network support, and which one is used.')
    .addHelpText(
      'after',
      `
The highest version is used that the configuration allows (cniVersion, cniVersions) and every plugin supports.

Examples:
  silk cni version blue`,
    )
    .action((name, options) => {
      report(context, options, () => {
        const runtime = runtimeOf(options, context.env);
        const network = loadNetwork(options.confDir, name);
        const plugins = askVersions(runtime, network);
        const version = highestCommon(network, plugins);
        const rows = plugins.map(({ plugin, versions }) => [plugin, versions.join(', ')]);
        return {
          json: { ok: true, network: name, version, allowed: network.versions, plugins },
          lines: (paint) => [
            `${paint.good('OK')} network ${name} uses CNI ${version}`,
            ...section('allowed by the configuration', [[network.versions.join(', ')]], paint),
            ...section('supported by the plugins', rows, paint),
          ],
        };
      });
    });
}
