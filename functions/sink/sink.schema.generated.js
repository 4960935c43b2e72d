// Made by tools/config-schemas.ts from sink.schema.json. Do not edit.
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// <stdin>
var validate = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "What the sink reads, where it writes, and what becomes of everything else", "type": "object", "additionalProperties": false, "required": ["routes", "errorOutput"], "properties": { "$schema": { "description": "For editors; not part of the settings.", "type": "string" }, "subscriptions": { "description": "Subscriptions whose messages are taken: the worker pulls from them, and a push from any other is refused.", "type": "array", "items": { "type": "string", "pattern": "^(projects/[^/]+/subscriptions/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", "x-allowed": "`projects/P/subscriptions/S`, or `S` in the function's own project" }, "uniqueItems": true, "default": [] }, "compression": { "description": "GZIP: payloads are gunzipped; those that are not gzipped pass unchanged.", "enum": ["NONE", "GZIP"], "default": "NONE" }, "maxMessages": { "description": "Messages in memory. Above it no more are taken.", "type": "integer", "minimum": 1, "maximum": 1e7, "default": 4e4 }, "maxBytes": { "description": "Bytes of messages in memory.", "type": "string", "pattern": "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", "x-allowed": "a size like 64MiB", "default": "100MB" }, "pullStreams": { "description": "StreamingPull connections of the worker for each subscription. One moves about 10 MB/s at the service.", "type": "integer", "minimum": 1, "maximum": 64, "default": 2 }, "defaultProject": { "description": "The project of tables that are named without one. Default: the function's own.", "type": "string" }, "fallbackTopic": { "description": "Takes messages that no route matches. Without it they are dropped and counted.", "type": "string" }, "errorOutput": { "description": "Takes every message that cannot become a row, with the reason.", "type": "object", "additionalProperties": false, "minProperties": 1, "properties": { "topic": { "description": "A topic, by name or as `projects/P/topics/T`.", "type": "string" }, "bucket": { "description": "With a topic: takes payloads that are too large for a message. Without: takes the records themselves.", "type": "string" }, "prefix": { "description": "Before the name of every object, with its final `/`.", "type": "string", "default": "sink-errors/" } } }, "fileLoads": { "description": "The place where FILE_LOADS and MIXED stage their files, and the times at which these are loaded.", "type": "object", "additionalProperties": false, "required": ["bucket"], "properties": { "bucket": { "description": "The bucket of the staged files.", "type": "string" }, "prefix": { "description": "Before every name, with its final `/`.", "type": "string", "default": "sink-loads/" }, "triggeringFrequency": { "description": "The time between two loads of staged files. A table takes 1,500 load jobs a day.", "type": "string", "pattern": "^\\d+(ms|s|m|h|d)$", "x-allowed": "a duration like 5m", "default": "5m" }, "maxFiles": { "description": "Files of one load job.", "type": "integer", "minimum": 1, "maximum": 1e4, "default": 1e3 }, "maxBytes": { "description": "Bytes of one load job.", "type": "string", "pattern": "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", "x-allowed": "a size like 100GB", "default": "100GB" }, "deduplicateFor": { "description": "The time for which a message that is delivered again is recognised and left out.", "type": "string", "pattern": "^\\d+(ms|s|m|h|d)$", "x-allowed": "a duration like 1h", "default": "1h" }, "deduplicateMost": { "description": "The number of messages of a table that are remembered for that; about 100 bytes of memory each.", "type": "integer", "minimum": 1e3, "maximum": 1e8, "default": 5e6 } } }, "routes": { "description": "Tried in order; the first whose tests all hold takes the message.", "type": "array", "minItems": 1, "items": { "type": "object", "additionalProperties": false, "required": ["name", "table"], "properties": { "name": { "description": "For logs, metrics and `routes explain`.", "type": "string", "pattern": "^[A-Za-z0-9_.-]{1,64}$", "x-allowed": "1 to 64 letters, digits, `_`, `.` or `-`" }, "from": { "description": "Only messages of these subscriptions. None: of all.", "type": "array", "items": { "type": "string" }, "minItems": 1 }, "match": { "description": "Tests by attribute name; all must hold. None: every message matches.", "type": "object", "additionalProperties": { "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1, "properties": { "equals": { "description": "The value.", "type": "string" }, "in": { "description": "One of these values.", "type": "array", "items": { "type": "string" }, "minItems": 1 }, "pattern": { "description": "A regular expression for the whole value.", "type": "string" }, "present": { "description": "Whether the attribute is there at all.", "type": "boolean" } } } }, "table": { "description": "`[project.]dataset.table`, with `${attribute}` and `${attribute:-default}`.", "type": "string", "minLength": 3 }, "format": { "description": "json: the payload is the row. message: attributes and payload are columns. envelope: facts, attributes and payload. mapping: `columns` and `constants`.", "enum": ["json", "message", "envelope", "mapping"], "default": "json" }, "columns": { "description": "With `mapping`: column to source: `$.path` in the payload, `@attribute`, or `#message_id`, `#publish_time`, `#ordering_key`, `#subscription`.", "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } }, "constants": { "description": "With `mapping`: column to a fixed value.", "type": "object", "minProperties": 1, "additionalProperties": { "type": ["string", "number", "boolean"] } }, "mode": { "description": "The way by which rows reach BigQuery.", "enum": ["STREAMING_INSERTS", "STORAGE_WRITE", "FILE_LOADS", "MIXED", "CDC"], "default": "STREAMING_INSERTS" }, "unknownFields": { "description": "Fields that the table has no column for: dropped as seed 001 says, the row rejected, or collected into the JSON column `collectInto`.", "enum": ["drop", "reject", "collect"], "default": "drop" }, "collectInto": { "description": "With `collect`: the JSON column.", "type": "string", "minLength": 1 }, "maxRows": { "description": "Rows of a batch, or of a staged file.", "type": "integer", "minimum": 1, "maximum": 1e6 }, "maxBytes": { "description": "Bytes of a batch, or of a staged file.", "type": "string", "pattern": "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", "x-allowed": "a size like 6MB" }, "maxDelay": { "description": "From the first row of a batch to its sending.", "type": "string", "pattern": "^\\d+(ms|s|m|h|d)$", "x-allowed": "a duration like 1s" }, "connections": { "description": "With STORAGE_WRITE and CDC: calls side by side for one table. One moves about 10 MB/s at the service.", "type": "integer", "minimum": 1, "maximum": 64 }, "insertIds": { "description": "With STREAMING_INSERTS and MIXED: the message id as `insertId`, by which BigQuery drops most repetitions. Without, a table takes more rows a second.", "type": "boolean" }, "streamed": { "description": "With MIXED: which messages are streamed; all others are loaded from files.", "type": "object", "additionalProperties": false, "properties": { "match": { "description": "As in a route. None: every message that is small enough.", "type": "object", "additionalProperties": { "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1, "properties": { "equals": { "description": "The value.", "type": "string" }, "in": { "description": "One of these values.", "type": "array", "items": { "type": "string" }, "minItems": 1 }, "pattern": { "description": "A regular expression for the whole value.", "type": "string" }, "present": { "description": "Whether the attribute is there at all.", "type": "boolean" } } } }, "maxBytes": { "description": "The largest payload that is streamed.", "type": "string", "pattern": "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", "x-allowed": "a size like 1MB" } } }, "sequence": { "description": "With CDC: one to four sources, the most significant first, that put the changes of a key in order. Whole numbers, or timestamps.", "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 4 }, "deletes": { "description": "With CDC: which messages delete their key's row.", "type": "object", "additionalProperties": false, "required": ["source", "in"], "properties": { "source": { "description": "As in `columns`.", "type": "string" }, "in": { "description": "The values that mean a deletion.", "type": "array", "items": { "type": "string" }, "minItems": 1 } } } } } } } };
var func1 = Object.prototype.hasOwnProperty;
var func3 = require_ucs2length().default;
var pattern4 = new RegExp("^(projects/[^/]+/subscriptions/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", "u");
var pattern5 = new RegExp("^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", "u");
var pattern6 = new RegExp("^\\d+(ms|s|m|h|d)$", "u");
var pattern9 = new RegExp("^[A-Za-z0-9_.-]{1,64}$", "u");
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.routes === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "routes" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.errorOutput === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "errorOutput" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err3 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.$schema.type, parentSchema: schema31.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.subscriptions !== void 0) {
      let data1 = data.subscriptions;
      if (Array.isArray(data1)) {
        const len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data2 = data1[i0];
          if (typeof data2 === "string") {
            if (!pattern4.test(data2)) {
              const err4 = { instancePath: instancePath + "/subscriptions/" + i0, schemaPath: "#/properties/subscriptions/items/pattern", keyword: "pattern", params: { pattern: "^(projects/[^/]+/subscriptions/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}$" }, schema: "^(projects/[^/]+/subscriptions/)?[A-Za-z][A-Za-z0-9._~+%-]{2,254}$", parentSchema: schema31.properties.subscriptions.items, data: data2 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          } else {
            const err5 = { instancePath: instancePath + "/subscriptions/" + i0, schemaPath: "#/properties/subscriptions/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.subscriptions.items.type, parentSchema: schema31.properties.subscriptions.items, data: data2 };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
        let i1 = data1.length;
        let j0;
        if (i1 > 1) {
          const indices0 = {};
          for (; i1--; ) {
            let item0 = data1[i1];
            if (typeof item0 !== "string") {
              continue;
            }
            if (typeof indices0[item0] == "number") {
              j0 = indices0[item0];
              const err6 = { instancePath: instancePath + "/subscriptions", schemaPath: "#/properties/subscriptions/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, schema: true, parentSchema: schema31.properties.subscriptions, data: data1 };
              if (vErrors === null) {
                vErrors = [err6];
              } else {
                vErrors.push(err6);
              }
              errors++;
              break;
            }
            indices0[item0] = i1;
          }
        }
      } else {
        const err7 = { instancePath: instancePath + "/subscriptions", schemaPath: "#/properties/subscriptions/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.subscriptions.type, parentSchema: schema31.properties.subscriptions, data: data1 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.compression !== void 0) {
      let data3 = data.compression;
      if (!(data3 === "NONE" || data3 === "GZIP")) {
        const err8 = { instancePath: instancePath + "/compression", schemaPath: "#/properties/compression/enum", keyword: "enum", params: { allowedValues: schema31.properties.compression.enum }, schema: schema31.properties.compression.enum, parentSchema: schema31.properties.compression, data: data3 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.maxMessages !== void 0) {
      let data4 = data.maxMessages;
      if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
        const err9 = { instancePath: instancePath + "/maxMessages", schemaPath: "#/properties/maxMessages/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.maxMessages.type, parentSchema: schema31.properties.maxMessages, data: data4 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 1e7 || isNaN(data4)) {
          const err10 = { instancePath: instancePath + "/maxMessages", schemaPath: "#/properties/maxMessages/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.maxMessages, data: data4 };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          const err11 = { instancePath: instancePath + "/maxMessages", schemaPath: "#/properties/maxMessages/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.maxMessages, data: data4 };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.maxBytes !== void 0) {
      let data5 = data.maxBytes;
      if (typeof data5 === "string") {
        if (!pattern5.test(data5)) {
          const err12 = { instancePath: instancePath + "/maxBytes", schemaPath: "#/properties/maxBytes/pattern", keyword: "pattern", params: { pattern: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$" }, schema: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", parentSchema: schema31.properties.maxBytes, data: data5 };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      } else {
        const err13 = { instancePath: instancePath + "/maxBytes", schemaPath: "#/properties/maxBytes/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.maxBytes.type, parentSchema: schema31.properties.maxBytes, data: data5 };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.pullStreams !== void 0) {
      let data6 = data.pullStreams;
      if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
        const err14 = { instancePath: instancePath + "/pullStreams", schemaPath: "#/properties/pullStreams/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.pullStreams.type, parentSchema: schema31.properties.pullStreams, data: data6 };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
      if (typeof data6 == "number" && isFinite(data6)) {
        if (data6 > 64 || isNaN(data6)) {
          const err15 = { instancePath: instancePath + "/pullStreams", schemaPath: "#/properties/pullStreams/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, schema: 64, parentSchema: schema31.properties.pullStreams, data: data6 };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data6 < 1 || isNaN(data6)) {
          const err16 = { instancePath: instancePath + "/pullStreams", schemaPath: "#/properties/pullStreams/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.pullStreams, data: data6 };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      }
    }
    if (data.defaultProject !== void 0) {
      let data7 = data.defaultProject;
      if (typeof data7 !== "string") {
        const err17 = { instancePath: instancePath + "/defaultProject", schemaPath: "#/properties/defaultProject/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.defaultProject.type, parentSchema: schema31.properties.defaultProject, data: data7 };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.fallbackTopic !== void 0) {
      let data8 = data.fallbackTopic;
      if (typeof data8 !== "string") {
        const err18 = { instancePath: instancePath + "/fallbackTopic", schemaPath: "#/properties/fallbackTopic/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fallbackTopic.type, parentSchema: schema31.properties.fallbackTopic, data: data8 };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.errorOutput !== void 0) {
      let data9 = data.errorOutput;
      if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
        if (Object.keys(data9).length < 1) {
          const err19 = { instancePath: instancePath + "/errorOutput", schemaPath: "#/properties/errorOutput/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.errorOutput, data: data9 };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        for (const key1 in data9) {
          if (!(key1 === "topic" || key1 === "bucket" || key1 === "prefix")) {
            const err20 = { instancePath: instancePath + "/errorOutput", schemaPath: "#/properties/errorOutput/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema31.properties.errorOutput, data: data9 };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        if (data9.topic !== void 0) {
          let data10 = data9.topic;
          if (typeof data10 !== "string") {
            const err21 = { instancePath: instancePath + "/errorOutput/topic", schemaPath: "#/properties/errorOutput/properties/topic/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.errorOutput.properties.topic.type, parentSchema: schema31.properties.errorOutput.properties.topic, data: data10 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data9.bucket !== void 0) {
          let data11 = data9.bucket;
          if (typeof data11 !== "string") {
            const err22 = { instancePath: instancePath + "/errorOutput/bucket", schemaPath: "#/properties/errorOutput/properties/bucket/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.errorOutput.properties.bucket.type, parentSchema: schema31.properties.errorOutput.properties.bucket, data: data11 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data9.prefix !== void 0) {
          let data12 = data9.prefix;
          if (typeof data12 !== "string") {
            const err23 = { instancePath: instancePath + "/errorOutput/prefix", schemaPath: "#/properties/errorOutput/properties/prefix/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.errorOutput.properties.prefix.type, parentSchema: schema31.properties.errorOutput.properties.prefix, data: data12 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
      } else {
        const err24 = { instancePath: instancePath + "/errorOutput", schemaPath: "#/properties/errorOutput/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.errorOutput.type, parentSchema: schema31.properties.errorOutput, data: data9 };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.fileLoads !== void 0) {
      let data13 = data.fileLoads;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        if (data13.bucket === void 0) {
          const err25 = { instancePath: instancePath + "/fileLoads", schemaPath: "#/properties/fileLoads/required", keyword: "required", params: { missingProperty: "bucket" }, schema: schema31.properties.fileLoads.required, parentSchema: schema31.properties.fileLoads, data: data13 };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        for (const key2 in data13) {
          if (!(key2 === "bucket" || key2 === "prefix" || key2 === "triggeringFrequency" || key2 === "maxFiles" || key2 === "maxBytes" || key2 === "deduplicateFor" || key2 === "deduplicateMost")) {
            const err26 = { instancePath: instancePath + "/fileLoads", schemaPath: "#/properties/fileLoads/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema31.properties.fileLoads, data: data13 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data13.bucket !== void 0) {
          let data14 = data13.bucket;
          if (typeof data14 !== "string") {
            const err27 = { instancePath: instancePath + "/fileLoads/bucket", schemaPath: "#/properties/fileLoads/properties/bucket/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fileLoads.properties.bucket.type, parentSchema: schema31.properties.fileLoads.properties.bucket, data: data14 };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data13.prefix !== void 0) {
          let data15 = data13.prefix;
          if (typeof data15 !== "string") {
            const err28 = { instancePath: instancePath + "/fileLoads/prefix", schemaPath: "#/properties/fileLoads/properties/prefix/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fileLoads.properties.prefix.type, parentSchema: schema31.properties.fileLoads.properties.prefix, data: data15 };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        if (data13.triggeringFrequency !== void 0) {
          let data16 = data13.triggeringFrequency;
          if (typeof data16 === "string") {
            if (!pattern6.test(data16)) {
              const err29 = { instancePath: instancePath + "/fileLoads/triggeringFrequency", schemaPath: "#/properties/fileLoads/properties/triggeringFrequency/pattern", keyword: "pattern", params: { pattern: "^\\d+(ms|s|m|h|d)$" }, schema: "^\\d+(ms|s|m|h|d)$", parentSchema: schema31.properties.fileLoads.properties.triggeringFrequency, data: data16 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
          } else {
            const err30 = { instancePath: instancePath + "/fileLoads/triggeringFrequency", schemaPath: "#/properties/fileLoads/properties/triggeringFrequency/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fileLoads.properties.triggeringFrequency.type, parentSchema: schema31.properties.fileLoads.properties.triggeringFrequency, data: data16 };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
        }
        if (data13.maxFiles !== void 0) {
          let data17 = data13.maxFiles;
          if (!(typeof data17 == "number" && (!(data17 % 1) && !isNaN(data17)) && isFinite(data17))) {
            const err31 = { instancePath: instancePath + "/fileLoads/maxFiles", schemaPath: "#/properties/fileLoads/properties/maxFiles/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.fileLoads.properties.maxFiles.type, parentSchema: schema31.properties.fileLoads.properties.maxFiles, data: data17 };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
          if (typeof data17 == "number" && isFinite(data17)) {
            if (data17 > 1e4 || isNaN(data17)) {
              const err32 = { instancePath: instancePath + "/fileLoads/maxFiles", schemaPath: "#/properties/fileLoads/properties/maxFiles/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, schema: 1e4, parentSchema: schema31.properties.fileLoads.properties.maxFiles, data: data17 };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
            if (data17 < 1 || isNaN(data17)) {
              const err33 = { instancePath: instancePath + "/fileLoads/maxFiles", schemaPath: "#/properties/fileLoads/properties/maxFiles/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.fileLoads.properties.maxFiles, data: data17 };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
          }
        }
        if (data13.maxBytes !== void 0) {
          let data18 = data13.maxBytes;
          if (typeof data18 === "string") {
            if (!pattern5.test(data18)) {
              const err34 = { instancePath: instancePath + "/fileLoads/maxBytes", schemaPath: "#/properties/fileLoads/properties/maxBytes/pattern", keyword: "pattern", params: { pattern: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$" }, schema: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", parentSchema: schema31.properties.fileLoads.properties.maxBytes, data: data18 };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
          } else {
            const err35 = { instancePath: instancePath + "/fileLoads/maxBytes", schemaPath: "#/properties/fileLoads/properties/maxBytes/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fileLoads.properties.maxBytes.type, parentSchema: schema31.properties.fileLoads.properties.maxBytes, data: data18 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
        if (data13.deduplicateFor !== void 0) {
          let data19 = data13.deduplicateFor;
          if (typeof data19 === "string") {
            if (!pattern6.test(data19)) {
              const err36 = { instancePath: instancePath + "/fileLoads/deduplicateFor", schemaPath: "#/properties/fileLoads/properties/deduplicateFor/pattern", keyword: "pattern", params: { pattern: "^\\d+(ms|s|m|h|d)$" }, schema: "^\\d+(ms|s|m|h|d)$", parentSchema: schema31.properties.fileLoads.properties.deduplicateFor, data: data19 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          } else {
            const err37 = { instancePath: instancePath + "/fileLoads/deduplicateFor", schemaPath: "#/properties/fileLoads/properties/deduplicateFor/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fileLoads.properties.deduplicateFor.type, parentSchema: schema31.properties.fileLoads.properties.deduplicateFor, data: data19 };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
        if (data13.deduplicateMost !== void 0) {
          let data20 = data13.deduplicateMost;
          if (!(typeof data20 == "number" && (!(data20 % 1) && !isNaN(data20)) && isFinite(data20))) {
            const err38 = { instancePath: instancePath + "/fileLoads/deduplicateMost", schemaPath: "#/properties/fileLoads/properties/deduplicateMost/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.fileLoads.properties.deduplicateMost.type, parentSchema: schema31.properties.fileLoads.properties.deduplicateMost, data: data20 };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
          if (typeof data20 == "number" && isFinite(data20)) {
            if (data20 > 1e8 || isNaN(data20)) {
              const err39 = { instancePath: instancePath + "/fileLoads/deduplicateMost", schemaPath: "#/properties/fileLoads/properties/deduplicateMost/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e8 }, schema: 1e8, parentSchema: schema31.properties.fileLoads.properties.deduplicateMost, data: data20 };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            if (data20 < 1e3 || isNaN(data20)) {
              const err40 = { instancePath: instancePath + "/fileLoads/deduplicateMost", schemaPath: "#/properties/fileLoads/properties/deduplicateMost/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1e3 }, schema: 1e3, parentSchema: schema31.properties.fileLoads.properties.deduplicateMost, data: data20 };
              if (vErrors === null) {
                vErrors = [err40];
              } else {
                vErrors.push(err40);
              }
              errors++;
            }
          }
        }
      } else {
        const err41 = { instancePath: instancePath + "/fileLoads", schemaPath: "#/properties/fileLoads/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.fileLoads.type, parentSchema: schema31.properties.fileLoads, data: data13 };
        if (vErrors === null) {
          vErrors = [err41];
        } else {
          vErrors.push(err41);
        }
        errors++;
      }
    }
    if (data.routes !== void 0) {
      let data21 = data.routes;
      if (Array.isArray(data21)) {
        if (data21.length < 1) {
          const err42 = { instancePath: instancePath + "/routes", schemaPath: "#/properties/routes/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes, data: data21 };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
        const len1 = data21.length;
        for (let i2 = 0; i2 < len1; i2++) {
          let data22 = data21[i2];
          if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
            if (data22.name === void 0) {
              const err43 = { instancePath: instancePath + "/routes/" + i2, schemaPath: "#/properties/routes/items/required", keyword: "required", params: { missingProperty: "name" }, schema: schema31.properties.routes.items.required, parentSchema: schema31.properties.routes.items, data: data22 };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
            if (data22.table === void 0) {
              const err44 = { instancePath: instancePath + "/routes/" + i2, schemaPath: "#/properties/routes/items/required", keyword: "required", params: { missingProperty: "table" }, schema: schema31.properties.routes.items.required, parentSchema: schema31.properties.routes.items, data: data22 };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            for (const key3 in data22) {
              if (!func1.call(schema31.properties.routes.items.properties, key3)) {
                const err45 = { instancePath: instancePath + "/routes/" + i2, schemaPath: "#/properties/routes/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema31.properties.routes.items, data: data22 };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
            if (data22.name !== void 0) {
              let data23 = data22.name;
              if (typeof data23 === "string") {
                if (!pattern9.test(data23)) {
                  const err46 = { instancePath: instancePath + "/routes/" + i2 + "/name", schemaPath: "#/properties/routes/items/properties/name/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_.-]{1,64}$" }, schema: "^[A-Za-z0-9_.-]{1,64}$", parentSchema: schema31.properties.routes.items.properties.name, data: data23 };
                  if (vErrors === null) {
                    vErrors = [err46];
                  } else {
                    vErrors.push(err46);
                  }
                  errors++;
                }
              } else {
                const err47 = { instancePath: instancePath + "/routes/" + i2 + "/name", schemaPath: "#/properties/routes/items/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.name.type, parentSchema: schema31.properties.routes.items.properties.name, data: data23 };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data22.from !== void 0) {
              let data24 = data22.from;
              if (Array.isArray(data24)) {
                if (data24.length < 1) {
                  const err48 = { instancePath: instancePath + "/routes/" + i2 + "/from", schemaPath: "#/properties/routes/items/properties/from/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.from, data: data24 };
                  if (vErrors === null) {
                    vErrors = [err48];
                  } else {
                    vErrors.push(err48);
                  }
                  errors++;
                }
                const len2 = data24.length;
                for (let i3 = 0; i3 < len2; i3++) {
                  let data25 = data24[i3];
                  if (typeof data25 !== "string") {
                    const err49 = { instancePath: instancePath + "/routes/" + i2 + "/from/" + i3, schemaPath: "#/properties/routes/items/properties/from/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.from.items.type, parentSchema: schema31.properties.routes.items.properties.from.items, data: data25 };
                    if (vErrors === null) {
                      vErrors = [err49];
                    } else {
                      vErrors.push(err49);
                    }
                    errors++;
                  }
                }
              } else {
                const err50 = { instancePath: instancePath + "/routes/" + i2 + "/from", schemaPath: "#/properties/routes/items/properties/from/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.items.properties.from.type, parentSchema: schema31.properties.routes.items.properties.from, data: data24 };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
            }
            if (data22.match !== void 0) {
              let data26 = data22.match;
              if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
                for (const key4 in data26) {
                  let data27 = data26[key4];
                  if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
                    if (Object.keys(data27).length > 1) {
                      const err51 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/match/additionalProperties/maxProperties", keyword: "maxProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties, data: data27 };
                      if (vErrors === null) {
                        vErrors = [err51];
                      } else {
                        vErrors.push(err51);
                      }
                      errors++;
                    }
                    if (Object.keys(data27).length < 1) {
                      const err52 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/match/additionalProperties/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties, data: data27 };
                      if (vErrors === null) {
                        vErrors = [err52];
                      } else {
                        vErrors.push(err52);
                      }
                      errors++;
                    }
                    for (const key5 in data27) {
                      if (!(key5 === "equals" || key5 === "in" || key5 === "pattern" || key5 === "present")) {
                        const err53 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/match/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties, data: data27 };
                        if (vErrors === null) {
                          vErrors = [err53];
                        } else {
                          vErrors.push(err53);
                        }
                        errors++;
                      }
                    }
                    if (data27.equals !== void 0) {
                      let data28 = data27.equals;
                      if (typeof data28 !== "string") {
                        const err54 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/equals", schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/equals/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.properties.equals.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.equals, data: data28 };
                        if (vErrors === null) {
                          vErrors = [err54];
                        } else {
                          vErrors.push(err54);
                        }
                        errors++;
                      }
                    }
                    if (data27.in !== void 0) {
                      let data29 = data27.in;
                      if (Array.isArray(data29)) {
                        if (data29.length < 1) {
                          const err55 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/in", schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/in/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.in, data: data29 };
                          if (vErrors === null) {
                            vErrors = [err55];
                          } else {
                            vErrors.push(err55);
                          }
                          errors++;
                        }
                        const len3 = data29.length;
                        for (let i4 = 0; i4 < len3; i4++) {
                          let data30 = data29[i4];
                          if (typeof data30 !== "string") {
                            const err56 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/in/" + i4, schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/in/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.properties.in.items.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.in.items, data: data30 };
                            if (vErrors === null) {
                              vErrors = [err56];
                            } else {
                              vErrors.push(err56);
                            }
                            errors++;
                          }
                        }
                      } else {
                        const err57 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/in", schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/in/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.properties.in.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.in, data: data29 };
                        if (vErrors === null) {
                          vErrors = [err57];
                        } else {
                          vErrors.push(err57);
                        }
                        errors++;
                      }
                    }
                    if (data27.pattern !== void 0) {
                      let data31 = data27.pattern;
                      if (typeof data31 !== "string") {
                        const err58 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/pattern/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.properties.pattern.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.pattern, data: data31 };
                        if (vErrors === null) {
                          vErrors = [err58];
                        } else {
                          vErrors.push(err58);
                        }
                        errors++;
                      }
                    }
                    if (data27.present !== void 0) {
                      let data32 = data27.present;
                      if (typeof data32 !== "boolean") {
                        const err59 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/present", schemaPath: "#/properties/routes/items/properties/match/additionalProperties/properties/present/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.properties.present.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties.properties.present, data: data32 };
                        if (vErrors === null) {
                          vErrors = [err59];
                        } else {
                          vErrors.push(err59);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err60 = { instancePath: instancePath + "/routes/" + i2 + "/match/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/match/additionalProperties/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.match.additionalProperties.type, parentSchema: schema31.properties.routes.items.properties.match.additionalProperties, data: data27 };
                    if (vErrors === null) {
                      vErrors = [err60];
                    } else {
                      vErrors.push(err60);
                    }
                    errors++;
                  }
                }
              } else {
                const err61 = { instancePath: instancePath + "/routes/" + i2 + "/match", schemaPath: "#/properties/routes/items/properties/match/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.match.type, parentSchema: schema31.properties.routes.items.properties.match, data: data26 };
                if (vErrors === null) {
                  vErrors = [err61];
                } else {
                  vErrors.push(err61);
                }
                errors++;
              }
            }
            if (data22.table !== void 0) {
              let data33 = data22.table;
              if (typeof data33 === "string") {
                if (func3(data33) < 3) {
                  const err62 = { instancePath: instancePath + "/routes/" + i2 + "/table", schemaPath: "#/properties/routes/items/properties/table/minLength", keyword: "minLength", params: { limit: 3 }, schema: 3, parentSchema: schema31.properties.routes.items.properties.table, data: data33 };
                  if (vErrors === null) {
                    vErrors = [err62];
                  } else {
                    vErrors.push(err62);
                  }
                  errors++;
                }
              } else {
                const err63 = { instancePath: instancePath + "/routes/" + i2 + "/table", schemaPath: "#/properties/routes/items/properties/table/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.table.type, parentSchema: schema31.properties.routes.items.properties.table, data: data33 };
                if (vErrors === null) {
                  vErrors = [err63];
                } else {
                  vErrors.push(err63);
                }
                errors++;
              }
            }
            if (data22.format !== void 0) {
              let data34 = data22.format;
              if (!(data34 === "json" || data34 === "message" || data34 === "envelope" || data34 === "mapping")) {
                const err64 = { instancePath: instancePath + "/routes/" + i2 + "/format", schemaPath: "#/properties/routes/items/properties/format/enum", keyword: "enum", params: { allowedValues: schema31.properties.routes.items.properties.format.enum }, schema: schema31.properties.routes.items.properties.format.enum, parentSchema: schema31.properties.routes.items.properties.format, data: data34 };
                if (vErrors === null) {
                  vErrors = [err64];
                } else {
                  vErrors.push(err64);
                }
                errors++;
              }
            }
            if (data22.columns !== void 0) {
              let data35 = data22.columns;
              if (data35 && typeof data35 == "object" && !Array.isArray(data35)) {
                if (Object.keys(data35).length < 1) {
                  const err65 = { instancePath: instancePath + "/routes/" + i2 + "/columns", schemaPath: "#/properties/routes/items/properties/columns/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.columns, data: data35 };
                  if (vErrors === null) {
                    vErrors = [err65];
                  } else {
                    vErrors.push(err65);
                  }
                  errors++;
                }
                for (const key6 in data35) {
                  let data36 = data35[key6];
                  if (typeof data36 !== "string") {
                    const err66 = { instancePath: instancePath + "/routes/" + i2 + "/columns/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/columns/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.columns.additionalProperties.type, parentSchema: schema31.properties.routes.items.properties.columns.additionalProperties, data: data36 };
                    if (vErrors === null) {
                      vErrors = [err66];
                    } else {
                      vErrors.push(err66);
                    }
                    errors++;
                  }
                }
              } else {
                const err67 = { instancePath: instancePath + "/routes/" + i2 + "/columns", schemaPath: "#/properties/routes/items/properties/columns/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.columns.type, parentSchema: schema31.properties.routes.items.properties.columns, data: data35 };
                if (vErrors === null) {
                  vErrors = [err67];
                } else {
                  vErrors.push(err67);
                }
                errors++;
              }
            }
            if (data22.constants !== void 0) {
              let data37 = data22.constants;
              if (data37 && typeof data37 == "object" && !Array.isArray(data37)) {
                if (Object.keys(data37).length < 1) {
                  const err68 = { instancePath: instancePath + "/routes/" + i2 + "/constants", schemaPath: "#/properties/routes/items/properties/constants/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.constants, data: data37 };
                  if (vErrors === null) {
                    vErrors = [err68];
                  } else {
                    vErrors.push(err68);
                  }
                  errors++;
                }
                for (const key7 in data37) {
                  let data38 = data37[key7];
                  if (typeof data38 !== "string" && !(typeof data38 == "number" && isFinite(data38)) && typeof data38 !== "boolean") {
                    const err69 = { instancePath: instancePath + "/routes/" + i2 + "/constants/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/constants/additionalProperties/type", keyword: "type", params: { type: schema31.properties.routes.items.properties.constants.additionalProperties.type }, schema: schema31.properties.routes.items.properties.constants.additionalProperties.type, parentSchema: schema31.properties.routes.items.properties.constants.additionalProperties, data: data38 };
                    if (vErrors === null) {
                      vErrors = [err69];
                    } else {
                      vErrors.push(err69);
                    }
                    errors++;
                  }
                }
              } else {
                const err70 = { instancePath: instancePath + "/routes/" + i2 + "/constants", schemaPath: "#/properties/routes/items/properties/constants/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.constants.type, parentSchema: schema31.properties.routes.items.properties.constants, data: data37 };
                if (vErrors === null) {
                  vErrors = [err70];
                } else {
                  vErrors.push(err70);
                }
                errors++;
              }
            }
            if (data22.mode !== void 0) {
              let data39 = data22.mode;
              if (!(data39 === "STREAMING_INSERTS" || data39 === "STORAGE_WRITE" || data39 === "FILE_LOADS" || data39 === "MIXED" || data39 === "CDC")) {
                const err71 = { instancePath: instancePath + "/routes/" + i2 + "/mode", schemaPath: "#/properties/routes/items/properties/mode/enum", keyword: "enum", params: { allowedValues: schema31.properties.routes.items.properties.mode.enum }, schema: schema31.properties.routes.items.properties.mode.enum, parentSchema: schema31.properties.routes.items.properties.mode, data: data39 };
                if (vErrors === null) {
                  vErrors = [err71];
                } else {
                  vErrors.push(err71);
                }
                errors++;
              }
            }
            if (data22.unknownFields !== void 0) {
              let data40 = data22.unknownFields;
              if (!(data40 === "drop" || data40 === "reject" || data40 === "collect")) {
                const err72 = { instancePath: instancePath + "/routes/" + i2 + "/unknownFields", schemaPath: "#/properties/routes/items/properties/unknownFields/enum", keyword: "enum", params: { allowedValues: schema31.properties.routes.items.properties.unknownFields.enum }, schema: schema31.properties.routes.items.properties.unknownFields.enum, parentSchema: schema31.properties.routes.items.properties.unknownFields, data: data40 };
                if (vErrors === null) {
                  vErrors = [err72];
                } else {
                  vErrors.push(err72);
                }
                errors++;
              }
            }
            if (data22.collectInto !== void 0) {
              let data41 = data22.collectInto;
              if (typeof data41 === "string") {
                if (func3(data41) < 1) {
                  const err73 = { instancePath: instancePath + "/routes/" + i2 + "/collectInto", schemaPath: "#/properties/routes/items/properties/collectInto/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.collectInto, data: data41 };
                  if (vErrors === null) {
                    vErrors = [err73];
                  } else {
                    vErrors.push(err73);
                  }
                  errors++;
                }
              } else {
                const err74 = { instancePath: instancePath + "/routes/" + i2 + "/collectInto", schemaPath: "#/properties/routes/items/properties/collectInto/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.collectInto.type, parentSchema: schema31.properties.routes.items.properties.collectInto, data: data41 };
                if (vErrors === null) {
                  vErrors = [err74];
                } else {
                  vErrors.push(err74);
                }
                errors++;
              }
            }
            if (data22.maxRows !== void 0) {
              let data42 = data22.maxRows;
              if (!(typeof data42 == "number" && (!(data42 % 1) && !isNaN(data42)) && isFinite(data42))) {
                const err75 = { instancePath: instancePath + "/routes/" + i2 + "/maxRows", schemaPath: "#/properties/routes/items/properties/maxRows/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.routes.items.properties.maxRows.type, parentSchema: schema31.properties.routes.items.properties.maxRows, data: data42 };
                if (vErrors === null) {
                  vErrors = [err75];
                } else {
                  vErrors.push(err75);
                }
                errors++;
              }
              if (typeof data42 == "number" && isFinite(data42)) {
                if (data42 > 1e6 || isNaN(data42)) {
                  const err76 = { instancePath: instancePath + "/routes/" + i2 + "/maxRows", schemaPath: "#/properties/routes/items/properties/maxRows/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema31.properties.routes.items.properties.maxRows, data: data42 };
                  if (vErrors === null) {
                    vErrors = [err76];
                  } else {
                    vErrors.push(err76);
                  }
                  errors++;
                }
                if (data42 < 1 || isNaN(data42)) {
                  const err77 = { instancePath: instancePath + "/routes/" + i2 + "/maxRows", schemaPath: "#/properties/routes/items/properties/maxRows/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.maxRows, data: data42 };
                  if (vErrors === null) {
                    vErrors = [err77];
                  } else {
                    vErrors.push(err77);
                  }
                  errors++;
                }
              }
            }
            if (data22.maxBytes !== void 0) {
              let data43 = data22.maxBytes;
              if (typeof data43 === "string") {
                if (!pattern5.test(data43)) {
                  const err78 = { instancePath: instancePath + "/routes/" + i2 + "/maxBytes", schemaPath: "#/properties/routes/items/properties/maxBytes/pattern", keyword: "pattern", params: { pattern: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$" }, schema: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", parentSchema: schema31.properties.routes.items.properties.maxBytes, data: data43 };
                  if (vErrors === null) {
                    vErrors = [err78];
                  } else {
                    vErrors.push(err78);
                  }
                  errors++;
                }
              } else {
                const err79 = { instancePath: instancePath + "/routes/" + i2 + "/maxBytes", schemaPath: "#/properties/routes/items/properties/maxBytes/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.maxBytes.type, parentSchema: schema31.properties.routes.items.properties.maxBytes, data: data43 };
                if (vErrors === null) {
                  vErrors = [err79];
                } else {
                  vErrors.push(err79);
                }
                errors++;
              }
            }
            if (data22.maxDelay !== void 0) {
              let data44 = data22.maxDelay;
              if (typeof data44 === "string") {
                if (!pattern6.test(data44)) {
                  const err80 = { instancePath: instancePath + "/routes/" + i2 + "/maxDelay", schemaPath: "#/properties/routes/items/properties/maxDelay/pattern", keyword: "pattern", params: { pattern: "^\\d+(ms|s|m|h|d)$" }, schema: "^\\d+(ms|s|m|h|d)$", parentSchema: schema31.properties.routes.items.properties.maxDelay, data: data44 };
                  if (vErrors === null) {
                    vErrors = [err80];
                  } else {
                    vErrors.push(err80);
                  }
                  errors++;
                }
              } else {
                const err81 = { instancePath: instancePath + "/routes/" + i2 + "/maxDelay", schemaPath: "#/properties/routes/items/properties/maxDelay/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.maxDelay.type, parentSchema: schema31.properties.routes.items.properties.maxDelay, data: data44 };
                if (vErrors === null) {
                  vErrors = [err81];
                } else {
                  vErrors.push(err81);
                }
                errors++;
              }
            }
            if (data22.connections !== void 0) {
              let data45 = data22.connections;
              if (!(typeof data45 == "number" && (!(data45 % 1) && !isNaN(data45)) && isFinite(data45))) {
                const err82 = { instancePath: instancePath + "/routes/" + i2 + "/connections", schemaPath: "#/properties/routes/items/properties/connections/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.routes.items.properties.connections.type, parentSchema: schema31.properties.routes.items.properties.connections, data: data45 };
                if (vErrors === null) {
                  vErrors = [err82];
                } else {
                  vErrors.push(err82);
                }
                errors++;
              }
              if (typeof data45 == "number" && isFinite(data45)) {
                if (data45 > 64 || isNaN(data45)) {
                  const err83 = { instancePath: instancePath + "/routes/" + i2 + "/connections", schemaPath: "#/properties/routes/items/properties/connections/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, schema: 64, parentSchema: schema31.properties.routes.items.properties.connections, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err83];
                  } else {
                    vErrors.push(err83);
                  }
                  errors++;
                }
                if (data45 < 1 || isNaN(data45)) {
                  const err84 = { instancePath: instancePath + "/routes/" + i2 + "/connections", schemaPath: "#/properties/routes/items/properties/connections/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.connections, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err84];
                  } else {
                    vErrors.push(err84);
                  }
                  errors++;
                }
              }
            }
            if (data22.insertIds !== void 0) {
              let data46 = data22.insertIds;
              if (typeof data46 !== "boolean") {
                const err85 = { instancePath: instancePath + "/routes/" + i2 + "/insertIds", schemaPath: "#/properties/routes/items/properties/insertIds/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.routes.items.properties.insertIds.type, parentSchema: schema31.properties.routes.items.properties.insertIds, data: data46 };
                if (vErrors === null) {
                  vErrors = [err85];
                } else {
                  vErrors.push(err85);
                }
                errors++;
              }
            }
            if (data22.streamed !== void 0) {
              let data47 = data22.streamed;
              if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
                for (const key8 in data47) {
                  if (!(key8 === "match" || key8 === "maxBytes")) {
                    const err86 = { instancePath: instancePath + "/routes/" + i2 + "/streamed", schemaPath: "#/properties/routes/items/properties/streamed/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, schema: false, parentSchema: schema31.properties.routes.items.properties.streamed, data: data47 };
                    if (vErrors === null) {
                      vErrors = [err86];
                    } else {
                      vErrors.push(err86);
                    }
                    errors++;
                  }
                }
                if (data47.match !== void 0) {
                  let data48 = data47.match;
                  if (data48 && typeof data48 == "object" && !Array.isArray(data48)) {
                    for (const key9 in data48) {
                      let data49 = data48[key9];
                      if (data49 && typeof data49 == "object" && !Array.isArray(data49)) {
                        if (Object.keys(data49).length > 1) {
                          const err87 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/maxProperties", keyword: "maxProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties, data: data49 };
                          if (vErrors === null) {
                            vErrors = [err87];
                          } else {
                            vErrors.push(err87);
                          }
                          errors++;
                        }
                        if (Object.keys(data49).length < 1) {
                          const err88 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties, data: data49 };
                          if (vErrors === null) {
                            vErrors = [err88];
                          } else {
                            vErrors.push(err88);
                          }
                          errors++;
                        }
                        for (const key10 in data49) {
                          if (!(key10 === "equals" || key10 === "in" || key10 === "pattern" || key10 === "present")) {
                            const err89 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, schema: false, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties, data: data49 };
                            if (vErrors === null) {
                              vErrors = [err89];
                            } else {
                              vErrors.push(err89);
                            }
                            errors++;
                          }
                        }
                        if (data49.equals !== void 0) {
                          let data50 = data49.equals;
                          if (typeof data50 !== "string") {
                            const err90 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/equals", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/equals/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.equals.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.equals, data: data50 };
                            if (vErrors === null) {
                              vErrors = [err90];
                            } else {
                              vErrors.push(err90);
                            }
                            errors++;
                          }
                        }
                        if (data49.in !== void 0) {
                          let data51 = data49.in;
                          if (Array.isArray(data51)) {
                            if (data51.length < 1) {
                              const err91 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/in", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/in/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.in, data: data51 };
                              if (vErrors === null) {
                                vErrors = [err91];
                              } else {
                                vErrors.push(err91);
                              }
                              errors++;
                            }
                            const len4 = data51.length;
                            for (let i5 = 0; i5 < len4; i5++) {
                              let data52 = data51[i5];
                              if (typeof data52 !== "string") {
                                const err92 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/in/" + i5, schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/in/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.in.items.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.in.items, data: data52 };
                                if (vErrors === null) {
                                  vErrors = [err92];
                                } else {
                                  vErrors.push(err92);
                                }
                                errors++;
                              }
                            }
                          } else {
                            const err93 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/in", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/in/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.in.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.in, data: data51 };
                            if (vErrors === null) {
                              vErrors = [err93];
                            } else {
                              vErrors.push(err93);
                            }
                            errors++;
                          }
                        }
                        if (data49.pattern !== void 0) {
                          let data53 = data49.pattern;
                          if (typeof data53 !== "string") {
                            const err94 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/pattern", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/pattern/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.pattern.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.pattern, data: data53 };
                            if (vErrors === null) {
                              vErrors = [err94];
                            } else {
                              vErrors.push(err94);
                            }
                            errors++;
                          }
                        }
                        if (data49.present !== void 0) {
                          let data54 = data49.present;
                          if (typeof data54 !== "boolean") {
                            const err95 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/present", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/properties/present/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.present.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.properties.present, data: data54 };
                            if (vErrors === null) {
                              vErrors = [err95];
                            } else {
                              vErrors.push(err95);
                            }
                            errors++;
                          }
                        }
                      } else {
                        const err96 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/routes/items/properties/streamed/properties/match/additionalProperties/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match.additionalProperties, data: data49 };
                        if (vErrors === null) {
                          vErrors = [err96];
                        } else {
                          vErrors.push(err96);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err97 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/match", schemaPath: "#/properties/routes/items/properties/streamed/properties/match/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.streamed.properties.match.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.match, data: data48 };
                    if (vErrors === null) {
                      vErrors = [err97];
                    } else {
                      vErrors.push(err97);
                    }
                    errors++;
                  }
                }
                if (data47.maxBytes !== void 0) {
                  let data55 = data47.maxBytes;
                  if (typeof data55 === "string") {
                    if (!pattern5.test(data55)) {
                      const err98 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/maxBytes", schemaPath: "#/properties/routes/items/properties/streamed/properties/maxBytes/pattern", keyword: "pattern", params: { pattern: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$" }, schema: "^\\d+(B|KB|KiB|MB|MiB|GB|GiB)$", parentSchema: schema31.properties.routes.items.properties.streamed.properties.maxBytes, data: data55 };
                      if (vErrors === null) {
                        vErrors = [err98];
                      } else {
                        vErrors.push(err98);
                      }
                      errors++;
                    }
                  } else {
                    const err99 = { instancePath: instancePath + "/routes/" + i2 + "/streamed/maxBytes", schemaPath: "#/properties/routes/items/properties/streamed/properties/maxBytes/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.streamed.properties.maxBytes.type, parentSchema: schema31.properties.routes.items.properties.streamed.properties.maxBytes, data: data55 };
                    if (vErrors === null) {
                      vErrors = [err99];
                    } else {
                      vErrors.push(err99);
                    }
                    errors++;
                  }
                }
              } else {
                const err100 = { instancePath: instancePath + "/routes/" + i2 + "/streamed", schemaPath: "#/properties/routes/items/properties/streamed/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.streamed.type, parentSchema: schema31.properties.routes.items.properties.streamed, data: data47 };
                if (vErrors === null) {
                  vErrors = [err100];
                } else {
                  vErrors.push(err100);
                }
                errors++;
              }
            }
            if (data22.sequence !== void 0) {
              let data56 = data22.sequence;
              if (Array.isArray(data56)) {
                if (data56.length > 4) {
                  const err101 = { instancePath: instancePath + "/routes/" + i2 + "/sequence", schemaPath: "#/properties/routes/items/properties/sequence/maxItems", keyword: "maxItems", params: { limit: 4 }, schema: 4, parentSchema: schema31.properties.routes.items.properties.sequence, data: data56 };
                  if (vErrors === null) {
                    vErrors = [err101];
                  } else {
                    vErrors.push(err101);
                  }
                  errors++;
                }
                if (data56.length < 1) {
                  const err102 = { instancePath: instancePath + "/routes/" + i2 + "/sequence", schemaPath: "#/properties/routes/items/properties/sequence/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.sequence, data: data56 };
                  if (vErrors === null) {
                    vErrors = [err102];
                  } else {
                    vErrors.push(err102);
                  }
                  errors++;
                }
                const len5 = data56.length;
                for (let i6 = 0; i6 < len5; i6++) {
                  let data57 = data56[i6];
                  if (typeof data57 !== "string") {
                    const err103 = { instancePath: instancePath + "/routes/" + i2 + "/sequence/" + i6, schemaPath: "#/properties/routes/items/properties/sequence/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.sequence.items.type, parentSchema: schema31.properties.routes.items.properties.sequence.items, data: data57 };
                    if (vErrors === null) {
                      vErrors = [err103];
                    } else {
                      vErrors.push(err103);
                    }
                    errors++;
                  }
                }
              } else {
                const err104 = { instancePath: instancePath + "/routes/" + i2 + "/sequence", schemaPath: "#/properties/routes/items/properties/sequence/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.items.properties.sequence.type, parentSchema: schema31.properties.routes.items.properties.sequence, data: data56 };
                if (vErrors === null) {
                  vErrors = [err104];
                } else {
                  vErrors.push(err104);
                }
                errors++;
              }
            }
            if (data22.deletes !== void 0) {
              let data58 = data22.deletes;
              if (data58 && typeof data58 == "object" && !Array.isArray(data58)) {
                if (data58.source === void 0) {
                  const err105 = { instancePath: instancePath + "/routes/" + i2 + "/deletes", schemaPath: "#/properties/routes/items/properties/deletes/required", keyword: "required", params: { missingProperty: "source" }, schema: schema31.properties.routes.items.properties.deletes.required, parentSchema: schema31.properties.routes.items.properties.deletes, data: data58 };
                  if (vErrors === null) {
                    vErrors = [err105];
                  } else {
                    vErrors.push(err105);
                  }
                  errors++;
                }
                if (data58.in === void 0) {
                  const err106 = { instancePath: instancePath + "/routes/" + i2 + "/deletes", schemaPath: "#/properties/routes/items/properties/deletes/required", keyword: "required", params: { missingProperty: "in" }, schema: schema31.properties.routes.items.properties.deletes.required, parentSchema: schema31.properties.routes.items.properties.deletes, data: data58 };
                  if (vErrors === null) {
                    vErrors = [err106];
                  } else {
                    vErrors.push(err106);
                  }
                  errors++;
                }
                for (const key11 in data58) {
                  if (!(key11 === "source" || key11 === "in")) {
                    const err107 = { instancePath: instancePath + "/routes/" + i2 + "/deletes", schemaPath: "#/properties/routes/items/properties/deletes/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, schema: false, parentSchema: schema31.properties.routes.items.properties.deletes, data: data58 };
                    if (vErrors === null) {
                      vErrors = [err107];
                    } else {
                      vErrors.push(err107);
                    }
                    errors++;
                  }
                }
                if (data58.source !== void 0) {
                  let data59 = data58.source;
                  if (typeof data59 !== "string") {
                    const err108 = { instancePath: instancePath + "/routes/" + i2 + "/deletes/source", schemaPath: "#/properties/routes/items/properties/deletes/properties/source/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.deletes.properties.source.type, parentSchema: schema31.properties.routes.items.properties.deletes.properties.source, data: data59 };
                    if (vErrors === null) {
                      vErrors = [err108];
                    } else {
                      vErrors.push(err108);
                    }
                    errors++;
                  }
                }
                if (data58.in !== void 0) {
                  let data60 = data58.in;
                  if (Array.isArray(data60)) {
                    if (data60.length < 1) {
                      const err109 = { instancePath: instancePath + "/routes/" + i2 + "/deletes/in", schemaPath: "#/properties/routes/items/properties/deletes/properties/in/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.routes.items.properties.deletes.properties.in, data: data60 };
                      if (vErrors === null) {
                        vErrors = [err109];
                      } else {
                        vErrors.push(err109);
                      }
                      errors++;
                    }
                    const len6 = data60.length;
                    for (let i7 = 0; i7 < len6; i7++) {
                      let data61 = data60[i7];
                      if (typeof data61 !== "string") {
                        const err110 = { instancePath: instancePath + "/routes/" + i2 + "/deletes/in/" + i7, schemaPath: "#/properties/routes/items/properties/deletes/properties/in/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.routes.items.properties.deletes.properties.in.items.type, parentSchema: schema31.properties.routes.items.properties.deletes.properties.in.items, data: data61 };
                        if (vErrors === null) {
                          vErrors = [err110];
                        } else {
                          vErrors.push(err110);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err111 = { instancePath: instancePath + "/routes/" + i2 + "/deletes/in", schemaPath: "#/properties/routes/items/properties/deletes/properties/in/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.items.properties.deletes.properties.in.type, parentSchema: schema31.properties.routes.items.properties.deletes.properties.in, data: data60 };
                    if (vErrors === null) {
                      vErrors = [err111];
                    } else {
                      vErrors.push(err111);
                    }
                    errors++;
                  }
                }
              } else {
                const err112 = { instancePath: instancePath + "/routes/" + i2 + "/deletes", schemaPath: "#/properties/routes/items/properties/deletes/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.properties.deletes.type, parentSchema: schema31.properties.routes.items.properties.deletes, data: data58 };
                if (vErrors === null) {
                  vErrors = [err112];
                } else {
                  vErrors.push(err112);
                }
                errors++;
              }
            }
          } else {
            const err113 = { instancePath: instancePath + "/routes/" + i2, schemaPath: "#/properties/routes/items/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.routes.items.type, parentSchema: schema31.properties.routes.items, data: data22 };
            if (vErrors === null) {
              vErrors = [err113];
            } else {
              vErrors.push(err113);
            }
            errors++;
          }
        }
      } else {
        const err114 = { instancePath: instancePath + "/routes", schemaPath: "#/properties/routes/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.routes.type, parentSchema: schema31.properties.routes, data: data21 };
        if (vErrors === null) {
          vErrors = [err114];
        } else {
          vErrors.push(err114);
        }
        errors++;
      }
    }
  } else {
    const err115 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err115];
    } else {
      vErrors.push(err115);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var sinkSchema = { name: "sink", check: validate };
export {
  sinkSchema
};
