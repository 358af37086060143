import { resolve } from 'node:path';
import type { SilkdConfig } from '../../config/silkd.ts';
import { SilkError } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import type { PeerOptions } from './options.ts';

/**
 * Says no where a silkd leads this VTEP to peers of elsewhere than the file: it and this command would undo what the other does.
 * @throws SilkError PEERS_UNUSABLE naming who leads to which peers; and as findSilkd().
 */
export function refuseLed({ host }: CliContext, options: PeerOptions): void {
  const { name, peersFile, runDir, config: configPath } = options;
  const silkd = host.overlay.findSilkd({ runDir, configPath });
  if (silkd === undefined) return;
  const { pid, config } = silkd;
  if (config === undefined) {
    const found = `found none there while silkd runs (process ${pid}), wanted what it was started with`;
    const next = 'Name its configuration with --config.';
    throw new SilkError('PEERS_UNUSABLE', `Cannot read the configuration of silkd ${configPath}: ${found}`, { next });
  }
  const other = config.vtepName === name ? otherPeers(config.source, peersFile) : undefined;
  if (other === undefined) return;
  const found = `found silkd (process ${pid}) leading ${name} to ${other.peers}, wanted it to follow this file, or stopped`;
  throw new SilkError('PEERS_UNUSABLE', `Cannot use the peers file ${peersFile}: ${found}`, {
    next: `${other.next}; what is held: \`curl --unix-socket ${config.apiSocket} http://silkd/status\`.`,
  });
}

/** What silkd leads to, and where to look; undefined: to the peers of the file, or to none. */
function otherPeers(source: SilkdConfig['source'], peersFile: string): { peers: string; next: string } | undefined {
  if (source.kind === 'none') return undefined;
  if (source.kind === 'etcd') return { peers: 'the hosts in etcd', next: 'See the hosts with `silk lease list`' };
  if (source.kind === 'evpn') return { peers: 'the hosts that BGP tells of', next: 'BGP alone tells of hosts here' };
  const { peers, peersFile: followed } = source.static;
  if (peers !== undefined) return { peers: '"peers" of its configuration', next: 'Change "peers" there' };
  if (resolve(followed) === resolve(peersFile)) return undefined;
  return { peers: `the hosts in ${followed}`, next: 'Name that file with --peers-file' };
}
