import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import { type AttributeHandlers, type Draft, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { Decode, NetlinkSocket } from '../netlink/socket.ts';
import type { WireWriter } from '../netlink/writer.ts';
import { headerBytes, nftablesRequest } from './message.ts';
import { formatSet, type SetName } from './set.ts';

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

/** An element of a set whose keys are anything, as the kernel has them: parts that fill up to four bytes. */
export interface KeyElement {
  readonly key: Uint8Array;
}

/** An element of a set of IPv4 addresses. */
export interface AddressElement {
  /** The address as a number. */
  readonly key: number;
  /** Of a set of ranges: the range before it ends right before this address. */
  readonly isEnd: boolean;
}

/** A request that adds elements; EEXIST where one is there. */
export function addElements(name: SetName, elements: readonly SetElement[]): NetlinkRequest {
  const what = `add to set ${formatSet(name)}`;
  const message = { kind: NFT_MSG_NEWSETELEM, flags: NLM_F_CREATE | NLM_F_EXCL, what, family: name.family };
  return nftablesRequest(message, (writer) => writeElements(writer, name, elements));
}

/** A request that removes elements; ENOENT where one is not there. */
export function removeElements(name: SetName, elements: readonly SetElement[]): NetlinkRequest {
  const message = { kind: NFT_MSG_DELSETELEM, what: `remove from set ${formatSet(name)}`, family: name.family };
  return nftablesRequest(message, (writer) => writeElements(writer, name, elements));
}

type SetElement = AddressElement | KeyElement;

/** The list of a message has room for 64 KiB. */
const maxElements = 1000;

/** Elements in parts that a request each has room for; none where there are none. */
export function inParts<Element extends SetElement>(elements: readonly Element[]): Element[][] {
  const count = Math.ceil(elements.length / maxElements);
  return Array.from({ length: count }, (_, i) => elements.slice(i * maxElements, (i + 1) * maxElements));
}

function writeElements(writer: WireWriter, { table, set }: SetName, elements: readonly SetElement[]): void {
  writer.attributeTextNul(NFTA_SET_ELEM_LIST_TABLE, table).attributeTextNul(NFTA_SET_ELEM_LIST_SET, set);
  writer.nested(NFTA_SET_ELEM_LIST_ELEMENTS, () => {
    for (const element of elements) writer.nested(NFTA_LIST_ELEM, () => writeElement(writer, element));
  });
}

function writeElement(writer: WireWriter, element: SetElement): void {
  const { key } = element;
  if ('isEnd' in element && element.isEnd) {
    writer.attributeU32Network(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
  }
  writer.nested(NFTA_SET_ELEM_KEY, () =>
    typeof key === 'number' ? writer.attributeU32Network(NFTA_DATA_VALUE, key) : writer.attribute(NFTA_DATA_VALUE, key),
  );
}

/** Whether the set is there and has the element. @throws NetlinkError. */
export function hasElement(socket: NetlinkSocket, name: SetName, element: SetElement): boolean {
  try {
    socket.exchange(hasElementRequest(name, element), () => undefined);
    return true;
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ENOENT') return false;
    throw error;
  }
}

/** The question that hasElement() asks. */
export function hasElementRequest(name: SetName, element: SetElement): NetlinkRequest {
  const message = { kind: NFT_MSG_GETSETELEM, what: `look into set ${formatSet(name)}`, family: name.family };
  return nftablesRequest(message, (writer) => writeElements(writer, name, [element]));
}

/** The elements of a set, in no order; undefined where there is no such set. @throws NetlinkError; SilkError TRY_LATER. */
export function listElements(socket: NetlinkSocket, name: SetName): AddressElement[] | undefined {
  return listBy(socket, name, decodeElements);
}

/** As listElements(), of any keys. */
export function listKeys(socket: NetlinkSocket, name: SetName): KeyElement[] | undefined {
  return listBy(socket, name, decodeKeys);
}

function listBy<T>(socket: NetlinkSocket, name: SetName, decode: Decode<T[]>): T[] | undefined {
  try {
    return socket.dump(listElementsRequest(name), decode).flat();
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === 'ENOENT') return undefined;
    throw error;
  }
}

/** The question that listElements() asks. */
export function listElementsRequest(name: SetName): NetlinkRequest {
  const message = { kind: NFT_MSG_GETSETELEM, flags: NLM_F_DUMP, what: `list set ${formatSet(name)}` };
  return nftablesRequest({ ...message, family: name.family }, (writer) => {
    writer.attributeTextNul(NFTA_SET_ELEM_LIST_TABLE, name.table).attributeTextNul(NFTA_SET_ELEM_LIST_SET, name.set);
  });
}

/** Reads an NFT_MSG_NEWSETELEM message of addresses. @throws WireError when malformed. */
export function decodeElements(type: number, payload: WireReader): AddressElement[] {
  return readElements(type, payload).map(({ key, isEnd }) => ({ key: key.fork().u32Network(), isEnd }));
}

/** Reads an NFT_MSG_NEWSETELEM message. @throws WireError when malformed. */
export function decodeKeys(type: number, payload: WireReader): KeyElement[] {
  return readElements(type, payload).map(({ key }) => ({ key: key.copy(key.left) }));
}

interface FoundElement {
  readonly key: WireReader;
  readonly isEnd: boolean;
}

const noKey = new WireReader(new Uint8Array(4));

function readElements(_type: number, payload: WireReader): FoundElement[] {
  const found: FoundElement[] = [];
  payload.skip(headerBytes).attributes(messageAttributes, found);
  return found;
}

const messageAttributes: AttributeHandlers<FoundElement[]> = {
  [NFTA_SET_ELEM_LIST_ELEMENTS]: (value, found) => value.attributes(listAttributes, found),
};

const listAttributes: AttributeHandlers<FoundElement[]> = {
  [NFTA_LIST_ELEM]: (value, found) => {
    const element = { key: noKey.fork(), isEnd: false };
    value.attributes(elementAttributes, element);
    found.push(element);
  },
};

const elementAttributes: AttributeHandlers<Draft<FoundElement>> = {
  [NFTA_SET_ELEM_KEY]: (value, element) => value.attributes(keyAttributes, element),
  [NFTA_SET_ELEM_FLAGS]: (value, element) => {
    element.isEnd = (value.u32Network() & NFT_SET_ELEM_INTERVAL_END) !== 0;
  },
};

const keyAttributes: AttributeHandlers<Draft<FoundElement>> = {
  [NFTA_DATA_VALUE]: (value, element) => {
    element.key = value.fork();
  },
};
