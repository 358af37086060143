import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { DebianRoot } from '../support/debian-root.ts';
import { disposeHosts, Host, inContainer } from '../support/host.ts';
import { hostLinkNames } from '../support/kernel-state.ts';
import { silkNetwork } from '../support/network.ts';
import { buildVersion } from '../support/other-version.ts';
import { binDir, projectRoot } from '../support/project.ts';
import { must } from '../support/run.ts';
import { Systemd } from '../support/systemd.ts';
import { entriesBelow } from '../support/tree.ts';
import { until } from '../support/wait.ts';

jest.setTimeout(120_000);

/** Where the packages are, and what stands for those of the next version. */
const scratch = mkdtempSync(join(tmpdir(), 'silk-packages-'));
let deb = '';
let nextDeb = '';

beforeAll(() => {
  deb = pack('deb', scratch);
  nextDeb = pack('deb', scratch, buildVersion('9.9.9-rc.1', join(scratch, 'next')));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(disposeHosts);

const packageScript = join(projectRoot, 'src/build/package/package.sh');

/** Packs what is in a `bin`, without compression or with little, and returns the path of the package. */
function pack(kind: 'deb' | 'tarball', dir: string, bin = binDir): string {
  const env = { PATH: process.env['PATH'] ?? '', DEB_COMPRESSION: 'none', LEVEL: '1', SOURCE_DATE_EPOCH: '1700000000' };
  return must(['sh', packageScript, kind, bin, join(dir, 'packages')], { env, timeoutMs: 60_000 }).trim();
}

/** The files and links below a directory, without directories. */
function filesBelow(dir: string): string[] {
  return entriesBelow(dir).filter((path) => !lstatSync(join(dir, path)).isDirectory());
}

/** What is in a root, dpkg's own records aside. */
function contents(root: DebianRoot): string[] {
  return entriesBelow(root.path).filter((path) => !/^var\/lib\/dpkg(\/|$)/.test(path));
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The lines of a listing whose owner or time says who made the package, and when. */
function strangers(listing: readonly string[]): string[] {
  const lines = must(['env', 'TZ=UTC', ...listing])
    .trim()
    .split('\n');
  return lines.filter((line) => !/ (root\/root|0\/0) +\d+ 2023-11-14 22:13 /.test(line));
}

describe('the Debian package', () => {
  test('is installed, used, upgraded in between, and purged with nothing left', () => {
    const host = new Host();
    const root = new DebianRoot(host);
    // As in an image that is made on a host with systemd: it is there, and does not answer.
    must(['mkdir', '-p', join(root.path, 'run/systemd/system')]);
    const clean = contents(root);
    root.dpkg('--install', deb);
    const said = root.run('silk', '--version').stdout.trim();
    expect(root.dpkg('--status', 'silk')).toContain(`Version: ${said}\n`);

    expect(root.run('/usr/sbin/silkd', '--version').stdout).toBe(`${said}\n`);
    const unit = readFileSync(join(root.path, 'usr/lib/systemd/system/silkd.service'), 'utf8');
    const [, page = 'none'] = /^Documentation=file:\/\/(.*)$/m.exec(unit) ?? [];
    expect(root.dpkg('--listfiles', 'silk').split('\n')).toContain(page);
    const network = '/usr/share/doc/silk/examples/10-silk.conflist';
    must(['mkdir', '-p', join(root.path, 'etc/cni/net.d')]);
    cpSync(join(root.path, network), join(root.path, 'etc/cni/net.d/10-silk.conflist'));
    const container = host.addContainer();
    const byHand = (command: string) => root.run('silk', 'cni', command, 'silk', container.netns);
    expect(byHand('add')).toMatchObject({ code: 0 });
    expect(inContainer(container, 'ip', 'route')).toContain('default via 169.254.0.1');

    root.dpkg('--install', nextDeb);
    expect(root.run('silk', '--version').stdout).toBe('9.9.9-rc.1\n');
    expect(root.dpkg('--status', 'silk')).toContain('Version: 9.9.9~rc.1\n');
    expect(byHand('check')).toMatchObject({ code: 0 });
    expect(byHand('del')).toMatchObject({ code: 0 });
    expect(hostLinkNames(host.netns)).toEqual([]);

    cpSync(join(root.path, 'etc/silk/peers.json.example'), join(root.path, 'etc/silk/peers.json'));
    cpSync(join(root.path, 'usr/share/doc/silk/examples/endpoints.json'), join(root.path, 'etc/silk/endpoints.json'));
    root.dpkg('--remove', 'silk');
    expect(entriesBelow(join(root.path, 'etc/silk'))).toEqual([
      'endpoints.json',
      'peers.json',
      'peers.json.example',
      'silkd.json.example',
    ]);
    root.dpkg('--purge', 'silk');
    rmSync(join(root.path, 'etc/cni'), { recursive: true });
    expect(contents(root)).toEqual(clean);
    expect(readdirSync(join(root.path, 'var/lib/dpkg/info')).filter((name) => name.startsWith('silk'))).toEqual([]);
  });

  test('has the plugins in both directories where runtimes look, and is called there as a runtime calls it', () => {
    const host = new Host();
    const root = new DebianRoot(host);
    root.dpkg('--install', deb);
    const network = silkNetwork(host, { dataDir: '/var/lib/silk', datastore: undefined });
    for (const dir of ['/usr/lib/cni', '/opt/cni/bin']) {
      expect([dir, ...entriesBelow(join(root.path, dir))]).toEqual([
        dir,
        'silk-bridge',
        'silk-cni',
        'silk-ipam',
        'silk-vtep',
      ]);
      const call = { wrapper: root.entering, path: dir };
      const attachment = new Attachment(host, host.addContainer(), network, { program: `${dir}/silk-cni`, call });
      attachment.add();
      attachment.check();
      attachment.del();
    }
    expect(hostLinkNames(host.netns)).toEqual([]);
  });

  test('is the same, byte for byte, whoever makes it and when', () => {
    const host = new Host();
    const hash = hashOf(deb);
    const copy = join(host.dir, 'copy');
    mkdirSync(copy, { mode: 0o700 });
    must(['cp', '-P', ...readdirSync(binDir).filter((name) => name.startsWith('silk') && !name.includes('.')), copy], {
      cwd: binDir,
    });
    expect(hashOf(pack('deb', host.dir, copy))).toBe(hash);
    expect(strangers(['dpkg-deb', '--contents', deb])).toEqual([]);
  });

  test('`make deb` makes it', () => {
    const host = new Host();
    const variables = [`PACKAGES=${host.dir}`, 'DEB_COMPRESSION=none', 'DEB_MAINTAINER=Us <us@example.org>'];
    const said = must(['make', '--no-print-directory', '-C', projectRoot, 'deb', ...variables], { timeoutMs: 60_000 });
    const path = said.trim().split('\n').at(-1) ?? '';
    expect(must(['dpkg-deb', '--field', path, 'Package', 'Maintainer'])).toBe(
      'Package: silk\nMaintainer: Us <us@example.org>\n',
    );
  });
});

describe('the Debian package, on a host that systemd has booted', () => {
  test('goes on with silkd and a container when it is upgraded, tells what stays, and leaves no file when it is purged', async () => {
    const host = new Host();
    host.addUplink();
    const machine = await Systemd.boot(host, scratch);
    const install = (packed: string) => machine.exec('dpkg', '--install', join('/mnt', relative(scratch, packed)));
    const silkd = () => ['is-enabled', 'is-active'].map((ask) => machine.run('systemctl', ask, 'silkd').stdout.trim());
    const files = () =>
      machine.exec('sh', '-c', 'find /run/written ! -path "*/var/l*" \\( -type f -o -type l \\) | sort');
    const isTold = async () =>
      await until('the subnet file', () => machine.run('test', '-e', '/run/silk/subnet.env').code === 0);
    const version = () =>
      machine.run('curl', '-s', '--unix-socket', '/run/silk/silkd.sock', 'http://silkd/status').stdout;
    const clean = files();

    install(deb);
    expect(silkd()).toEqual(['disabled', 'inactive']);
    expect(machine.exec('dpkg', '--verify', 'silk')).toBe('');
    machine.exec('sh', '-ec', 'cd /etc/silk; for name in silkd peers; do cp $name.json.example $name.json; done');
    machine.exec('systemctl', 'enable', '--now', 'silkd');
    await isTold();
    machine.exec(
      'sh',
      '-ec',
      'mkdir -p /etc/cni/net.d; cp /usr/share/doc/silk/examples/30-silkd.conflist /etc/cni/net.d',
    );
    const process = machine.exec('sh', '-c', 'unshare --net sleep 100 >/dev/null 2>&1 & echo $!').trim();
    const namespaceOf = (pid: string) => machine.run('readlink', `/proc/${pid}/ns/net`).stdout;
    await until('the container', () => namespaceOf(process) !== namespaceOf('1'));
    machine.exec('silk', 'cni', 'add', 'silk', `/proc/${process}/ns/net`, '--container-id', 'web');
    const ping = host.start(['ping', '-q', '-c', '400', '-i', '0.01', '10.255.30.2']);
    const vtep = host.exec('ip', '-o', 'link', 'show', 'silk-vtep');

    install(nextDeb);
    await until('the next version', () => version().includes('"version":"9.9.9-rc.1"'));
    expect(silkd()).toEqual(['enabled', 'active']);
    expect(host.exec('ip', '-o', 'link', 'show', 'silk-vtep')).toBe(vtep);
    machine.exec('silk', 'cni', 'check', 'silk', `/proc/${process}/ns/net`, '--container-id', 'web');

    // What dpkg runs for a removal that is given up.
    machine.exec('sh', '-ec', 'cd /var/lib/dpkg/info; ./silk.prerm remove; ./silk.postinst abort-remove');
    expect(silkd()).toEqual(['enabled', 'active']);
    const said = machine.exec('dpkg', '--remove', 'silk');
    expect(said).toMatch(/silk: this stays on the host(.|\n)*^link s-010255030002 (.|\n)*^VTEP silk-vtep$/m);
    expect(machine.run('pgrep', 'silkd').code).toBe(1);
    expect((await ping.ended).stdout).toContain(' 0% packet loss');

    install(deb);
    expect(silkd()).toEqual(['enabled', 'active']);
    machine.exec('dpkg', '--purge', 'silk');
    machine.exec('rm', '-r', '/etc/cni');
    expect(files()).toBe(clean);
    for (const dir of ['/etc/silk', '/run/silk', '/var/lib/silk'])
      expect([dir, machine.run('test', '-e', dir).code]).toEqual([dir, 1]);
    // Its result is libcni's affair, and the container goes on.
    expect(machine.exec('find', '/var/lib/cni', '-type', 'f')).toBe('/var/lib/cni/results/silk-web-eth0\n');
    expect(hostLinkNames(host.netns)).toEqual(['s-010255030002']);
    host.exec('ping', '-q', '-c', '1', '-w', '5', '10.255.30.2');
  });
});

describe('the tarball', () => {
  /** What the note says below a line that begins so. */
  function commandsBelow(note: string, heading: string): string {
    const [, section = ''] = note.split(new RegExp(`^${heading}.*$`, 'm'));
    const [block = ''] = /(^ {4}.*\n)+/m.exec(section) ?? [];
    return block;
  }

  test('has the files of the Debian package; its note installs, upgrades and removes them', () => {
    const host = new Host();
    const unpacked = join(host.dir, 'unpacked');
    mkdirSync(unpacked);
    const tarball = pack('tarball', host.dir);
    must(['tar', '-xzf', tarball, '-C', unpacked, '--strip-components=1']);
    const note = readFileSync(join(unpacked, 'INSTALL'), 'utf8');
    const root = join(host.dir, 'root');
    const [install, remove] = ['Install', 'Remove'].map((heading) =>
      commandsBelow(note, heading).replace(/ROOT=$/m, `ROOT=${root}`),
    );
    for (const _ of ['install', 'upgrade']) must(['sh', '-ec', install ?? ''], { cwd: unpacked });
    const packed = must(['sh', '-c', 'dpkg-deb --fsys-tarfile "$0" | tar -t', deb]).trim().split('\n');
    const ofDebian = packed.flatMap((path) => (path.endsWith('/') ? [] : path.replace('./', '')));
    const ofDebianOnly = /changelog\.gz$|lintian/;
    expect(filesBelow(root)).toEqual(ofDebian.filter((path) => !ofDebianOnly.test(path)).sort());
    expect(must([join(root, 'usr/lib/cni/silk-cni')], { env: { CNI_COMMAND: 'VERSION' }, input: '{}' })).toContain(
      '1.1.0',
    );
    must(['sh', '-ec', remove ?? ''], { cwd: unpacked, env: { ROOT: root } });
    expect(filesBelow(root)).toEqual([]);
    expect(strangers(['tar', '-tvzf', tarball])).toEqual([]);
  });
});
