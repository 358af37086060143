import { expect, test } from '@jest/globals';
import { linkRoutes } from '../../../../plugins/silk-cni/routes.ts';
import { formatPrefix } from '../../../../src/addr/prefix.ts';

const texts = (routes: Parameters<typeof linkRoutes>[0]) =>
  linkRoutes(routes).map(({ destination, metric }) => `${formatPrefix(destination)} ${metric}`);

test.each([
  { name: 'without any from IPAM', routes: [], expected: ['0.0.0.0/0 0'] },
  { name: 'with the default route from IPAM, once', routes: [{ dst: '0.0.0.0/0' }], expected: ['0.0.0.0/0 0'] },
  {
    name: 'with another destination',
    routes: [{ dst: '10.0.0.0/8', gw: '169.254.0.1', priority: 7 }],
    expected: ['0.0.0.0/0 0', '10.0.0.0/8 7'],
  },
  { name: 'with host bits cleared', routes: [{ dst: '10.1.2.3/8' }], expected: ['0.0.0.0/0 0', '10.0.0.0/8 0'] },
])('linkRoutes() gives the default route $name', ({ routes, expected }) => {
  expect(texts(routes)).toEqual(expected);
});

test.each([
  {
    name: 'another gateway',
    route: { dst: '10.0.0.0/8', gw: '10.0.0.1' },
    message: 'gw: found 10.0.0.1, wanted none or 169.254.0.1',
  },
  { name: 'IPv6', route: { dst: '::/0' }, message: 'dst: found ::/0, wanted an IPv4 prefix' },
  {
    name: 'an attribute that is not set',
    route: { dst: '10.0.0.0/8', table: 7 },
    message: 'table: found 7, wanted none',
  },
])('linkRoutes() refuses $name, naming it', ({ route, message }) => {
  expect(() => linkRoutes([route])).toThrow(message);
});
