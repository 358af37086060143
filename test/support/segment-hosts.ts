import { basename } from 'node:path';
import { type Container, enter, type Host } from './host.ts';
import { type JsonObject, parseObject } from './json.ts';
import { silk } from './project.ts';
import { type Outcome, run } from './run.ts';
import { Underlay } from './underlay.ts';

/** A host with a part of the segment br0. */
export interface SegmentHost {
  readonly host: Host;
  readonly underlayIp: string;
  /** Where the segment is, where that is not the host. */
  readonly overlay: Container | undefined;
}

/** Two hosts on one underlay, on which segments are made by `silk`. `disposeHosts()` removes them. */
export class SegmentHosts {
  readonly hosts: readonly [SegmentHost, SegmentHost];

  constructor(isApart: boolean) {
    const underlay = new Underlay();
    const add = (number: number): SegmentHost => {
      const underlayIp = `10.244.0.${number}`;
      const host = underlay.addHost({ ip: `${underlayIp}/16` });
      return { host, underlayIp, overlay: isApart ? host.addContainer('overlay') : undefined };
    };
    this.hosts = [add(144), add(138)];
  }

  /** `silk GROUP COMMAND br0 ...`, with the places of this test. */
  call({ host, overlay }: SegmentHost, command: string, ...words: readonly string[]): Outcome {
    const [group = '', verb = ''] = command.split(' ');
    const place = overlay === undefined ? [] : ['--overlay-netns', basename(overlay.netns)];
    const file = group === 'endpoint' || verb === 'create' ? ['--endpoints-file', `${host.dir}/endpoints.json`] : [];
    const lock = ['show', 'attach', 'detach'].includes(verb) ? [] : ['--run-dir', host.runDir];
    return host.run([silk, group, verb, 'br0', ...place, ...file, ...lock, ...words]);
  }

  /** As `call`; it has to succeed. */
  must(on: SegmentHost, command: string, ...words: readonly string[]): string {
    const { code, stdout, stderr } = this.call(on, command, ...words);
    if (code !== 0) throw new Error(`silk ${command} ${words.join(' ')}: exit ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  /** As `must`, with `--json`. */
  json(on: SegmentHost, command: string, ...words: readonly string[]): JsonObject {
    return parseObject(this.must(on, command, ...words, '--json')) ?? {};
  }

  /** A container with an address of the segment; the other host is told of it. */
  addContainer(on: SegmentHost, ip: string, ...words: readonly string[]): Container {
    const container = on.host.addContainer();
    const { mac } = this.json(on, 'segment attach', '--netns', container.netns, '--ip', `${ip}/24`, ...words);
    for (const other of this.hosts) if (other !== on) this.tell(other, on, `--ip ${ip} --mac ${mac}`);
    return container;
  }

  /** Says where an endpoint is. */
  tell(host: SegmentHost, on: SegmentHost, endpoint: string): void {
    this.must(host, 'endpoint add', ...endpoint.split(' '), '--underlay', on.underlayIp);
  }

  /** What a program says where the segment of the host is. */
  look({ host, overlay }: SegmentHost, line: string): string {
    return run([...enter(overlay?.netns ?? host.netns), ...line.split(' ')]).stdout;
  }
}

/** Pings from a container. */
export function pingFrom({ netns }: Container, to: string, ...words: readonly string[]): Outcome {
  return run([...enter(netns), 'ping', '-n', '-c', '1', '-W', '1', ...words, to]);
}
