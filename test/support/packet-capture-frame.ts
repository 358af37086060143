/** An Ethernet frame; `ipv4` is absent where it carries something else. */
export interface Frame {
  readonly destinationMac: string;
  readonly sourceMac: string;
  readonly etherType: number;
  readonly ipv4?: Ipv4Packet;
}

/** RFC 791. At most one of `udp`, `tcp` and `icmp` is there, and none of them of a fragment but the first. */
export interface Ipv4Packet {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly protocol: number;
  readonly id: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In bytes. */
  readonly fragmentOffset: number;
  readonly totalBytes: number;
  /** Whether the header's own checksum is right. */
  readonly checksumRight: boolean;
  readonly udp?: UdpDatagram;
  readonly tcp?: TcpSegment;
  readonly icmp?: IcmpMessage;
}

/** RFC 768; `vxlan` where the destination port is VXLAN's. */
export interface UdpDatagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly checksum: number;
  readonly vxlan?: VxlanPacket;
}

/** RFC 7348, with the group policy extension of draft-smith-vxlan-group-policy. */
export interface VxlanPacket {
  /** The first byte: 0x08 says that there is a VNI, 0x80 that there is a group policy id. */
  readonly flags: number;
  readonly groupPolicyId: number;
  readonly vni: number;
  readonly inner: Frame;
}

/** RFC 9293, without options. */
export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly payload: string;
}

/** RFC 792. */
export interface IcmpMessage {
  readonly type: number;
  readonly code: number;
}

/** The VXLAN port that is decoded. */
export const vxlanPort = 4789;

const etherTypeIpv4 = 0x0800;

/** @throws RangeError where the frame ends before its headers do */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = viewOf(bytes);
  const etherType = view.getUint16(12);
  return {
    destinationMac: macAt(bytes, 0),
    sourceMac: macAt(bytes, 6),
    etherType,
    ...(etherType === etherTypeIpv4 ? { ipv4: decodeIpv4(bytes.subarray(14)) } : {}),
  };
}

function decodeIpv4(bytes: Uint8Array): Ipv4Packet {
  const view = viewOf(bytes);
  const headerBytes = (view.getUint8(0) & 0x0f) * 4;
  const fragment = view.getUint16(6);
  const fragmentOffset = (fragment & 0x1fff) * 8;
  const protocol = view.getUint8(9);
  const totalBytes = view.getUint16(2);
  // Ethernet pads short frames: what is after the packet's own end is no part of it.
  const payload = bytes.subarray(headerBytes, totalBytes);
  return {
    source: ipAt(bytes, 12),
    destination: ipAt(bytes, 16),
    ttl: view.getUint8(8),
    protocol,
    id: view.getUint16(4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset,
    totalBytes,
    checksumRight: onesComplementSum(bytes.subarray(0, headerBytes)) === 0xffff,
    ...(fragmentOffset === 0 ? decodeTransport(protocol, payload) : {}),
  };
}

function decodeTransport(protocol: number, bytes: Uint8Array): Pick<Ipv4Packet, 'icmp' | 'tcp' | 'udp'> {
  if (protocol === 1) return { icmp: { type: viewOf(bytes).getUint8(0), code: viewOf(bytes).getUint8(1) } };
  if (protocol === 6) return { tcp: decodeTcp(bytes) };
  if (protocol === 17) return { udp: decodeUdp(bytes) };
  return {};
}

function decodeTcp(bytes: Uint8Array): TcpSegment {
  const view = viewOf(bytes);
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledgement: view.getUint32(8),
    flags: view.getUint8(13),
    payload: new TextDecoder().decode(bytes.subarray((view.getUint8(12) >> 4) * 4)),
  };
}

function decodeUdp(bytes: Uint8Array): UdpDatagram {
  const view = viewOf(bytes);
  const destinationPort = view.getUint16(2);
  return {
    sourcePort: view.getUint16(0),
    destinationPort,
    checksum: view.getUint16(6),
    ...(destinationPort === vxlanPort ? { vxlan: decodeVxlan(bytes.subarray(8)) } : {}),
  };
}

function decodeVxlan(bytes: Uint8Array): VxlanPacket {
  const view = viewOf(bytes);
  return {
    flags: view.getUint8(0),
    groupPolicyId: view.getUint16(2),
    vni: view.getUint32(4) >>> 8,
    inner: decodeFrame(bytes.subarray(8)),
  };
}

/** RFC 1071: 0xffff over a header whose checksum is right. */
function onesComplementSum(header: Uint8Array): number {
  const view = viewOf(header);
  let sum = 0;
  for (let at = 0; at < header.length; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function macAt(bytes: Uint8Array, at: number): string {
  return [...bytes.subarray(at, at + 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function ipAt(bytes: Uint8Array, at: number): string {
  return bytes.subarray(at, at + 4).join('.');
}
