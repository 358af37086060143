import { join } from 'node:path';
import { formatMac, parseMac } from '../../addr/mac.ts';
import type { AnnouncedFileKeys, AnnouncedMacKeys } from '../../config/announced-file.schema.ts';
import { check, refuse } from '../../config/check.ts';
import { validateAnnouncedFile } from '../../config/generated/announced-file.ts';
import { errorText } from '../../errors.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { replaceWhole } from '../../files/replace-whole.ts';
import { log } from '../../log.ts';
import { readFileText } from '../list-file.ts';
import type { AnnouncedMac } from './claim-macs.ts';
import { macInSegment, parseMacInSegment } from './mac-mobility.ts';

const kind = 'the file of what was announced';

/** By macInSegment(). */
export type AnnouncedMacs = ReadonlyMap<string, AnnouncedMac>;

/** Where silkd remembers what it has announced of segments. */
export function announcedPath(runDir: string): string {
  return join(runDir, 'announced.json');
}

/** What this host has announced, in a file: a MAC that was beaten is not taken for one that has come anew after a restart. */
export class AnnouncedFile {
  readonly #path: string;
  readonly #bootId: string;
  #written: string | undefined;

  /** @param bootId of this boot: in another one the attachments are others. */
  constructor(path: string, bootId: string) {
    this.#path = path;
    this.#bootId = bootId;
  }

  /** Nothing where nothing can be read, or it was another boot. */
  read(): AnnouncedMacs {
    try {
      const { value, faults } = check<AnnouncedFileKeys>(
        validateAnnouncedFile,
        JSON.parse(readRegularFile(this.#path)),
      );
      refuse(`Cannot read ${this.#path}`, faults);
      return new Map(value.bootId === this.#bootId ? value.macs.map(parseLine) : []);
    } catch {
      // gobgpd says itself what it was told; only what it was not told, as it was beaten, is not known then.
      return new Map();
    }
  }

  /** Where it is other than what was written last; a failure is made good by a later write. */
  write(macs: AnnouncedMacs): void {
    const lines = [...macs].map(formatLine);
    const text = `{"bootId":${JSON.stringify(this.#bootId)},"macs":[\n${lines.sort().join(',\n')}\n]}\n`;
    if (text === this.#written) return;
    try {
      replaceWhole({ path: this.#path, kind }, (target) =>
        readFileText({ kind }, target) === text ? undefined : text,
      );
      this.#written = text;
    } catch (error) {
      // The host goes on without a memory: it costs nothing until a restart.
      log('debug', `Cannot write ${this.#path}`, { reason: errorText(error) });
    }
  }
}

function parseLine({ vni, mac, ...said }: AnnouncedMacKeys): [string, AnnouncedMac] {
  return [macInSegment(vni, parseMac(mac, 'mac')), said];
}

function formatLine([key, { attachments, sequence, isBeaten, isSettled }]: [string, AnnouncedMac]): string {
  const { vni, mac } = parseMacInSegment(key);
  const keys: AnnouncedMacKeys = { vni, mac: formatMac(mac), attachments, sequence, isBeaten, isSettled };
  return JSON.stringify(keys);
}
