import { editPeersFile } from '../../../src/peers/edit-peers-file.ts';
import { peer } from './peer.ts';

/**
 * A program: `editor.ts FILE NUMBER ROUNDS`. Adds the peers 10.NUMBER.0.0/24, 10.NUMBER.1.0/24, ... one at a time, and takes every
 * second one away again.
 */
const [path = '', number = '0', rounds = '0'] = process.argv.slice(2);

for (let round = 0; round < Number(rounds); round++) {
  const mine = peer(`10.${number}.${round}.0/24`, `172.16.${number}.${round}`);
  await editPeersFile(path, (peers) => [...peers, mine]);
  if (round % 2 === 1)
    await editPeersFile(path, (peers) => peers.filter(({ subnet }) => subnet.ip.value !== mine.subnet.ip.value));
}
