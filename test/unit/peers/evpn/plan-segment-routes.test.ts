import { describe, expect, test } from '@jest/globals';
import type { AnnouncedMac } from '../../../../src/peers/evpn/claim-macs.ts';
import type { MacClaim } from '../../../../src/peers/evpn/mac-mobility.ts';
import { encodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { encodeMulticastRoute } from '../../../../src/peers/evpn/multicast-route.ts';
import { type OwnSegment, ownMacRoute, ownMulticastRoute } from '../../../../src/peers/evpn/own-segment.ts';
import {
  planSegmentRoutes,
  type SegmentRoutePlan,
  type SegmentSituation,
} from '../../../../src/peers/evpn/plan-segment-routes.ts';
import type { PathOf, SegmentRoute } from '../../../../src/peers/evpn/read-paths.ts';
import type { LocalEndpoint } from '../../../../src/peers/segment-source.ts';
import { ip, number } from './heard-route.ts';
import { keyAt, localAt, pathOf, pathTexts, segmentAt } from './segment-scene.ts';

/** This host is 10.244.0.5. */
const segment = segmentAt(5);
const multicast = 'broadcasts of 42';
const m1 = 'ee:ee:00:00:00:01 10.0.10.11';

const learned = { isLearned: true };
const attached = (sequence: number, over: Partial<AnnouncedMac> = {}): AnnouncedMac => {
  return { attachments: ['a'], sequence, isBeaten: false, isSettled: true, ...over };
};
const claim = (host: number, sequence: number, over: Partial<MacClaim> = {}): MacClaim => {
  return { sequence, isSticky: false, isLearned: false, stale: false, nextHop: ip(`10.244.0.${host}`), ...over };
};
const beaten = { isBeaten: true };

interface Scenario {
  readonly name: string;
  readonly local?: Partial<LocalEndpoint>;
  /** What was said before; undefined: it is new. */
  readonly said?: AnnouncedMac;
  readonly winner?: MacClaim;
  readonly isIncomplete?: boolean;
  /** With which sequence number it is announced, `heard` where it is that; or that it is not. */
  readonly is: number | 'heard' | 'beaten' | 'withheld';
}

describe('planSegmentRoutes(), of a MAC that', () => {
  test.each<Scenario>([
    { name: 'nobody else has', is: 0 },
    { name: 'is new, and another host has', winner: claim(9, 0), is: 1 },
    { name: 'is new, and a lower next hop has', winner: claim(2, 6), is: 7 },
    { name: 'is new, and was heard elsewhere', winner: claim(2, 0, learned), is: 1 },
    { name: 'is new, and a stale route has', winner: claim(9, 3, { stale: true }), is: 4 },
    { name: 'is new, and never moves', winner: claim(9, 0, { isSticky: true }), is: 'beaten' },
    { name: 'is new, and has moved as often as can be', winner: claim(9, 0xffff_ffff), is: 'beaten' },
    { name: 'stays', said: attached(3), is: 3 },
    { name: 'stays where another has it with less', said: attached(3), winner: claim(2, 2), is: 3 },
    { name: 'stays where a higher next hop has it too', said: attached(3), winner: claim(9, 3), is: 3 },
    {
      name: 'stays where a stale lower next hop has it too',
      said: attached(3),
      winner: claim(2, 3, { stale: true }),
      is: 3,
    },
    { name: 'stays where a lower next hop heard it', said: attached(0), winner: claim(2, 0, learned), is: 0 },
    { name: 'has moved away', said: attached(3), winner: claim(9, 4), is: 'beaten' },
    { name: 'a lower next hop has too', said: attached(3), winner: claim(2, 3), is: 'beaten' },
    { name: 'another says never to move', said: attached(3), winner: claim(9, 0, { isSticky: true }), is: 'beaten' },
    { name: 'is beaten', said: attached(3, beaten), winner: claim(9, 4), is: 'beaten' },
    { name: 'is beaten by one who has begun anew', said: attached(3, beaten), winner: claim(9, 0), is: 'beaten' },
    { name: 'was beaten, and the other has withdrawn', said: attached(3, beaten), is: 3 },
    { name: 'was beaten, and is only heard elsewhere', said: attached(0, beaten), winner: claim(2, 0, learned), is: 0 },
    {
      name: 'was beaten, and is attached anew',
      local: { attachment: 'b' },
      said: attached(3, beaten),
      winner: claim(9, 4),
      is: 5,
    },
    { name: 'is attached anew', local: { attachment: 'b' }, said: attached(3), is: 3 },
    {
      name: 'is attached anew, and another has with less',
      local: { attachment: 'b' },
      said: attached(3),
      winner: claim(2, 1),
      is: 3,
    },
    {
      name: 'was announced before others were heard',
      said: attached(0, { isSettled: false }),
      winner: claim(2, 4),
      is: 5,
    },
    { name: 'is new while others are not heard', isIncomplete: true, is: 0 },
    // Only heard, on a LAN
    { name: 'is only heard', local: learned, is: 'heard' },
    { name: 'is only heard, and another host has', local: learned, winner: claim(9, 0), is: 'withheld' },
    { name: 'is only heard, and another has heard', local: learned, winner: claim(9, 0, learned), is: 'withheld' },
    { name: 'is only heard, as announced', local: learned, said: attached(0), is: 'heard' },
    {
      name: 'is only heard, as announced, and another has now',
      local: learned,
      said: attached(0),
      winner: claim(9, 0),
      is: 'withheld',
    },
    {
      name: 'two have heard at once, the other with the lower next hop',
      local: learned,
      said: attached(0),
      winner: claim(2, 0, learned),
      is: 'withheld',
    },
    {
      name: 'two have heard at once, this one with the lower next hop, but gobgpd has lost it',
      local: learned,
      said: attached(0),
      winner: claim(9, 0, learned),
      is: 'withheld',
    },
    { name: 'is only heard, and the other has withdrawn', local: learned, said: attached(0, beaten), is: 'heard' },
    {
      name: 'is only heard before others are',
      local: learned,
      said: attached(0, { isSettled: false }),
      winner: claim(9, 0),
      is: 'withheld',
    },
    {
      name: 'was attached, and is only heard now',
      local: { ...learned, attachment: 'b' },
      said: attached(3),
      is: 'heard',
    },
    {
      name: 'was attached, is only heard now, and another has',
      local: { ...learned, attachment: 'b' },
      said: attached(3),
      winner: claim(9, 1),
      is: 'withheld',
    },
    {
      name: 'was heard, is attached now, and another has',
      local: { attachment: 'b' },
      said: attached(0, beaten),
      winner: claim(2, 1),
      is: 2,
    },
  ])('$name: $is', ({ local, said, winner, isIncomplete, is }) => {
    const macs = new Map(said && [[keyAt(1), said]]);
    const winners = new Map(winner && [[keyAt(1), winner]]);
    const scene = { local: [localAt(1, local)], winners, isComplete: !isIncomplete };
    const found = plan({ ...scene, announced: { macs, told: new Map() } });
    expect(plan({ ...scene, announced: undefined, saidBefore: macs })).toEqual(found);
    const isAnnounced = is === 'heard' || typeof is === 'number';
    const moves = is === 'heard' ? ' moved 0' : is === 0 ? '' : ` moved ${is}`;
    expect(pathTexts(found.add)).toEqual(isAnnounced ? [`${m1}${moves}`, multicast] : [multicast]);
    expect(found.beaten).toEqual(is === 'beaten' ? [localAt(1, local)] : []);
    expect(found.problems.length).toBe(found.beaten.length);
    // Once more, with what it says: nothing has changed.
    const again = plan({ ...scene, ...found, ours: found.add.map(pathOf) });
    const isToSettle = isIncomplete === true;
    expect({ ...again, announced: isToSettle ? found.announced : again.announced }).toEqual({ ...found, add: [] });
  });

  test('is beaten: says by whom', () => {
    const found = plan({ announced: known(attached(0)), winners: new Map([[keyAt(1), claim(9, 4)]]) });
    const reason =
      'found it at 10.244.0.9 too, with sequence number 4, wanted it on one host: it is not announced here';
    expect(found.problems).toEqual([{ what: 'endpoint ee:ee:00:00:00:01 of VNI 42', reason }]);
  });
});

describe('planSegmentRoutes() after a restart', () => {
  const ours = [
    pathOf(encodeMacRoute(ownMacRoute(segment, localAt(1), 3))),
    pathOf(encodeMulticastRoute(ownMulticastRoute(segment))),
  ];

  test.each<{ name: string; winner?: MacClaim; isBeaten: boolean }>([
    { name: 'goes on with what gobgpd has', isBeaten: false },
    { name: 'goes on beside a weaker claim', winner: claim(2, 2), isBeaten: false },
    { name: 'takes back what another host has with more', winner: claim(9, 4), isBeaten: true },
  ])('$name', ({ winner, isBeaten }) => {
    const found = plan({ announced: undefined, ours, winners: new Map(winner && [[keyAt(1), winner]]) });
    expect([pathTexts(found.add), pathTexts(found.withdraw)]).toEqual([[], isBeaten ? [`${m1} moved 3`] : []]);
    expect(found.announced.macs.get(keyAt(1))).toEqual(attached(3, { isBeaten }));
  });

  test('takes one as new of which gobgpd has nothing', () => {
    const found = plan({ announced: undefined, winners: new Map([[keyAt(1), claim(9, 4)]]) });
    expect(pathTexts(found.add)).toEqual([`${m1} moved 5`, multicast]);
  });

  test('takes one as new that goes and comes before gobgpd was told', () => {
    const first = plan({ announced: undefined, ours, local: [] });
    expect(pathTexts(first.withdraw)).toEqual([`${m1} moved 3`]);
    const winners = new Map([[keyAt(1), claim(9, 5)]]);
    expect(pathTexts(plan({ ...first, ours, winners }).add)).toEqual([`${m1} moved 6`]);
  });
});

describe('planSegmentRoutes() tells gobgpd', () => {
  test('all endpoints before any segment, and of one MAC each address, or the MAC alone', () => {
    const local = [
      localAt(1),
      localAt(1, { ip: ip('10.0.10.99') }),
      localAt(2, { ip: undefined }),
      localAt(1, { ip: undefined }),
    ];
    const elsewhere = localAt(3, { vni: 43 });
    const unknown = localAt(4, { vni: 44 });
    const found = plan({ local: [...local, elsewhere, unknown], segments: [segment, segmentAt(5, 43)] });
    expect(pathTexts(found.add)).toEqual([
      m1,
      'ee:ee:00:00:00:01 10.0.10.99',
      'ee:ee:00:00:00:02',
      'ee:ee:00:00:00:03 10.0.10.13',
      multicast,
      'broadcasts of 43',
    ]);
  });

  test('nothing of what it has, in whatever order its attributes are', () => {
    const { add, announced } = plan({});
    const ours = add.map(({ nlri, attributes }) =>
      pathOf({ nlri: Buffer.from(nlri), attributes: attributes.toReversed() }),
    );
    expect(plan({ announced, ours })).toMatchObject({ add: [], again: [], withdraw: [] });
  });

  test('all of it again when it has lost it, with the same sequence number', () => {
    const { announced } = plan({ winners: new Map([[keyAt(1), claim(9, 4)]]) });
    expect(pathTexts(plan({ announced }).add)).toEqual([`${m1} moved 5`, multicast]);
  });

  test('seldom what a policy has changed, and at once what has changed here', () => {
    const { add, announced } = plan({});
    const ours = add
      .map(pathOf)
      .map(({ path, route }) => ({ path, route: { ...route, routeTargets: [number('1:1')] } }));
    const found = plan({ announced, ours });
    expect([pathTexts(found.add), pathTexts(found.again)]).toEqual([[], [m1, multicast]]);
    const winners = new Map([[keyAt(1), claim(9, 4)]]);
    const moved = plan({ announced, ours, winners, local: [localAt(1, { attachment: 'b' })] });
    expect([pathTexts(moved.add), pathTexts(moved.again)]).toEqual([[`${m1} moved 5`], [multicast]]);
  });

  test('nothing where gobgpd has counted on by itself, and no lower number after that', () => {
    const { add, announced } = plan({});
    const counted = (sequence: number) =>
      add.map(pathOf).map(({ path, route }) => {
        return { path, route: route.type === 2 ? { ...route, mobility: { isSticky: false, sequence } } : route };
      });
    // Of what is attached 0 would say that it is only heard.
    const again = plan({ announced, ours: counted(0), least: () => 1 });
    expect([pathTexts(again.add), again.again, again.withdraw]).toEqual([[`${m1} moved 1`], [], []]);
    const found = plan({ announced, ours: counted(3) });
    expect(found).toMatchObject({ add: [], again: [], withdraw: [] });
    expect(pathTexts(plan({ announced: found.announced }).add)).toEqual([`${m1} moved 3`, multicast]);
  });

  test('to take back endpoints first, then segments', () => {
    const { add, announced } = plan({});
    const found = plan({ announced, ours: add.map(pathOf).toReversed(), segments: [], local: [localAt(1)] });
    expect([pathTexts(found.add), pathTexts(found.withdraw)]).toEqual([[], [m1, multicast]]);
  });

  test('to take back the MAC alone when its address is known', () => {
    const first = plan({ local: [localAt(1, { ip: undefined })] });
    const found = plan({ ...first, ours: first.add.map(pathOf), local: [localAt(1)] });
    expect([pathTexts(found.add), pathTexts(found.withdraw)]).toEqual([[m1], ['ee:ee:00:00:00:01']]);
  });

  test.each<{ name: string; over: Partial<SegmentRoute> }>([
    { name: 'has no next hop', over: { nextHop: undefined } },
    { name: 'is of an Ethernet segment', over: { hasSegment: true } },
  ])('its own route in the place of one that $name', ({ over }) => {
    const { add } = plan({});
    const ours = add
      .map(pathOf)
      .map((one) => (one.route.type === 2 ? { ...one, route: { ...one.route, ...over } } : one));
    expect(pathTexts(plan({ announced: known(attached(0)), ours: ours as PathOf<SegmentRoute>[] }).add)).toEqual([m1]);
  });
});

function plan(over: Partial<SegmentSituation>): SegmentRoutePlan {
  const segments: readonly OwnSegment[] = [segment];
  const announced = { macs: new Map(), told: new Map() };
  const nothing = {
    winners: new Map(),
    ours: [],
    isComplete: true,
    announced,
    saidBefore: new Map(),
    least: () => 0,
  };
  return planSegmentRoutes({ segments, local: [localAt(1)], ...nothing, ...over });
}

function known(said: AnnouncedMac) {
  return { macs: new Map([[keyAt(1), said]]), told: new Map() };
}
