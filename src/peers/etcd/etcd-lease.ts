import type { EtcdClient } from './client.ts';
import { EtcdError, grpc } from './error.ts';
import { asMessage } from './message.ts';

/** A lease of etcd's own: keys go with it when it ends. */
export interface EtcdLease {
  readonly id: string;
  /** What etcd gave, which may be more than was asked for. */
  readonly ttlSeconds: number;
}

export async function grantLease(client: EtcdClient, ttlSeconds: number): Promise<EtcdLease> {
  const { ID, TTL } = await client.call('/v3/lease/grant', { TTL: `${ttlSeconds}` });
  return { id: String(ID), ttlSeconds: Number(TTL) };
}

/** Gives a lease its whole time again; that in seconds, or 0 where there is no such lease any more. */
export async function keepLease(client: EtcdClient, id: string): Promise<number> {
  // The gateway's method is a stream: its one answer is inside `result`.
  const { result } = await client.call('/v3/lease/keepalive', { ID: id });
  return Number(asMessage(result)['TTL'] ?? 0);
}

/** Ends a lease, and with it its keys; one that has ended already is content. */
export async function revokeLease(client: EtcdClient, id: string): Promise<void> {
  try {
    await client.call('/v3/lease/revoke', { ID: id });
  } catch (error) {
    if (!(error instanceof EtcdError && error.grpcCode === grpc.NOT_FOUND)) throw error;
  }
}

/** How long a lease has been given, and what is left of that. */
export interface LeaseTime {
  readonly grantedSeconds: number;
  readonly leftSeconds: number;
}

/** Undefined where there is no such lease. */
export async function readLeaseTime(client: EtcdClient, id: string): Promise<LeaseTime | undefined> {
  const { TTL, grantedTTL } = await client.call('/v3/lease/timetolive', { ID: id });
  const leftSeconds = Number(TTL ?? 0);
  return leftSeconds < 0 ? undefined : { leftSeconds, grantedSeconds: Number(grantedTTL ?? 0) };
}
