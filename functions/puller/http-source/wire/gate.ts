/** One gate for every URL: those of the file, of a next page, of a redirect and of a download pass it before they are asked. */

import { isIP } from 'node:net';
import { SourceError } from '../../source.ts';
import type { AddressCheck } from './addresses.ts';

export interface Gate {
  /** The URL, read against the base where it is relative. Throws where it may not be asked. */
  pass(url: string, base?: URL): URL;
  /** Whether the source's credentials may be sent there. */
  trusts(url: URL): boolean;
}

export interface GateRules {
  /** Host names, with a port where it is not the scheme's own. */
  readonly hosts: readonly string[];
  /** The origins among these that get the credentials: the source's own, and those that its file names for it. */
  readonly credentialOrigins: readonly string[];
  readonly address: AddressCheck;
  readonly allowLoopback: boolean;
}

const LONGEST_URL = 16_384;

export function createGate({ hosts, credentialOrigins, address, allowLoopback }: GateRules): Gate {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  const trusted = new Set(credentialOrigins);
  return {
    pass: (text, base) => {
      const url = text.length <= LONGEST_URL && URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
      if (url === undefined) throw refused('a URL of the source cannot be read, or is too long');
      if (url.username !== '' || url.password !== '')
        throw refused(`a URL to ${url.host} holds a user name or a password`);
      if (!allowed.has(url.host)) {
        throw refused(
          `the source leads to the host ${url.host}, which is not among its hosts (${[...allowed].join(', ')}); add it to "hosts" if it is meant`,
        );
      }
      const literal = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
      if (literal && !address(url.hostname))
        throw refused(`${url.host} is a private, local or reserved address${isLocal(url.hostname) ? LOOPBACK : ''}`);
      if (url.protocol === 'https:' || (url.protocol === 'http:' && allowLoopback && isLocal(url.hostname))) return url;
      throw refused(`a URL to ${url.host} has the scheme ${url.protocol.slice(0, -1)}; only https is asked`);
    },
    trusts: (url) => trusted.has(url.origin),
  };
}

const LOOPBACK = '; a fake API on this machine is allowed by --loopback of "puller try" and by PULLER_ALLOW_LOOPBACK';

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function refused(why: string): SourceError {
  return new SourceError('fail', 'PERMISSION_DENIED', `Not asked: ${why}.`);
}
