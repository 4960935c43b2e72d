/** Firestore's messages in protobuf, and between them and the REST form that the methods work with. */

import protobuf from 'protobufjs';
import type { ShownDocument } from './reads.ts';
import type { Fields, Value } from './value.ts';

/**
 * The messages as their proto files have them, field by field: google/events/cloud/firestore/v1/data.proto, and what
 * clients read with of google/firestore/v1/firestore.proto and query.proto.
 */
const DESCRIPTION: unknown = {
  nested: {
    NullValue: { values: { NULL_VALUE: 0 } },
    Int32Value: { fields: { value: { type: 'int32', id: 1 } } },
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    LatLng: { fields: { latitude: { type: 'double', id: 1 }, longitude: { type: 'double', id: 2 } } },
    Value: {
      oneofs: {
        valueType: {
          oneof: [
            'nullValue',
            'booleanValue',
            'integerValue',
            'doubleValue',
            'timestampValue',
            'stringValue',
            'bytesValue',
            'referenceValue',
            'geoPointValue',
            'arrayValue',
            'mapValue',
          ],
        },
      },
      fields: {
        booleanValue: { type: 'bool', id: 1 },
        integerValue: { type: 'int64', id: 2 },
        doubleValue: { type: 'double', id: 3 },
        referenceValue: { type: 'string', id: 5 },
        mapValue: { type: 'MapValue', id: 6 },
        geoPointValue: { type: 'LatLng', id: 8 },
        arrayValue: { type: 'ArrayValue', id: 9 },
        timestampValue: { type: 'Timestamp', id: 10 },
        nullValue: { type: 'NullValue', id: 11 },
        stringValue: { type: 'string', id: 17 },
        bytesValue: { type: 'bytes', id: 18 },
      },
    },
    ArrayValue: { fields: { values: { rule: 'repeated', type: 'Value', id: 1 } } },
    MapValue: { fields: { fields: { keyType: 'string', type: 'Value', id: 1 } } },
    Document: {
      fields: {
        name: { type: 'string', id: 1 },
        fields: { keyType: 'string', type: 'Value', id: 2 },
        createTime: { type: 'Timestamp', id: 3 },
        updateTime: { type: 'Timestamp', id: 4 },
      },
    },
    DocumentMask: { fields: { fieldPaths: { rule: 'repeated', type: 'string', id: 1 } } },
    DocumentEventData: {
      fields: {
        value: { type: 'Document', id: 1 },
        oldValue: { type: 'Document', id: 2 },
        updateMask: { type: 'DocumentMask', id: 3 },
      },
    },
    GetDocumentRequest: {
      fields: {
        name: { type: 'string', id: 1 },
        mask: { type: 'DocumentMask', id: 2 },
        transaction: { type: 'bytes', id: 3 },
        readTime: { type: 'Timestamp', id: 5 },
      },
    },
    ListDocumentsRequest: {
      fields: {
        parent: { type: 'string', id: 1 },
        collectionId: { type: 'string', id: 2 },
        pageSize: { type: 'int32', id: 3 },
        pageToken: { type: 'string', id: 4 },
        orderBy: { type: 'string', id: 6 },
        mask: { type: 'DocumentMask', id: 7 },
        transaction: { type: 'bytes', id: 8 },
        readTime: { type: 'Timestamp', id: 10 },
        showMissing: { type: 'bool', id: 12 },
      },
    },
    ListDocumentsResponse: {
      fields: {
        documents: { rule: 'repeated', type: 'Document', id: 1 },
        nextPageToken: { type: 'string', id: 2 },
      },
    },
    BatchGetDocumentsRequest: {
      fields: {
        database: { type: 'string', id: 1 },
        documents: { rule: 'repeated', type: 'string', id: 2 },
        mask: { type: 'DocumentMask', id: 3 },
        transaction: { type: 'bytes', id: 4 },
        newTransaction: { type: 'bytes', id: 5 },
        readTime: { type: 'Timestamp', id: 7 },
      },
    },
    BatchGetDocumentsResponse: {
      fields: {
        found: { type: 'Document', id: 1 },
        missing: { type: 'string', id: 2 },
        readTime: { type: 'Timestamp', id: 4 },
      },
    },
    ListCollectionIdsRequest: {
      fields: {
        parent: { type: 'string', id: 1 },
        pageSize: { type: 'int32', id: 2 },
        pageToken: { type: 'string', id: 3 },
        readTime: { type: 'Timestamp', id: 4 },
      },
    },
    ListCollectionIdsResponse: {
      fields: {
        collectionIds: { rule: 'repeated', type: 'string', id: 1 },
        nextPageToken: { type: 'string', id: 2 },
      },
    },
    RunQueryRequest: {
      fields: {
        parent: { type: 'string', id: 1 },
        structuredQuery: { type: 'StructuredQuery', id: 2 },
        transaction: { type: 'bytes', id: 5 },
        newTransaction: { type: 'bytes', id: 6 },
        readTime: { type: 'Timestamp', id: 7 },
        explainOptions: { type: 'bytes', id: 10 },
      },
    },
    RunQueryResponse: {
      fields: {
        document: { type: 'Document', id: 1 },
        readTime: { type: 'Timestamp', id: 3 },
      },
    },
    StructuredQuery: {
      fields: {
        select: { type: 'Projection', id: 1 },
        from: { rule: 'repeated', type: 'CollectionSelector', id: 2 },
        where: { type: 'Filter', id: 3 },
        orderBy: { rule: 'repeated', type: 'Order', id: 4 },
        limit: { type: 'Int32Value', id: 5 },
        offset: { type: 'int32', id: 6 },
        startAt: { type: 'Cursor', id: 7 },
        endAt: { type: 'Cursor', id: 8 },
        findNearest: { type: 'bytes', id: 9 },
      },
    },
    CollectionSelector: {
      fields: { collectionId: { type: 'string', id: 2 }, allDescendants: { type: 'bool', id: 3 } },
    },
    FieldReference: { fields: { fieldPath: { type: 'string', id: 2 } } },
    Projection: { fields: { fields: { rule: 'repeated', type: 'FieldReference', id: 2 } } },
    Filter: {
      fields: {
        compositeFilter: { type: 'CompositeFilter', id: 1 },
        fieldFilter: { type: 'FieldFilter', id: 2 },
        unaryFilter: { type: 'UnaryFilter', id: 3 },
      },
    },
    CompositeFilter: {
      fields: { op: { type: 'CompositeOperator', id: 1 }, filters: { rule: 'repeated', type: 'Filter', id: 2 } },
    },
    CompositeOperator: { values: { OPERATOR_UNSPECIFIED: 0, AND: 1, OR: 2 } },
    FieldFilter: {
      fields: {
        field: { type: 'FieldReference', id: 1 },
        op: { type: 'FieldOperator', id: 2 },
        value: { type: 'Value', id: 3 },
      },
    },
    FieldOperator: {
      values: {
        OPERATOR_UNSPECIFIED: 0,
        LESS_THAN: 1,
        LESS_THAN_OR_EQUAL: 2,
        GREATER_THAN: 3,
        GREATER_THAN_OR_EQUAL: 4,
        EQUAL: 5,
        NOT_EQUAL: 6,
        ARRAY_CONTAINS: 7,
        IN: 8,
        ARRAY_CONTAINS_ANY: 9,
        NOT_IN: 10,
      },
    },
    UnaryFilter: {
      fields: { op: { type: 'UnaryOperator', id: 1 }, field: { type: 'FieldReference', id: 2 } },
    },
    UnaryOperator: { values: { OPERATOR_UNSPECIFIED: 0, IS_NAN: 2, IS_NULL: 3, IS_NOT_NAN: 4, IS_NOT_NULL: 5 } },
    Order: { fields: { field: { type: 'FieldReference', id: 1 }, direction: { type: 'Direction', id: 2 } } },
    Direction: { values: { DIRECTION_UNSPECIFIED: 0, ASCENDING: 1, DESCENDING: 2 } },
    Cursor: { fields: { values: { rule: 'repeated', type: 'Value', id: 1 }, before: { type: 'bool', id: 2 } } },
  },
};

const MESSAGES = protobuf.Root.fromJSON(DESCRIPTION as protobuf.INamespace);

export function messageType(name: string): protobuf.Type {
  return MESSAGES.lookupType(name);
}

/** A request in the form of the REST API. */
export function requestOf(name: string, bytes: Uint8Array): object {
  const type = messageType(name);
  const plain = type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String, json: true });
  return withTexts(plain) as object;
}

/** Timestamps are texts in JSON. */
function withTexts(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withTexts(one));
  if (typeof value !== 'object' || value === null) return value;
  if (key === 'timestampValue') return timestampText(value);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, name)]));
}

function timestampText({
  seconds = 0,
  nanos = 0,
}: {
  readonly seconds?: string | number;
  readonly nanos?: number;
}): string {
  const whole = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
  return `${whole}.${String(nanos).padStart(9, '0')}Z`;
}

/** A document as its message; one that is missing has a name and no times. */
export function documentMessage(document: ShownDocument): object {
  return {
    name: document.name,
    fields: fieldMessages(document.fields ?? {}),
    ...(document.createTime === undefined ? {} : { createTime: timestampMessage(document.createTime) }),
    ...(document.updateTime === undefined ? {} : { updateTime: timestampMessage(document.updateTime) }),
  };
}

function fieldMessages(fields: Fields): object {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueMessage(value)]));
}

function valueMessage(value: Value): object {
  if ('nullValue' in value) return { nullValue: 0 };
  if ('doubleValue' in value) return { doubleValue: Number(value.doubleValue) };
  if ('timestampValue' in value) return { timestampValue: timestampMessage(value.timestampValue) };
  if ('bytesValue' in value) return { bytesValue: Buffer.from(value.bytesValue, 'base64') };
  if ('arrayValue' in value) return { arrayValue: { values: (value.arrayValue.values ?? []).map(valueMessage) } };
  if ('mapValue' in value) return { mapValue: { fields: fieldMessages(value.mapValue.fields ?? {}) } };
  return value;
}

export function timestampMessage(text: string): object {
  const nanos = Number((/\.(\d+)Z$/.exec(text)?.[1] ?? '').padEnd(9, '0'));
  return { seconds: String(Math.floor(Date.parse(`${text.slice(0, 19)}Z`) / 1_000)), nanos };
}
