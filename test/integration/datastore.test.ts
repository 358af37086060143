import { chmodSync, chownSync, statSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { hostLinkNames } from '../support/kernel-state.ts';
import { datastore, holdings, nothing } from '../support/leftovers.ts';
import { silkNetwork } from '../support/network.ts';
import { until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function access(path: string): object {
  const { mode, uid, gid } = statSync(path);
  return { mode: (mode & 0o7777).toString(8), uid, gid };
}

describe('the datastore', () => {
  test('keeps its mode and owner whenever it is replaced: others were let in to read it', () => {
    const host = new Host();
    new Attachment(host, host.addContainer(), silkNetwork(host)).add();
    chmodSync(host.datastore, 0o644);
    chownSync(host.datastore, 1000, 1000);
    const given = { mode: '644', uid: 1000, gid: 1000 };
    const { ino } = statSync(host.datastore);
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.add();
    expect(statSync(host.datastore).ino).not.toBe(ino);
    expect(access(host.datastore)).toEqual(given);
    attachment.del();
    expect(access(host.datastore)).toEqual(given);
    expect(Object.keys(datastore(host)).length).toBe(1);
  });

  test('loses the entry by prevResult, when a foreign IPAM plugin has the address and the namespace is gone', async () => {
    const host = new Host();
    const ipam = { type: 'host-local', subnet: '10.1.2.0/24', dataDir: `${host.dir}/hl` };
    const network = silkNetwork(host, { cniVersion: '1.0.0', ipam, subnet: undefined });
    const [attachment, other] = [0, 1].map(() => new Attachment(host, host.addContainer(), network));
    if (attachment === undefined || other === undefined) throw new Error('no attachments');
    attachment.add();
    other.add();
    host.removeContainer(attachment.container);
    await until('the kernel to remove the link', () => hostLinkNames(host.netns).length === 1);
    attachment.del({ netns: '' });
    expect(Object.keys(datastore(host))).toEqual([other.container.handle]);
  });

  test('says of a container its labels and its pod, beside the metadata of the configuration', () => {
    const host = new Host();
    const labels = [
      { key: 'app', value: 'web' },
      { key: 'env', value: '' },
    ];
    const network = silkNetwork(host, { metadata: { space: 's' }, args: { cni: { labels } } });
    const attachment = new Attachment(host, host.addContainer(), network);
    const { handle } = attachment.container;
    attachment.add({ args: 'K8S_POD_UID=1-2;Unknown=x;K8S_POD_NAME=web-0;IgnoreUnknown=1;K8S_POD_NAMESPACE=default' });
    const pod = { namespace: 'default', name: 'web-0', uid: '1-2' };
    const metadata = { labels: { app: 'web', env: '' }, pod, space: 's' };
    expect(datastore(host)[handle]).toEqual({ handle, ip: '10.255.30.2', metadata });
    attachment.check();
    attachment.del();
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('is not reached by an ADD with labels that are none: it names the field. A DEL does not look at them', () => {
    const host = new Host();
    const args = { cni: { labels: [{ key: 'app', value: 'web' }, { key: 'env' }] } };
    const container = host.addContainer();
    const faulty = new Attachment(host, container, silkNetwork(host, { args }));
    expect(faulty.tryAdd().error).toMatchObject({
      code: 7,
      msg: 'Cannot use the configuration: args.cni.labels[1].value: found nothing, wanted a text',
    });
    expect(holdings(host, container)).toEqual(nothing);
    new Attachment(host, container, silkNetwork(host)).add();
    faulty.del();
    expect(holdings(host, container)).toEqual(nothing);
  });
});
