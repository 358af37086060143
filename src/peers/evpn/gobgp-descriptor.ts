/**
 * What is used of the API of GoBGP, version 3 (`apipb.GobgpApi`), as protobufjs reads it: field numbers are those of api/gobgp.proto
 * of GoBGP 3.10. Fields that nobody here reads are left out, as protocol buffers allow; so are all of a path but its bytes on the wire,
 * so that neither `Any` nor the many messages that can be in one are needed.
 */
const string = (id: number) => ({ type: 'string', id });
const uint32 = (id: number) => ({ type: 'uint32', id });
const bool = (id: number) => ({ type: 'bool', id });
const bytes = (id: number) => ({ type: 'bytes', id });
const message = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: 'repeated', type, id });

const messages = {
  Family: { fields: { afi: uint32(1), safi: uint32(2) } },
  GetBgpRequest: { fields: {} },
  GetBgpResponse: { fields: { global: message('Global', 1) } },
  Global: { fields: { asn: uint32(1), router_id: string(2) } },
  ListPeerRequest: { fields: {} },
  ListPeerResponse: { fields: { peer: message('Peer', 1) } },
  Peer: { fields: { state: message('PeerState', 5), timers: message('Timers', 6), afi_safis: list('AfiSafi', 10) } },
  PeerState: { fields: { neighbor_address: string(5), session_state: uint32(13) } },
  Timers: { fields: { state: message('TimersState', 2) } },
  TimersState: { fields: { uptime: message('Timestamp', 6) } },
  Timestamp: { fields: { seconds: { type: 'int64', id: 1 } } },
  AfiSafi: { fields: { mp_graceful_restart: message('MpGracefulRestart', 1), state: message('AfiSafiState', 3) } },
  AfiSafiState: { fields: { family: message('Family', 1), enabled: bool(2) } },
  MpGracefulRestart: { fields: { state: message('MpGracefulRestartState', 2) } },
  MpGracefulRestartState: { fields: { end_of_rib_received: bool(4) } },
  Path: {
    fields: {
      is_withdraw: bool(5),
      family: message('Family', 9),
      stale: bool(13),
      neighbor_ip: string(15),
      nlri_binary: bytes(20),
      pattrs_binary: list('bytes', 21),
    },
  },
  AddPathRequest: { fields: { table_type: uint32(1), path: message('Path', 3) } },
  AddPathResponse: { fields: {} },
  DeletePathRequest: { fields: { table_type: uint32(1), family: message('Family', 3), path: message('Path', 4) } },
  Empty: { fields: {} },
  ListPathRequest: {
    fields: { table_type: uint32(1), family: message('Family', 3), enable_only_binary: bool(9) },
  },
  ListPathResponse: { fields: { destination: message('Destination', 1) } },
  Destination: { fields: { paths: list('Path', 2) } },
  WatchEventRequest: { fields: { peer: message('WatchPeer', 1), table: message('WatchTable', 2) } },
  WatchPeer: { fields: {} },
  WatchTable: { fields: { filters: list('WatchFilter', 1) } },
  WatchFilter: { fields: { type: uint32(1), init: bool(2) } },
  WatchEventResponse: { fields: {} },
};

const methods = {
  GetBgp: { requestType: 'GetBgpRequest', responseType: 'GetBgpResponse' },
  ListPeer: { requestType: 'ListPeerRequest', responseType: 'ListPeerResponse', responseStream: true },
  AddPath: { requestType: 'AddPathRequest', responseType: 'AddPathResponse' },
  DeletePath: { requestType: 'DeletePathRequest', responseType: 'Empty' },
  ListPath: { requestType: 'ListPathRequest', responseType: 'ListPathResponse', responseStream: true },
  WatchEvent: { requestType: 'WatchEventRequest', responseType: 'WatchEventResponse', responseStream: true },
};

/** For `fromJSON` of proto-loader. */
export const gobgpDescriptor = {
  nested: { apipb: { nested: { ...messages, GobgpApi: { methods } } } },
};
