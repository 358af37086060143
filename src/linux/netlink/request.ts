/** One thing asked of the kernel: a value, made by a family's file and sent by a socket. */
export interface NetlinkRequest {
  /** RTM_... */
  readonly type: number;
  /** NLM_F_... beyond those that the socket adds itself: REQUEST, ACK, DUMP. */
  readonly flags: number;
  /** The family's struct and attributes. */
  readonly payload: Uint8Array;
  /**
   * For errors, to follow "Cannot": `add address 10.1.2.3 to link 7`.
   * May be a getter: writing addresses as text costs a fresh program more than sending the request.
   */
  readonly what: string;
}
