import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Container, Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { callPlugin, type PluginOutcome } from './plugin-call.ts';
import { bun, projectRoot, reference } from './project.ts';
import { must } from './run.ts';

/** A conflist as it is read. */
export interface Conflist {
  readonly name: string;
  readonly cniVersion: string;
  readonly plugins: readonly JsonObject[];
}

/** What the external networker reads of its configuration, by the keys of its own. */
interface Settings {
  readonly cni_plugin_dir: string;
  readonly cni_config_dir: string;
  readonly bind_mount_dir: string;
}

const settingsFile = 'conf-examples/cloud-foundry-networker.json';

/** What Diego says of a container, and garden passes on. */
const extraKeys = {
  metadata: { app_id: 'd5bbc5ed', policy_group_id: 'd5bbc5ed', container_workload: 'app' },
  runtimeConfig: {
    portMappings: [{ host_port: 61001, container_port: 8080 }],
    netOutRules: [{ protocol: 1, networks: [{ start: '10.0.0.0', end: '10.255.255.255' }], log: true }],
  },
};

/**
 * A Diego cell's network: the directory that plays /var/vcap, and what garden's external networker does there for a container. The
 * plugins are cni-wrapper-plugin, as far as its delegate is concerned, and the reference bandwidth; silk-cni is not installed yet.
 */
export class Cell {
  readonly vcap: string;
  readonly #host: Host;
  readonly #settings: Settings;

  constructor(host: Host, list: Conflist) {
    this.#host = host;
    this.vcap = join(host.dir, 'vcap');
    this.#settings = JSON.parse(this.here(readFileSync(join(projectRoot, settingsFile), 'utf8')));
    host.write(
      this.#below(this.#settings.cni_config_dir, 'cni-wrapper-plugin.conflist'),
      this.here(JSON.stringify(list)),
    );
    mkdirSync(this.#pluginDir, { recursive: true });
    const wrapper = join(projectRoot, 'test/support/fixtures/cni-wrapper-plugin.ts');
    host.write(this.#below(this.#pluginDir, 'cni-wrapper-plugin'), `#!/bin/sh\nexec '${bun}' '${wrapper}'\n`, 0o755);
    copyFileSync(reference('bandwidth'), join(this.#pluginDir, 'bandwidth'));
  }

  /** The text with this cell's /var/vcap. */
  here(text: string): string {
    return text.replaceAll('/var/vcap', this.vcap);
  }

  /** Mounts the container's namespace and adds it to the network. Returns the outcome of the last plugin that was called. */
  up(container: Container): PluginOutcome {
    const target = this.netns(container);
    this.unmount(container);
    this.#host.write(this.#below(this.#settings.bind_mount_dir, container.id), '');
    must(['mount', '--bind', container.netns, target]);
    this.#host.onDispose(() => this.unmount(container));
    let outcome: PluginOutcome | undefined;
    for (const plugin of this.#list.plugins) {
      const prevResult = outcome === undefined ? {} : { prevResult: outcome.json };
      outcome = this.#call('ADD', container, { ...plugin, ...extraKeys, ...prevResult });
      if (outcome.code !== 0) return outcome;
    }
    if (outcome === undefined) throw new Error('Cannot add a container: found no plugin in the list');
    return outcome;
  }

  /** Removes the container from the network; without what Diego says, without a result, and in the other order. */
  down(container: Container): PluginOutcome[] {
    return this.#list.plugins.toReversed().map((plugin) => this.#call('DEL', container, plugin));
  }

  /** Takes the namespace's mount away, as the external networker does at the end, or a reboot. */
  unmount(container: Container): void {
    this.#host.run(['umount', this.netns(container)]);
    rmSync(this.netns(container), { force: true });
  }

  /** Where the container's namespace is mounted. */
  netns({ id }: Container): string {
    return join(this.#settings.bind_mount_dir, id);
  }

  get #pluginDir(): string {
    return this.#settings.cni_plugin_dir;
  }

  /** The first list of the directory, as the external networker finds it. */
  get #list(): Conflist {
    const dir = this.#settings.cni_config_dir;
    const [first = ''] = readdirSync(dir).toSorted();
    return JSON.parse(readFileSync(join(dir, first), 'utf8'));
  }

  /** A file of a directory of the cell, seen from the host's private directory. */
  #below(dir: string, name: string): string {
    return relative(this.#host.dir, join(dir, name));
  }

  #call(command: string, container: Container, plugin: JsonObject): PluginOutcome {
    const { name, cniVersion } = this.#list;
    const program = join(this.#pluginDir, String(plugin['type']));
    return callPlugin(this.#host, program, {
      command,
      containerId: container.id,
      netns: this.netns(container),
      ifname: 'eth0',
      args: '',
      path: this.#pluginDir,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/' },
      config: { ...plugin, name, cniVersion },
    });
  }
}
