import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EtcdTls } from './etcd.ts';
import { must } from './run.ts';

/** An authority of a test's own, by openssl, with its files in one directory. */
export class Authority {
  readonly caFile: string;
  readonly #dir: string;
  readonly #caKey: string;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#dir = dir;
    this.caFile = join(dir, 'ca.pem');
    this.#caKey = join(dir, 'ca.key');
    must(['openssl', 'req', '-x509', ...newKey(this.#caKey), '-out', this.caFile, '-subj', '/CN=test', '-days', '2']);
  }

  /**
   * Writes `<name>.pem` and `<name>.key`, over those that are there: for a server at 127.0.0.1 and at `ips`, and for a client.
   * @param days 0: it is over before it can be used.
   */
  issue(
    name: string,
    { days = 1, ips = [] }: { readonly days?: number; readonly ips?: readonly string[] } = {},
  ): EtcdTls {
    const [certFile, keyFile, request] = ['pem', 'key', 'csr'].map((kind) => join(this.#dir, `${name}.${kind}`)) as [
      string,
      string,
      string,
    ];
    const extensions = join(this.#dir, `${name}.ext`);
    const names = ['127.0.0.1', ...ips].map((ip) => `IP:${ip}`).join();
    writeFileSync(extensions, `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    must(['openssl', 'req', ...newKey(keyFile), '-out', request, '-subj', `/CN=${name}`]);
    const signing = ['-CA', this.caFile, '-CAkey', this.#caKey, '-CAcreateserial', '-days', `${days}`];
    must(['openssl', 'x509', '-req', '-in', request, ...signing, '-out', certFile, '-extfile', extensions]);
    return { caFile: this.caFile, certFile, keyFile };
  }
}

function newKey(path: string): string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', path];
}
