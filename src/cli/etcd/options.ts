import { Command, Option } from '@commander-js/extra-typings';
import { type EtcdOptions, etcdDefaults, readEtcdOptions } from '../../config/etcd-options.ts';
import { silkdConfigPath } from '../../config/silkd.ts';
import { SilkError } from '../../errors.ts';
import { readEtcdObject } from '../../peers/etcd/options-file.ts';
import { jsonOption } from '../cni/options.ts';
import { parsePath } from '../overlay/values.ts';

/** A command that asks etcd, and how it finds it: as silkd does, or as its own options say. */
export function etcdCommand(name: string) {
  return new Command(name)
    .addOption(
      new Option('--config <file>', "silkd's configuration; its object etcd counts")
        .default(silkdConfigPath, silkdConfigPath)
        .argParser(parsePath),
    )
    .addOption(
      new Option('--endpoint <url>', 'of etcd; may be repeated (default: as configured)').argParser(
        (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
      ),
    )
    .addOption(new Option('--prefix <prefix>', `of all keys (default: as configured, else ${etcdDefaults.prefix})`))
    .addOption(new Option('--username <name>', 'a user of etcd'))
    .addOption(new Option('--password-file <file>', 'the password of that user').argParser(parsePath))
    .addOption(new Option('--ca-file <file>', 'PEM: who signed the certificate of etcd').argParser(parsePath))
    .addOption(new Option('--cert-file <file>', 'PEM: our certificate').argParser(parsePath))
    .addOption(new Option('--key-file <file>', 'PEM: the key of our certificate').argParser(parsePath))
    .addOption(jsonOption());
}

/** What the options of `etcdCommand` say. */
export interface EtcdCommandOptions {
  readonly config: string;
  readonly endpoint?: readonly string[] | undefined;
  readonly prefix?: string | undefined;
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly json?: true | undefined;
}

/**
 * What the configuration says, and instead of it what the options say. With endpoints among the options the configuration does not
 * count: it is about another etcd.
 * @throws SilkError BAD_CONFIG as readEtcdOptions(), and where neither says where etcd is.
 */
export function findEtcd(options: EtcdCommandOptions): EtcdOptions {
  const { config, endpoint, prefix, username, passwordFile, caFile, certFile, keyFile } = options;
  const said = { endpoints: endpoint, prefix, username, passwordFile, caFile, certFile, keyFile };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const configured = endpoint === undefined ? readEtcdObject(config) : {};
  if (configured === undefined) {
    const found = `no object "etcd" in ${config}`;
    throw new SilkError('BAD_CONFIG', `Cannot find etcd: found ${found}, wanted one with endpoints, or --endpoint`);
  }
  return readEtcdOptions({ ...configured, ...given });
}
