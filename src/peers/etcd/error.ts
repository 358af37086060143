import { SilkError } from '../../errors.ts';

/** Codes of gRPC that etcd's gateway answers with (google.golang.org/grpc/codes). */
export const grpc = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/**
 * What etcd, or the way to it, has against a request.
 * TRY_LATER: no endpoint answered, or none that has a leader. ETCD_REFUSED: etcd said no.
 */
export class EtcdError extends SilkError {
  /** Undefined where nobody answered. */
  readonly grpcCode: number | undefined;

  constructor(message: string, grpcCode?: number, cause?: unknown) {
    super(isAway(grpcCode) ? 'TRY_LATER' : 'ETCD_REFUSED', message, { cause });
    this.grpcCode = grpcCode;
  }
}

/** Whether another endpoint, or the same one later, may answer. */
export function isAway(grpcCode: number | undefined): boolean {
  return grpcCode === undefined || grpcCode === grpc.UNAVAILABLE || grpcCode === grpc.DEADLINE_EXCEEDED;
}
