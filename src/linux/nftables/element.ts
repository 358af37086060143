import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, Draft, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import type { WireWriter } from '../netlink/writer.ts';
import { headerBytes, nftablesRequest } from './message.ts';
import type { SetName } from './set.ts';

const NFT_MSG_NEWSETELEM = 12;
const NFT_MSG_GETSETELEM = 13;
const NFT_MSG_DELSETELEM = 14;

const NFTA_SET_ELEM_LIST_TABLE = 1;
const NFTA_SET_ELEM_LIST_SET = 2;
const NFTA_SET_ELEM_LIST_ELEMENTS = 3;
const NFTA_LIST_ELEM = 1;
const NFTA_SET_ELEM_KEY = 1;
const NFTA_SET_ELEM_FLAGS = 3;
const NFTA_DATA_VALUE = 1;

const NFT_SET_ELEM_INTERVAL_END = 1;

/** An element of a set of IPv4 addresses. */
export interface AddressElement {
  /** The address as a number. */
  readonly key: number;
  /** Of a set of ranges: the range before it ends right before this address. */
  readonly isEnd: boolean;
}

/** A request that adds elements; EEXIST where one is there. */
export function addElements(name: SetName, elements: readonly AddressElement[]): NetlinkRequest {
  const what = `add to set ip ${name.table} ${name.set}`;
  const message = { kind: NFT_MSG_NEWSETELEM, flags: NLM_F_CREATE | NLM_F_EXCL, what };
  return nftablesRequest(message, (writer) => writeElements(writer, name, elements));
}

/** A request that removes elements; ENOENT where one is not there. */
export function removeElements(name: SetName, elements: readonly AddressElement[]): NetlinkRequest {
  const message = { kind: NFT_MSG_DELSETELEM, what: `remove from set ip ${name.table} ${name.set}` };
  return nftablesRequest(message, (writer) => writeElements(writer, name, elements));
}

function writeElements(writer: WireWriter, { table, set }: SetName, elements: readonly AddressElement[]): void {
  writer.attributeTextNul(NFTA_SET_ELEM_LIST_TABLE, table).attributeTextNul(NFTA_SET_ELEM_LIST_SET, set);
  writer.nested(NFTA_SET_ELEM_LIST_ELEMENTS, () => {
    for (const element of elements) writer.nested(NFTA_LIST_ELEM, () => writeElement(writer, element));
  });
}

function writeElement(writer: WireWriter, { key, isEnd }: AddressElement): void {
  if (isEnd) writer.attributeU32Network(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
  writer.nested(NFTA_SET_ELEM_KEY, () => writer.attributeU32Network(NFTA_DATA_VALUE, key));
}

/** Whether the set is there and has the element. @throws NetlinkError. */
export function hasElement(socket: NetlinkSocket, name: SetName, element: AddressElement): boolean {
  try {
    socket.exchange(hasElementRequest(name, element), () => undefined);
    return true;
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ENOENT') return false;
    throw error;
  }
}

/** The question that hasElement() asks. */
export function hasElementRequest(name: SetName, element: AddressElement): NetlinkRequest {
  const message = { kind: NFT_MSG_GETSETELEM, what: `look into set ip ${name.table} ${name.set}` };
  return nftablesRequest(message, (writer) => writeElements(writer, name, [element]));
}

/** The elements of a set, in no order; undefined where there is no such set. @throws NetlinkError; SilkError TRY_LATER. */
export function listElements(socket: NetlinkSocket, name: SetName): AddressElement[] | undefined {
  try {
    return socket.dump(listElementsRequest(name), decodeElements).flat();
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ENOENT') return undefined;
    throw error;
  }
}

/** The question that listElements() asks. */
export function listElementsRequest({ table, set }: SetName): NetlinkRequest {
  const message = { kind: NFT_MSG_GETSETELEM, flags: NLM_F_DUMP, what: `list set ip ${table} ${set}` };
  return nftablesRequest(message, (writer) => {
    writer.attributeTextNul(NFTA_SET_ELEM_LIST_TABLE, table).attributeTextNul(NFTA_SET_ELEM_LIST_SET, set);
  });
}

/** Reads an NFT_MSG_NEWSETELEM message. @throws WireError when malformed. */
export function decodeElements(_type: number, payload: WireReader): AddressElement[] {
  const found: AddressElement[] = [];
  payload.skip(headerBytes).attributes(messageAttributes, found);
  return found;
}

const messageAttributes: AttributeHandlers<AddressElement[]> = {
  [NFTA_SET_ELEM_LIST_ELEMENTS]: (value, found) => value.attributes(listAttributes, found),
};

const listAttributes: AttributeHandlers<AddressElement[]> = {
  [NFTA_LIST_ELEM]: (value, found) => {
    const element = { key: 0, isEnd: false };
    value.attributes(elementAttributes, element);
    found.push(element);
  },
};

const elementAttributes: AttributeHandlers<Draft<AddressElement>> = {
  [NFTA_SET_ELEM_KEY]: (value, element) => value.attributes(keyAttributes, element),
  [NFTA_SET_ELEM_FLAGS]: (value, element) => {
    element.isEnd = (value.u32Network() & NFT_SET_ELEM_INTERVAL_END) !== 0;
  },
};

const keyAttributes: AttributeHandlers<Draft<AddressElement>> = {
  [NFTA_DATA_VALUE]: (value, element) => {
    element.key = value.u32Network();
  },
};
