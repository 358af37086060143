import { Option } from '@commander-js/extra-typings';
import { formatIp, type Ip } from '../../addr/ip.ts';
import { formatPrefix, type Prefix } from '../../addr/prefix.ts';
import { refuse } from '../../config/check.ts';
import { silkVtepDefaults } from '../../config/silk-vtep.ts';
import { EtcdClient } from '../../peers/etcd/client.ts';
import { initNetwork } from '../../peers/etcd/init-network.ts';
import { type NetworkConfig, parseNetworkConfig } from '../../peers/etcd/network-config.ts';
import type { CliContext } from '../context.ts';
import { integerFrom, parseHostIp, parseNetwork } from '../overlay/values.ts';
import { type Report, reportLater } from '../report.ts';
import { type EtcdCommandOptions, etcdCommand, findEtcd } from './options.ts';

/** `silk etcd init`. */
export function initCommand(context: CliContext) {
  const { vni, port } = silkVtepDefaults;
  return etcdCommand('init')
    .description('Write the record of the network that every host reads: its addresses, and how its packets look.')
    .addOption(
      new Option('--network <prefix>', 'the whole overlay network').makeOptionMandatory().argParser(parseNetwork),
    )
    .addOption(
      new Option(
        '--subnet-len <bits>',
        'of the part that each host gets (default: 24, or a quarter of the network)',
      ).argParser(integerFrom(3, 30)),
    )
    .addOption(
      new Option('--subnet-min <address>', 'of the first part (default: all but the first)').argParser(parseHostIp),
    )
    .addOption(new Option('--subnet-max <address>', 'of the last part').argParser(parseHostIp))
    .addOption(new Option('--vni <number>', 'of VXLAN').default(vni).argParser(integerFrom(1, 0xff_ffff)))
    .addOption(new Option('--port <number>', 'UDP').default(port).argParser(integerFrom(1, 65_535)))
    .option('--no-gbp', 'VXLAN without group policies')
    .option('--force', 'write over a record that says something else')
    .addHelpText(
      'after',
      `
A record that says the same is kept; one that says something else is shown, and written over only with --force: hosts that have
containers go on as they are until those are gone. flannel reads the same record.

Examples:
  silk etcd init --network 10.255.0.0/16 --subnet-len 24
  silk etcd init --network 10.255.0.0/16 --vni 42 --port 8472 --no-gbp --endpoint http://10.244.0.5:2379`,
    )
    .action((options) => reportLater(context, options, () => init(options)));
}

interface InitOptions extends EtcdCommandOptions {
  readonly network: Prefix;
  readonly subnetLen?: number | undefined;
  readonly subnetMin?: Ip | undefined;
  readonly subnetMax?: Ip | undefined;
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
  readonly force?: true | undefined;
}

async function init(options: InitOptions): Promise<Report> {
  const etcd = findEtcd(options);
  const config = configOf(options);
  const outcome = await initNetwork(new EtcdClient(etcd), {
    prefix: etcd.prefix,
    config,
    force: options.force === true,
  });
  const { did, key, text, before } = outcome;
  const was = did === 'replaced' ? [`It was ${before}`] : [];
  return {
    json: { ok: true, did, key, record: JSON.parse(text), ...(did === 'replaced' && { before }) },
    lines: (paint) => [`${paint.good(`${headlines[did]} ${key}`)}: ${text}`, ...was],
  };
}

const headlines = { wrote: 'Wrote', replaced: 'Replaced', kept: 'There is already' } as const;

/** Through the same gate as what is read from etcd. @throws SilkError BAD_CONFIG naming what does not fit. */
function configOf({ network, subnetLen, subnetMin, subnetMax, vni, port, gbp }: InitOptions): NetworkConfig {
  const { value, faults } = parseNetworkConfig(
    JSON.stringify({
      Network: formatPrefix(network),
      SubnetLen: subnetLen,
      SubnetMin: subnetMin && formatIp(subnetMin),
      SubnetMax: subnetMax && formatIp(subnetMax),
      Backend: { Type: 'vxlan', VNI: vni, Port: port, GBP: gbp },
    }),
  );
  if (value !== undefined) return value;
  refuse('Cannot use the network', faults);
  throw new TypeError('a record without a value has faults');
}
