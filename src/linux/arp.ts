import { type Ip, ipFromBytes } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';

/*
 * linux/if_ether.h, linux/if_arp.h; RFC 826.
 * An Ethernet header: destination, source, u16 type. ARP: u16 hardware, u16 protocol, u8 and u8 lengths of their addresses,
 * u16 operation; then of the sender and of the target: MAC, IPv4 address. What a short frame is padded with comes after it.
 */
export const ETH_P_ARP = 0x0806;
const ETH_P_IP = 0x0800;
const ARPHRD_ETHER = 1;
const [sourceAt, typeAt, hardwareAt, protocolAt, lengthsAt, senderAt] = [6, 12, 14, 16, 18, 22] as const;
const macBytes = 6;
const ipBytes = 4;
const frameBytes = 42;

/** What a frame of ARP says of who sent it, be it a question, an answer or neither (gratuitous). */
export interface ArpSender {
  /** Who sent the frame. */
  readonly source: Mac;
  /** Who is said to have sent it: the same, where nothing is forged or passed on. */
  readonly mac: Mac;
  /** IPv4; 0.0.0.0 of who asks whether an address is free (RFC 5227). */
  readonly ip: Ip;
}

/**
 * Reads an Ethernet frame; undefined for one that is no whole ARP of IPv4, such as one with a VLAN tag. It keeps nothing of the bytes.
 */
export function decodeArp(frame: Uint8Array): ArpSender | undefined {
  if (frame.length < frameBytes || u16(frame, typeAt) !== ETH_P_ARP) return undefined;
  if (u16(frame, hardwareAt) !== ARPHRD_ETHER || u16(frame, protocolAt) !== ETH_P_IP) return undefined;
  if (u16(frame, lengthsAt) !== ((macBytes << 8) | ipBytes)) return undefined;
  const ipAt = senderAt + macBytes;
  return {
    source: { bytes: frame.slice(sourceAt, sourceAt + macBytes) },
    mac: { bytes: frame.slice(senderAt, ipAt) },
    ip: ipFromBytes(frame.subarray(ipAt, ipAt + ipBytes)),
  };
}

/** In network order. */
function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
