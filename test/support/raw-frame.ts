import { type Container, enter } from './host.ts';
import { run } from './run.ts';

/* Frames as hex, as anybody could send them who has a packet socket. */

export const broadcastMac = 'ff:ff:ff:ff:ff:ff';
export const nobodysMac = '00:00:00:00:00:00';

/** An address as its owner, or somebody else, gives it. */
export interface Claim {
  readonly mac: string;
  readonly ip: string;
}

/** Where a frame goes and comes from, and how often its type is wrapped into a VLAN tag, as TPID. */
export interface Envelope {
  readonly to: string;
  readonly from: string;
  readonly tags?: readonly number[];
}

/** RFC 826. `operation`: 1 asks, 2 answers. */
export function arpFrame(envelope: Envelope, operation: 1 | 2, [sender, target]: readonly [Claim, Claim]): string {
  const body = [sender, target].map(({ mac, ip }) => macHex(mac) + ipHex(ip)).join('');
  return `${headerHex(envelope, 0x0806)}000108000604${hex(operation, 2)}${body}`;
}

/** UDP from one address and port to another. */
export function udpFrame(envelope: Envelope, from: readonly [string, number], to: readonly [string, number]): string {
  const payload = Buffer.from('silk test').toString('hex');
  const udp = `${hex(from[1], 2)}${hex(to[1], 2)}${hex(8 + payload.length / 2, 2)}0000${payload}`;
  const begin = `4500${hex(20 + udp.length / 2, 2)}000100004011`;
  const addresses = ipHex(from[0]) + ipHex(to[0]);
  return `${headerHex(envelope, 0x0800)}${begin}${checksum(`${begin}0000${addresses}`)}${addresses}${udp}`;
}

/** IPv6 from a link-local address to all nodes. A bridge that looks for groups drops it where nothing is in it. */
export function ipv6Frame(envelope: Envelope): string {
  const source = 'fe80000000000000ecee0afffe000a0a';
  return `${headerHex(envelope, 0x86dd)}600000000008${hex(59, 1)}ff${source}ff020000000000000000000000000001${hex(0, 8)}`;
}

/** Sends frames from a container's eth0, in order. */
export function sendFrames({ netns }: Container, frames: readonly string[]): void {
  const program = [
    'import socket, sys',
    's = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)',
    's.bind(("eth0", 0))',
    'for frame in sys.argv[1:]: s.send(bytes.fromhex(frame))',
  ].join('\n');
  const { code, stderr } = run([...enter(netns), 'python3', '-c', program, ...frames]);
  if (code !== 0) throw new Error(`Cannot send frames: ${stderr}`);
}

/** A tag's VLAN is 0: receivers take what is in it for their own. */
function headerHex({ to, from, tags = [] }: Envelope, etherType: number): string {
  return macHex(to) + macHex(from) + tags.map((tpid) => `${hex(tpid, 2)}0000`).join('') + hex(etherType, 2);
}

function macHex(mac: string): string {
  return mac.replaceAll(':', '');
}

function ipHex(ip: string): string {
  return ip
    .split('.')
    .map((part) => hex(Number(part), 1))
    .join('');
}

function hex(value: number, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, '0');
}

/** RFC 1071. */
function checksum(header: string): string {
  let sum = 0;
  for (let at = 0; at < header.length; at += 4) sum += Number.parseInt(header.slice(at, at + 4), 16);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return hex(~sum & 0xffff, 2);
}
