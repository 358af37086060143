import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { namespaceState } from '../../support/kernel-state.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** What each drift does to STATUS is in drift.test.ts. */
describe('STATUS of silk-vtep', () => {
  test('is ready before the first ADD, which makes the VTEP, and writes nothing', () => {
    const scene = new VtepScene();
    const before = namespaceState(scene.host.netns);
    expect(scene.call('STATUS')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(namespaceState(scene.host.netns)).toBe(before);
    expect(scene.host.run(['ls', scene.host.runDir]).code).not.toBe(0);
  });

  test('is ready after ADD', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    expect(scene.call('STATUS')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('is 51 and says why, where containers are there and the VTEP is not', () => {
    const scene = new VtepScene();
    scene.addContainerLink();
    expect(scene.call('STATUS').error).toMatchObject({
      code: 51,
      msg: expect.stringMatching(/^Cannot reach other hosts as wanted: VTEP silk-vtep \(found none\)/),
    });
  });

  test('is 51 for a VTEP that is down, without any container as well', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    scene.host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
    expect(scene.call('STATUS').error).toMatchObject({ code: 51, msg: expect.stringContaining('found down') });
  });

  test('where ADD cannot be: 50 while the VTEP works or no container needs it, else 51', () => {
    const scene = new VtepScene();
    const lost = { underlayInterface: 'nosuch0' };
    expect(scene.call('STATUS', lost).error?.code).toBe(50);
    scene.addContainerLink();
    expect(scene.call('STATUS', lost).error?.code).toBe(51);
    scene.succeed('ADD');
    expect(scene.call('STATUS', lost).error?.code).toBe(50);
    scene.host.exec('ip', 'link', 'set', 'silk-vtep', 'down');
    expect(scene.call('STATUS', lost).error?.code).toBe(51);
  });

  test('answers while the lock is held', async () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    scene.host.start(['flock', '--no-fork', `${scene.host.runDir}/silk-vtep.lock`, 'sleep', '30']);
    await scene.host.start(['sleep', '0.2']).ended;
    const startMs = performance.now();
    scene.succeed('STATUS');
    scene.succeed('ADD');
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
