/** Addresses that no source may be at: loopback, private and link-local ranges, and the metadata server among them. */

import { BlockList, isIPv4, isIPv6 } from 'node:net';

const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Everything but global unicast, and of that the parts which lead to IPv4 addresses or to documentation. */
const V6: readonly (readonly [string, number])[] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

export interface AddressRules {
  /** The local cloud and its fake sources are on loopback. */
  readonly allowLoopback: boolean;
}

export type AddressCheck = (address: string) => boolean;

/** Whether a connection to the address is allowed. A text that is not an address is refused. */
export function addressCheck({ allowLoopback }: AddressRules): AddressCheck {
  // Two lists: one would check an IPv4 address by the IPv6 range that it can be written in, which is blocked as a whole.
  const blocked = { ipv4: new BlockList(), ipv6: new BlockList() } as const;
  for (const [net, prefix] of V4) blocked.ipv4.addSubnet(net, prefix, 'ipv4');
  for (const [net, prefix] of V6) blocked.ipv6.addSubnet(net, prefix, 'ipv6');
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return (address) => {
    const plain = address.replace(/^\[|\]$/g, '');
    const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
    if (family === 'ipv6' && !isIPv6(plain)) return false;
    if (allowLoopback && loopback.check(plain, family)) return true;
    return !blocked[family].check(plain, family);
  };
}
