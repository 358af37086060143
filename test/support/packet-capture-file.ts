/** How a classic pcap file of microseconds begins, in the writer's byte order (draft-ietf-opsawg-pcap). */
const magic = 0xa1b2c3d4;
const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
const linkTypeEthernet = 1;

/**
 * The frames of a pcap file of Ethernet, as tcpdump writes it on this machine. A record whose end is still to be written is
 * left out, so that a file can be read while it grows.
 * @throws Error where it is something else, or a frame was cut short when captured
 */
export function readPcap(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < fileHeaderBytes) return [];
  if (view.getUint32(0, true) !== magic) throw new Error('Cannot read the capture: found no pcap header');
  if (view.getUint32(20, true) !== linkTypeEthernet) throw new Error('Cannot read the capture: found no Ethernet');
  const frames: Uint8Array[] = [];
  for (let at = fileHeaderBytes; at + recordHeaderBytes <= file.length; ) {
    const captured = view.getUint32(at + 8, true);
    const original = view.getUint32(at + 12, true);
    if (captured !== original) throw new Error(`Cannot read the capture: ${captured} of ${original} bytes captured`);
    at += recordHeaderBytes;
    if (at + captured > file.length) break;
    frames.push(file.subarray(at, at + captured));
    at += captured;
  }
  return frames;
}
