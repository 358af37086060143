/* Names and values of linux/netlink.h, linux/socket.h and asm-generic/socket.h. */

export const AF_NETLINK = 16;
export const SOCK_RAW = 3;
export const SOCK_CLOEXEC = 0o2000000;
export const SOCK_NONBLOCK = 0o4000;
export const NETLINK_ROUTE = 0;
export const NETLINK_NETFILTER = 12;

/** Groups of linux/rtnetlink.h, as bits of the mask that is bound to. */
export const RTMGRP_LINK = 0x01;
export const RTMGRP_NEIGH = 0x04;
export const RTMGRP_IPV4_IFADDR = 0x10;
export const RTMGRP_IPV4_ROUTE = 0x40;

export const SOL_SOCKET = 1;
export const SO_RCVTIMEO = 20;

export const SOL_NETLINK = 270;
export const NETLINK_CAP_ACK = 10;
export const NETLINK_EXT_ACK = 11;
export const NETLINK_GET_STRICT_CHK = 12;

export const NLM_F_REQUEST = 0x01;
export const NLM_F_ACK = 0x04;
export const NLM_F_ECHO = 0x08;
export const NLM_F_DUMP_INTR = 0x10;
/** Of a GET request. */
export const NLM_F_DUMP = 0x300;
/** Of a NEW request. */
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;
/** Of an ACK. */
export const NLM_F_CAPPED = 0x100;
export const NLM_F_ACK_TLVS = 0x200;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
/** Types below this one are netlink's own, the rest a family's. */
export const NLMSG_MIN_TYPE = 0x10;

export const NLMSGERR_ATTR_MSG = 1;

/** Set in an attribute's type when it holds attributes. */
export const NLA_F_NESTED = 0x8000;
/** The part of an attribute's type that is the type. */
export const NLA_TYPE_MASK = 0x3fff;
