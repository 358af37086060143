import { Client, type ClientReadableStream, credentials } from '@grpc/grpc-js';
import { fromJSON, type MethodDefinition } from '@grpc/proto-loader';
import { gobgpDescriptor } from './gobgp-descriptor.ts';

/** A route as gobgpd hands it out and takes it: bytes as they are on the wire. */
export interface WirePath {
  /** RFC 7432, section 7: type, length, and what the type has. */
  readonly nlri: Uint8Array;
  /** Each with its flags, type and length (RFC 4271, section 4.3). */
  readonly attributes: readonly Uint8Array[];
}

/** A route of gobgpd's table. */
export interface TablePath extends WirePath {
  /** Who sent it; undefined: gobgpd was told it by its API. */
  readonly neighbour: string | undefined;
  /** Kept over the restart of who sent it. */
  readonly stale: boolean;
}

/** Another BGP speaker that gobgpd is configured to talk to about EVPN. */
export interface Neighbour {
  readonly address: string;
  readonly isEstablished: boolean;
  /** Whether it has said since that all of its routes have been sent. */
  readonly hasSentAll: boolean;
  /** Milliseconds since the epoch; means something of an established one only. */
  readonly upSinceMs: number;
}

type Method = 'GetBgp' | 'ListPeer' | 'AddPath' | 'DeletePath' | 'ListPath' | 'WatchEvent';

/** AFI_L2VPN and SAFI_EVPN. */
const evpn = { afi: 25, safi: 70 } as const;
/** TableType.GLOBAL */
const globalTable = 0;
/** PeerState.SessionState.ESTABLISHED */
const established = 6;
/** WatchEventRequest.Table.Filter.Type: what neighbours send is no best path where its next hop cannot be reached. */
const bestPaths = 0;

const definition = fromJSON(gobgpDescriptor as unknown as Parameters<typeof fromJSON>[0], {
  keepCase: true,
  defaults: true,
  arrays: true,
  longs: Number,
});

interface PathMessage {
  readonly nlri_binary: Uint8Array;
  readonly pattrs_binary: readonly Uint8Array[];
  readonly neighbor_ip: string;
  readonly stale: boolean;
}

interface PeerMessage {
  readonly state: { readonly neighbor_address: string; readonly session_state: number } | null;
  readonly timers: { readonly state: { readonly uptime: { readonly seconds: number } | null } | null } | null;
  readonly afi_safis: readonly {
    readonly state: { readonly family: { readonly afi: number; readonly safi: number } | null } | null;
    readonly mp_graceful_restart: { readonly state: { readonly end_of_rib_received: boolean } | null } | null;
  }[];
}

/** A connection to a gobgpd, made anew by itself when it breaks. Each question fails within `timeoutMs`. */
export class Gobgp {
  readonly #client: Client;
  readonly #timeoutMs: number;

  /** @param address `unix:///run/gobgpd.sock`, of less than 108 bytes of path, or `HOST:PORT` */
  constructor(address: string, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#client = new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 2000,
    });
  }

  /** The number of its autonomous system; 0 while gobgpd has not been configured. */
  async getAsn(): Promise<number> {
    const { global } = await this.#ask<{ global: { asn: number } | null }>('GetBgp', {});
    return global?.asn ?? 0;
  }

  /** Those that speak EVPN. */
  async listNeighbours(): Promise<Neighbour[]> {
    const found: Neighbour[] = [];
    await this.#list<{ peer: PeerMessage | null }>('ListPeer', {}, ({ peer }) => {
      const family = peer?.afi_safis.find(
        ({ state }) => state?.family?.afi === evpn.afi && state.family.safi === evpn.safi,
      );
      if (!peer?.state || family === undefined) return;
      found.push({
        address: peer.state.neighbor_address,
        isEstablished: peer.state.session_state === established,
        upSinceMs: (peer.timers?.state?.uptime?.seconds ?? 0) * 1000,
        hasSentAll: family.mp_graceful_restart?.state?.end_of_rib_received ?? false,
      });
    });
    return found;
  }

  /** Every EVPN route of the global table, own ones included. */
  async listPaths(): Promise<TablePath[]> {
    const found: TablePath[] = [];
    const request = { table_type: globalTable, family: evpn, enable_only_binary: true };
    await this.#list<{ destination: { paths: readonly PathMessage[] } | null }>('ListPath', request, (answer) => {
      for (const path of answer.destination?.paths ?? []) found.push(toTablePath(path));
    });
    return found;
  }

  /** Announces a route, in the place of one with the same key. */
  async addPath({ nlri, attributes }: WirePath): Promise<void> {
    const path = { family: evpn, nlri_binary: nlri, pattrs_binary: attributes };
    await this.#ask('AddPath', { table_type: globalTable, path });
  }

  /** Takes back a route that was announced here. One that is not there is none to take back. */
  async deletePath({ nlri }: Pick<WirePath, 'nlri'>): Promise<void> {
    // No attributes: a sequence number lower than that of another host's route would be refused, by 3.10.
    const path = { family: evpn, nlri_binary: nlri, pattrs_binary: [], is_withdraw: true };
    await this.#ask('DeletePath', { table_type: globalTable, family: evpn, path });
  }

  /** Calls `changed` whenever a route or a neighbour may have changed, and returns when that can no longer be told. */
  async watch(changed: () => void, signal: AbortSignal): Promise<void> {
    const request = { peer: {}, table: { filters: [{ type: bestPaths, init: false }] } };
    const stream = this.#open('WatchEvent', request, {});
    const stop = (): void => stream.cancel();
    signal.addEventListener('abort', stop, { once: true });
    stream.on('data', changed);
    try {
      await ended(stream);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  close(): void {
    this.#client.close();
  }

  #ask<Answer>(method: Method, request: object): Promise<Answer> {
    const { path, requestSerialize, responseDeserialize } = methodOf(method);
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, answer?: object): void => {
        if (error === null) resolve(answer as Answer);
        else reject(error);
      };
      this.#client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, this.#deadline(), done);
    });
  }

  async #list<Item>(method: Method, request: object, take: (item: Item) => void): Promise<void> {
    const stream = this.#open(method, request, this.#deadline());
    stream.on('data', take);
    await ended(stream);
  }

  #open(method: Method, request: object, options: { deadline?: number }): ClientReadableStream<object> {
    const { path, requestSerialize, responseDeserialize } = methodOf(method);
    return this.#client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, options);
  }

  #deadline(): { deadline: number } {
    return { deadline: Date.now() + this.#timeoutMs };
  }
}

function ended(stream: ClientReadableStream<object>): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('end', resolve);
    stream.on('error', reject);
  });
}

/** gobgpd prints what it has not as `<nil>`. */
function toTablePath({ nlri_binary, pattrs_binary, neighbor_ip, stale }: PathMessage): TablePath {
  const isLocal = neighbor_ip === '' || neighbor_ip === '<nil>';
  return { nlri: nlri_binary, attributes: pattrs_binary, neighbour: isLocal ? undefined : neighbor_ip, stale };
}

function methodOf(method: Method): MethodDefinition<object, object> {
  const service = definition['apipb.GobgpApi'];
  const found = service === undefined || 'format' in service ? undefined : service[method];
  if (found === undefined) throw new RangeError(`no method ${method} in the descriptor`);
  return found;
}
