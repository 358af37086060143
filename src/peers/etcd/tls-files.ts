import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { errorText, SilkError } from '../../errors.ts';
import { readRegularFile } from '../../files/regular-file.ts';

/** Where certificates and the key are; PEM. */
export interface TlsPaths {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** What a connection is made with; PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Certificates that are read anew when their files change, so that a renewed one needs no restart. */
export class TlsFiles {
  readonly #paths: TlsPaths;
  #stamp = '';
  #material: TlsMaterial = {};

  constructor(paths: TlsPaths) {
    this.#paths = paths;
  }

  /** The newest that is whole. @throws SilkError IO_FAILURE naming the file that cannot be read. */
  latest(): TlsMaterial {
    const { caFile, certFile, keyFile } = this.#paths;
    const stamp = [caFile, certFile, keyFile].map(stampOf).join();
    if (stamp !== this.#stamp) {
      this.#material = {
        ...(caFile !== undefined && { ca: readPem(caFile) }),
        ...(certFile !== undefined && { cert: readPem(certFile) }),
        ...(keyFile !== undefined && { key: readPem(keyFile) }),
      };
      this.#stamp = stamp;
    }
    return this.#material;
  }

  /** Why no connection may be had with our certificate, which a handshake does not say; undefined: it says nothing against it. */
  complaint(nowMs: number): string | undefined {
    const { cert } = this.#material;
    if (cert === undefined) return undefined;
    try {
      const { validFrom, validTo } = new X509Certificate(cert);
      const isValid = nowMs >= Date.parse(validFrom) && nowMs <= Date.parse(validTo);
      return isValid ? undefined : `${this.#paths.certFile} is valid from ${validFrom} to ${validTo}`;
    } catch (error) {
      return `${this.#paths.certFile} is no certificate: ${errorText(error)}`;
    }
  }
}

function stampOf(path: string | undefined): string {
  const stats = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.dev}:${stats.ino}:${stats.mtimeMs}:${stats.size}`;
}

function readPem(path: string): string {
  try {
    return readRegularFile(path);
  } catch (error) {
    throw new SilkError('IO_FAILURE', `Cannot read ${path}: ${errorText(error)}`, { cause: error });
  }
}
