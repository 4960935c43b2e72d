/** The requests that come by the thousand, decoded by hand; all others go through `proto-types.ts`. */

import { BYTES, Reader, tagOf, VARINT } from './protobuf.ts';

export interface AcknowledgeRequest {
  subscription: string;
  ackIds: string[];
}

export interface ModifyAckDeadlineRequest extends AcknowledgeRequest {
  ackDeadlineSeconds: number;
}

export interface PullRequest {
  subscription: string;
  returnImmediately: boolean;
  maxMessages: number;
}

export interface StreamingPullRequest extends AcknowledgeRequest {
  modifyDeadlineSeconds: number[];
  modifyDeadlineAckIds: string[];
  streamAckDeadlineSeconds: number;
  clientId: string;
  maxOutstandingMessages: number;
  maxOutstandingBytes: number;
  protocolVersion: number;
}

export function parseAcknowledge(body: Buffer): AcknowledgeRequest {
  const request: AcknowledgeRequest = { subscription: '', ackIds: [] };
  return parse(body, request, (reader, tag) => {
    if (tag === tagOf(1, BYTES)) request.subscription = reader.string();
    else if (tag === tagOf(2, BYTES)) request.ackIds.push(reader.string());
    else return false;
    return true;
  });
}

export function parseModifyAckDeadline(body: Buffer): ModifyAckDeadlineRequest {
  const request: ModifyAckDeadlineRequest = { subscription: '', ackIds: [], ackDeadlineSeconds: 0 };
  return parse(body, request, (reader, tag) => {
    if (tag === tagOf(1, BYTES)) request.subscription = reader.string();
    else if (tag === tagOf(3, VARINT)) request.ackDeadlineSeconds = reader.int32();
    else if (tag === tagOf(4, BYTES)) request.ackIds.push(reader.string());
    else return false;
    return true;
  });
}

export function parsePull(body: Buffer): PullRequest {
  const request: PullRequest = { subscription: '', returnImmediately: false, maxMessages: 0 };
  return parse(body, request, (reader, tag) => {
    if (tag === tagOf(1, BYTES)) request.subscription = reader.string();
    else if (tag === tagOf(2, VARINT)) request.returnImmediately = reader.varint() !== 0;
    else if (tag === tagOf(3, VARINT)) request.maxMessages = reader.int32();
    else return false;
    return true;
  });
}

export function parseStreamingPull(body: Buffer): StreamingPullRequest {
  const request: StreamingPullRequest = {
    subscription: '',
    ackIds: [],
    modifyDeadlineSeconds: [],
    modifyDeadlineAckIds: [],
    streamAckDeadlineSeconds: 0,
    clientId: '',
    maxOutstandingMessages: 0,
    maxOutstandingBytes: 0,
    protocolVersion: 0,
  };
  return parse(body, request, (reader, tag) => {
    if (tag === tagOf(1, BYTES)) request.subscription = reader.string();
    else if (tag === tagOf(2, BYTES)) request.ackIds.push(reader.string());
    else if (tag === tagOf(3, BYTES)) {
      const end = reader.length();
      while (reader.position < end) request.modifyDeadlineSeconds.push(reader.int32());
    } else if (tag === tagOf(3, VARINT)) request.modifyDeadlineSeconds.push(reader.int32());
    else if (tag === tagOf(4, BYTES)) request.modifyDeadlineAckIds.push(reader.string());
    else if (tag === tagOf(5, VARINT)) request.streamAckDeadlineSeconds = reader.int32();
    else if (tag === tagOf(6, BYTES)) request.clientId = reader.string();
    else if (tag === tagOf(7, VARINT)) request.maxOutstandingMessages = reader.int64();
    else if (tag === tagOf(8, VARINT)) request.maxOutstandingBytes = reader.int64();
    else if (tag === tagOf(10, VARINT)) request.protocolVersion = reader.int64();
    else return false;
    return true;
  });
}

/** The name of the resource that a request is about: its first string field, one level down for an update. */
export function resourceOf(body: Buffer, nested: boolean): string {
  try {
    const reader = new Reader(body);
    while (!reader.done) {
      const tag = reader.tag();
      if (tag !== tagOf(1, BYTES)) {
        reader.skip(tag);
        continue;
      }
      if (!nested) return reader.string();
      const end = reader.length();
      return resourceOf(body.subarray(reader.position, end), false);
    }
  } catch {
    // The method's own parser tells what is wrong; a fault rule merely does not match.
  }
  return '';
}

function parse<T>(body: Buffer, request: T, field: (reader: Reader, tag: number) => boolean): T {
  const reader = new Reader(body);
  while (!reader.done) {
    const tag = reader.tag();
    if (!field(reader, tag)) reader.skip(tag);
  }
  return request;
}
