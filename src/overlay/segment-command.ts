import { formatMac } from '../addr/mac.ts';
import type { PortSettings } from '../linux/rtnetlink/link-bridge.ts';
import type { SegmentBridge, SegmentVxlan } from './segment.ts';
import type { SegmentStep } from './segment-step.ts';
import { vxlanCommand } from './vxlan-command.ts';

type Command = readonly string[];

/**
 * The `ip` commands that do to a segment's devices what the step does. All but the first of a VXLAN device that is made belong
 * into the segment's namespace.
 */
export function segmentStepCommands(step: SegmentStep): readonly Command[] {
  if (step.object === 'bridge') return bridgeCommands(step);
  const { vxlan } = step;
  if (step.action !== 'change') {
    const own = vxlanCommand(vxlan, step);
    if (step.action === 'remove') return [own];
    return [own, setCommand(vxlan.name, ['alias', vxlan.mark, 'master', vxlan.bridge]), portCommand(vxlan)];
  }
  const { property } = step;
  if (property === 'mark') return [markCommand(vxlan)];
  if (property === 'port') return [portCommand(vxlan)];
  return [vxlanCommand(vxlan, { action: 'change', property }, vxlan.bridge)];
}

function bridgeCommands(step: Extract<SegmentStep, { object: 'bridge' }>): readonly Command[] {
  const { bridge } = step;
  const { name, mac, mark } = bridge;
  if (step.action === 'remove') return [['ip', 'link', 'del', 'dev', name]];
  if (step.action === 'make') {
    const make = ['ip', 'link', 'add', 'name', name, 'address', formatMac(mac), 'type', 'bridge'];
    return [make, setCommand(name, ['alias', mark, 'up'])];
  }
  if (step.property === 'mark') return [markCommand(bridge)];
  return [setCommand(name, step.property === 'mac' ? ['address', formatMac(mac)] : ['up'])];
}

function markCommand({ name, mark }: SegmentBridge | SegmentVxlan): Command {
  return setCommand(name, ['alias', mark]);
}

function portCommand({ name, settings }: SegmentVxlan): Command {
  return setCommand(name, ['type', 'bridge_slave', ...portSettingWords(settings)]);
}

function setCommand(name: string, words: Command): Command {
  return ['ip', 'link', 'set', 'dev', name, ...words];
}

const settingWords: Readonly<Record<keyof PortSettings, string>> = {
  learning: 'learning',
  flood: 'flood',
  mcastFlood: 'mcast_flood',
  bcastFlood: 'bcast_flood',
  hairpin: 'hairpin',
  isolated: 'isolated',
  locked: 'locked',
  neighSuppress: 'neigh_suppress',
};

/** As `ip link` has them: `learning off flood off`. */
export function portSettingWords(settings: Partial<PortSettings>): string[] {
  return Object.entries(settingWords).flatMap(([name, word]) => {
    const value = settings[name as keyof PortSettings];
    return value === undefined ? [] : [word, value ? 'on' : 'off'];
  });
}
