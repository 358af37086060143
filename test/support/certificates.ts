import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { EtcdTls } from './etcd.ts';
import { withClockOff } from './fake-clock.ts';
import { installed } from './project.ts';
import { must } from './run.ts';

/** What a certificate is for. */
export interface CertificateWish {
  /** The name in it, and of its files. */
  readonly name: string;
  /** Of a server: the address that it is reached by. */
  readonly ip?: string;
  /** From now on; it is valid since a day before. Default 3600. */
  readonly validSeconds?: number;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const daySeconds = 86_400;

/** A certificate authority of a test's own, by openssl. */
export class CertificateAuthority {
  readonly caFile: string;
  readonly #dir: string;
  readonly #keyFile: string;

  /** @param dir where its files are, and those of its certificates */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#dir = dir;
    this.caFile = join(dir, 'ca.pem');
    this.#keyFile = join(dir, 'ca.key');
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-subj',
      '/CN=test',
      '-days',
      '2',
      '-keyout',
      this.#keyFile,
      '-out',
      this.caFile,
    );
  }

  /** A certificate with its key; the files of an earlier one of that name are replaced, each by rename. */
  issue({ name, ip, validSeconds = 3600 }: CertificateWish): EtcdTls {
    const file = (suffix: string) => join(this.#dir, `${name}.${suffix}`);
    const names = ip === undefined ? [] : ['-addext', `subjectAltName=IP:${ip}`];
    openssl('req', ...newKey, '-subj', `/CN=${name}`, ...names, '-keyout', file('key.new'), '-out', file('csr'));
    const signed = [
      '-req',
      '-in',
      file('csr'),
      '-CA',
      this.caFile,
      '-CAkey',
      this.#keyFile,
      '-copy_extensions',
      'copy',
    ];
    // openssl counts in whole days: its clock is set so that they end in time.
    const clock = withClockOff(validSeconds - daySeconds);
    must([...clock, 'openssl', 'x509', ...signed, '-days', '1', '-out', file('pem.new')]);
    for (const suffix of ['key', 'pem']) renameSync(file(`${suffix}.new`), file(suffix));
    return { caFile: this.caFile, certFile: file('pem'), keyFile: file('key') };
  }
}

function openssl(...words: readonly string[]): void {
  must([installed('/usr/bin/openssl', 'openssl'), ...words]);
}
