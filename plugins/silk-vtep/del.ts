/**
 * DEL: nothing. The VTEP and the way to the other hosts are the host's, and other containers use them: `silk vtep down`
 * takes them away.
 */
export function leaveVtep(): void {
  // Nothing here is one attachment's.
}
