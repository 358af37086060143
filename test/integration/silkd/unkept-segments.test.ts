import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { dig } from '../../support/json.ts';
import { silk } from '../../support/project.ts';
import { SegmentDaemon } from '../../support/segment-daemon.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** There is no gobgpd: who would be told is no matter. */
test('a segment of silk-bridge that is not configured is a problem where others are told of segments, and there alone', async () => {
  const host = new Host();
  host.addUplink();
  const overlay = host.addContainer('overlay').handle;
  const segments = [
    { vni: 42, bridge: 'br0' },
    { vni: 43, bridge: 'br0-b', overlayNamespace: overlay },
  ];
  const daemon = new SegmentDaemon(host, {
    intervalSeconds: 3600,
    segments,
    evpn: { asn: 65_000, address: `unix://${host.dir}/nobody.sock` },
  });
  const { silkd } = daemon;
  silkd.launch();
  await silkd.until('both segments', () => daemon.metric('local_endpoints', 43) === 0);
  const unkept = () => {
    const problems = dig(silkd.status(), 'problems') as { what: string; reason: string }[];
    return problems.filter(({ reason }) => reason.includes('nobody tells'));
  };
  expect(unkept()).toEqual([]);
  const attachment = daemon.attachment(host.addContainer(), { vni: 77, bridge: 'br7' });
  attachment.add();
  const reason = expect.stringContaining("found silk-segment:77, wanted one of silkd's segments (VNI 42, 43)");
  await silkd.until('the problem', () => unkept().length === 1);
  expect(unkept()).toMatchObject([{ what: 'segment br7', reason }]);
  const over = { vni: 78, bridge: 'br8', overlayNamespace: overlay };
  const place = ['--overlay-netns', overlay, '--run-dir', host.runDir];
  const create = [silk, 'segment', 'create', 'br8', '--vni', '78', ...place];
  expect(host.run([...create, '--endpoints-file', daemon.endpointsFile])).toMatchObject({ code: 0 });
  await silkd.until('the other', () => unkept().length === 2);
  expect(unkept()).toMatchObject([{}, { what: `segment br8 in namespace ${overlay}` }]);
  silkd.configure({ segments: [...segments, over] });
  silkd.signal('HUP');
  await silkd.until('one problem less', () => unkept().length === 1);
  attachment.del();
  host.exec(silk, 'segment', 'delete', 'br7', '--run-dir', host.runDir);
  await silkd.until('no problem', () => unkept().length === 0);
  attachment.add();
  await silkd.until('the problem', () => unkept().length === 1);
  silkd.configure({ segments, evpn: undefined });
  silkd.signal('HUP');
  await silkd.until('nobody who tells', () => unkept().length === 0);
});
