// Made by tools/config-schemas.ts from source.schema.json. Do not edit.
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
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Penstock puller source", "type": "object", "description": "A source of the puller.", "properties": { "$schema": { "type": "string", "description": "For editors." }, "name": { "type": "string", "description": "The name, as in ledgers and logs.", "pattern": "^[a-z][a-z0-9-]{0,62}$", "x-allowed": "lower case letters, digits and dashes" }, "description": { "type": "string", "description": "For people." }, "table": { "type": "object", "description": "The table for the rows.", "properties": { "name": { "type": "string", "description": "dataset.table, or project.dataset.table.", "pattern": "^([a-z0-9:.-]{4,63}\\.)?[A-Za-z0-9_]{1,1024}\\.[A-Za-z0-9_-]{1,1024}$", "x-allowed": "dataset.table or project.dataset.table" }, "message": { "type": "string", "description": "The message of a .proto that types the rows; without it the table does." }, "unknownFields": { "type": "string", "enum": ["reject", "drop"], "description": "Fields that the table does not have.", "default": "reject" }, "sensitive": { "type": "object", "description": "Columns that are treated before anything is stored.", "additionalProperties": { "type": "string", "enum": ["mask", "hash", "drop"] } }, "hashKey": { "type": "string", "description": "The secret with the key of hash.", "pattern": "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$", "x-allowed": "projects/P/secrets/S/versions/V" } }, "required": ["name"], "additionalProperties": false }, "settings": { "type": "object", "description": "Values for {settings.name}.", "additionalProperties": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "array", "items": { "type": ["string", "number", "boolean", "null"] } }], "x-allowed": "text, a number, true, false, or a list of them" } }, "secrets": { "type": "object", "description": "Names for {secret.name}, and their versions in Secret Manager.", "propertyNames": { "type": "string", "pattern": "^[A-Za-z0-9_]{1,64}$", "x-allowed": "letters, digits and _" }, "additionalProperties": { "type": "string", "pattern": "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$", "x-allowed": "projects/P/secrets/S/versions/V" } }, "module": { "type": "string", "description": "A TypeScript module in the folder of this file that exports createSource; then nothing of HTTP is set.", "pattern": "^[A-Za-z0-9_-]+\\.(ts|js)$", "x-allowed": "the name of a .ts or .js file beside this one" }, "hosts": { "type": "array", "items": { "type": "string" }, "description": "Further hosts that pages, redirects and downloads may lead to. They get no credentials." }, "credentialOrigins": { "type": "array", "items": { "type": "string", "pattern": "^https?://[^/]+$", "x-allowed": "an origin such as https://files.example.com" }, "description": "Further origins that get the credentials." }, "request": { "$ref": "#/$defs/request", "description": "The request of a page." }, "export": { "$ref": "#/$defs/export", "description": "An export job in place of request." }, "auth": { "$ref": "#/$defs/auth", "description": "The credentials." }, "paging": { "$ref": "#/$defs/paging", "description": "The way to the next page of the listing." }, "rows": { "$ref": "#/$defs/rows", "description": "The place of the rows in an answer, and the steps that change them." }, "each": { "type": "array", "items": { "$ref": "#/$defs/level" }, "description": "The request is sent for each of these: lists, and rows of other requests.", "minItems": 1, "maxItems": 4 }, "errors": { "type": "array", "items": { "$ref": "#/$defs/error" }, "description": "Rules for answers, before those of HTTP, in order." }, "window": { "type": "object", "description": "The windows of time that are pulled.", "properties": { "kind": { "type": "string", "enum": ["range", "since", "feed", "snapshot"], "description": "range sends both bounds, since the lower one, feed is newest first, snapshot has none." }, "format": { "type": "string", "description": "The format of the bounds: rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern.", "default": "rfc3339" }, "zone": { "type": "string", "description": "The zone of a format that names none.", "default": "UTC" }, "unit": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The smallest step that the source tells apart, where it is coarser than the format's." }, "from": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The lower bound." }, "to": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The upper bound." }, "step": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "A request asks for no longer span." }, "length": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time that a window covers." }, "offset": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "Shifts the windows' starts.", "default": "0s" }, "settle": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The wait between the end of a window and its first pull.", "default": "0s" }, "overlap": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time that a request reaches back for rows that came late; needs rows.key and rows.time.", "default": "0s" }, "retention": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The age up to which the source still has rows." }, "start": { "type": "string", "description": "The first window's start.", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", "x-allowed": "a time such as 2026-01-01T00:00:00Z" }, "maxWindows": { "type": "integer", "description": "Windows of one run.", "minimum": 1, "maximum": 1e4, "default": 6 } }, "required": ["kind", "length", "start"], "additionalProperties": false }, "rate": { "type": "object", "description": "The request budget.", "properties": { "requests": { "type": "integer", "description": "Requests in any span of per.", "minimum": 1, "maximum": 1e6 }, "per": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The span." }, "remaining": { "type": "string", "description": "A header with the requests that are left." }, "reset": { "$ref": "#/$defs/wait", "description": "When they come back." } }, "required": ["requests", "per"], "additionalProperties": false }, "concurrency": { "type": "integer", "description": "Parents whose pages are fetched side by side.", "minimum": 1, "maximum": 16, "default": 1 }, "limits": { "type": "object", "description": "Bounds. A source that passes one fails.", "properties": { "wireBytes": { "type": "integer", "description": "The largest answer.", "minimum": 1024, "maximum": 1073741824, "default": 67108864 }, "decodedBytes": { "type": "integer", "description": "The largest unpacked answer.", "minimum": 1024, "maximum": 1073741824, "default": 268435456 }, "ratio": { "type": "integer", "description": "Unpacked bytes for one packed one.", "minimum": 1, "maximum": 1e4, "default": 200 }, "pageRows": { "type": "integer", "description": "The most rows of a page.", "minimum": 1, "maximum": 1e7, "default": 1e6 }, "parents": { "type": "integer", "description": "The most parents.", "minimum": 1, "maximum": 1e7, "default": 1e5 }, "keys": { "type": "integer", "description": "The most keys of a listing.", "minimum": 1, "maximum": 1e8, "default": 2e6 }, "timeout": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The longest request.", "default": "60s" }, "attempts": { "type": "integer", "description": "Attempts of one request.", "minimum": 1, "maximum": 20, "default": 6 } }, "required": [], "additionalProperties": false }, "batch": { "type": "object", "description": "The limits of an append.", "properties": { "rows": { "type": "integer", "description": "The most rows of an append.", "minimum": 1, "maximum": 5e4, "default": 5e3 }, "bytes": { "type": "integer", "description": "The most bytes of an append.", "minimum": 10240, "maximum": 9437184, "default": 4194304 } }, "required": [], "additionalProperties": false }, "rejects": { "type": "object", "description": "Rows that do not fit the table.", "properties": { "maxShare": { "type": "number", "minimum": 0, "maximum": 1, "default": 0, "description": "A larger share of rejected rows fails the window." } }, "required": [], "additionalProperties": false } }, "required": ["name", "table", "window"], "additionalProperties": false, "$defs": { "path": { "x-kept": true, "anyOf": [{ "type": "string", "maxLength": 1024 }, { "type": "array", "items": { "type": "string" }, "maxItems": 32 }], "x-allowed": "a path such as data.items, or a list of keys" }, "request": { "x-kept": true, "type": "object", "properties": { "url": { "type": "string", "maxLength": 8192, "description": "The URL; https, with placeholders such as {settings.shop}, {parent.id} or {page}." }, "method": { "type": "string", "enum": ["GET", "POST"], "description": "The method.", "default": "GET" }, "query": { "type": "object", "description": "Query parameters; a list sends one several times.", "additionalProperties": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "array", "items": { "type": ["string", "number", "boolean", "null"] } }], "x-allowed": "text, a number, true, false, or a list of them" } }, "headers": { "type": "object", "description": "Headers.", "propertyNames": { "type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", "x-allowed": "the name of a header" }, "additionalProperties": { "type": "string", "maxLength": 8192 } }, "json": { "description": "A JSON body; a text that is only a placeholder keeps the type of its value.", "type": ["object", "array"] }, "form": { "type": "object", "description": "A form body.", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } }, "text": { "type": "string", "maxLength": 8192, "description": "A body as it is." } }, "required": ["url"], "additionalProperties": false }, "place": { "x-kept": true, "type": "object", "required": ["in"], "discriminator": { "propertyName": "in" }, "oneOf": [{ "type": "object", "properties": { "in": { "type": "string", "const": "query" }, "name": { "type": "string", "description": "The parameter." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "header" }, "name": { "type": "string", "description": "The header." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "form" }, "name": { "type": "string", "description": "The field of a form body." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "json" }, "at": { "$ref": "#/$defs/path", "description": "The place in the JSON body." } }, "required": ["in", "at"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "path" } }, "required": ["in"], "additionalProperties": false }] }, "value": { "x-kept": true, "type": "object", "required": ["from"], "discriminator": { "propertyName": "from" }, "oneOf": [{ "type": "object", "properties": { "from": { "type": "string", "const": "body" }, "at": { "$ref": "#/$defs/path", "description": "The place in the answer." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added." } }, "required": ["from", "at"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "lastRow" }, "at": { "$ref": "#/$defs/path", "description": "The place in the last row, before its steps." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added." } }, "required": ["from", "at"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "header" }, "name": { "type": "string", "description": "The header." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 } }, "required": ["from", "name"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "link" }, "rel": { "type": "string", "description": "The relation in the Link header." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." } }, "required": ["from", "rel"], "additionalProperties": false }] }, "predicate": { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "all": { "type": "array", "items": { "$ref": "#/$defs/predicate" }, "minItems": 1 } }, "required": ["all"], "additionalProperties": false }, { "type": "object", "properties": { "any": { "type": "array", "items": { "$ref": "#/$defs/predicate" }, "minItems": 1 } }, "required": ["any"], "additionalProperties": false }, { "type": "object", "properties": { "not": { "$ref": "#/$defs/predicate" } }, "required": ["not"], "additionalProperties": false }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added to the one at `at`." }, "header": { "type": "string" }, "count": { "type": "boolean", "const": true }, "row": { "$ref": "#/$defs/path" }, "parent": { "type": "string" }, "eq": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "in": { "type": "array", "items": { "type": ["string", "number", "boolean", "null"] }, "minItems": 1 }, "absent": { "type": "boolean", "const": true }, "empty": { "type": "boolean", "const": true }, "matches": { "type": "string", "maxLength": 500 }, "contains": { "type": "string", "minLength": 1 }, "lt": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "le": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "gt": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "ge": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" } }, "required": [], "additionalProperties": false }], "x-allowed": "a predicate: { at, eq }, { row, in }, { all: [...] }, { not: ... }" }, "end": { "x-kept": true, "type": "object", "description": "The only thing that ends a listing.", "properties": { "shortPage": { "type": "boolean", "description": "The listing ends with a page of fewer rows than size, counted before any filter." }, "emptyPage": { "type": "boolean", "description": "It ends with a page without rows." }, "noValue": { "type": "boolean", "description": "It ends where the next value is absent, null or empty." }, "repeat": { "type": "boolean", "description": "The source repeats its last page, or its last value, at the end; the repeated rows are not taken again." }, "when": { "$ref": "#/$defs/predicate", "description": "It ends where this holds of the answer." } }, "required": [], "additionalProperties": false, "minProperties": 1 }, "paging": { "x-kept": true, "type": "object", "required": ["kind"], "discriminator": { "propertyName": "kind" }, "oneOf": [{ "type": "object", "properties": { "kind": { "type": "string", "const": "none" } }, "required": ["kind"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "page" }, "in": { "$ref": "#/$defs/place", "description": "The place of the number in the request." }, "first": { "type": "integer", "description": "The first number.", "minimum": 0, "maximum": 1e6 }, "sendFirst": { "type": "boolean", "description": "Whether the first request sends it." }, "order": { "anyOf": [{ "type": "object", "properties": { "by": { "type": "string", "description": "The parameter of the request that orders the rows." } }, "required": ["by"], "additionalProperties": false }, { "type": "object", "properties": { "none": { "type": "string", "description": "Why there is no order.", "minLength": 1 } }, "required": ["none"], "additionalProperties": false }], "x-allowed": "{ by: parameter } or { none: reason }", "description": "The reason why rows do not move between pages." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "first", "sendFirst", "order", "end"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "offset" }, "in": { "$ref": "#/$defs/place", "description": "The place of the number in the request." }, "first": { "type": "integer", "description": "The first number.", "minimum": 0, "maximum": 1e6 }, "sendFirst": { "type": "boolean", "description": "Whether the first request sends it." }, "order": { "anyOf": [{ "type": "object", "properties": { "by": { "type": "string", "description": "The parameter of the request that orders the rows." } }, "required": ["by"], "additionalProperties": false }, { "type": "object", "properties": { "none": { "type": "string", "description": "Why there is no order.", "minLength": 1 } }, "required": ["none"], "additionalProperties": false }], "x-allowed": "{ by: parameter } or { none: reason }", "description": "The reason why rows do not move between pages." }, "advance": { "type": "string", "enum": ["rows", "size"], "description": "The step of the offset: the rows received, or size." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "first", "sendFirst", "order", "end", "advance"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "token" }, "in": { "$ref": "#/$defs/place", "description": "The place of the token in the request." }, "value": { "$ref": "#/$defs/value", "description": "The place of the next token in the answer." }, "first": { "type": "string", "maxLength": 8192, "description": "The first token; without it the first request has none." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "value", "end"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "url" }, "value": { "$ref": "#/$defs/value", "description": "The place of the next URL in the answer." }, "keep": { "type": "array", "items": { "type": "string" }, "description": "Parameters of the first request that the next URL gets where it does not name them." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "value", "end"], "additionalProperties": false }] }, "time": { "x-kept": true, "type": "object", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place of the row's own time, before its steps." }, "formats": { "type": "array", "items": { "type": "string" }, "description": "rfc3339, epoch-s, epoch-ms, epoch-us, date, or patterns such as %Y-%m-%d %H:%M:%S.", "minItems": 1 }, "zone": { "type": "string", "description": "The zone of formats that name none, such as Europe/Berlin.", "default": "UTC" } }, "required": ["at", "formats"], "additionalProperties": false }, "step": { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "set": { "$ref": "#/$defs/path" }, "to": {} }, "required": ["set", "to"], "additionalProperties": false }, { "type": "object", "properties": { "rename": { "$ref": "#/$defs/path" }, "to": { "$ref": "#/$defs/path" } }, "required": ["rename", "to"], "additionalProperties": false }, { "type": "object", "properties": { "remove": { "$ref": "#/$defs/path" } }, "required": ["remove"], "additionalProperties": false }, { "type": "object", "properties": { "keep": { "type": "array", "items": { "type": "string" } } }, "required": ["keep"], "additionalProperties": false }, { "type": "object", "properties": { "flatten": { "$ref": "#/$defs/path" }, "prefix": { "type": "string" }, "origin": { "type": "string", "enum": ["keep", "remove", "only"] }, "clash": { "type": "string", "enum": ["take", "leave"] } }, "required": ["flatten"], "additionalProperties": false }, { "type": "object", "properties": { "keys": { "type": "string", "enum": ["lower", "snake"] } }, "required": ["keys"], "additionalProperties": false }, { "type": "object", "properties": { "text": { "$ref": "#/$defs/path" } }, "required": ["text"], "additionalProperties": false }], "x-allowed": "one of { set, to }, { rename, to }, { remove }, { keep }, { flatten }, { keys }, { text }" }, "rows": { "x-kept": true, "type": "object", "properties": { "format": { "type": "string", "enum": ["json", "ndjson", "csv", "xml"], "description": "The form of the answer.", "default": "json" }, "csv": { "type": "object", "description": "Only with the format csv.", "properties": { "delimiter": { "type": "string", "description": "One character.", "minLength": 1, "maxLength": 1, "default": "," }, "header": { "anyOf": [{ "type": "boolean", "const": true }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }], "x-allowed": "true, or a list of names", "description": "Whether the first record names the columns." } }, "required": [], "additionalProperties": false }, "at": { "$ref": "#/$defs/path", "description": "The row path: data.items, data.*.rows, or empty for the root. A missing path is an error." }, "expect": { "type": "string", "enum": ["list", "object", "either"], "description": "The kind of value at that place; required with the root." }, "optional": { "type": "boolean", "description": "An answer without the path has zero rows.", "default": false }, "emptyBody": { "type": "boolean", "description": "An answer without a body has zero rows.", "default": false }, "require": { "anyOf": [{ "type": "object", "properties": { "all": { "type": "array", "items": { "type": "string" }, "minItems": 1 } }, "required": ["all"], "additionalProperties": false }, { "type": "object", "properties": { "any": { "type": "array", "items": { "type": "string" }, "minItems": 1 } }, "required": ["any"], "additionalProperties": false }], "x-allowed": "{ all: [fields] } or { any: [fields] }", "description": "Fields that prove that a row is one; required with expect: either at the root." }, "filter": { "$ref": "#/$defs/predicate", "description": "Rows for which it does not hold are dropped and counted." }, "steps": { "type": "array", "items": { "$ref": "#/$defs/step" }, "description": "The mapping, in order." }, "key": { "type": "array", "items": { "$ref": "#/$defs/path" }, "description": "The fields that identify a row, after its steps.", "minItems": 1 }, "repeats": { "type": "string", "enum": ["drop", "keep"], "description": "Rows whose key came before in the listing." }, "time": { "$ref": "#/$defs/time", "description": "The row's own time. Rows outside of the window are dropped and counted." } }, "required": ["at"], "additionalProperties": false }, "levelWindow": { "x-kept": true, "type": "object", "properties": { "kind": { "type": "string", "enum": ["range", "since", "feed", "snapshot"], "description": "range sends both bounds, since the lower one, feed is newest first, snapshot has none." }, "format": { "type": "string", "description": "The format of the bounds: rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern.", "default": "rfc3339" }, "zone": { "type": "string", "description": "The zone of a format that names none.", "default": "UTC" }, "unit": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The smallest step that the source tells apart, where it is coarser than the format's." }, "from": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The lower bound." }, "to": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The upper bound." }, "step": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "A request asks for no longer span." } }, "required": ["kind"], "additionalProperties": false }, "wait": { "x-kept": true, "type": "object", "properties": { "from": { "type": "string", "enum": ["header", "body"], "description": "The place of the value." }, "at": { "$ref": "#/$defs/path", "description": "The header, or the path." }, "as": { "type": "string", "enum": ["seconds", "minutes", "epoch-s", "epoch-ms", "date"], "description": "The meaning of the number." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 } }, "required": ["from", "at", "as"], "additionalProperties": false }, "error": { "x-kept": true, "type": "object", "properties": { "status": { "type": "array", "items": { "type": "integer", "minimum": 100, "maximum": 599 }, "description": "Statuses; without it every one.", "minItems": 1 }, "when": { "$ref": "#/$defs/predicate", "description": "The condition on the answer." }, "action": { "type": "string", "enum": ["retry", "wait", "reauth", "relist", "split", "skip", "empty", "fail"], "description": "The reaction." }, "wait": { "type": "array", "items": { "$ref": "#/$defs/wait" }, "description": "The places of the wait, in the order in which they are read." }, "reason": { "type": "string", "description": "Said in messages." } }, "required": ["action"], "additionalProperties": false }, "level": { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "list": { "anyOf": [{ "type": "array", "items": { "type": ["string", "number", "boolean", "null"] }, "minItems": 1 }, { "type": "object", "properties": { "settings": { "type": "string" } }, "required": ["settings"], "additionalProperties": false }], "x-allowed": "a list of values, or { settings: name }" }, "as": { "type": "string", "description": "The placeholder: {parent.name}." } }, "required": ["list", "as"], "additionalProperties": false }, { "type": "object", "properties": { "request": { "$ref": "#/$defs/request" }, "paging": { "$ref": "#/$defs/paging" }, "rows": { "$ref": "#/$defs/rows" }, "fields": { "type": "object", "description": "Placeholders {parent.name}, and where the parent row has them.", "minProperties": 1, "additionalProperties": { "$ref": "#/$defs/path" } }, "errors": { "type": "array", "items": { "$ref": "#/$defs/error" } }, "window": { "$ref": "#/$defs/levelWindow" } }, "required": ["request", "paging", "rows", "fields"], "additionalProperties": false }], "x-allowed": "a level with list and as, or one with request, paging, rows and fields" }, "auth": { "x-kept": true, "type": "object", "required": ["kind"], "discriminator": { "propertyName": "kind" }, "oneOf": [{ "type": "object", "properties": { "kind": { "type": "string", "const": "none" } }, "required": ["kind"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "api-key" }, "in": { "type": "string", "enum": ["header", "query"], "description": "The place of the key in the request." }, "name": { "type": "string", "description": "The header or parameter." }, "value": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "The key." } }, "required": ["kind", "in", "name", "value"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "bearer" }, "token": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "The token." } }, "required": ["kind", "token"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "basic" }, "user": { "type": "string", "maxLength": 8192, "description": "The user; a secret, a setting or a text." }, "password": { "type": "string", "maxLength": 8192, "description": "The password: text with {secret.name}, or empty." } }, "required": ["kind", "user", "password"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "oauth2" }, "grant": { "type": "string", "enum": ["client_credentials", "refresh_token"], "description": "The grant." }, "tokenUrl": { "type": "string", "maxLength": 8192, "description": "The token endpoint." }, "clientId": { "type": "string", "maxLength": 8192, "description": "The client." }, "clientSecret": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "Its secret." }, "refreshToken": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "Only with the grant refresh_token." }, "singleUse": { "type": "boolean", "description": "Each refresh token is used once, and the next is kept by compare-and-set.", "default": false }, "client": { "type": "string", "enum": ["body", "basic"], "description": "The place of client and secret in the request.", "default": "body" }, "body": { "type": "string", "enum": ["form", "json"], "description": "The form of the request.", "default": "form" }, "scope": { "type": "string", "description": "The scope." }, "fields": { "type": "object", "description": "Further fields.", "additionalProperties": { "type": "string", "maxLength": 8192 } }, "headers": { "type": "object", "description": "Further headers.", "additionalProperties": { "type": "string", "maxLength": 8192 } }, "tokenAt": { "type": "string", "description": "The place of the token in the answer.", "default": "access_token" }, "lifetime": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The lifetime of a token if the answer does not give one.", "default": "50m" }, "into": { "type": "object", "properties": { "in": { "type": "string", "enum": ["header", "query"], "description": "The place in the answer." }, "name": { "type": "string", "description": "The header or parameter." }, "prefix": { "type": "string", "description": "Before the token, with its blank." } }, "required": ["in", "name"], "additionalProperties": false } }, "required": ["kind", "grant", "tokenUrl", "clientId", "clientSecret"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "session" }, "request": { "$ref": "#/$defs/request", "description": "The login." }, "token": { "$ref": "#/$defs/value", "description": "The place of the token in its answer." }, "lifetime": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time for which the token is used.", "default": "50m" }, "into": { "type": "object", "properties": { "in": { "type": "string", "enum": ["header", "query"], "description": "The place in the answer." }, "name": { "type": "string", "description": "The header or parameter." }, "prefix": { "type": "string", "description": "Before the token, with its blank." } }, "required": ["in", "name"], "additionalProperties": false }, "auth": { "$ref": "#/$defs/auth", "description": "Credentials of the login itself." } }, "required": ["kind", "request", "token", "into"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "google-id-token" }, "audience": { "type": "string", "description": "The audience of the token." } }, "required": ["kind", "audience"], "additionalProperties": false }] }, "export": { "x-kept": true, "type": "object", "properties": { "create": { "$ref": "#/$defs/request", "description": "Begins the job." }, "fields": { "type": "object", "description": "Placeholders {job.name}, and where the answer has them.", "additionalProperties": { "$ref": "#/$defs/path" } }, "poll": { "type": "object", "description": "Asks after the job.", "properties": { "request": { "$ref": "#/$defs/request" }, "every": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time between two questions.", "default": "10s" }, "atMost": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "A job that takes longer fails.", "default": "30m" }, "status": { "$ref": "#/$defs/path", "description": "The place of the status in the answer." }, "done": { "type": "array", "items": { "type": "string" }, "minItems": 1 }, "running": { "type": "array", "items": { "type": "string" } }, "failed": { "type": "array", "items": { "type": "string" } }, "fields": { "type": "object", "additionalProperties": { "$ref": "#/$defs/path" } } }, "required": ["request", "status", "done", "running", "failed"], "additionalProperties": false }, "download": { "anyOf": [{ "type": "object", "properties": { "urls": { "$ref": "#/$defs/path" } }, "required": ["urls"], "additionalProperties": false }, { "type": "object", "properties": { "request": { "$ref": "#/$defs/request" }, "paging": { "$ref": "#/$defs/paging" } }, "required": ["request", "paging"], "additionalProperties": false }], "x-allowed": "{ urls: path } or { request, paging }", "description": "The place of the rows in the answer." } }, "required": ["create", "fields", "poll", "download"], "additionalProperties": false } } };
var schema32 = { "x-kept": true, "type": "object", "properties": { "url": { "type": "string", "maxLength": 8192, "description": "The URL; https, with placeholders such as {settings.shop}, {parent.id} or {page}." }, "method": { "type": "string", "enum": ["GET", "POST"], "description": "The method.", "default": "GET" }, "query": { "type": "object", "description": "Query parameters; a list sends one several times.", "additionalProperties": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "array", "items": { "type": ["string", "number", "boolean", "null"] } }], "x-allowed": "text, a number, true, false, or a list of them" } }, "headers": { "type": "object", "description": "Headers.", "propertyNames": { "type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", "x-allowed": "the name of a header" }, "additionalProperties": { "type": "string", "maxLength": 8192 } }, "json": { "description": "A JSON body; a text that is only a placeholder keeps the type of its value.", "type": ["object", "array"] }, "form": { "type": "object", "description": "A form body.", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } }, "text": { "type": "string", "maxLength": 8192, "description": "A body as it is." } }, "required": ["url"], "additionalProperties": false };
var func1 = Object.prototype.hasOwnProperty;
var func2 = require_ucs2length().default;
var pattern4 = new RegExp("^[a-z][a-z0-9-]{0,62}$", "u");
var pattern5 = new RegExp("^([a-z0-9:.-]{4,63}\\.)?[A-Za-z0-9_]{1,1024}\\.[A-Za-z0-9_-]{1,1024}$", "u");
var pattern6 = new RegExp("^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$", "u");
var pattern7 = new RegExp("^[A-Za-z0-9_]{1,64}$", "u");
var pattern9 = new RegExp("^[A-Za-z0-9_-]+\\.(ts|js)$", "u");
var pattern10 = new RegExp("^https?://[^/]+$", "u");
var pattern11 = new RegExp("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", "u");
var pattern14 = new RegExp("^[0-9]{1,9}(ms|s|m|h|d)$", "u");
var pattern34 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", "u");
var schema33 = { "x-kept": true, "type": "object", "properties": { "create": { "$ref": "#/$defs/request", "description": "Begins the job." }, "fields": { "type": "object", "description": "Placeholders {job.name}, and where the answer has them.", "additionalProperties": { "$ref": "#/$defs/path" } }, "poll": { "type": "object", "description": "Asks after the job.", "properties": { "request": { "$ref": "#/$defs/request" }, "every": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time between two questions.", "default": "10s" }, "atMost": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "A job that takes longer fails.", "default": "30m" }, "status": { "$ref": "#/$defs/path", "description": "The place of the status in the answer." }, "done": { "type": "array", "items": { "type": "string" }, "minItems": 1 }, "running": { "type": "array", "items": { "type": "string" } }, "failed": { "type": "array", "items": { "type": "string" } }, "fields": { "type": "object", "additionalProperties": { "$ref": "#/$defs/path" } } }, "required": ["request", "status", "done", "running", "failed"], "additionalProperties": false }, "download": { "anyOf": [{ "type": "object", "properties": { "urls": { "$ref": "#/$defs/path" } }, "required": ["urls"], "additionalProperties": false }, { "type": "object", "properties": { "request": { "$ref": "#/$defs/request" }, "paging": { "$ref": "#/$defs/paging" } }, "required": ["request", "paging"], "additionalProperties": false }], "x-allowed": "{ urls: path } or { request, paging }", "description": "The place of the rows in the answer." } }, "required": ["create", "fields", "poll", "download"], "additionalProperties": false };
var schema35 = { "x-kept": true, "anyOf": [{ "type": "string", "maxLength": 1024 }, { "type": "array", "items": { "type": "string" }, "maxItems": 32 }], "x-allowed": "a path such as data.items, or a list of keys" };
var schema41 = { "x-kept": true, "type": "object", "required": ["kind"], "discriminator": { "propertyName": "kind" }, "oneOf": [{ "type": "object", "properties": { "kind": { "type": "string", "const": "none" } }, "required": ["kind"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "page" }, "in": { "$ref": "#/$defs/place", "description": "The place of the number in the request." }, "first": { "type": "integer", "description": "The first number.", "minimum": 0, "maximum": 1e6 }, "sendFirst": { "type": "boolean", "description": "Whether the first request sends it." }, "order": { "anyOf": [{ "type": "object", "properties": { "by": { "type": "string", "description": "The parameter of the request that orders the rows." } }, "required": ["by"], "additionalProperties": false }, { "type": "object", "properties": { "none": { "type": "string", "description": "Why there is no order.", "minLength": 1 } }, "required": ["none"], "additionalProperties": false }], "x-allowed": "{ by: parameter } or { none: reason }", "description": "The reason why rows do not move between pages." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "first", "sendFirst", "order", "end"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "offset" }, "in": { "$ref": "#/$defs/place", "description": "The place of the number in the request." }, "first": { "type": "integer", "description": "The first number.", "minimum": 0, "maximum": 1e6 }, "sendFirst": { "type": "boolean", "description": "Whether the first request sends it." }, "order": { "anyOf": [{ "type": "object", "properties": { "by": { "type": "string", "description": "The parameter of the request that orders the rows." } }, "required": ["by"], "additionalProperties": false }, { "type": "object", "properties": { "none": { "type": "string", "description": "Why there is no order.", "minLength": 1 } }, "required": ["none"], "additionalProperties": false }], "x-allowed": "{ by: parameter } or { none: reason }", "description": "The reason why rows do not move between pages." }, "advance": { "type": "string", "enum": ["rows", "size"], "description": "The step of the offset: the rows received, or size." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "first", "sendFirst", "order", "end", "advance"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "token" }, "in": { "$ref": "#/$defs/place", "description": "The place of the token in the request." }, "value": { "$ref": "#/$defs/value", "description": "The place of the next token in the answer." }, "first": { "type": "string", "maxLength": 8192, "description": "The first token; without it the first request has none." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "firstOnly": { "type": "array", "items": { "type": "string" }, "minItems": 1, "description": "Parameters of request.query that only the first request of a listing sends." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "in", "value", "end"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "url" }, "value": { "$ref": "#/$defs/value", "description": "The place of the next URL in the answer." }, "keep": { "type": "array", "items": { "type": "string" }, "description": "Parameters of the first request that the next URL gets where it does not name them." }, "end": { "$ref": "#/$defs/end" }, "maxPages": { "type": "integer", "description": "A listing of more pages fails.", "minimum": 1, "maximum": 1e7, "default": 1e4 }, "total": { "type": "object", "description": "A hint, and never the end.", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place in the answer that has the number of rows." }, "mismatch": { "type": "string", "enum": ["fail", "report"], "description": "The reaction to another number of rows." } }, "required": ["at", "mismatch"], "additionalProperties": false }, "size": { "type": "integer", "description": "Rows of a full page.", "minimum": 1, "maximum": 1e6 }, "sizeIn": { "$ref": "#/$defs/place", "description": "The place of the size in the request." }, "recheck": { "type": "boolean", "description": "Asks for the first page again after the last, and begins anew where its rows have moved.", "default": false } }, "required": ["kind", "value", "end"], "additionalProperties": false }] };
var schema42 = { "x-kept": true, "type": "object", "required": ["in"], "discriminator": { "propertyName": "in" }, "oneOf": [{ "type": "object", "properties": { "in": { "type": "string", "const": "query" }, "name": { "type": "string", "description": "The parameter." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "header" }, "name": { "type": "string", "description": "The header." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "form" }, "name": { "type": "string", "description": "The field of a form body." } }, "required": ["in", "name"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "json" }, "at": { "$ref": "#/$defs/path", "description": "The place in the JSON body." } }, "required": ["in", "at"], "additionalProperties": false }, { "type": "object", "properties": { "in": { "type": "string", "const": "path" } }, "required": ["in"], "additionalProperties": false }] };
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.in === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.required, parentSchema: schema42, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.in;
    if (typeof tag0 == "string") {
      if (tag0 === "query") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.in === void 0) {
            const err1 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.oneOf[0].required, parentSchema: schema42.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          if (data.name === void 0) {
            const err2 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "name" }, schema: schema42.oneOf[0].required, parentSchema: schema42.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err2];
            } else {
              vErrors.push(err2);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(key0 === "in" || key0 === "name")) {
              const err3 = { instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema42.oneOf[0], data };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data0 = data.in;
            if (typeof data0 !== "string") {
              const err4 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/0/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[0].properties.in.type, parentSchema: schema42.oneOf[0].properties.in, data: data0 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            if ("query" !== data0) {
              const err5 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/0/properties/in/const", keyword: "const", params: { allowedValue: "query" }, schema: "query", parentSchema: schema42.oneOf[0].properties.in, data: data0 };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
          }
          if (data.name !== void 0) {
            let data1 = data.name;
            if (typeof data1 !== "string") {
              const err6 = { instancePath: instancePath + "/name", schemaPath: "#/oneOf/0/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[0].properties.name.type, parentSchema: schema42.oneOf[0].properties.name, data: data1 };
              if (vErrors === null) {
                vErrors = [err6];
              } else {
                vErrors.push(err6);
              }
              errors++;
            }
          }
        } else {
          const err7 = { instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, schema: schema42.oneOf[0].type, parentSchema: schema42.oneOf[0], data };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === "header") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.in === void 0) {
            const err8 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.oneOf[1].required, parentSchema: schema42.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
          if (data.name === void 0) {
            const err9 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "name" }, schema: schema42.oneOf[1].required, parentSchema: schema42.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!(key1 === "in" || key1 === "name")) {
              const err10 = { instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema42.oneOf[1], data };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data2 = data.in;
            if (typeof data2 !== "string") {
              const err11 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/1/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[1].properties.in.type, parentSchema: schema42.oneOf[1].properties.in, data: data2 };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
            if ("header" !== data2) {
              const err12 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/1/properties/in/const", keyword: "const", params: { allowedValue: "header" }, schema: "header", parentSchema: schema42.oneOf[1].properties.in, data: data2 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          }
          if (data.name !== void 0) {
            let data3 = data.name;
            if (typeof data3 !== "string") {
              const err13 = { instancePath: instancePath + "/name", schemaPath: "#/oneOf/1/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[1].properties.name.type, parentSchema: schema42.oneOf[1].properties.name, data: data3 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
          }
        } else {
          const err14 = { instancePath, schemaPath: "#/oneOf/1/type", keyword: "type", params: { type: "object" }, schema: schema42.oneOf[1].type, parentSchema: schema42.oneOf[1], data };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "form") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.in === void 0) {
            const err15 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.oneOf[2].required, parentSchema: schema42.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
          if (data.name === void 0) {
            const err16 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "name" }, schema: schema42.oneOf[2].required, parentSchema: schema42.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
          for (const key2 in data) {
            if (!(key2 === "in" || key2 === "name")) {
              const err17 = { instancePath, schemaPath: "#/oneOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema42.oneOf[2], data };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data4 = data.in;
            if (typeof data4 !== "string") {
              const err18 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/2/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[2].properties.in.type, parentSchema: schema42.oneOf[2].properties.in, data: data4 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
            if ("form" !== data4) {
              const err19 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/2/properties/in/const", keyword: "const", params: { allowedValue: "form" }, schema: "form", parentSchema: schema42.oneOf[2].properties.in, data: data4 };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
          }
          if (data.name !== void 0) {
            let data5 = data.name;
            if (typeof data5 !== "string") {
              const err20 = { instancePath: instancePath + "/name", schemaPath: "#/oneOf/2/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[2].properties.name.type, parentSchema: schema42.oneOf[2].properties.name, data: data5 };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          }
        } else {
          const err21 = { instancePath, schemaPath: "#/oneOf/2/type", keyword: "type", params: { type: "object" }, schema: schema42.oneOf[2].type, parentSchema: schema42.oneOf[2], data };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "json") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.in === void 0) {
            const err22 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.oneOf[3].required, parentSchema: schema42.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
          if (data.at === void 0) {
            const err23 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "at" }, schema: schema42.oneOf[3].required, parentSchema: schema42.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          for (const key3 in data) {
            if (!(key3 === "in" || key3 === "at")) {
              const err24 = { instancePath, schemaPath: "#/oneOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema42.oneOf[3], data };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data6 = data.in;
            if (typeof data6 !== "string") {
              const err25 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/3/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[3].properties.in.type, parentSchema: schema42.oneOf[3].properties.in, data: data6 };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
            if ("json" !== data6) {
              const err26 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/3/properties/in/const", keyword: "const", params: { allowedValue: "json" }, schema: "json", parentSchema: schema42.oneOf[3].properties.in, data: data6 };
              if (vErrors === null) {
                vErrors = [err26];
              } else {
                vErrors.push(err26);
              }
              errors++;
            }
          }
          if (data.at !== void 0) {
            let data7 = data.at;
            const _errs30 = errors;
            let valid10 = false;
            const _errs31 = errors;
            if (typeof data7 === "string") {
              if (func2(data7) > 1024) {
                const err27 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data7 };
                if (vErrors === null) {
                  vErrors = [err27];
                } else {
                  vErrors.push(err27);
                }
                errors++;
              }
            } else {
              const err28 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data7 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
            var _valid0 = _errs31 === errors;
            valid10 = valid10 || _valid0;
            const _errs33 = errors;
            if (Array.isArray(data7)) {
              if (data7.length > 32) {
                const err29 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data7 };
                if (vErrors === null) {
                  vErrors = [err29];
                } else {
                  vErrors.push(err29);
                }
                errors++;
              }
              const len0 = data7.length;
              for (let i0 = 0; i0 < len0; i0++) {
                let data8 = data7[i0];
                if (typeof data8 !== "string") {
                  const err30 = { instancePath: instancePath + "/at/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data8 };
                  if (vErrors === null) {
                    vErrors = [err30];
                  } else {
                    vErrors.push(err30);
                  }
                  errors++;
                }
              }
            } else {
              const err31 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data7 };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            var _valid0 = _errs33 === errors;
            valid10 = valid10 || _valid0;
            if (!valid10) {
              const err32 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data7 };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            } else {
              errors = _errs30;
              if (vErrors !== null) {
                if (_errs30) {
                  vErrors.length = _errs30;
                } else {
                  vErrors = null;
                }
              }
            }
          }
        } else {
          const err33 = { instancePath, schemaPath: "#/oneOf/3/type", keyword: "type", params: { type: "object" }, schema: schema42.oneOf[3].type, parentSchema: schema42.oneOf[3], data };
          if (vErrors === null) {
            vErrors = [err33];
          } else {
            vErrors.push(err33);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "path") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.in === void 0) {
            const err34 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "in" }, schema: schema42.oneOf[4].required, parentSchema: schema42.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
          for (const key4 in data) {
            if (!(key4 === "in")) {
              const err35 = { instancePath, schemaPath: "#/oneOf/4/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema42.oneOf[4], data };
              if (vErrors === null) {
                vErrors = [err35];
              } else {
                vErrors.push(err35);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data9 = data.in;
            if (typeof data9 !== "string") {
              const err36 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/4/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema42.oneOf[4].properties.in.type, parentSchema: schema42.oneOf[4].properties.in, data: data9 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
            if ("path" !== data9) {
              const err37 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/4/properties/in/const", keyword: "const", params: { allowedValue: "path" }, schema: "path", parentSchema: schema42.oneOf[4].properties.in, data: data9 };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
          }
        } else {
          const err38 = { instancePath, schemaPath: "#/oneOf/4/type", keyword: "type", params: { type: "object" }, schema: schema42.oneOf[4].type, parentSchema: schema42.oneOf[4], data };
          if (vErrors === null) {
            vErrors = [err38];
          } else {
            vErrors.push(err38);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err39 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "mapping", tag: "in", tagValue: tag0 }, schema: schema42.discriminator, parentSchema: schema42, data };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    } else {
      const err40 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "tag", tag: "in", tagValue: tag0 }, schema: schema42.discriminator, parentSchema: schema42, data };
      if (vErrors === null) {
        vErrors = [err40];
      } else {
        vErrors.push(err40);
      }
      errors++;
    }
  } else {
    const err41 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema42.type, parentSchema: schema42, data };
    if (vErrors === null) {
      vErrors = [err41];
    } else {
      vErrors.push(err41);
    }
    errors++;
  }
  validate23.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate23.evaluated = { "dynamicProps": true, "dynamicItems": false };
var schema44 = { "x-kept": true, "type": "object", "description": "The only thing that ends a listing.", "properties": { "shortPage": { "type": "boolean", "description": "The listing ends with a page of fewer rows than size, counted before any filter." }, "emptyPage": { "type": "boolean", "description": "It ends with a page without rows." }, "noValue": { "type": "boolean", "description": "It ends where the next value is absent, null or empty." }, "repeat": { "type": "boolean", "description": "The source repeats its last page, or its last value, at the end; the repeated rows are not taken again." }, "when": { "$ref": "#/$defs/predicate", "description": "It ends where this holds of the answer." } }, "required": [], "additionalProperties": false, "minProperties": 1 };
var schema45 = { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "all": { "type": "array", "items": { "$ref": "#/$defs/predicate" }, "minItems": 1 } }, "required": ["all"], "additionalProperties": false }, { "type": "object", "properties": { "any": { "type": "array", "items": { "$ref": "#/$defs/predicate" }, "minItems": 1 } }, "required": ["any"], "additionalProperties": false }, { "type": "object", "properties": { "not": { "$ref": "#/$defs/predicate" } }, "required": ["not"], "additionalProperties": false }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added to the one at `at`." }, "header": { "type": "string" }, "count": { "type": "boolean", "const": true }, "row": { "$ref": "#/$defs/path" }, "parent": { "type": "string" }, "eq": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "in": { "type": "array", "items": { "type": ["string", "number", "boolean", "null"] }, "minItems": 1 }, "absent": { "type": "boolean", "const": true }, "empty": { "type": "boolean", "const": true }, "matches": { "type": "string", "maxLength": 500 }, "contains": { "type": "string", "minLength": 1 }, "lt": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "le": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "gt": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" }, "ge": { "anyOf": [{ "type": ["string", "number", "boolean", "null"] }, { "type": "object", "properties": { "at": { "$ref": "#/$defs/path" } }, "required": ["at"], "additionalProperties": false }], "x-allowed": "a value, or { at: path }" } }, "required": [], "additionalProperties": false }], "x-allowed": "a predicate: { at, eq }, { row, in }, { all: [...] }, { not: ... }" };
var wrapper0 = { validate: validate26 };
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.all === void 0) {
      const err0 = { instancePath, schemaPath: "#/anyOf/0/required", keyword: "required", params: { missingProperty: "all" }, schema: schema45.anyOf[0].required, parentSchema: schema45.anyOf[0], data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "all")) {
        const err1 = { instancePath, schemaPath: "#/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema45.anyOf[0], data };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.all !== void 0) {
      let data0 = data.all;
      if (Array.isArray(data0)) {
        if (data0.length < 1) {
          const err2 = { instancePath: instancePath + "/all", schemaPath: "#/anyOf/0/properties/all/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema45.anyOf[0].properties.all, data: data0 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!wrapper0.validate(data0[i0], { instancePath: instancePath + "/all/" + i0, parentData: data0, parentDataProperty: i0, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err3 = { instancePath: instancePath + "/all", schemaPath: "#/anyOf/0/properties/all/type", keyword: "type", params: { type: "array" }, schema: schema45.anyOf[0].properties.all.type, parentSchema: schema45.anyOf[0].properties.all, data: data0 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
  } else {
    const err4 = { instancePath, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[0].type, parentSchema: schema45.anyOf[0], data };
    if (vErrors === null) {
      vErrors = [err4];
    } else {
      vErrors.push(err4);
    }
    errors++;
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    var props1 = true;
  }
  const _errs7 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.any === void 0) {
      const err5 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "any" }, schema: schema45.anyOf[1].required, parentSchema: schema45.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    for (const key1 in data) {
      if (!(key1 === "any")) {
        const err6 = { instancePath, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema45.anyOf[1], data };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.any !== void 0) {
      let data2 = data.any;
      if (Array.isArray(data2)) {
        if (data2.length < 1) {
          const err7 = { instancePath: instancePath + "/any", schemaPath: "#/anyOf/1/properties/any/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema45.anyOf[1].properties.any, data: data2 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        const len1 = data2.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (!wrapper0.validate(data2[i1], { instancePath: instancePath + "/any/" + i1, parentData: data2, parentDataProperty: i1, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err8 = { instancePath: instancePath + "/any", schemaPath: "#/anyOf/1/properties/any/type", keyword: "type", params: { type: "array" }, schema: schema45.anyOf[1].properties.any.type, parentSchema: schema45.anyOf[1].properties.any, data: data2 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
  } else {
    const err9 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[1].type, parentSchema: schema45.anyOf[1], data };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  var _valid0 = _errs7 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props1 !== true) {
      props1 = true;
    }
  }
  const _errs13 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.not === void 0) {
      const err10 = { instancePath, schemaPath: "#/anyOf/2/required", keyword: "required", params: { missingProperty: "not" }, schema: schema45.anyOf[2].required, parentSchema: schema45.anyOf[2], data };
      if (vErrors === null) {
        vErrors = [err10];
      } else {
        vErrors.push(err10);
      }
      errors++;
    }
    for (const key2 in data) {
      if (!(key2 === "not")) {
        const err11 = { instancePath, schemaPath: "#/anyOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema45.anyOf[2], data };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.not !== void 0) {
      if (!wrapper0.validate(data.not, { instancePath: instancePath + "/not", parentData: data, parentDataProperty: "not", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err12 = { instancePath, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[2].type, parentSchema: schema45.anyOf[2], data };
    if (vErrors === null) {
      vErrors = [err12];
    } else {
      vErrors.push(err12);
    }
    errors++;
  }
  var _valid0 = _errs13 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props1 !== true) {
      props1 = true;
    }
  }
  const _errs17 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key3 in data) {
      if (!func1.call(schema45.anyOf[3].properties, key3)) {
        const err13 = { instancePath, schemaPath: "#/anyOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema45.anyOf[3], data };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.at !== void 0) {
      let data5 = data.at;
      const _errs22 = errors;
      let valid10 = false;
      const _errs23 = errors;
      if (typeof data5 === "string") {
        if (func2(data5) > 1024) {
          const err14 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data5 };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      } else {
        const err15 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data5 };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      var _valid1 = _errs23 === errors;
      valid10 = valid10 || _valid1;
      const _errs25 = errors;
      if (Array.isArray(data5)) {
        if (data5.length > 32) {
          const err16 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data5 };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
        const len2 = data5.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data6 = data5[i2];
          if (typeof data6 !== "string") {
            const err17 = { instancePath: instancePath + "/at/" + i2, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data6 };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
      } else {
        const err18 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data5 };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
      var _valid1 = _errs25 === errors;
      valid10 = valid10 || _valid1;
      if (!valid10) {
        const err19 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data5 };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      } else {
        errors = _errs22;
        if (vErrors !== null) {
          if (_errs22) {
            vErrors.length = _errs22;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.addAt !== void 0) {
      let data7 = data.addAt;
      const _errs31 = errors;
      let valid14 = false;
      const _errs32 = errors;
      if (typeof data7 === "string") {
        if (func2(data7) > 1024) {
          const err20 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data7 };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
      } else {
        const err21 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data7 };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      var _valid2 = _errs32 === errors;
      valid14 = valid14 || _valid2;
      const _errs34 = errors;
      if (Array.isArray(data7)) {
        if (data7.length > 32) {
          const err22 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data7 };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        const len3 = data7.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data8 = data7[i3];
          if (typeof data8 !== "string") {
            const err23 = { instancePath: instancePath + "/addAt/" + i3, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data8 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
      } else {
        const err24 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data7 };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
      var _valid2 = _errs34 === errors;
      valid14 = valid14 || _valid2;
      if (!valid14) {
        const err25 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data7 };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      } else {
        errors = _errs31;
        if (vErrors !== null) {
          if (_errs31) {
            vErrors.length = _errs31;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.header !== void 0) {
      let data9 = data.header;
      if (typeof data9 !== "string") {
        const err26 = { instancePath: instancePath + "/header", schemaPath: "#/anyOf/3/properties/header/type", keyword: "type", params: { type: "string" }, schema: schema45.anyOf[3].properties.header.type, parentSchema: schema45.anyOf[3].properties.header, data: data9 };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.count !== void 0) {
      let data10 = data.count;
      if (typeof data10 !== "boolean") {
        const err27 = { instancePath: instancePath + "/count", schemaPath: "#/anyOf/3/properties/count/type", keyword: "type", params: { type: "boolean" }, schema: schema45.anyOf[3].properties.count.type, parentSchema: schema45.anyOf[3].properties.count, data: data10 };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
      if (true !== data10) {
        const err28 = { instancePath: instancePath + "/count", schemaPath: "#/anyOf/3/properties/count/const", keyword: "const", params: { allowedValue: true }, schema: true, parentSchema: schema45.anyOf[3].properties.count, data: data10 };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.row !== void 0) {
      let data11 = data.row;
      const _errs44 = errors;
      let valid18 = false;
      const _errs45 = errors;
      if (typeof data11 === "string") {
        if (func2(data11) > 1024) {
          const err29 = { instancePath: instancePath + "/row", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data11 };
          if (vErrors === null) {
            vErrors = [err29];
          } else {
            vErrors.push(err29);
          }
          errors++;
        }
      } else {
        const err30 = { instancePath: instancePath + "/row", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data11 };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
      var _valid3 = _errs45 === errors;
      valid18 = valid18 || _valid3;
      const _errs47 = errors;
      if (Array.isArray(data11)) {
        if (data11.length > 32) {
          const err31 = { instancePath: instancePath + "/row", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data11 };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        const len4 = data11.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data12 = data11[i4];
          if (typeof data12 !== "string") {
            const err32 = { instancePath: instancePath + "/row/" + i4, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data12 };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
        }
      } else {
        const err33 = { instancePath: instancePath + "/row", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data11 };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
      var _valid3 = _errs47 === errors;
      valid18 = valid18 || _valid3;
      if (!valid18) {
        const err34 = { instancePath: instancePath + "/row", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data11 };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      } else {
        errors = _errs44;
        if (vErrors !== null) {
          if (_errs44) {
            vErrors.length = _errs44;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.parent !== void 0) {
      let data13 = data.parent;
      if (typeof data13 !== "string") {
        const err35 = { instancePath: instancePath + "/parent", schemaPath: "#/anyOf/3/properties/parent/type", keyword: "type", params: { type: "string" }, schema: schema45.anyOf[3].properties.parent.type, parentSchema: schema45.anyOf[3].properties.parent, data: data13 };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.eq !== void 0) {
      let data14 = data.eq;
      const _errs54 = errors;
      let valid21 = false;
      const _errs55 = errors;
      if (typeof data14 !== "string" && !(typeof data14 == "number" && isFinite(data14)) && typeof data14 !== "boolean" && data14 !== null) {
        const err36 = { instancePath: instancePath + "/eq", schemaPath: "#/anyOf/3/properties/eq/anyOf/0/type", keyword: "type", params: { type: schema45.anyOf[3].properties.eq.anyOf[0].type }, schema: schema45.anyOf[3].properties.eq.anyOf[0].type, parentSchema: schema45.anyOf[3].properties.eq.anyOf[0], data: data14 };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
      var _valid4 = _errs55 === errors;
      valid21 = valid21 || _valid4;
      const _errs57 = errors;
      if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
        if (data14.at === void 0) {
          const err37 = { instancePath: instancePath + "/eq", schemaPath: "#/anyOf/3/properties/eq/anyOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema45.anyOf[3].properties.eq.anyOf[1].required, parentSchema: schema45.anyOf[3].properties.eq.anyOf[1], data: data14 };
          if (vErrors === null) {
            vErrors = [err37];
          } else {
            vErrors.push(err37);
          }
          errors++;
        }
        for (const key4 in data14) {
          if (!(key4 === "at")) {
            const err38 = { instancePath: instancePath + "/eq", schemaPath: "#/anyOf/3/properties/eq/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema45.anyOf[3].properties.eq.anyOf[1], data: data14 };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
        }
        if (data14.at !== void 0) {
          let data15 = data14.at;
          const _errs62 = errors;
          let valid24 = false;
          const _errs63 = errors;
          if (typeof data15 === "string") {
            if (func2(data15) > 1024) {
              const err39 = { instancePath: instancePath + "/eq/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data15 };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
          } else {
            const err40 = { instancePath: instancePath + "/eq/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data15 };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
          var _valid5 = _errs63 === errors;
          valid24 = valid24 || _valid5;
          const _errs65 = errors;
          if (Array.isArray(data15)) {
            if (data15.length > 32) {
              const err41 = { instancePath: instancePath + "/eq/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data15 };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
            const len5 = data15.length;
            for (let i5 = 0; i5 < len5; i5++) {
              let data16 = data15[i5];
              if (typeof data16 !== "string") {
                const err42 = { instancePath: instancePath + "/eq/at/" + i5, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data16 };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            }
          } else {
            const err43 = { instancePath: instancePath + "/eq/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data15 };
            if (vErrors === null) {
              vErrors = [err43];
            } else {
              vErrors.push(err43);
            }
            errors++;
          }
          var _valid5 = _errs65 === errors;
          valid24 = valid24 || _valid5;
          if (!valid24) {
            const err44 = { instancePath: instancePath + "/eq/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data15 };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          } else {
            errors = _errs62;
            if (vErrors !== null) {
              if (_errs62) {
                vErrors.length = _errs62;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err45 = { instancePath: instancePath + "/eq", schemaPath: "#/anyOf/3/properties/eq/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].properties.eq.anyOf[1].type, parentSchema: schema45.anyOf[3].properties.eq.anyOf[1], data: data14 };
        if (vErrors === null) {
          vErrors = [err45];
        } else {
          vErrors.push(err45);
        }
        errors++;
      }
      var _valid4 = _errs57 === errors;
      valid21 = valid21 || _valid4;
      if (!valid21) {
        const err46 = { instancePath: instancePath + "/eq", schemaPath: "#/anyOf/3/properties/eq/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf[3].properties.eq.anyOf, parentSchema: schema45.anyOf[3].properties.eq, data: data14 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      } else {
        errors = _errs54;
        if (vErrors !== null) {
          if (_errs54) {
            vErrors.length = _errs54;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.in !== void 0) {
      let data17 = data.in;
      if (Array.isArray(data17)) {
        if (data17.length < 1) {
          const err47 = { instancePath: instancePath + "/in", schemaPath: "#/anyOf/3/properties/in/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema45.anyOf[3].properties.in, data: data17 };
          if (vErrors === null) {
            vErrors = [err47];
          } else {
            vErrors.push(err47);
          }
          errors++;
        }
        const len6 = data17.length;
        for (let i6 = 0; i6 < len6; i6++) {
          let data18 = data17[i6];
          if (typeof data18 !== "string" && !(typeof data18 == "number" && isFinite(data18)) && typeof data18 !== "boolean" && data18 !== null) {
            const err48 = { instancePath: instancePath + "/in/" + i6, schemaPath: "#/anyOf/3/properties/in/items/type", keyword: "type", params: { type: schema45.anyOf[3].properties.in.items.type }, schema: schema45.anyOf[3].properties.in.items.type, parentSchema: schema45.anyOf[3].properties.in.items, data: data18 };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
      } else {
        const err49 = { instancePath: instancePath + "/in", schemaPath: "#/anyOf/3/properties/in/type", keyword: "type", params: { type: "array" }, schema: schema45.anyOf[3].properties.in.type, parentSchema: schema45.anyOf[3].properties.in, data: data17 };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
    }
    if (data.absent !== void 0) {
      let data19 = data.absent;
      if (typeof data19 !== "boolean") {
        const err50 = { instancePath: instancePath + "/absent", schemaPath: "#/anyOf/3/properties/absent/type", keyword: "type", params: { type: "boolean" }, schema: schema45.anyOf[3].properties.absent.type, parentSchema: schema45.anyOf[3].properties.absent, data: data19 };
        if (vErrors === null) {
          vErrors = [err50];
        } else {
          vErrors.push(err50);
        }
        errors++;
      }
      if (true !== data19) {
        const err51 = { instancePath: instancePath + "/absent", schemaPath: "#/anyOf/3/properties/absent/const", keyword: "const", params: { allowedValue: true }, schema: true, parentSchema: schema45.anyOf[3].properties.absent, data: data19 };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
    }
    if (data.empty !== void 0) {
      let data20 = data.empty;
      if (typeof data20 !== "boolean") {
        const err52 = { instancePath: instancePath + "/empty", schemaPath: "#/anyOf/3/properties/empty/type", keyword: "type", params: { type: "boolean" }, schema: schema45.anyOf[3].properties.empty.type, parentSchema: schema45.anyOf[3].properties.empty, data: data20 };
        if (vErrors === null) {
          vErrors = [err52];
        } else {
          vErrors.push(err52);
        }
        errors++;
      }
      if (true !== data20) {
        const err53 = { instancePath: instancePath + "/empty", schemaPath: "#/anyOf/3/properties/empty/const", keyword: "const", params: { allowedValue: true }, schema: true, parentSchema: schema45.anyOf[3].properties.empty, data: data20 };
        if (vErrors === null) {
          vErrors = [err53];
        } else {
          vErrors.push(err53);
        }
        errors++;
      }
    }
    if (data.matches !== void 0) {
      let data21 = data.matches;
      if (typeof data21 === "string") {
        if (func2(data21) > 500) {
          const err54 = { instancePath: instancePath + "/matches", schemaPath: "#/anyOf/3/properties/matches/maxLength", keyword: "maxLength", params: { limit: 500 }, schema: 500, parentSchema: schema45.anyOf[3].properties.matches, data: data21 };
          if (vErrors === null) {
            vErrors = [err54];
          } else {
            vErrors.push(err54);
          }
          errors++;
        }
      } else {
        const err55 = { instancePath: instancePath + "/matches", schemaPath: "#/anyOf/3/properties/matches/type", keyword: "type", params: { type: "string" }, schema: schema45.anyOf[3].properties.matches.type, parentSchema: schema45.anyOf[3].properties.matches, data: data21 };
        if (vErrors === null) {
          vErrors = [err55];
        } else {
          vErrors.push(err55);
        }
        errors++;
      }
    }
    if (data.contains !== void 0) {
      let data22 = data.contains;
      if (typeof data22 === "string") {
        if (func2(data22) < 1) {
          const err56 = { instancePath: instancePath + "/contains", schemaPath: "#/anyOf/3/properties/contains/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema45.anyOf[3].properties.contains, data: data22 };
          if (vErrors === null) {
            vErrors = [err56];
          } else {
            vErrors.push(err56);
          }
          errors++;
        }
      } else {
        const err57 = { instancePath: instancePath + "/contains", schemaPath: "#/anyOf/3/properties/contains/type", keyword: "type", params: { type: "string" }, schema: schema45.anyOf[3].properties.contains.type, parentSchema: schema45.anyOf[3].properties.contains, data: data22 };
        if (vErrors === null) {
          vErrors = [err57];
        } else {
          vErrors.push(err57);
        }
        errors++;
      }
    }
    if (data.lt !== void 0) {
      let data23 = data.lt;
      const _errs82 = errors;
      let valid29 = false;
      const _errs83 = errors;
      if (typeof data23 !== "string" && !(typeof data23 == "number" && isFinite(data23)) && typeof data23 !== "boolean" && data23 !== null) {
        const err58 = { instancePath: instancePath + "/lt", schemaPath: "#/anyOf/3/properties/lt/anyOf/0/type", keyword: "type", params: { type: schema45.anyOf[3].properties.lt.anyOf[0].type }, schema: schema45.anyOf[3].properties.lt.anyOf[0].type, parentSchema: schema45.anyOf[3].properties.lt.anyOf[0], data: data23 };
        if (vErrors === null) {
          vErrors = [err58];
        } else {
          vErrors.push(err58);
        }
        errors++;
      }
      var _valid6 = _errs83 === errors;
      valid29 = valid29 || _valid6;
      const _errs85 = errors;
      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
        if (data23.at === void 0) {
          const err59 = { instancePath: instancePath + "/lt", schemaPath: "#/anyOf/3/properties/lt/anyOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema45.anyOf[3].properties.lt.anyOf[1].required, parentSchema: schema45.anyOf[3].properties.lt.anyOf[1], data: data23 };
          if (vErrors === null) {
            vErrors = [err59];
          } else {
            vErrors.push(err59);
          }
          errors++;
        }
        for (const key5 in data23) {
          if (!(key5 === "at")) {
            const err60 = { instancePath: instancePath + "/lt", schemaPath: "#/anyOf/3/properties/lt/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema45.anyOf[3].properties.lt.anyOf[1], data: data23 };
            if (vErrors === null) {
              vErrors = [err60];
            } else {
              vErrors.push(err60);
            }
            errors++;
          }
        }
        if (data23.at !== void 0) {
          let data24 = data23.at;
          const _errs90 = errors;
          let valid32 = false;
          const _errs91 = errors;
          if (typeof data24 === "string") {
            if (func2(data24) > 1024) {
              const err61 = { instancePath: instancePath + "/lt/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data24 };
              if (vErrors === null) {
                vErrors = [err61];
              } else {
                vErrors.push(err61);
              }
              errors++;
            }
          } else {
            const err62 = { instancePath: instancePath + "/lt/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data24 };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
          var _valid7 = _errs91 === errors;
          valid32 = valid32 || _valid7;
          const _errs93 = errors;
          if (Array.isArray(data24)) {
            if (data24.length > 32) {
              const err63 = { instancePath: instancePath + "/lt/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data24 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
            const len7 = data24.length;
            for (let i7 = 0; i7 < len7; i7++) {
              let data25 = data24[i7];
              if (typeof data25 !== "string") {
                const err64 = { instancePath: instancePath + "/lt/at/" + i7, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data25 };
                if (vErrors === null) {
                  vErrors = [err64];
                } else {
                  vErrors.push(err64);
                }
                errors++;
              }
            }
          } else {
            const err65 = { instancePath: instancePath + "/lt/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data24 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
          var _valid7 = _errs93 === errors;
          valid32 = valid32 || _valid7;
          if (!valid32) {
            const err66 = { instancePath: instancePath + "/lt/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data24 };
            if (vErrors === null) {
              vErrors = [err66];
            } else {
              vErrors.push(err66);
            }
            errors++;
          } else {
            errors = _errs90;
            if (vErrors !== null) {
              if (_errs90) {
                vErrors.length = _errs90;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err67 = { instancePath: instancePath + "/lt", schemaPath: "#/anyOf/3/properties/lt/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].properties.lt.anyOf[1].type, parentSchema: schema45.anyOf[3].properties.lt.anyOf[1], data: data23 };
        if (vErrors === null) {
          vErrors = [err67];
        } else {
          vErrors.push(err67);
        }
        errors++;
      }
      var _valid6 = _errs85 === errors;
      valid29 = valid29 || _valid6;
      if (!valid29) {
        const err68 = { instancePath: instancePath + "/lt", schemaPath: "#/anyOf/3/properties/lt/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf[3].properties.lt.anyOf, parentSchema: schema45.anyOf[3].properties.lt, data: data23 };
        if (vErrors === null) {
          vErrors = [err68];
        } else {
          vErrors.push(err68);
        }
        errors++;
      } else {
        errors = _errs82;
        if (vErrors !== null) {
          if (_errs82) {
            vErrors.length = _errs82;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.le !== void 0) {
      let data26 = data.le;
      const _errs98 = errors;
      let valid35 = false;
      const _errs99 = errors;
      if (typeof data26 !== "string" && !(typeof data26 == "number" && isFinite(data26)) && typeof data26 !== "boolean" && data26 !== null) {
        const err69 = { instancePath: instancePath + "/le", schemaPath: "#/anyOf/3/properties/le/anyOf/0/type", keyword: "type", params: { type: schema45.anyOf[3].properties.le.anyOf[0].type }, schema: schema45.anyOf[3].properties.le.anyOf[0].type, parentSchema: schema45.anyOf[3].properties.le.anyOf[0], data: data26 };
        if (vErrors === null) {
          vErrors = [err69];
        } else {
          vErrors.push(err69);
        }
        errors++;
      }
      var _valid8 = _errs99 === errors;
      valid35 = valid35 || _valid8;
      const _errs101 = errors;
      if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
        if (data26.at === void 0) {
          const err70 = { instancePath: instancePath + "/le", schemaPath: "#/anyOf/3/properties/le/anyOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema45.anyOf[3].properties.le.anyOf[1].required, parentSchema: schema45.anyOf[3].properties.le.anyOf[1], data: data26 };
          if (vErrors === null) {
            vErrors = [err70];
          } else {
            vErrors.push(err70);
          }
          errors++;
        }
        for (const key6 in data26) {
          if (!(key6 === "at")) {
            const err71 = { instancePath: instancePath + "/le", schemaPath: "#/anyOf/3/properties/le/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema45.anyOf[3].properties.le.anyOf[1], data: data26 };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
        }
        if (data26.at !== void 0) {
          let data27 = data26.at;
          const _errs106 = errors;
          let valid38 = false;
          const _errs107 = errors;
          if (typeof data27 === "string") {
            if (func2(data27) > 1024) {
              const err72 = { instancePath: instancePath + "/le/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data27 };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
          } else {
            const err73 = { instancePath: instancePath + "/le/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data27 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          }
          var _valid9 = _errs107 === errors;
          valid38 = valid38 || _valid9;
          const _errs109 = errors;
          if (Array.isArray(data27)) {
            if (data27.length > 32) {
              const err74 = { instancePath: instancePath + "/le/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data27 };
              if (vErrors === null) {
                vErrors = [err74];
              } else {
                vErrors.push(err74);
              }
              errors++;
            }
            const len8 = data27.length;
            for (let i8 = 0; i8 < len8; i8++) {
              let data28 = data27[i8];
              if (typeof data28 !== "string") {
                const err75 = { instancePath: instancePath + "/le/at/" + i8, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data28 };
                if (vErrors === null) {
                  vErrors = [err75];
                } else {
                  vErrors.push(err75);
                }
                errors++;
              }
            }
          } else {
            const err76 = { instancePath: instancePath + "/le/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data27 };
            if (vErrors === null) {
              vErrors = [err76];
            } else {
              vErrors.push(err76);
            }
            errors++;
          }
          var _valid9 = _errs109 === errors;
          valid38 = valid38 || _valid9;
          if (!valid38) {
            const err77 = { instancePath: instancePath + "/le/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data27 };
            if (vErrors === null) {
              vErrors = [err77];
            } else {
              vErrors.push(err77);
            }
            errors++;
          } else {
            errors = _errs106;
            if (vErrors !== null) {
              if (_errs106) {
                vErrors.length = _errs106;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err78 = { instancePath: instancePath + "/le", schemaPath: "#/anyOf/3/properties/le/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].properties.le.anyOf[1].type, parentSchema: schema45.anyOf[3].properties.le.anyOf[1], data: data26 };
        if (vErrors === null) {
          vErrors = [err78];
        } else {
          vErrors.push(err78);
        }
        errors++;
      }
      var _valid8 = _errs101 === errors;
      valid35 = valid35 || _valid8;
      if (!valid35) {
        const err79 = { instancePath: instancePath + "/le", schemaPath: "#/anyOf/3/properties/le/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf[3].properties.le.anyOf, parentSchema: schema45.anyOf[3].properties.le, data: data26 };
        if (vErrors === null) {
          vErrors = [err79];
        } else {
          vErrors.push(err79);
        }
        errors++;
      } else {
        errors = _errs98;
        if (vErrors !== null) {
          if (_errs98) {
            vErrors.length = _errs98;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.gt !== void 0) {
      let data29 = data.gt;
      const _errs114 = errors;
      let valid41 = false;
      const _errs115 = errors;
      if (typeof data29 !== "string" && !(typeof data29 == "number" && isFinite(data29)) && typeof data29 !== "boolean" && data29 !== null) {
        const err80 = { instancePath: instancePath + "/gt", schemaPath: "#/anyOf/3/properties/gt/anyOf/0/type", keyword: "type", params: { type: schema45.anyOf[3].properties.gt.anyOf[0].type }, schema: schema45.anyOf[3].properties.gt.anyOf[0].type, parentSchema: schema45.anyOf[3].properties.gt.anyOf[0], data: data29 };
        if (vErrors === null) {
          vErrors = [err80];
        } else {
          vErrors.push(err80);
        }
        errors++;
      }
      var _valid10 = _errs115 === errors;
      valid41 = valid41 || _valid10;
      const _errs117 = errors;
      if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
        if (data29.at === void 0) {
          const err81 = { instancePath: instancePath + "/gt", schemaPath: "#/anyOf/3/properties/gt/anyOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema45.anyOf[3].properties.gt.anyOf[1].required, parentSchema: schema45.anyOf[3].properties.gt.anyOf[1], data: data29 };
          if (vErrors === null) {
            vErrors = [err81];
          } else {
            vErrors.push(err81);
          }
          errors++;
        }
        for (const key7 in data29) {
          if (!(key7 === "at")) {
            const err82 = { instancePath: instancePath + "/gt", schemaPath: "#/anyOf/3/properties/gt/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema45.anyOf[3].properties.gt.anyOf[1], data: data29 };
            if (vErrors === null) {
              vErrors = [err82];
            } else {
              vErrors.push(err82);
            }
            errors++;
          }
        }
        if (data29.at !== void 0) {
          let data30 = data29.at;
          const _errs122 = errors;
          let valid44 = false;
          const _errs123 = errors;
          if (typeof data30 === "string") {
            if (func2(data30) > 1024) {
              const err83 = { instancePath: instancePath + "/gt/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data30 };
              if (vErrors === null) {
                vErrors = [err83];
              } else {
                vErrors.push(err83);
              }
              errors++;
            }
          } else {
            const err84 = { instancePath: instancePath + "/gt/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data30 };
            if (vErrors === null) {
              vErrors = [err84];
            } else {
              vErrors.push(err84);
            }
            errors++;
          }
          var _valid11 = _errs123 === errors;
          valid44 = valid44 || _valid11;
          const _errs125 = errors;
          if (Array.isArray(data30)) {
            if (data30.length > 32) {
              const err85 = { instancePath: instancePath + "/gt/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data30 };
              if (vErrors === null) {
                vErrors = [err85];
              } else {
                vErrors.push(err85);
              }
              errors++;
            }
            const len9 = data30.length;
            for (let i9 = 0; i9 < len9; i9++) {
              let data31 = data30[i9];
              if (typeof data31 !== "string") {
                const err86 = { instancePath: instancePath + "/gt/at/" + i9, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data31 };
                if (vErrors === null) {
                  vErrors = [err86];
                } else {
                  vErrors.push(err86);
                }
                errors++;
              }
            }
          } else {
            const err87 = { instancePath: instancePath + "/gt/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data30 };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
          var _valid11 = _errs125 === errors;
          valid44 = valid44 || _valid11;
          if (!valid44) {
            const err88 = { instancePath: instancePath + "/gt/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data30 };
            if (vErrors === null) {
              vErrors = [err88];
            } else {
              vErrors.push(err88);
            }
            errors++;
          } else {
            errors = _errs122;
            if (vErrors !== null) {
              if (_errs122) {
                vErrors.length = _errs122;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err89 = { instancePath: instancePath + "/gt", schemaPath: "#/anyOf/3/properties/gt/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].properties.gt.anyOf[1].type, parentSchema: schema45.anyOf[3].properties.gt.anyOf[1], data: data29 };
        if (vErrors === null) {
          vErrors = [err89];
        } else {
          vErrors.push(err89);
        }
        errors++;
      }
      var _valid10 = _errs117 === errors;
      valid41 = valid41 || _valid10;
      if (!valid41) {
        const err90 = { instancePath: instancePath + "/gt", schemaPath: "#/anyOf/3/properties/gt/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf[3].properties.gt.anyOf, parentSchema: schema45.anyOf[3].properties.gt, data: data29 };
        if (vErrors === null) {
          vErrors = [err90];
        } else {
          vErrors.push(err90);
        }
        errors++;
      } else {
        errors = _errs114;
        if (vErrors !== null) {
          if (_errs114) {
            vErrors.length = _errs114;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.ge !== void 0) {
      let data32 = data.ge;
      const _errs130 = errors;
      let valid47 = false;
      const _errs131 = errors;
      if (typeof data32 !== "string" && !(typeof data32 == "number" && isFinite(data32)) && typeof data32 !== "boolean" && data32 !== null) {
        const err91 = { instancePath: instancePath + "/ge", schemaPath: "#/anyOf/3/properties/ge/anyOf/0/type", keyword: "type", params: { type: schema45.anyOf[3].properties.ge.anyOf[0].type }, schema: schema45.anyOf[3].properties.ge.anyOf[0].type, parentSchema: schema45.anyOf[3].properties.ge.anyOf[0], data: data32 };
        if (vErrors === null) {
          vErrors = [err91];
        } else {
          vErrors.push(err91);
        }
        errors++;
      }
      var _valid12 = _errs131 === errors;
      valid47 = valid47 || _valid12;
      const _errs133 = errors;
      if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
        if (data32.at === void 0) {
          const err92 = { instancePath: instancePath + "/ge", schemaPath: "#/anyOf/3/properties/ge/anyOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema45.anyOf[3].properties.ge.anyOf[1].required, parentSchema: schema45.anyOf[3].properties.ge.anyOf[1], data: data32 };
          if (vErrors === null) {
            vErrors = [err92];
          } else {
            vErrors.push(err92);
          }
          errors++;
        }
        for (const key8 in data32) {
          if (!(key8 === "at")) {
            const err93 = { instancePath: instancePath + "/ge", schemaPath: "#/anyOf/3/properties/ge/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, schema: false, parentSchema: schema45.anyOf[3].properties.ge.anyOf[1], data: data32 };
            if (vErrors === null) {
              vErrors = [err93];
            } else {
              vErrors.push(err93);
            }
            errors++;
          }
        }
        if (data32.at !== void 0) {
          let data33 = data32.at;
          const _errs138 = errors;
          let valid50 = false;
          const _errs139 = errors;
          if (typeof data33 === "string") {
            if (func2(data33) > 1024) {
              const err94 = { instancePath: instancePath + "/ge/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data33 };
              if (vErrors === null) {
                vErrors = [err94];
              } else {
                vErrors.push(err94);
              }
              errors++;
            }
          } else {
            const err95 = { instancePath: instancePath + "/ge/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data33 };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
          var _valid13 = _errs139 === errors;
          valid50 = valid50 || _valid13;
          const _errs141 = errors;
          if (Array.isArray(data33)) {
            if (data33.length > 32) {
              const err96 = { instancePath: instancePath + "/ge/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data33 };
              if (vErrors === null) {
                vErrors = [err96];
              } else {
                vErrors.push(err96);
              }
              errors++;
            }
            const len10 = data33.length;
            for (let i10 = 0; i10 < len10; i10++) {
              let data34 = data33[i10];
              if (typeof data34 !== "string") {
                const err97 = { instancePath: instancePath + "/ge/at/" + i10, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data34 };
                if (vErrors === null) {
                  vErrors = [err97];
                } else {
                  vErrors.push(err97);
                }
                errors++;
              }
            }
          } else {
            const err98 = { instancePath: instancePath + "/ge/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data33 };
            if (vErrors === null) {
              vErrors = [err98];
            } else {
              vErrors.push(err98);
            }
            errors++;
          }
          var _valid13 = _errs141 === errors;
          valid50 = valid50 || _valid13;
          if (!valid50) {
            const err99 = { instancePath: instancePath + "/ge/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data33 };
            if (vErrors === null) {
              vErrors = [err99];
            } else {
              vErrors.push(err99);
            }
            errors++;
          } else {
            errors = _errs138;
            if (vErrors !== null) {
              if (_errs138) {
                vErrors.length = _errs138;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err100 = { instancePath: instancePath + "/ge", schemaPath: "#/anyOf/3/properties/ge/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].properties.ge.anyOf[1].type, parentSchema: schema45.anyOf[3].properties.ge.anyOf[1], data: data32 };
        if (vErrors === null) {
          vErrors = [err100];
        } else {
          vErrors.push(err100);
        }
        errors++;
      }
      var _valid12 = _errs133 === errors;
      valid47 = valid47 || _valid12;
      if (!valid47) {
        const err101 = { instancePath: instancePath + "/ge", schemaPath: "#/anyOf/3/properties/ge/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf[3].properties.ge.anyOf, parentSchema: schema45.anyOf[3].properties.ge, data: data32 };
        if (vErrors === null) {
          vErrors = [err101];
        } else {
          vErrors.push(err101);
        }
        errors++;
      } else {
        errors = _errs130;
        if (vErrors !== null) {
          if (_errs130) {
            vErrors.length = _errs130;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err102 = { instancePath, schemaPath: "#/anyOf/3/type", keyword: "type", params: { type: "object" }, schema: schema45.anyOf[3].type, parentSchema: schema45.anyOf[3], data };
    if (vErrors === null) {
      vErrors = [err102];
    } else {
      vErrors.push(err102);
    }
    errors++;
  }
  var _valid0 = _errs17 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props1 !== true) {
      props1 = true;
    }
  }
  if (!valid0) {
    const err103 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, schema: schema45.anyOf, parentSchema: schema45, data };
    if (vErrors === null) {
      vErrors = [err103];
    } else {
      vErrors.push(err103);
    }
    errors++;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate26.errors = vErrors;
  evaluated0.props = props1;
  return errors === 0;
}
validate26.evaluated = { "dynamicProps": true, "dynamicItems": false };
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (Object.keys(data).length < 1) {
      const err0 = { instancePath, schemaPath: "#/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema44, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "shortPage" || key0 === "emptyPage" || key0 === "noValue" || key0 === "repeat" || key0 === "when")) {
        const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema44, data };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.shortPage !== void 0) {
      let data0 = data.shortPage;
      if (typeof data0 !== "boolean") {
        const err2 = { instancePath: instancePath + "/shortPage", schemaPath: "#/properties/shortPage/type", keyword: "type", params: { type: "boolean" }, schema: schema44.properties.shortPage.type, parentSchema: schema44.properties.shortPage, data: data0 };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.emptyPage !== void 0) {
      let data1 = data.emptyPage;
      if (typeof data1 !== "boolean") {
        const err3 = { instancePath: instancePath + "/emptyPage", schemaPath: "#/properties/emptyPage/type", keyword: "type", params: { type: "boolean" }, schema: schema44.properties.emptyPage.type, parentSchema: schema44.properties.emptyPage, data: data1 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.noValue !== void 0) {
      let data2 = data.noValue;
      if (typeof data2 !== "boolean") {
        const err4 = { instancePath: instancePath + "/noValue", schemaPath: "#/properties/noValue/type", keyword: "type", params: { type: "boolean" }, schema: schema44.properties.noValue.type, parentSchema: schema44.properties.noValue, data: data2 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.repeat !== void 0) {
      let data3 = data.repeat;
      if (typeof data3 !== "boolean") {
        const err5 = { instancePath: instancePath + "/repeat", schemaPath: "#/properties/repeat/type", keyword: "type", params: { type: "boolean" }, schema: schema44.properties.repeat.type, parentSchema: schema44.properties.repeat, data: data3 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.when !== void 0) {
      if (!validate26(data.when, { instancePath: instancePath + "/when", parentData: data, parentDataProperty: "when", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err6 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema44.type, parentSchema: schema44, data };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  validate25.errors = vErrors;
  return errors === 0;
}
validate25.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema56 = { "x-kept": true, "type": "object", "required": ["from"], "discriminator": { "propertyName": "from" }, "oneOf": [{ "type": "object", "properties": { "from": { "type": "string", "const": "body" }, "at": { "$ref": "#/$defs/path", "description": "The place in the answer." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added." } }, "required": ["from", "at"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "lastRow" }, "at": { "$ref": "#/$defs/path", "description": "The place in the last row, before its steps." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 }, "addAt": { "$ref": "#/$defs/path", "description": "A number of the answer that is added." } }, "required": ["from", "at"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "header" }, "name": { "type": "string", "description": "The header." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 }, "add": { "type": "integer", "description": "Added to a whole number.", "minimum": -1e6, "maximum": 1e6 } }, "required": ["from", "name"], "additionalProperties": false }, { "type": "object", "properties": { "from": { "type": "string", "const": "link" }, "rel": { "type": "string", "description": "The relation in the Link header." }, "urlParam": { "type": "string", "description": "A parameter of the URL that is found there." } }, "required": ["from", "rel"], "additionalProperties": false }] };
function validate34(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate34.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.from === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "from" }, schema: schema56.required, parentSchema: schema56, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.from;
    if (typeof tag0 == "string") {
      if (tag0 === "body") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.from === void 0) {
            const err1 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "from" }, schema: schema56.oneOf[0].required, parentSchema: schema56.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          if (data.at === void 0) {
            const err2 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "at" }, schema: schema56.oneOf[0].required, parentSchema: schema56.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err2];
            } else {
              vErrors.push(err2);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(key0 === "from" || key0 === "at" || key0 === "urlParam" || key0 === "match" || key0 === "add" || key0 === "addAt")) {
              const err3 = { instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema56.oneOf[0], data };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
          }
          if (data.from !== void 0) {
            let data0 = data.from;
            if (typeof data0 !== "string") {
              const err4 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/0/properties/from/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[0].properties.from.type, parentSchema: schema56.oneOf[0].properties.from, data: data0 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            if ("body" !== data0) {
              const err5 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/0/properties/from/const", keyword: "const", params: { allowedValue: "body" }, schema: "body", parentSchema: schema56.oneOf[0].properties.from, data: data0 };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
          }
          if (data.at !== void 0) {
            let data1 = data.at;
            const _errs9 = errors;
            let valid4 = false;
            const _errs10 = errors;
            if (typeof data1 === "string") {
              if (func2(data1) > 1024) {
                const err6 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data1 };
                if (vErrors === null) {
                  vErrors = [err6];
                } else {
                  vErrors.push(err6);
                }
                errors++;
              }
            } else {
              const err7 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data1 };
              if (vErrors === null) {
                vErrors = [err7];
              } else {
                vErrors.push(err7);
              }
              errors++;
            }
            var _valid0 = _errs10 === errors;
            valid4 = valid4 || _valid0;
            const _errs12 = errors;
            if (Array.isArray(data1)) {
              if (data1.length > 32) {
                const err8 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data1 };
                if (vErrors === null) {
                  vErrors = [err8];
                } else {
                  vErrors.push(err8);
                }
                errors++;
              }
              const len0 = data1.length;
              for (let i0 = 0; i0 < len0; i0++) {
                let data2 = data1[i0];
                if (typeof data2 !== "string") {
                  const err9 = { instancePath: instancePath + "/at/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data2 };
                  if (vErrors === null) {
                    vErrors = [err9];
                  } else {
                    vErrors.push(err9);
                  }
                  errors++;
                }
              }
            } else {
              const err10 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data1 };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
            var _valid0 = _errs12 === errors;
            valid4 = valid4 || _valid0;
            if (!valid4) {
              const err11 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data1 };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            } else {
              errors = _errs9;
              if (vErrors !== null) {
                if (_errs9) {
                  vErrors.length = _errs9;
                } else {
                  vErrors = null;
                }
              }
            }
          }
          if (data.urlParam !== void 0) {
            let data3 = data.urlParam;
            if (typeof data3 !== "string") {
              const err12 = { instancePath: instancePath + "/urlParam", schemaPath: "#/oneOf/0/properties/urlParam/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[0].properties.urlParam.type, parentSchema: schema56.oneOf[0].properties.urlParam, data: data3 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          }
          if (data.match !== void 0) {
            let data4 = data.match;
            if (typeof data4 === "string") {
              if (func2(data4) > 500) {
                const err13 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/0/properties/match/maxLength", keyword: "maxLength", params: { limit: 500 }, schema: 500, parentSchema: schema56.oneOf[0].properties.match, data: data4 };
                if (vErrors === null) {
                  vErrors = [err13];
                } else {
                  vErrors.push(err13);
                }
                errors++;
              }
            } else {
              const err14 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/0/properties/match/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[0].properties.match.type, parentSchema: schema56.oneOf[0].properties.match, data: data4 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          }
          if (data.add !== void 0) {
            let data5 = data.add;
            if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
              const err15 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/0/properties/add/type", keyword: "type", params: { type: "integer" }, schema: schema56.oneOf[0].properties.add.type, parentSchema: schema56.oneOf[0].properties.add, data: data5 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
            if (typeof data5 == "number" && isFinite(data5)) {
              if (data5 > 1e6 || isNaN(data5)) {
                const err16 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/0/properties/add/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema56.oneOf[0].properties.add, data: data5 };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
              if (data5 < -1e6 || isNaN(data5)) {
                const err17 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/0/properties/add/minimum", keyword: "minimum", params: { comparison: ">=", limit: -1e6 }, schema: -1e6, parentSchema: schema56.oneOf[0].properties.add, data: data5 };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
              }
            }
          }
          if (data.addAt !== void 0) {
            let data6 = data.addAt;
            const _errs24 = errors;
            let valid8 = false;
            const _errs25 = errors;
            if (typeof data6 === "string") {
              if (func2(data6) > 1024) {
                const err18 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data6 };
                if (vErrors === null) {
                  vErrors = [err18];
                } else {
                  vErrors.push(err18);
                }
                errors++;
              }
            } else {
              const err19 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data6 };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
            var _valid1 = _errs25 === errors;
            valid8 = valid8 || _valid1;
            const _errs27 = errors;
            if (Array.isArray(data6)) {
              if (data6.length > 32) {
                const err20 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data6 };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
              const len1 = data6.length;
              for (let i1 = 0; i1 < len1; i1++) {
                let data7 = data6[i1];
                if (typeof data7 !== "string") {
                  const err21 = { instancePath: instancePath + "/addAt/" + i1, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data7 };
                  if (vErrors === null) {
                    vErrors = [err21];
                  } else {
                    vErrors.push(err21);
                  }
                  errors++;
                }
              }
            } else {
              const err22 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data6 };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
            var _valid1 = _errs27 === errors;
            valid8 = valid8 || _valid1;
            if (!valid8) {
              const err23 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data6 };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            } else {
              errors = _errs24;
              if (vErrors !== null) {
                if (_errs24) {
                  vErrors.length = _errs24;
                } else {
                  vErrors = null;
                }
              }
            }
          }
        } else {
          const err24 = { instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, schema: schema56.oneOf[0].type, parentSchema: schema56.oneOf[0], data };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === "lastRow") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.from === void 0) {
            const err25 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "from" }, schema: schema56.oneOf[1].required, parentSchema: schema56.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
          if (data.at === void 0) {
            const err26 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "at" }, schema: schema56.oneOf[1].required, parentSchema: schema56.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!(key1 === "from" || key1 === "at" || key1 === "urlParam" || key1 === "match" || key1 === "add" || key1 === "addAt")) {
              const err27 = { instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema56.oneOf[1], data };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
          }
          if (data.from !== void 0) {
            let data8 = data.from;
            if (typeof data8 !== "string") {
              const err28 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/1/properties/from/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[1].properties.from.type, parentSchema: schema56.oneOf[1].properties.from, data: data8 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
            if ("lastRow" !== data8) {
              const err29 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/1/properties/from/const", keyword: "const", params: { allowedValue: "lastRow" }, schema: "lastRow", parentSchema: schema56.oneOf[1].properties.from, data: data8 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
          }
          if (data.at !== void 0) {
            let data9 = data.at;
            const _errs38 = errors;
            let valid14 = false;
            const _errs39 = errors;
            if (typeof data9 === "string") {
              if (func2(data9) > 1024) {
                const err30 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data9 };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            } else {
              const err31 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data9 };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            var _valid2 = _errs39 === errors;
            valid14 = valid14 || _valid2;
            const _errs41 = errors;
            if (Array.isArray(data9)) {
              if (data9.length > 32) {
                const err32 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data9 };
                if (vErrors === null) {
                  vErrors = [err32];
                } else {
                  vErrors.push(err32);
                }
                errors++;
              }
              const len2 = data9.length;
              for (let i2 = 0; i2 < len2; i2++) {
                let data10 = data9[i2];
                if (typeof data10 !== "string") {
                  const err33 = { instancePath: instancePath + "/at/" + i2, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err33];
                  } else {
                    vErrors.push(err33);
                  }
                  errors++;
                }
              }
            } else {
              const err34 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data9 };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
            var _valid2 = _errs41 === errors;
            valid14 = valid14 || _valid2;
            if (!valid14) {
              const err35 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data9 };
              if (vErrors === null) {
                vErrors = [err35];
              } else {
                vErrors.push(err35);
              }
              errors++;
            } else {
              errors = _errs38;
              if (vErrors !== null) {
                if (_errs38) {
                  vErrors.length = _errs38;
                } else {
                  vErrors = null;
                }
              }
            }
          }
          if (data.urlParam !== void 0) {
            let data11 = data.urlParam;
            if (typeof data11 !== "string") {
              const err36 = { instancePath: instancePath + "/urlParam", schemaPath: "#/oneOf/1/properties/urlParam/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[1].properties.urlParam.type, parentSchema: schema56.oneOf[1].properties.urlParam, data: data11 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          }
          if (data.match !== void 0) {
            let data12 = data.match;
            if (typeof data12 === "string") {
              if (func2(data12) > 500) {
                const err37 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/1/properties/match/maxLength", keyword: "maxLength", params: { limit: 500 }, schema: 500, parentSchema: schema56.oneOf[1].properties.match, data: data12 };
                if (vErrors === null) {
                  vErrors = [err37];
                } else {
                  vErrors.push(err37);
                }
                errors++;
              }
            } else {
              const err38 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/1/properties/match/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[1].properties.match.type, parentSchema: schema56.oneOf[1].properties.match, data: data12 };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          }
          if (data.add !== void 0) {
            let data13 = data.add;
            if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13))) {
              const err39 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/1/properties/add/type", keyword: "type", params: { type: "integer" }, schema: schema56.oneOf[1].properties.add.type, parentSchema: schema56.oneOf[1].properties.add, data: data13 };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            if (typeof data13 == "number" && isFinite(data13)) {
              if (data13 > 1e6 || isNaN(data13)) {
                const err40 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/1/properties/add/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema56.oneOf[1].properties.add, data: data13 };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
              if (data13 < -1e6 || isNaN(data13)) {
                const err41 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/1/properties/add/minimum", keyword: "minimum", params: { comparison: ">=", limit: -1e6 }, schema: -1e6, parentSchema: schema56.oneOf[1].properties.add, data: data13 };
                if (vErrors === null) {
                  vErrors = [err41];
                } else {
                  vErrors.push(err41);
                }
                errors++;
              }
            }
          }
          if (data.addAt !== void 0) {
            let data14 = data.addAt;
            const _errs53 = errors;
            let valid18 = false;
            const _errs54 = errors;
            if (typeof data14 === "string") {
              if (func2(data14) > 1024) {
                const err42 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data14 };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            } else {
              const err43 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data14 };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
            var _valid3 = _errs54 === errors;
            valid18 = valid18 || _valid3;
            const _errs56 = errors;
            if (Array.isArray(data14)) {
              if (data14.length > 32) {
                const err44 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data14 };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
              }
              const len3 = data14.length;
              for (let i3 = 0; i3 < len3; i3++) {
                let data15 = data14[i3];
                if (typeof data15 !== "string") {
                  const err45 = { instancePath: instancePath + "/addAt/" + i3, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data15 };
                  if (vErrors === null) {
                    vErrors = [err45];
                  } else {
                    vErrors.push(err45);
                  }
                  errors++;
                }
              }
            } else {
              const err46 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data14 };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
            var _valid3 = _errs56 === errors;
            valid18 = valid18 || _valid3;
            if (!valid18) {
              const err47 = { instancePath: instancePath + "/addAt", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data14 };
              if (vErrors === null) {
                vErrors = [err47];
              } else {
                vErrors.push(err47);
              }
              errors++;
            } else {
              errors = _errs53;
              if (vErrors !== null) {
                if (_errs53) {
                  vErrors.length = _errs53;
                } else {
                  vErrors = null;
                }
              }
            }
          }
        } else {
          const err48 = { instancePath, schemaPath: "#/oneOf/1/type", keyword: "type", params: { type: "object" }, schema: schema56.oneOf[1].type, parentSchema: schema56.oneOf[1], data };
          if (vErrors === null) {
            vErrors = [err48];
          } else {
            vErrors.push(err48);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "header") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.from === void 0) {
            const err49 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "from" }, schema: schema56.oneOf[2].required, parentSchema: schema56.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
          if (data.name === void 0) {
            const err50 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "name" }, schema: schema56.oneOf[2].required, parentSchema: schema56.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err50];
            } else {
              vErrors.push(err50);
            }
            errors++;
          }
          for (const key2 in data) {
            if (!(key2 === "from" || key2 === "name" || key2 === "urlParam" || key2 === "match" || key2 === "add")) {
              const err51 = { instancePath, schemaPath: "#/oneOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema56.oneOf[2], data };
              if (vErrors === null) {
                vErrors = [err51];
              } else {
                vErrors.push(err51);
              }
              errors++;
            }
          }
          if (data.from !== void 0) {
            let data16 = data.from;
            if (typeof data16 !== "string") {
              const err52 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/2/properties/from/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[2].properties.from.type, parentSchema: schema56.oneOf[2].properties.from, data: data16 };
              if (vErrors === null) {
                vErrors = [err52];
              } else {
                vErrors.push(err52);
              }
              errors++;
            }
            if ("header" !== data16) {
              const err53 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/2/properties/from/const", keyword: "const", params: { allowedValue: "header" }, schema: "header", parentSchema: schema56.oneOf[2].properties.from, data: data16 };
              if (vErrors === null) {
                vErrors = [err53];
              } else {
                vErrors.push(err53);
              }
              errors++;
            }
          }
          if (data.name !== void 0) {
            let data17 = data.name;
            if (typeof data17 !== "string") {
              const err54 = { instancePath: instancePath + "/name", schemaPath: "#/oneOf/2/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[2].properties.name.type, parentSchema: schema56.oneOf[2].properties.name, data: data17 };
              if (vErrors === null) {
                vErrors = [err54];
              } else {
                vErrors.push(err54);
              }
              errors++;
            }
          }
          if (data.urlParam !== void 0) {
            let data18 = data.urlParam;
            if (typeof data18 !== "string") {
              const err55 = { instancePath: instancePath + "/urlParam", schemaPath: "#/oneOf/2/properties/urlParam/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[2].properties.urlParam.type, parentSchema: schema56.oneOf[2].properties.urlParam, data: data18 };
              if (vErrors === null) {
                vErrors = [err55];
              } else {
                vErrors.push(err55);
              }
              errors++;
            }
          }
          if (data.match !== void 0) {
            let data19 = data.match;
            if (typeof data19 === "string") {
              if (func2(data19) > 500) {
                const err56 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/2/properties/match/maxLength", keyword: "maxLength", params: { limit: 500 }, schema: 500, parentSchema: schema56.oneOf[2].properties.match, data: data19 };
                if (vErrors === null) {
                  vErrors = [err56];
                } else {
                  vErrors.push(err56);
                }
                errors++;
              }
            } else {
              const err57 = { instancePath: instancePath + "/match", schemaPath: "#/oneOf/2/properties/match/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[2].properties.match.type, parentSchema: schema56.oneOf[2].properties.match, data: data19 };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
          }
          if (data.add !== void 0) {
            let data20 = data.add;
            if (!(typeof data20 == "number" && (!(data20 % 1) && !isNaN(data20)) && isFinite(data20))) {
              const err58 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/2/properties/add/type", keyword: "type", params: { type: "integer" }, schema: schema56.oneOf[2].properties.add.type, parentSchema: schema56.oneOf[2].properties.add, data: data20 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
            if (typeof data20 == "number" && isFinite(data20)) {
              if (data20 > 1e6 || isNaN(data20)) {
                const err59 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/2/properties/add/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema56.oneOf[2].properties.add, data: data20 };
                if (vErrors === null) {
                  vErrors = [err59];
                } else {
                  vErrors.push(err59);
                }
                errors++;
              }
              if (data20 < -1e6 || isNaN(data20)) {
                const err60 = { instancePath: instancePath + "/add", schemaPath: "#/oneOf/2/properties/add/minimum", keyword: "minimum", params: { comparison: ">=", limit: -1e6 }, schema: -1e6, parentSchema: schema56.oneOf[2].properties.add, data: data20 };
                if (vErrors === null) {
                  vErrors = [err60];
                } else {
                  vErrors.push(err60);
                }
                errors++;
              }
            }
          }
        } else {
          const err61 = { instancePath, schemaPath: "#/oneOf/2/type", keyword: "type", params: { type: "object" }, schema: schema56.oneOf[2].type, parentSchema: schema56.oneOf[2], data };
          if (vErrors === null) {
            vErrors = [err61];
          } else {
            vErrors.push(err61);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "link") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.from === void 0) {
            const err62 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "from" }, schema: schema56.oneOf[3].required, parentSchema: schema56.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
          if (data.rel === void 0) {
            const err63 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "rel" }, schema: schema56.oneOf[3].required, parentSchema: schema56.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err63];
            } else {
              vErrors.push(err63);
            }
            errors++;
          }
          for (const key3 in data) {
            if (!(key3 === "from" || key3 === "rel" || key3 === "urlParam")) {
              const err64 = { instancePath, schemaPath: "#/oneOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema56.oneOf[3], data };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          }
          if (data.from !== void 0) {
            let data21 = data.from;
            if (typeof data21 !== "string") {
              const err65 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/3/properties/from/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[3].properties.from.type, parentSchema: schema56.oneOf[3].properties.from, data: data21 };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
            if ("link" !== data21) {
              const err66 = { instancePath: instancePath + "/from", schemaPath: "#/oneOf/3/properties/from/const", keyword: "const", params: { allowedValue: "link" }, schema: "link", parentSchema: schema56.oneOf[3].properties.from, data: data21 };
              if (vErrors === null) {
                vErrors = [err66];
              } else {
                vErrors.push(err66);
              }
              errors++;
            }
          }
          if (data.rel !== void 0) {
            let data22 = data.rel;
            if (typeof data22 !== "string") {
              const err67 = { instancePath: instancePath + "/rel", schemaPath: "#/oneOf/3/properties/rel/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[3].properties.rel.type, parentSchema: schema56.oneOf[3].properties.rel, data: data22 };
              if (vErrors === null) {
                vErrors = [err67];
              } else {
                vErrors.push(err67);
              }
              errors++;
            }
          }
          if (data.urlParam !== void 0) {
            let data23 = data.urlParam;
            if (typeof data23 !== "string") {
              const err68 = { instancePath: instancePath + "/urlParam", schemaPath: "#/oneOf/3/properties/urlParam/type", keyword: "type", params: { type: "string" }, schema: schema56.oneOf[3].properties.urlParam.type, parentSchema: schema56.oneOf[3].properties.urlParam, data: data23 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          }
        } else {
          const err69 = { instancePath, schemaPath: "#/oneOf/3/type", keyword: "type", params: { type: "object" }, schema: schema56.oneOf[3].type, parentSchema: schema56.oneOf[3], data };
          if (vErrors === null) {
            vErrors = [err69];
          } else {
            vErrors.push(err69);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err70 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "mapping", tag: "from", tagValue: tag0 }, schema: schema56.discriminator, parentSchema: schema56, data };
        if (vErrors === null) {
          vErrors = [err70];
        } else {
          vErrors.push(err70);
        }
        errors++;
      }
    } else {
      const err71 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "tag", tag: "from", tagValue: tag0 }, schema: schema56.discriminator, parentSchema: schema56, data };
      if (vErrors === null) {
        vErrors = [err71];
      } else {
        vErrors.push(err71);
      }
      errors++;
    }
  } else {
    const err72 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema56.type, parentSchema: schema56, data };
    if (vErrors === null) {
      vErrors = [err72];
    } else {
      vErrors.push(err72);
    }
    errors++;
  }
  validate34.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate34.evaluated = { "dynamicProps": true, "dynamicItems": false };
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.kind === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.required, parentSchema: schema41, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.kind;
    if (typeof tag0 == "string") {
      if (tag0 === "none") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err1 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.oneOf[0].required, parentSchema: schema41.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(key0 === "kind")) {
              const err2 = { instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema41.oneOf[0], data };
              if (vErrors === null) {
                vErrors = [err2];
              } else {
                vErrors.push(err2);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data0 = data.kind;
            if (typeof data0 !== "string") {
              const err3 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[0].properties.kind.type, parentSchema: schema41.oneOf[0].properties.kind, data: data0 };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            if ("none" !== data0) {
              const err4 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/const", keyword: "const", params: { allowedValue: "none" }, schema: "none", parentSchema: schema41.oneOf[0].properties.kind, data: data0 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          }
        } else {
          const err5 = { instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[0].type, parentSchema: schema41.oneOf[0], data };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === "page") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err6 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
          if (data.in === void 0) {
            const err7 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "in" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
          if (data.first === void 0) {
            const err8 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "first" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
          if (data.sendFirst === void 0) {
            const err9 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "sendFirst" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          if (data.order === void 0) {
            const err10 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "order" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
          if (data.end === void 0) {
            const err11 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "end" }, schema: schema41.oneOf[1].required, parentSchema: schema41.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!func1.call(schema41.oneOf[1].properties, key1)) {
              const err12 = { instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema41.oneOf[1], data };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data1 = data.kind;
            if (typeof data1 !== "string") {
              const err13 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[1].properties.kind.type, parentSchema: schema41.oneOf[1].properties.kind, data: data1 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if ("page" !== data1) {
              const err14 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/const", keyword: "const", params: { allowedValue: "page" }, schema: "page", parentSchema: schema41.oneOf[1].properties.kind, data: data1 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            if (!validate23(data.in, { instancePath: instancePath + "/in", parentData: data, parentDataProperty: "in", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.first !== void 0) {
            let data3 = data.first;
            if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
              const err15 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/1/properties/first/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[1].properties.first.type, parentSchema: schema41.oneOf[1].properties.first, data: data3 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
            if (typeof data3 == "number" && isFinite(data3)) {
              if (data3 > 1e6 || isNaN(data3)) {
                const err16 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/1/properties/first/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[1].properties.first, data: data3 };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
              if (data3 < 0 || isNaN(data3)) {
                const err17 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/1/properties/first/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema41.oneOf[1].properties.first, data: data3 };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
              }
            }
          }
          if (data.sendFirst !== void 0) {
            let data4 = data.sendFirst;
            if (typeof data4 !== "boolean") {
              const err18 = { instancePath: instancePath + "/sendFirst", schemaPath: "#/oneOf/1/properties/sendFirst/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[1].properties.sendFirst.type, parentSchema: schema41.oneOf[1].properties.sendFirst, data: data4 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          }
          if (data.order !== void 0) {
            let data5 = data.order;
            const _errs18 = errors;
            let valid5 = false;
            const _errs19 = errors;
            if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
              if (data5.by === void 0) {
                const err19 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/0/required", keyword: "required", params: { missingProperty: "by" }, schema: schema41.oneOf[1].properties.order.anyOf[0].required, parentSchema: schema41.oneOf[1].properties.order.anyOf[0], data: data5 };
                if (vErrors === null) {
                  vErrors = [err19];
                } else {
                  vErrors.push(err19);
                }
                errors++;
              }
              for (const key2 in data5) {
                if (!(key2 === "by")) {
                  const err20 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema41.oneOf[1].properties.order.anyOf[0], data: data5 };
                  if (vErrors === null) {
                    vErrors = [err20];
                  } else {
                    vErrors.push(err20);
                  }
                  errors++;
                }
              }
              if (data5.by !== void 0) {
                let data6 = data5.by;
                if (typeof data6 !== "string") {
                  const err21 = { instancePath: instancePath + "/order/by", schemaPath: "#/oneOf/1/properties/order/anyOf/0/properties/by/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[1].properties.order.anyOf[0].properties.by.type, parentSchema: schema41.oneOf[1].properties.order.anyOf[0].properties.by, data: data6 };
                  if (vErrors === null) {
                    vErrors = [err21];
                  } else {
                    vErrors.push(err21);
                  }
                  errors++;
                }
              }
            } else {
              const err22 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[1].properties.order.anyOf[0].type, parentSchema: schema41.oneOf[1].properties.order.anyOf[0], data: data5 };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
            var _valid0 = _errs19 === errors;
            valid5 = valid5 || _valid0;
            if (_valid0) {
              var props2 = true;
            }
            const _errs24 = errors;
            if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
              if (data5.none === void 0) {
                const err23 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/1/required", keyword: "required", params: { missingProperty: "none" }, schema: schema41.oneOf[1].properties.order.anyOf[1].required, parentSchema: schema41.oneOf[1].properties.order.anyOf[1], data: data5 };
                if (vErrors === null) {
                  vErrors = [err23];
                } else {
                  vErrors.push(err23);
                }
                errors++;
              }
              for (const key3 in data5) {
                if (!(key3 === "none")) {
                  const err24 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema41.oneOf[1].properties.order.anyOf[1], data: data5 };
                  if (vErrors === null) {
                    vErrors = [err24];
                  } else {
                    vErrors.push(err24);
                  }
                  errors++;
                }
              }
              if (data5.none !== void 0) {
                let data7 = data5.none;
                if (typeof data7 === "string") {
                  if (func2(data7) < 1) {
                    const err25 = { instancePath: instancePath + "/order/none", schemaPath: "#/oneOf/1/properties/order/anyOf/1/properties/none/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema41.oneOf[1].properties.order.anyOf[1].properties.none, data: data7 };
                    if (vErrors === null) {
                      vErrors = [err25];
                    } else {
                      vErrors.push(err25);
                    }
                    errors++;
                  }
                } else {
                  const err26 = { instancePath: instancePath + "/order/none", schemaPath: "#/oneOf/1/properties/order/anyOf/1/properties/none/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[1].properties.order.anyOf[1].properties.none.type, parentSchema: schema41.oneOf[1].properties.order.anyOf[1].properties.none, data: data7 };
                  if (vErrors === null) {
                    vErrors = [err26];
                  } else {
                    vErrors.push(err26);
                  }
                  errors++;
                }
              }
            } else {
              const err27 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[1].properties.order.anyOf[1].type, parentSchema: schema41.oneOf[1].properties.order.anyOf[1], data: data5 };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
            var _valid0 = _errs24 === errors;
            valid5 = valid5 || _valid0;
            if (_valid0) {
              if (props2 !== true) {
                props2 = true;
              }
            }
            if (!valid5) {
              const err28 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/1/properties/order/anyOf", keyword: "anyOf", params: {}, schema: schema41.oneOf[1].properties.order.anyOf, parentSchema: schema41.oneOf[1].properties.order, data: data5 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            } else {
              errors = _errs18;
              if (vErrors !== null) {
                if (_errs18) {
                  vErrors.length = _errs18;
                } else {
                  vErrors = null;
                }
              }
            }
          }
          if (data.end !== void 0) {
            if (!validate25(data.end, { instancePath: instancePath + "/end", parentData: data, parentDataProperty: "end", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
          }
          if (data.maxPages !== void 0) {
            let data9 = data.maxPages;
            if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
              const err29 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/1/properties/maxPages/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[1].properties.maxPages.type, parentSchema: schema41.oneOf[1].properties.maxPages, data: data9 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            if (typeof data9 == "number" && isFinite(data9)) {
              if (data9 > 1e7 || isNaN(data9)) {
                const err30 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/1/properties/maxPages/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema41.oneOf[1].properties.maxPages, data: data9 };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
              if (data9 < 1 || isNaN(data9)) {
                const err31 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/1/properties/maxPages/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[1].properties.maxPages, data: data9 };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
          }
          if (data.total !== void 0) {
            let data10 = data.total;
            if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
              if (data10.at === void 0) {
                const err32 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/1/properties/total/required", keyword: "required", params: { missingProperty: "at" }, schema: schema41.oneOf[1].properties.total.required, parentSchema: schema41.oneOf[1].properties.total, data: data10 };
                if (vErrors === null) {
                  vErrors = [err32];
                } else {
                  vErrors.push(err32);
                }
                errors++;
              }
              if (data10.mismatch === void 0) {
                const err33 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/1/properties/total/required", keyword: "required", params: { missingProperty: "mismatch" }, schema: schema41.oneOf[1].properties.total.required, parentSchema: schema41.oneOf[1].properties.total, data: data10 };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
              for (const key4 in data10) {
                if (!(key4 === "at" || key4 === "mismatch")) {
                  const err34 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/1/properties/total/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema41.oneOf[1].properties.total, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err34];
                  } else {
                    vErrors.push(err34);
                  }
                  errors++;
                }
              }
              if (data10.at !== void 0) {
                let data11 = data10.at;
                const _errs37 = errors;
                let valid10 = false;
                const _errs38 = errors;
                if (typeof data11 === "string") {
                  if (func2(data11) > 1024) {
                    const err35 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data11 };
                    if (vErrors === null) {
                      vErrors = [err35];
                    } else {
                      vErrors.push(err35);
                    }
                    errors++;
                  }
                } else {
                  const err36 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data11 };
                  if (vErrors === null) {
                    vErrors = [err36];
                  } else {
                    vErrors.push(err36);
                  }
                  errors++;
                }
                var _valid1 = _errs38 === errors;
                valid10 = valid10 || _valid1;
                const _errs40 = errors;
                if (Array.isArray(data11)) {
                  if (data11.length > 32) {
                    const err37 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data11 };
                    if (vErrors === null) {
                      vErrors = [err37];
                    } else {
                      vErrors.push(err37);
                    }
                    errors++;
                  }
                  const len0 = data11.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    let data12 = data11[i0];
                    if (typeof data12 !== "string") {
                      const err38 = { instancePath: instancePath + "/total/at/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data12 };
                      if (vErrors === null) {
                        vErrors = [err38];
                      } else {
                        vErrors.push(err38);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err39 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data11 };
                  if (vErrors === null) {
                    vErrors = [err39];
                  } else {
                    vErrors.push(err39);
                  }
                  errors++;
                }
                var _valid1 = _errs40 === errors;
                valid10 = valid10 || _valid1;
                if (!valid10) {
                  const err40 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err40];
                  } else {
                    vErrors.push(err40);
                  }
                  errors++;
                } else {
                  errors = _errs37;
                  if (vErrors !== null) {
                    if (_errs37) {
                      vErrors.length = _errs37;
                    } else {
                      vErrors = null;
                    }
                  }
                }
              }
              if (data10.mismatch !== void 0) {
                let data13 = data10.mismatch;
                if (typeof data13 !== "string") {
                  const err41 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/1/properties/total/properties/mismatch/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[1].properties.total.properties.mismatch.type, parentSchema: schema41.oneOf[1].properties.total.properties.mismatch, data: data13 };
                  if (vErrors === null) {
                    vErrors = [err41];
                  } else {
                    vErrors.push(err41);
                  }
                  errors++;
                }
                if (!(data13 === "fail" || data13 === "report")) {
                  const err42 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/1/properties/total/properties/mismatch/enum", keyword: "enum", params: { allowedValues: schema41.oneOf[1].properties.total.properties.mismatch.enum }, schema: schema41.oneOf[1].properties.total.properties.mismatch.enum, parentSchema: schema41.oneOf[1].properties.total.properties.mismatch, data: data13 };
                  if (vErrors === null) {
                    vErrors = [err42];
                  } else {
                    vErrors.push(err42);
                  }
                  errors++;
                }
              }
            } else {
              const err43 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/1/properties/total/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[1].properties.total.type, parentSchema: schema41.oneOf[1].properties.total, data: data10 };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
          if (data.size !== void 0) {
            let data14 = data.size;
            if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
              const err44 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/1/properties/size/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[1].properties.size.type, parentSchema: schema41.oneOf[1].properties.size, data: data14 };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            if (typeof data14 == "number" && isFinite(data14)) {
              if (data14 > 1e6 || isNaN(data14)) {
                const err45 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/1/properties/size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[1].properties.size, data: data14 };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
              if (data14 < 1 || isNaN(data14)) {
                const err46 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/1/properties/size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[1].properties.size, data: data14 };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
          }
          if (data.sizeIn !== void 0) {
            if (!validate23(data.sizeIn, { instancePath: instancePath + "/sizeIn", parentData: data, parentDataProperty: "sizeIn", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.firstOnly !== void 0) {
            let data16 = data.firstOnly;
            if (Array.isArray(data16)) {
              if (data16.length < 1) {
                const err47 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/1/properties/firstOnly/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema41.oneOf[1].properties.firstOnly, data: data16 };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
              const len1 = data16.length;
              for (let i1 = 0; i1 < len1; i1++) {
                let data17 = data16[i1];
                if (typeof data17 !== "string") {
                  const err48 = { instancePath: instancePath + "/firstOnly/" + i1, schemaPath: "#/oneOf/1/properties/firstOnly/items/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[1].properties.firstOnly.items.type, parentSchema: schema41.oneOf[1].properties.firstOnly.items, data: data17 };
                  if (vErrors === null) {
                    vErrors = [err48];
                  } else {
                    vErrors.push(err48);
                  }
                  errors++;
                }
              }
            } else {
              const err49 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/1/properties/firstOnly/type", keyword: "type", params: { type: "array" }, schema: schema41.oneOf[1].properties.firstOnly.type, parentSchema: schema41.oneOf[1].properties.firstOnly, data: data16 };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
          }
          if (data.recheck !== void 0) {
            let data18 = data.recheck;
            if (typeof data18 !== "boolean") {
              const err50 = { instancePath: instancePath + "/recheck", schemaPath: "#/oneOf/1/properties/recheck/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[1].properties.recheck.type, parentSchema: schema41.oneOf[1].properties.recheck, data: data18 };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
          }
        } else {
          const err51 = { instancePath, schemaPath: "#/oneOf/1/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[1].type, parentSchema: schema41.oneOf[1], data };
          if (vErrors === null) {
            vErrors = [err51];
          } else {
            vErrors.push(err51);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "offset") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err52 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
          if (data.in === void 0) {
            const err53 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "in" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
          if (data.first === void 0) {
            const err54 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "first" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
          if (data.sendFirst === void 0) {
            const err55 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "sendFirst" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err55];
            } else {
              vErrors.push(err55);
            }
            errors++;
          }
          if (data.order === void 0) {
            const err56 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "order" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
          if (data.end === void 0) {
            const err57 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "end" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
          if (data.advance === void 0) {
            const err58 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "advance" }, schema: schema41.oneOf[2].required, parentSchema: schema41.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err58];
            } else {
              vErrors.push(err58);
            }
            errors++;
          }
          for (const key5 in data) {
            if (!func1.call(schema41.oneOf[2].properties, key5)) {
              const err59 = { instancePath, schemaPath: "#/oneOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema41.oneOf[2], data };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data19 = data.kind;
            if (typeof data19 !== "string") {
              const err60 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.kind.type, parentSchema: schema41.oneOf[2].properties.kind, data: data19 };
              if (vErrors === null) {
                vErrors = [err60];
              } else {
                vErrors.push(err60);
              }
              errors++;
            }
            if ("offset" !== data19) {
              const err61 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/const", keyword: "const", params: { allowedValue: "offset" }, schema: "offset", parentSchema: schema41.oneOf[2].properties.kind, data: data19 };
              if (vErrors === null) {
                vErrors = [err61];
              } else {
                vErrors.push(err61);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            if (!validate23(data.in, { instancePath: instancePath + "/in", parentData: data, parentDataProperty: "in", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.first !== void 0) {
            let data21 = data.first;
            if (!(typeof data21 == "number" && (!(data21 % 1) && !isNaN(data21)) && isFinite(data21))) {
              const err62 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/2/properties/first/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[2].properties.first.type, parentSchema: schema41.oneOf[2].properties.first, data: data21 };
              if (vErrors === null) {
                vErrors = [err62];
              } else {
                vErrors.push(err62);
              }
              errors++;
            }
            if (typeof data21 == "number" && isFinite(data21)) {
              if (data21 > 1e6 || isNaN(data21)) {
                const err63 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/2/properties/first/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[2].properties.first, data: data21 };
                if (vErrors === null) {
                  vErrors = [err63];
                } else {
                  vErrors.push(err63);
                }
                errors++;
              }
              if (data21 < 0 || isNaN(data21)) {
                const err64 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/2/properties/first/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema41.oneOf[2].properties.first, data: data21 };
                if (vErrors === null) {
                  vErrors = [err64];
                } else {
                  vErrors.push(err64);
                }
                errors++;
              }
            }
          }
          if (data.sendFirst !== void 0) {
            let data22 = data.sendFirst;
            if (typeof data22 !== "boolean") {
              const err65 = { instancePath: instancePath + "/sendFirst", schemaPath: "#/oneOf/2/properties/sendFirst/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[2].properties.sendFirst.type, parentSchema: schema41.oneOf[2].properties.sendFirst, data: data22 };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
          }
          if (data.order !== void 0) {
            let data23 = data.order;
            const _errs66 = errors;
            let valid17 = false;
            const _errs67 = errors;
            if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
              if (data23.by === void 0) {
                const err66 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/0/required", keyword: "required", params: { missingProperty: "by" }, schema: schema41.oneOf[2].properties.order.anyOf[0].required, parentSchema: schema41.oneOf[2].properties.order.anyOf[0], data: data23 };
                if (vErrors === null) {
                  vErrors = [err66];
                } else {
                  vErrors.push(err66);
                }
                errors++;
              }
              for (const key6 in data23) {
                if (!(key6 === "by")) {
                  const err67 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema41.oneOf[2].properties.order.anyOf[0], data: data23 };
                  if (vErrors === null) {
                    vErrors = [err67];
                  } else {
                    vErrors.push(err67);
                  }
                  errors++;
                }
              }
              if (data23.by !== void 0) {
                let data24 = data23.by;
                if (typeof data24 !== "string") {
                  const err68 = { instancePath: instancePath + "/order/by", schemaPath: "#/oneOf/2/properties/order/anyOf/0/properties/by/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.order.anyOf[0].properties.by.type, parentSchema: schema41.oneOf[2].properties.order.anyOf[0].properties.by, data: data24 };
                  if (vErrors === null) {
                    vErrors = [err68];
                  } else {
                    vErrors.push(err68);
                  }
                  errors++;
                }
              }
            } else {
              const err69 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[2].properties.order.anyOf[0].type, parentSchema: schema41.oneOf[2].properties.order.anyOf[0], data: data23 };
              if (vErrors === null) {
                vErrors = [err69];
              } else {
                vErrors.push(err69);
              }
              errors++;
            }
            var _valid2 = _errs67 === errors;
            valid17 = valid17 || _valid2;
            if (_valid2) {
              var props5 = true;
            }
            const _errs72 = errors;
            if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
              if (data23.none === void 0) {
                const err70 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/1/required", keyword: "required", params: { missingProperty: "none" }, schema: schema41.oneOf[2].properties.order.anyOf[1].required, parentSchema: schema41.oneOf[2].properties.order.anyOf[1], data: data23 };
                if (vErrors === null) {
                  vErrors = [err70];
                } else {
                  vErrors.push(err70);
                }
                errors++;
              }
              for (const key7 in data23) {
                if (!(key7 === "none")) {
                  const err71 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema41.oneOf[2].properties.order.anyOf[1], data: data23 };
                  if (vErrors === null) {
                    vErrors = [err71];
                  } else {
                    vErrors.push(err71);
                  }
                  errors++;
                }
              }
              if (data23.none !== void 0) {
                let data25 = data23.none;
                if (typeof data25 === "string") {
                  if (func2(data25) < 1) {
                    const err72 = { instancePath: instancePath + "/order/none", schemaPath: "#/oneOf/2/properties/order/anyOf/1/properties/none/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema41.oneOf[2].properties.order.anyOf[1].properties.none, data: data25 };
                    if (vErrors === null) {
                      vErrors = [err72];
                    } else {
                      vErrors.push(err72);
                    }
                    errors++;
                  }
                } else {
                  const err73 = { instancePath: instancePath + "/order/none", schemaPath: "#/oneOf/2/properties/order/anyOf/1/properties/none/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.order.anyOf[1].properties.none.type, parentSchema: schema41.oneOf[2].properties.order.anyOf[1].properties.none, data: data25 };
                  if (vErrors === null) {
                    vErrors = [err73];
                  } else {
                    vErrors.push(err73);
                  }
                  errors++;
                }
              }
            } else {
              const err74 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[2].properties.order.anyOf[1].type, parentSchema: schema41.oneOf[2].properties.order.anyOf[1], data: data23 };
              if (vErrors === null) {
                vErrors = [err74];
              } else {
                vErrors.push(err74);
              }
              errors++;
            }
            var _valid2 = _errs72 === errors;
            valid17 = valid17 || _valid2;
            if (_valid2) {
              if (props5 !== true) {
                props5 = true;
              }
            }
            if (!valid17) {
              const err75 = { instancePath: instancePath + "/order", schemaPath: "#/oneOf/2/properties/order/anyOf", keyword: "anyOf", params: {}, schema: schema41.oneOf[2].properties.order.anyOf, parentSchema: schema41.oneOf[2].properties.order, data: data23 };
              if (vErrors === null) {
                vErrors = [err75];
              } else {
                vErrors.push(err75);
              }
              errors++;
            } else {
              errors = _errs66;
              if (vErrors !== null) {
                if (_errs66) {
                  vErrors.length = _errs66;
                } else {
                  vErrors = null;
                }
              }
            }
          }
          if (data.advance !== void 0) {
            let data26 = data.advance;
            if (typeof data26 !== "string") {
              const err76 = { instancePath: instancePath + "/advance", schemaPath: "#/oneOf/2/properties/advance/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.advance.type, parentSchema: schema41.oneOf[2].properties.advance, data: data26 };
              if (vErrors === null) {
                vErrors = [err76];
              } else {
                vErrors.push(err76);
              }
              errors++;
            }
            if (!(data26 === "rows" || data26 === "size")) {
              const err77 = { instancePath: instancePath + "/advance", schemaPath: "#/oneOf/2/properties/advance/enum", keyword: "enum", params: { allowedValues: schema41.oneOf[2].properties.advance.enum }, schema: schema41.oneOf[2].properties.advance.enum, parentSchema: schema41.oneOf[2].properties.advance, data: data26 };
              if (vErrors === null) {
                vErrors = [err77];
              } else {
                vErrors.push(err77);
              }
              errors++;
            }
          }
          if (data.end !== void 0) {
            if (!validate25(data.end, { instancePath: instancePath + "/end", parentData: data, parentDataProperty: "end", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
          }
          if (data.maxPages !== void 0) {
            let data28 = data.maxPages;
            if (!(typeof data28 == "number" && (!(data28 % 1) && !isNaN(data28)) && isFinite(data28))) {
              const err78 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/2/properties/maxPages/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[2].properties.maxPages.type, parentSchema: schema41.oneOf[2].properties.maxPages, data: data28 };
              if (vErrors === null) {
                vErrors = [err78];
              } else {
                vErrors.push(err78);
              }
              errors++;
            }
            if (typeof data28 == "number" && isFinite(data28)) {
              if (data28 > 1e7 || isNaN(data28)) {
                const err79 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/2/properties/maxPages/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema41.oneOf[2].properties.maxPages, data: data28 };
                if (vErrors === null) {
                  vErrors = [err79];
                } else {
                  vErrors.push(err79);
                }
                errors++;
              }
              if (data28 < 1 || isNaN(data28)) {
                const err80 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/2/properties/maxPages/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[2].properties.maxPages, data: data28 };
                if (vErrors === null) {
                  vErrors = [err80];
                } else {
                  vErrors.push(err80);
                }
                errors++;
              }
            }
          }
          if (data.total !== void 0) {
            let data29 = data.total;
            if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
              if (data29.at === void 0) {
                const err81 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/2/properties/total/required", keyword: "required", params: { missingProperty: "at" }, schema: schema41.oneOf[2].properties.total.required, parentSchema: schema41.oneOf[2].properties.total, data: data29 };
                if (vErrors === null) {
                  vErrors = [err81];
                } else {
                  vErrors.push(err81);
                }
                errors++;
              }
              if (data29.mismatch === void 0) {
                const err82 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/2/properties/total/required", keyword: "required", params: { missingProperty: "mismatch" }, schema: schema41.oneOf[2].properties.total.required, parentSchema: schema41.oneOf[2].properties.total, data: data29 };
                if (vErrors === null) {
                  vErrors = [err82];
                } else {
                  vErrors.push(err82);
                }
                errors++;
              }
              for (const key8 in data29) {
                if (!(key8 === "at" || key8 === "mismatch")) {
                  const err83 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/2/properties/total/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, schema: false, parentSchema: schema41.oneOf[2].properties.total, data: data29 };
                  if (vErrors === null) {
                    vErrors = [err83];
                  } else {
                    vErrors.push(err83);
                  }
                  errors++;
                }
              }
              if (data29.at !== void 0) {
                let data30 = data29.at;
                const _errs87 = errors;
                let valid22 = false;
                const _errs88 = errors;
                if (typeof data30 === "string") {
                  if (func2(data30) > 1024) {
                    const err84 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data30 };
                    if (vErrors === null) {
                      vErrors = [err84];
                    } else {
                      vErrors.push(err84);
                    }
                    errors++;
                  }
                } else {
                  const err85 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data30 };
                  if (vErrors === null) {
                    vErrors = [err85];
                  } else {
                    vErrors.push(err85);
                  }
                  errors++;
                }
                var _valid3 = _errs88 === errors;
                valid22 = valid22 || _valid3;
                const _errs90 = errors;
                if (Array.isArray(data30)) {
                  if (data30.length > 32) {
                    const err86 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data30 };
                    if (vErrors === null) {
                      vErrors = [err86];
                    } else {
                      vErrors.push(err86);
                    }
                    errors++;
                  }
                  const len2 = data30.length;
                  for (let i2 = 0; i2 < len2; i2++) {
                    let data31 = data30[i2];
                    if (typeof data31 !== "string") {
                      const err87 = { instancePath: instancePath + "/total/at/" + i2, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data31 };
                      if (vErrors === null) {
                        vErrors = [err87];
                      } else {
                        vErrors.push(err87);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err88 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data30 };
                  if (vErrors === null) {
                    vErrors = [err88];
                  } else {
                    vErrors.push(err88);
                  }
                  errors++;
                }
                var _valid3 = _errs90 === errors;
                valid22 = valid22 || _valid3;
                if (!valid22) {
                  const err89 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data30 };
                  if (vErrors === null) {
                    vErrors = [err89];
                  } else {
                    vErrors.push(err89);
                  }
                  errors++;
                } else {
                  errors = _errs87;
                  if (vErrors !== null) {
                    if (_errs87) {
                      vErrors.length = _errs87;
                    } else {
                      vErrors = null;
                    }
                  }
                }
              }
              if (data29.mismatch !== void 0) {
                let data32 = data29.mismatch;
                if (typeof data32 !== "string") {
                  const err90 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/2/properties/total/properties/mismatch/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.total.properties.mismatch.type, parentSchema: schema41.oneOf[2].properties.total.properties.mismatch, data: data32 };
                  if (vErrors === null) {
                    vErrors = [err90];
                  } else {
                    vErrors.push(err90);
                  }
                  errors++;
                }
                if (!(data32 === "fail" || data32 === "report")) {
                  const err91 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/2/properties/total/properties/mismatch/enum", keyword: "enum", params: { allowedValues: schema41.oneOf[2].properties.total.properties.mismatch.enum }, schema: schema41.oneOf[2].properties.total.properties.mismatch.enum, parentSchema: schema41.oneOf[2].properties.total.properties.mismatch, data: data32 };
                  if (vErrors === null) {
                    vErrors = [err91];
                  } else {
                    vErrors.push(err91);
                  }
                  errors++;
                }
              }
            } else {
              const err92 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/2/properties/total/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[2].properties.total.type, parentSchema: schema41.oneOf[2].properties.total, data: data29 };
              if (vErrors === null) {
                vErrors = [err92];
              } else {
                vErrors.push(err92);
              }
              errors++;
            }
          }
          if (data.size !== void 0) {
            let data33 = data.size;
            if (!(typeof data33 == "number" && (!(data33 % 1) && !isNaN(data33)) && isFinite(data33))) {
              const err93 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/2/properties/size/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[2].properties.size.type, parentSchema: schema41.oneOf[2].properties.size, data: data33 };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
            if (typeof data33 == "number" && isFinite(data33)) {
              if (data33 > 1e6 || isNaN(data33)) {
                const err94 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/2/properties/size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[2].properties.size, data: data33 };
                if (vErrors === null) {
                  vErrors = [err94];
                } else {
                  vErrors.push(err94);
                }
                errors++;
              }
              if (data33 < 1 || isNaN(data33)) {
                const err95 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/2/properties/size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[2].properties.size, data: data33 };
                if (vErrors === null) {
                  vErrors = [err95];
                } else {
                  vErrors.push(err95);
                }
                errors++;
              }
            }
          }
          if (data.sizeIn !== void 0) {
            if (!validate23(data.sizeIn, { instancePath: instancePath + "/sizeIn", parentData: data, parentDataProperty: "sizeIn", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.firstOnly !== void 0) {
            let data35 = data.firstOnly;
            if (Array.isArray(data35)) {
              if (data35.length < 1) {
                const err96 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/2/properties/firstOnly/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema41.oneOf[2].properties.firstOnly, data: data35 };
                if (vErrors === null) {
                  vErrors = [err96];
                } else {
                  vErrors.push(err96);
                }
                errors++;
              }
              const len3 = data35.length;
              for (let i3 = 0; i3 < len3; i3++) {
                let data36 = data35[i3];
                if (typeof data36 !== "string") {
                  const err97 = { instancePath: instancePath + "/firstOnly/" + i3, schemaPath: "#/oneOf/2/properties/firstOnly/items/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[2].properties.firstOnly.items.type, parentSchema: schema41.oneOf[2].properties.firstOnly.items, data: data36 };
                  if (vErrors === null) {
                    vErrors = [err97];
                  } else {
                    vErrors.push(err97);
                  }
                  errors++;
                }
              }
            } else {
              const err98 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/2/properties/firstOnly/type", keyword: "type", params: { type: "array" }, schema: schema41.oneOf[2].properties.firstOnly.type, parentSchema: schema41.oneOf[2].properties.firstOnly, data: data35 };
              if (vErrors === null) {
                vErrors = [err98];
              } else {
                vErrors.push(err98);
              }
              errors++;
            }
          }
          if (data.recheck !== void 0) {
            let data37 = data.recheck;
            if (typeof data37 !== "boolean") {
              const err99 = { instancePath: instancePath + "/recheck", schemaPath: "#/oneOf/2/properties/recheck/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[2].properties.recheck.type, parentSchema: schema41.oneOf[2].properties.recheck, data: data37 };
              if (vErrors === null) {
                vErrors = [err99];
              } else {
                vErrors.push(err99);
              }
              errors++;
            }
          }
        } else {
          const err100 = { instancePath, schemaPath: "#/oneOf/2/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[2].type, parentSchema: schema41.oneOf[2], data };
          if (vErrors === null) {
            vErrors = [err100];
          } else {
            vErrors.push(err100);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "token") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err101 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.oneOf[3].required, parentSchema: schema41.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err101];
            } else {
              vErrors.push(err101);
            }
            errors++;
          }
          if (data.in === void 0) {
            const err102 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "in" }, schema: schema41.oneOf[3].required, parentSchema: schema41.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err102];
            } else {
              vErrors.push(err102);
            }
            errors++;
          }
          if (data.value === void 0) {
            const err103 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "value" }, schema: schema41.oneOf[3].required, parentSchema: schema41.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err103];
            } else {
              vErrors.push(err103);
            }
            errors++;
          }
          if (data.end === void 0) {
            const err104 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "end" }, schema: schema41.oneOf[3].required, parentSchema: schema41.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err104];
            } else {
              vErrors.push(err104);
            }
            errors++;
          }
          for (const key9 in data) {
            if (!func1.call(schema41.oneOf[3].properties, key9)) {
              const err105 = { instancePath, schemaPath: "#/oneOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, schema: false, parentSchema: schema41.oneOf[3], data };
              if (vErrors === null) {
                vErrors = [err105];
              } else {
                vErrors.push(err105);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data38 = data.kind;
            if (typeof data38 !== "string") {
              const err106 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[3].properties.kind.type, parentSchema: schema41.oneOf[3].properties.kind, data: data38 };
              if (vErrors === null) {
                vErrors = [err106];
              } else {
                vErrors.push(err106);
              }
              errors++;
            }
            if ("token" !== data38) {
              const err107 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/const", keyword: "const", params: { allowedValue: "token" }, schema: "token", parentSchema: schema41.oneOf[3].properties.kind, data: data38 };
              if (vErrors === null) {
                vErrors = [err107];
              } else {
                vErrors.push(err107);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            if (!validate23(data.in, { instancePath: instancePath + "/in", parentData: data, parentDataProperty: "in", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.value !== void 0) {
            if (!validate34(data.value, { instancePath: instancePath + "/value", parentData: data, parentDataProperty: "value", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
              errors = vErrors.length;
            }
          }
          if (data.first !== void 0) {
            let data41 = data.first;
            if (typeof data41 === "string") {
              if (func2(data41) > 8192) {
                const err108 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/3/properties/first/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema41.oneOf[3].properties.first, data: data41 };
                if (vErrors === null) {
                  vErrors = [err108];
                } else {
                  vErrors.push(err108);
                }
                errors++;
              }
            } else {
              const err109 = { instancePath: instancePath + "/first", schemaPath: "#/oneOf/3/properties/first/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[3].properties.first.type, parentSchema: schema41.oneOf[3].properties.first, data: data41 };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
          }
          if (data.end !== void 0) {
            if (!validate25(data.end, { instancePath: instancePath + "/end", parentData: data, parentDataProperty: "end", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
          }
          if (data.maxPages !== void 0) {
            let data43 = data.maxPages;
            if (!(typeof data43 == "number" && (!(data43 % 1) && !isNaN(data43)) && isFinite(data43))) {
              const err110 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/3/properties/maxPages/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[3].properties.maxPages.type, parentSchema: schema41.oneOf[3].properties.maxPages, data: data43 };
              if (vErrors === null) {
                vErrors = [err110];
              } else {
                vErrors.push(err110);
              }
              errors++;
            }
            if (typeof data43 == "number" && isFinite(data43)) {
              if (data43 > 1e7 || isNaN(data43)) {
                const err111 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/3/properties/maxPages/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema41.oneOf[3].properties.maxPages, data: data43 };
                if (vErrors === null) {
                  vErrors = [err111];
                } else {
                  vErrors.push(err111);
                }
                errors++;
              }
              if (data43 < 1 || isNaN(data43)) {
                const err112 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/3/properties/maxPages/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[3].properties.maxPages, data: data43 };
                if (vErrors === null) {
                  vErrors = [err112];
                } else {
                  vErrors.push(err112);
                }
                errors++;
              }
            }
          }
          if (data.total !== void 0) {
            let data44 = data.total;
            if (data44 && typeof data44 == "object" && !Array.isArray(data44)) {
              if (data44.at === void 0) {
                const err113 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/3/properties/total/required", keyword: "required", params: { missingProperty: "at" }, schema: schema41.oneOf[3].properties.total.required, parentSchema: schema41.oneOf[3].properties.total, data: data44 };
                if (vErrors === null) {
                  vErrors = [err113];
                } else {
                  vErrors.push(err113);
                }
                errors++;
              }
              if (data44.mismatch === void 0) {
                const err114 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/3/properties/total/required", keyword: "required", params: { missingProperty: "mismatch" }, schema: schema41.oneOf[3].properties.total.required, parentSchema: schema41.oneOf[3].properties.total, data: data44 };
                if (vErrors === null) {
                  vErrors = [err114];
                } else {
                  vErrors.push(err114);
                }
                errors++;
              }
              for (const key10 in data44) {
                if (!(key10 === "at" || key10 === "mismatch")) {
                  const err115 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/3/properties/total/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, schema: false, parentSchema: schema41.oneOf[3].properties.total, data: data44 };
                  if (vErrors === null) {
                    vErrors = [err115];
                  } else {
                    vErrors.push(err115);
                  }
                  errors++;
                }
              }
              if (data44.at !== void 0) {
                let data45 = data44.at;
                const _errs122 = errors;
                let valid31 = false;
                const _errs123 = errors;
                if (typeof data45 === "string") {
                  if (func2(data45) > 1024) {
                    const err116 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data45 };
                    if (vErrors === null) {
                      vErrors = [err116];
                    } else {
                      vErrors.push(err116);
                    }
                    errors++;
                  }
                } else {
                  const err117 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data45 };
                  if (vErrors === null) {
                    vErrors = [err117];
                  } else {
                    vErrors.push(err117);
                  }
                  errors++;
                }
                var _valid4 = _errs123 === errors;
                valid31 = valid31 || _valid4;
                const _errs125 = errors;
                if (Array.isArray(data45)) {
                  if (data45.length > 32) {
                    const err118 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data45 };
                    if (vErrors === null) {
                      vErrors = [err118];
                    } else {
                      vErrors.push(err118);
                    }
                    errors++;
                  }
                  const len4 = data45.length;
                  for (let i4 = 0; i4 < len4; i4++) {
                    let data46 = data45[i4];
                    if (typeof data46 !== "string") {
                      const err119 = { instancePath: instancePath + "/total/at/" + i4, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data46 };
                      if (vErrors === null) {
                        vErrors = [err119];
                      } else {
                        vErrors.push(err119);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err120 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data45 };
                  if (vErrors === null) {
                    vErrors = [err120];
                  } else {
                    vErrors.push(err120);
                  }
                  errors++;
                }
                var _valid4 = _errs125 === errors;
                valid31 = valid31 || _valid4;
                if (!valid31) {
                  const err121 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err121];
                  } else {
                    vErrors.push(err121);
                  }
                  errors++;
                } else {
                  errors = _errs122;
                  if (vErrors !== null) {
                    if (_errs122) {
                      vErrors.length = _errs122;
                    } else {
                      vErrors = null;
                    }
                  }
                }
              }
              if (data44.mismatch !== void 0) {
                let data47 = data44.mismatch;
                if (typeof data47 !== "string") {
                  const err122 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/3/properties/total/properties/mismatch/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[3].properties.total.properties.mismatch.type, parentSchema: schema41.oneOf[3].properties.total.properties.mismatch, data: data47 };
                  if (vErrors === null) {
                    vErrors = [err122];
                  } else {
                    vErrors.push(err122);
                  }
                  errors++;
                }
                if (!(data47 === "fail" || data47 === "report")) {
                  const err123 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/3/properties/total/properties/mismatch/enum", keyword: "enum", params: { allowedValues: schema41.oneOf[3].properties.total.properties.mismatch.enum }, schema: schema41.oneOf[3].properties.total.properties.mismatch.enum, parentSchema: schema41.oneOf[3].properties.total.properties.mismatch, data: data47 };
                  if (vErrors === null) {
                    vErrors = [err123];
                  } else {
                    vErrors.push(err123);
                  }
                  errors++;
                }
              }
            } else {
              const err124 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/3/properties/total/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[3].properties.total.type, parentSchema: schema41.oneOf[3].properties.total, data: data44 };
              if (vErrors === null) {
                vErrors = [err124];
              } else {
                vErrors.push(err124);
              }
              errors++;
            }
          }
          if (data.size !== void 0) {
            let data48 = data.size;
            if (!(typeof data48 == "number" && (!(data48 % 1) && !isNaN(data48)) && isFinite(data48))) {
              const err125 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/3/properties/size/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[3].properties.size.type, parentSchema: schema41.oneOf[3].properties.size, data: data48 };
              if (vErrors === null) {
                vErrors = [err125];
              } else {
                vErrors.push(err125);
              }
              errors++;
            }
            if (typeof data48 == "number" && isFinite(data48)) {
              if (data48 > 1e6 || isNaN(data48)) {
                const err126 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/3/properties/size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[3].properties.size, data: data48 };
                if (vErrors === null) {
                  vErrors = [err126];
                } else {
                  vErrors.push(err126);
                }
                errors++;
              }
              if (data48 < 1 || isNaN(data48)) {
                const err127 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/3/properties/size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[3].properties.size, data: data48 };
                if (vErrors === null) {
                  vErrors = [err127];
                } else {
                  vErrors.push(err127);
                }
                errors++;
              }
            }
          }
          if (data.sizeIn !== void 0) {
            if (!validate23(data.sizeIn, { instancePath: instancePath + "/sizeIn", parentData: data, parentDataProperty: "sizeIn", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.firstOnly !== void 0) {
            let data50 = data.firstOnly;
            if (Array.isArray(data50)) {
              if (data50.length < 1) {
                const err128 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/3/properties/firstOnly/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema41.oneOf[3].properties.firstOnly, data: data50 };
                if (vErrors === null) {
                  vErrors = [err128];
                } else {
                  vErrors.push(err128);
                }
                errors++;
              }
              const len5 = data50.length;
              for (let i5 = 0; i5 < len5; i5++) {
                let data51 = data50[i5];
                if (typeof data51 !== "string") {
                  const err129 = { instancePath: instancePath + "/firstOnly/" + i5, schemaPath: "#/oneOf/3/properties/firstOnly/items/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[3].properties.firstOnly.items.type, parentSchema: schema41.oneOf[3].properties.firstOnly.items, data: data51 };
                  if (vErrors === null) {
                    vErrors = [err129];
                  } else {
                    vErrors.push(err129);
                  }
                  errors++;
                }
              }
            } else {
              const err130 = { instancePath: instancePath + "/firstOnly", schemaPath: "#/oneOf/3/properties/firstOnly/type", keyword: "type", params: { type: "array" }, schema: schema41.oneOf[3].properties.firstOnly.type, parentSchema: schema41.oneOf[3].properties.firstOnly, data: data50 };
              if (vErrors === null) {
                vErrors = [err130];
              } else {
                vErrors.push(err130);
              }
              errors++;
            }
          }
          if (data.recheck !== void 0) {
            let data52 = data.recheck;
            if (typeof data52 !== "boolean") {
              const err131 = { instancePath: instancePath + "/recheck", schemaPath: "#/oneOf/3/properties/recheck/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[3].properties.recheck.type, parentSchema: schema41.oneOf[3].properties.recheck, data: data52 };
              if (vErrors === null) {
                vErrors = [err131];
              } else {
                vErrors.push(err131);
              }
              errors++;
            }
          }
        } else {
          const err132 = { instancePath, schemaPath: "#/oneOf/3/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[3].type, parentSchema: schema41.oneOf[3], data };
          if (vErrors === null) {
            vErrors = [err132];
          } else {
            vErrors.push(err132);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "url") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err133 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema41.oneOf[4].required, parentSchema: schema41.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err133];
            } else {
              vErrors.push(err133);
            }
            errors++;
          }
          if (data.value === void 0) {
            const err134 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "value" }, schema: schema41.oneOf[4].required, parentSchema: schema41.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err134];
            } else {
              vErrors.push(err134);
            }
            errors++;
          }
          if (data.end === void 0) {
            const err135 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "end" }, schema: schema41.oneOf[4].required, parentSchema: schema41.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err135];
            } else {
              vErrors.push(err135);
            }
            errors++;
          }
          for (const key11 in data) {
            if (!func1.call(schema41.oneOf[4].properties, key11)) {
              const err136 = { instancePath, schemaPath: "#/oneOf/4/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, schema: false, parentSchema: schema41.oneOf[4], data };
              if (vErrors === null) {
                vErrors = [err136];
              } else {
                vErrors.push(err136);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data53 = data.kind;
            if (typeof data53 !== "string") {
              const err137 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[4].properties.kind.type, parentSchema: schema41.oneOf[4].properties.kind, data: data53 };
              if (vErrors === null) {
                vErrors = [err137];
              } else {
                vErrors.push(err137);
              }
              errors++;
            }
            if ("url" !== data53) {
              const err138 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/const", keyword: "const", params: { allowedValue: "url" }, schema: "url", parentSchema: schema41.oneOf[4].properties.kind, data: data53 };
              if (vErrors === null) {
                vErrors = [err138];
              } else {
                vErrors.push(err138);
              }
              errors++;
            }
          }
          if (data.value !== void 0) {
            if (!validate34(data.value, { instancePath: instancePath + "/value", parentData: data, parentDataProperty: "value", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
              errors = vErrors.length;
            }
          }
          if (data.keep !== void 0) {
            let data55 = data.keep;
            if (Array.isArray(data55)) {
              const len6 = data55.length;
              for (let i6 = 0; i6 < len6; i6++) {
                let data56 = data55[i6];
                if (typeof data56 !== "string") {
                  const err139 = { instancePath: instancePath + "/keep/" + i6, schemaPath: "#/oneOf/4/properties/keep/items/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[4].properties.keep.items.type, parentSchema: schema41.oneOf[4].properties.keep.items, data: data56 };
                  if (vErrors === null) {
                    vErrors = [err139];
                  } else {
                    vErrors.push(err139);
                  }
                  errors++;
                }
              }
            } else {
              const err140 = { instancePath: instancePath + "/keep", schemaPath: "#/oneOf/4/properties/keep/type", keyword: "type", params: { type: "array" }, schema: schema41.oneOf[4].properties.keep.type, parentSchema: schema41.oneOf[4].properties.keep, data: data55 };
              if (vErrors === null) {
                vErrors = [err140];
              } else {
                vErrors.push(err140);
              }
              errors++;
            }
          }
          if (data.end !== void 0) {
            if (!validate25(data.end, { instancePath: instancePath + "/end", parentData: data, parentDataProperty: "end", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
              errors = vErrors.length;
            }
          }
          if (data.maxPages !== void 0) {
            let data58 = data.maxPages;
            if (!(typeof data58 == "number" && (!(data58 % 1) && !isNaN(data58)) && isFinite(data58))) {
              const err141 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/4/properties/maxPages/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[4].properties.maxPages.type, parentSchema: schema41.oneOf[4].properties.maxPages, data: data58 };
              if (vErrors === null) {
                vErrors = [err141];
              } else {
                vErrors.push(err141);
              }
              errors++;
            }
            if (typeof data58 == "number" && isFinite(data58)) {
              if (data58 > 1e7 || isNaN(data58)) {
                const err142 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/4/properties/maxPages/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema41.oneOf[4].properties.maxPages, data: data58 };
                if (vErrors === null) {
                  vErrors = [err142];
                } else {
                  vErrors.push(err142);
                }
                errors++;
              }
              if (data58 < 1 || isNaN(data58)) {
                const err143 = { instancePath: instancePath + "/maxPages", schemaPath: "#/oneOf/4/properties/maxPages/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[4].properties.maxPages, data: data58 };
                if (vErrors === null) {
                  vErrors = [err143];
                } else {
                  vErrors.push(err143);
                }
                errors++;
              }
            }
          }
          if (data.total !== void 0) {
            let data59 = data.total;
            if (data59 && typeof data59 == "object" && !Array.isArray(data59)) {
              if (data59.at === void 0) {
                const err144 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/4/properties/total/required", keyword: "required", params: { missingProperty: "at" }, schema: schema41.oneOf[4].properties.total.required, parentSchema: schema41.oneOf[4].properties.total, data: data59 };
                if (vErrors === null) {
                  vErrors = [err144];
                } else {
                  vErrors.push(err144);
                }
                errors++;
              }
              if (data59.mismatch === void 0) {
                const err145 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/4/properties/total/required", keyword: "required", params: { missingProperty: "mismatch" }, schema: schema41.oneOf[4].properties.total.required, parentSchema: schema41.oneOf[4].properties.total, data: data59 };
                if (vErrors === null) {
                  vErrors = [err145];
                } else {
                  vErrors.push(err145);
                }
                errors++;
              }
              for (const key12 in data59) {
                if (!(key12 === "at" || key12 === "mismatch")) {
                  const err146 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/4/properties/total/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key12 }, schema: false, parentSchema: schema41.oneOf[4].properties.total, data: data59 };
                  if (vErrors === null) {
                    vErrors = [err146];
                  } else {
                    vErrors.push(err146);
                  }
                  errors++;
                }
              }
              if (data59.at !== void 0) {
                let data60 = data59.at;
                const _errs158 = errors;
                let valid42 = false;
                const _errs159 = errors;
                if (typeof data60 === "string") {
                  if (func2(data60) > 1024) {
                    const err147 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data60 };
                    if (vErrors === null) {
                      vErrors = [err147];
                    } else {
                      vErrors.push(err147);
                    }
                    errors++;
                  }
                } else {
                  const err148 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data60 };
                  if (vErrors === null) {
                    vErrors = [err148];
                  } else {
                    vErrors.push(err148);
                  }
                  errors++;
                }
                var _valid5 = _errs159 === errors;
                valid42 = valid42 || _valid5;
                const _errs161 = errors;
                if (Array.isArray(data60)) {
                  if (data60.length > 32) {
                    const err149 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data60 };
                    if (vErrors === null) {
                      vErrors = [err149];
                    } else {
                      vErrors.push(err149);
                    }
                    errors++;
                  }
                  const len7 = data60.length;
                  for (let i7 = 0; i7 < len7; i7++) {
                    let data61 = data60[i7];
                    if (typeof data61 !== "string") {
                      const err150 = { instancePath: instancePath + "/total/at/" + i7, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data61 };
                      if (vErrors === null) {
                        vErrors = [err150];
                      } else {
                        vErrors.push(err150);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err151 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data60 };
                  if (vErrors === null) {
                    vErrors = [err151];
                  } else {
                    vErrors.push(err151);
                  }
                  errors++;
                }
                var _valid5 = _errs161 === errors;
                valid42 = valid42 || _valid5;
                if (!valid42) {
                  const err152 = { instancePath: instancePath + "/total/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data60 };
                  if (vErrors === null) {
                    vErrors = [err152];
                  } else {
                    vErrors.push(err152);
                  }
                  errors++;
                } else {
                  errors = _errs158;
                  if (vErrors !== null) {
                    if (_errs158) {
                      vErrors.length = _errs158;
                    } else {
                      vErrors = null;
                    }
                  }
                }
              }
              if (data59.mismatch !== void 0) {
                let data62 = data59.mismatch;
                if (typeof data62 !== "string") {
                  const err153 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/4/properties/total/properties/mismatch/type", keyword: "type", params: { type: "string" }, schema: schema41.oneOf[4].properties.total.properties.mismatch.type, parentSchema: schema41.oneOf[4].properties.total.properties.mismatch, data: data62 };
                  if (vErrors === null) {
                    vErrors = [err153];
                  } else {
                    vErrors.push(err153);
                  }
                  errors++;
                }
                if (!(data62 === "fail" || data62 === "report")) {
                  const err154 = { instancePath: instancePath + "/total/mismatch", schemaPath: "#/oneOf/4/properties/total/properties/mismatch/enum", keyword: "enum", params: { allowedValues: schema41.oneOf[4].properties.total.properties.mismatch.enum }, schema: schema41.oneOf[4].properties.total.properties.mismatch.enum, parentSchema: schema41.oneOf[4].properties.total.properties.mismatch, data: data62 };
                  if (vErrors === null) {
                    vErrors = [err154];
                  } else {
                    vErrors.push(err154);
                  }
                  errors++;
                }
              }
            } else {
              const err155 = { instancePath: instancePath + "/total", schemaPath: "#/oneOf/4/properties/total/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[4].properties.total.type, parentSchema: schema41.oneOf[4].properties.total, data: data59 };
              if (vErrors === null) {
                vErrors = [err155];
              } else {
                vErrors.push(err155);
              }
              errors++;
            }
          }
          if (data.size !== void 0) {
            let data63 = data.size;
            if (!(typeof data63 == "number" && (!(data63 % 1) && !isNaN(data63)) && isFinite(data63))) {
              const err156 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/4/properties/size/type", keyword: "type", params: { type: "integer" }, schema: schema41.oneOf[4].properties.size.type, parentSchema: schema41.oneOf[4].properties.size, data: data63 };
              if (vErrors === null) {
                vErrors = [err156];
              } else {
                vErrors.push(err156);
              }
              errors++;
            }
            if (typeof data63 == "number" && isFinite(data63)) {
              if (data63 > 1e6 || isNaN(data63)) {
                const err157 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/4/properties/size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema41.oneOf[4].properties.size, data: data63 };
                if (vErrors === null) {
                  vErrors = [err157];
                } else {
                  vErrors.push(err157);
                }
                errors++;
              }
              if (data63 < 1 || isNaN(data63)) {
                const err158 = { instancePath: instancePath + "/size", schemaPath: "#/oneOf/4/properties/size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema41.oneOf[4].properties.size, data: data63 };
                if (vErrors === null) {
                  vErrors = [err158];
                } else {
                  vErrors.push(err158);
                }
                errors++;
              }
            }
          }
          if (data.sizeIn !== void 0) {
            if (!validate23(data.sizeIn, { instancePath: instancePath + "/sizeIn", parentData: data, parentDataProperty: "sizeIn", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
              errors = vErrors.length;
            }
          }
          if (data.recheck !== void 0) {
            let data65 = data.recheck;
            if (typeof data65 !== "boolean") {
              const err159 = { instancePath: instancePath + "/recheck", schemaPath: "#/oneOf/4/properties/recheck/type", keyword: "type", params: { type: "boolean" }, schema: schema41.oneOf[4].properties.recheck.type, parentSchema: schema41.oneOf[4].properties.recheck, data: data65 };
              if (vErrors === null) {
                vErrors = [err159];
              } else {
                vErrors.push(err159);
              }
              errors++;
            }
          }
        } else {
          const err160 = { instancePath, schemaPath: "#/oneOf/4/type", keyword: "type", params: { type: "object" }, schema: schema41.oneOf[4].type, parentSchema: schema41.oneOf[4], data };
          if (vErrors === null) {
            vErrors = [err160];
          } else {
            vErrors.push(err160);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err161 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag0 }, schema: schema41.discriminator, parentSchema: schema41, data };
        if (vErrors === null) {
          vErrors = [err161];
        } else {
          vErrors.push(err161);
        }
        errors++;
      }
    } else {
      const err162 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag0 }, schema: schema41.discriminator, parentSchema: schema41, data };
      if (vErrors === null) {
        vErrors = [err162];
      } else {
        vErrors.push(err162);
      }
      errors++;
    }
  } else {
    const err163 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema41.type, parentSchema: schema41, data };
    if (vErrors === null) {
      vErrors = [err163];
    } else {
      vErrors.push(err163);
    }
    errors++;
  }
  validate22.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate22.evaluated = { "dynamicProps": true, "dynamicItems": false };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.create === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "create" }, schema: schema33.required, parentSchema: schema33, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.fields === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "fields" }, schema: schema33.required, parentSchema: schema33, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.poll === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "poll" }, schema: schema33.required, parentSchema: schema33, data };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.download === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "download" }, schema: schema33.required, parentSchema: schema33, data };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "create" || key0 === "fields" || key0 === "poll" || key0 === "download")) {
        const err4 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema33, data };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.create !== void 0) {
      let data0 = data.create;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.url === void 0) {
          const err5 = { instancePath: instancePath + "/create", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data0 };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        for (const key1 in data0) {
          if (!(key1 === "url" || key1 === "method" || key1 === "query" || key1 === "headers" || key1 === "json" || key1 === "form" || key1 === "text")) {
            const err6 = { instancePath: instancePath + "/create", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema32, data: data0 };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data0.url !== void 0) {
          let data1 = data0.url;
          if (typeof data1 === "string") {
            if (func2(data1) > 8192) {
              const err7 = { instancePath: instancePath + "/create/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data1 };
              if (vErrors === null) {
                vErrors = [err7];
              } else {
                vErrors.push(err7);
              }
              errors++;
            }
          } else {
            const err8 = { instancePath: instancePath + "/create/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data1 };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
        if (data0.method !== void 0) {
          let data2 = data0.method;
          if (typeof data2 !== "string") {
            const err9 = { instancePath: instancePath + "/create/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data2 };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          if (!(data2 === "GET" || data2 === "POST")) {
            const err10 = { instancePath: instancePath + "/create/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data2 };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
        }
        if (data0.query !== void 0) {
          let data3 = data0.query;
          if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
            for (const key2 in data3) {
              let data4 = data3[key2];
              const _errs14 = errors;
              let valid4 = false;
              const _errs15 = errors;
              if (typeof data4 !== "string" && !(typeof data4 == "number" && isFinite(data4)) && typeof data4 !== "boolean" && data4 !== null) {
                const err11 = { instancePath: instancePath + "/create/query/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data4 };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
              var _valid0 = _errs15 === errors;
              valid4 = valid4 || _valid0;
              const _errs17 = errors;
              if (Array.isArray(data4)) {
                const len0 = data4.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  let data5 = data4[i0];
                  if (typeof data5 !== "string" && !(typeof data5 == "number" && isFinite(data5)) && typeof data5 !== "boolean" && data5 !== null) {
                    const err12 = { instancePath: instancePath + "/create/query/" + key2.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data5 };
                    if (vErrors === null) {
                      vErrors = [err12];
                    } else {
                      vErrors.push(err12);
                    }
                    errors++;
                  }
                }
              } else {
                const err13 = { instancePath: instancePath + "/create/query/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data4 };
                if (vErrors === null) {
                  vErrors = [err13];
                } else {
                  vErrors.push(err13);
                }
                errors++;
              }
              var _valid0 = _errs17 === errors;
              valid4 = valid4 || _valid0;
              if (!valid4) {
                const err14 = { instancePath: instancePath + "/create/query/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data4 };
                if (vErrors === null) {
                  vErrors = [err14];
                } else {
                  vErrors.push(err14);
                }
                errors++;
              } else {
                errors = _errs14;
                if (vErrors !== null) {
                  if (_errs14) {
                    vErrors.length = _errs14;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err15 = { instancePath: instancePath + "/create/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data3 };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data0.headers !== void 0) {
          let data6 = data0.headers;
          if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
            for (const key3 in data6) {
              const _errs23 = errors;
              if (typeof key3 === "string") {
                if (!pattern11.test(key3)) {
                  const err16 = { instancePath: instancePath + "/create/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key3, propertyName: key3 };
                  if (vErrors === null) {
                    vErrors = [err16];
                  } else {
                    vErrors.push(err16);
                  }
                  errors++;
                }
              } else {
                const err17 = { instancePath: instancePath + "/create/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key3, propertyName: key3 };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
              }
              var valid7 = _errs23 === errors;
              if (!valid7) {
                const err18 = { instancePath: instancePath + "/create/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key3 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data6 };
                if (vErrors === null) {
                  vErrors = [err18];
                } else {
                  vErrors.push(err18);
                }
                errors++;
              }
            }
            for (const key4 in data6) {
              let data7 = data6[key4];
              if (typeof data7 === "string") {
                if (func2(data7) > 8192) {
                  const err19 = { instancePath: instancePath + "/create/headers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data7 };
                  if (vErrors === null) {
                    vErrors = [err19];
                  } else {
                    vErrors.push(err19);
                  }
                  errors++;
                }
              } else {
                const err20 = { instancePath: instancePath + "/create/headers/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data7 };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
            }
          } else {
            const err21 = { instancePath: instancePath + "/create/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data6 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data0.json !== void 0) {
          let data8 = data0.json;
          if (!data8 || typeof data8 != "object") {
            const err22 = { instancePath: instancePath + "/create/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data8 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data0.form !== void 0) {
          let data9 = data0.form;
          if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
            for (const key5 in data9) {
              let data10 = data9[key5];
              if (typeof data10 !== "string" && !(typeof data10 == "number" && isFinite(data10)) && typeof data10 !== "boolean" && data10 !== null) {
                const err23 = { instancePath: instancePath + "/create/form/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data10 };
                if (vErrors === null) {
                  vErrors = [err23];
                } else {
                  vErrors.push(err23);
                }
                errors++;
              }
            }
          } else {
            const err24 = { instancePath: instancePath + "/create/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data9 };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          }
        }
        if (data0.text !== void 0) {
          let data11 = data0.text;
          if (typeof data11 === "string") {
            if (func2(data11) > 8192) {
              const err25 = { instancePath: instancePath + "/create/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data11 };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          } else {
            const err26 = { instancePath: instancePath + "/create/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data11 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
      } else {
        const err27 = { instancePath: instancePath + "/create", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data0 };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
    if (data.fields !== void 0) {
      let data12 = data.fields;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        for (const key6 in data12) {
          let data13 = data12[key6];
          const _errs42 = errors;
          let valid12 = false;
          const _errs43 = errors;
          if (typeof data13 === "string") {
            if (func2(data13) > 1024) {
              const err28 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data13 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
          } else {
            const err29 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data13 };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
          var _valid1 = _errs43 === errors;
          valid12 = valid12 || _valid1;
          const _errs45 = errors;
          if (Array.isArray(data13)) {
            if (data13.length > 32) {
              const err30 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data13 };
              if (vErrors === null) {
                vErrors = [err30];
              } else {
                vErrors.push(err30);
              }
              errors++;
            }
            const len1 = data13.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data14 = data13[i1];
              if (typeof data14 !== "string") {
                const err31 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i1, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data14 };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
          } else {
            const err32 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data13 };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
          var _valid1 = _errs45 === errors;
          valid12 = valid12 || _valid1;
          if (!valid12) {
            const err33 = { instancePath: instancePath + "/fields/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data13 };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          } else {
            errors = _errs42;
            if (vErrors !== null) {
              if (_errs42) {
                vErrors.length = _errs42;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err34 = { instancePath: instancePath + "/fields", schemaPath: "#/properties/fields/type", keyword: "type", params: { type: "object" }, schema: schema33.properties.fields.type, parentSchema: schema33.properties.fields, data: data12 };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
    }
    if (data.poll !== void 0) {
      let data15 = data.poll;
      if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
        if (data15.request === void 0) {
          const err35 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/required", keyword: "required", params: { missingProperty: "request" }, schema: schema33.properties.poll.required, parentSchema: schema33.properties.poll, data: data15 };
          if (vErrors === null) {
            vErrors = [err35];
          } else {
            vErrors.push(err35);
          }
          errors++;
        }
        if (data15.status === void 0) {
          const err36 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/required", keyword: "required", params: { missingProperty: "status" }, schema: schema33.properties.poll.required, parentSchema: schema33.properties.poll, data: data15 };
          if (vErrors === null) {
            vErrors = [err36];
          } else {
            vErrors.push(err36);
          }
          errors++;
        }
        if (data15.done === void 0) {
          const err37 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/required", keyword: "required", params: { missingProperty: "done" }, schema: schema33.properties.poll.required, parentSchema: schema33.properties.poll, data: data15 };
          if (vErrors === null) {
            vErrors = [err37];
          } else {
            vErrors.push(err37);
          }
          errors++;
        }
        if (data15.running === void 0) {
          const err38 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/required", keyword: "required", params: { missingProperty: "running" }, schema: schema33.properties.poll.required, parentSchema: schema33.properties.poll, data: data15 };
          if (vErrors === null) {
            vErrors = [err38];
          } else {
            vErrors.push(err38);
          }
          errors++;
        }
        if (data15.failed === void 0) {
          const err39 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/required", keyword: "required", params: { missingProperty: "failed" }, schema: schema33.properties.poll.required, parentSchema: schema33.properties.poll, data: data15 };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
        for (const key7 in data15) {
          if (!(key7 === "request" || key7 === "every" || key7 === "atMost" || key7 === "status" || key7 === "done" || key7 === "running" || key7 === "failed" || key7 === "fields")) {
            const err40 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema33.properties.poll, data: data15 };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
        }
        if (data15.request !== void 0) {
          let data16 = data15.request;
          if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
            if (data16.url === void 0) {
              const err41 = { instancePath: instancePath + "/poll/request", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data16 };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
            for (const key8 in data16) {
              if (!(key8 === "url" || key8 === "method" || key8 === "query" || key8 === "headers" || key8 === "json" || key8 === "form" || key8 === "text")) {
                const err42 = { instancePath: instancePath + "/poll/request", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, schema: false, parentSchema: schema32, data: data16 };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            }
            if (data16.url !== void 0) {
              let data17 = data16.url;
              if (typeof data17 === "string") {
                if (func2(data17) > 8192) {
                  const err43 = { instancePath: instancePath + "/poll/request/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data17 };
                  if (vErrors === null) {
                    vErrors = [err43];
                  } else {
                    vErrors.push(err43);
                  }
                  errors++;
                }
              } else {
                const err44 = { instancePath: instancePath + "/poll/request/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data17 };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
              }
            }
            if (data16.method !== void 0) {
              let data18 = data16.method;
              if (typeof data18 !== "string") {
                const err45 = { instancePath: instancePath + "/poll/request/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data18 };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
              if (!(data18 === "GET" || data18 === "POST")) {
                const err46 = { instancePath: instancePath + "/poll/request/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data18 };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
            if (data16.query !== void 0) {
              let data19 = data16.query;
              if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
                for (const key9 in data19) {
                  let data20 = data19[key9];
                  const _errs64 = errors;
                  let valid19 = false;
                  const _errs65 = errors;
                  if (typeof data20 !== "string" && !(typeof data20 == "number" && isFinite(data20)) && typeof data20 !== "boolean" && data20 !== null) {
                    const err47 = { instancePath: instancePath + "/poll/request/query/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data20 };
                    if (vErrors === null) {
                      vErrors = [err47];
                    } else {
                      vErrors.push(err47);
                    }
                    errors++;
                  }
                  var _valid2 = _errs65 === errors;
                  valid19 = valid19 || _valid2;
                  const _errs67 = errors;
                  if (Array.isArray(data20)) {
                    const len2 = data20.length;
                    for (let i2 = 0; i2 < len2; i2++) {
                      let data21 = data20[i2];
                      if (typeof data21 !== "string" && !(typeof data21 == "number" && isFinite(data21)) && typeof data21 !== "boolean" && data21 !== null) {
                        const err48 = { instancePath: instancePath + "/poll/request/query/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i2, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data21 };
                        if (vErrors === null) {
                          vErrors = [err48];
                        } else {
                          vErrors.push(err48);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err49 = { instancePath: instancePath + "/poll/request/query/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data20 };
                    if (vErrors === null) {
                      vErrors = [err49];
                    } else {
                      vErrors.push(err49);
                    }
                    errors++;
                  }
                  var _valid2 = _errs67 === errors;
                  valid19 = valid19 || _valid2;
                  if (!valid19) {
                    const err50 = { instancePath: instancePath + "/poll/request/query/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data20 };
                    if (vErrors === null) {
                      vErrors = [err50];
                    } else {
                      vErrors.push(err50);
                    }
                    errors++;
                  } else {
                    errors = _errs64;
                    if (vErrors !== null) {
                      if (_errs64) {
                        vErrors.length = _errs64;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                }
              } else {
                const err51 = { instancePath: instancePath + "/poll/request/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data19 };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            }
            if (data16.headers !== void 0) {
              let data22 = data16.headers;
              if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                for (const key10 in data22) {
                  const _errs73 = errors;
                  if (typeof key10 === "string") {
                    if (!pattern11.test(key10)) {
                      const err52 = { instancePath: instancePath + "/poll/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key10, propertyName: key10 };
                      if (vErrors === null) {
                        vErrors = [err52];
                      } else {
                        vErrors.push(err52);
                      }
                      errors++;
                    }
                  } else {
                    const err53 = { instancePath: instancePath + "/poll/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key10, propertyName: key10 };
                    if (vErrors === null) {
                      vErrors = [err53];
                    } else {
                      vErrors.push(err53);
                    }
                    errors++;
                  }
                  var valid22 = _errs73 === errors;
                  if (!valid22) {
                    const err54 = { instancePath: instancePath + "/poll/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key10 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data22 };
                    if (vErrors === null) {
                      vErrors = [err54];
                    } else {
                      vErrors.push(err54);
                    }
                    errors++;
                  }
                }
                for (const key11 in data22) {
                  let data23 = data22[key11];
                  if (typeof data23 === "string") {
                    if (func2(data23) > 8192) {
                      const err55 = { instancePath: instancePath + "/poll/request/headers/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data23 };
                      if (vErrors === null) {
                        vErrors = [err55];
                      } else {
                        vErrors.push(err55);
                      }
                      errors++;
                    }
                  } else {
                    const err56 = { instancePath: instancePath + "/poll/request/headers/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data23 };
                    if (vErrors === null) {
                      vErrors = [err56];
                    } else {
                      vErrors.push(err56);
                    }
                    errors++;
                  }
                }
              } else {
                const err57 = { instancePath: instancePath + "/poll/request/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data22 };
                if (vErrors === null) {
                  vErrors = [err57];
                } else {
                  vErrors.push(err57);
                }
                errors++;
              }
            }
            if (data16.json !== void 0) {
              let data24 = data16.json;
              if (!data24 || typeof data24 != "object") {
                const err58 = { instancePath: instancePath + "/poll/request/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data24 };
                if (vErrors === null) {
                  vErrors = [err58];
                } else {
                  vErrors.push(err58);
                }
                errors++;
              }
            }
            if (data16.form !== void 0) {
              let data25 = data16.form;
              if (data25 && typeof data25 == "object" && !Array.isArray(data25)) {
                for (const key12 in data25) {
                  let data26 = data25[key12];
                  if (typeof data26 !== "string" && !(typeof data26 == "number" && isFinite(data26)) && typeof data26 !== "boolean" && data26 !== null) {
                    const err59 = { instancePath: instancePath + "/poll/request/form/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data26 };
                    if (vErrors === null) {
                      vErrors = [err59];
                    } else {
                      vErrors.push(err59);
                    }
                    errors++;
                  }
                }
              } else {
                const err60 = { instancePath: instancePath + "/poll/request/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data25 };
                if (vErrors === null) {
                  vErrors = [err60];
                } else {
                  vErrors.push(err60);
                }
                errors++;
              }
            }
            if (data16.text !== void 0) {
              let data27 = data16.text;
              if (typeof data27 === "string") {
                if (func2(data27) > 8192) {
                  const err61 = { instancePath: instancePath + "/poll/request/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err61];
                  } else {
                    vErrors.push(err61);
                  }
                  errors++;
                }
              } else {
                const err62 = { instancePath: instancePath + "/poll/request/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data27 };
                if (vErrors === null) {
                  vErrors = [err62];
                } else {
                  vErrors.push(err62);
                }
                errors++;
              }
            }
          } else {
            const err63 = { instancePath: instancePath + "/poll/request", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data16 };
            if (vErrors === null) {
              vErrors = [err63];
            } else {
              vErrors.push(err63);
            }
            errors++;
          }
        }
        if (data15.every !== void 0) {
          let data28 = data15.every;
          if (typeof data28 === "string") {
            if (!pattern14.test(data28)) {
              const err64 = { instancePath: instancePath + "/poll/every", schemaPath: "#/properties/poll/properties/every/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema33.properties.poll.properties.every, data: data28 };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          } else {
            const err65 = { instancePath: instancePath + "/poll/every", schemaPath: "#/properties/poll/properties/every/type", keyword: "type", params: { type: "string" }, schema: schema33.properties.poll.properties.every.type, parentSchema: schema33.properties.poll.properties.every, data: data28 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
        }
        if (data15.atMost !== void 0) {
          let data29 = data15.atMost;
          if (typeof data29 === "string") {
            if (!pattern14.test(data29)) {
              const err66 = { instancePath: instancePath + "/poll/atMost", schemaPath: "#/properties/poll/properties/atMost/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema33.properties.poll.properties.atMost, data: data29 };
              if (vErrors === null) {
                vErrors = [err66];
              } else {
                vErrors.push(err66);
              }
              errors++;
            }
          } else {
            const err67 = { instancePath: instancePath + "/poll/atMost", schemaPath: "#/properties/poll/properties/atMost/type", keyword: "type", params: { type: "string" }, schema: schema33.properties.poll.properties.atMost.type, parentSchema: schema33.properties.poll.properties.atMost, data: data29 };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
        if (data15.status !== void 0) {
          let data30 = data15.status;
          const _errs93 = errors;
          let valid26 = false;
          const _errs94 = errors;
          if (typeof data30 === "string") {
            if (func2(data30) > 1024) {
              const err68 = { instancePath: instancePath + "/poll/status", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data30 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/poll/status", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data30 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
          var _valid3 = _errs94 === errors;
          valid26 = valid26 || _valid3;
          const _errs96 = errors;
          if (Array.isArray(data30)) {
            if (data30.length > 32) {
              const err70 = { instancePath: instancePath + "/poll/status", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data30 };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
            const len3 = data30.length;
            for (let i3 = 0; i3 < len3; i3++) {
              let data31 = data30[i3];
              if (typeof data31 !== "string") {
                const err71 = { instancePath: instancePath + "/poll/status/" + i3, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data31 };
                if (vErrors === null) {
                  vErrors = [err71];
                } else {
                  vErrors.push(err71);
                }
                errors++;
              }
            }
          } else {
            const err72 = { instancePath: instancePath + "/poll/status", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data30 };
            if (vErrors === null) {
              vErrors = [err72];
            } else {
              vErrors.push(err72);
            }
            errors++;
          }
          var _valid3 = _errs96 === errors;
          valid26 = valid26 || _valid3;
          if (!valid26) {
            const err73 = { instancePath: instancePath + "/poll/status", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data30 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          } else {
            errors = _errs93;
            if (vErrors !== null) {
              if (_errs93) {
                vErrors.length = _errs93;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data15.done !== void 0) {
          let data32 = data15.done;
          if (Array.isArray(data32)) {
            if (data32.length < 1) {
              const err74 = { instancePath: instancePath + "/poll/done", schemaPath: "#/properties/poll/properties/done/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema33.properties.poll.properties.done, data: data32 };
              if (vErrors === null) {
                vErrors = [err74];
              } else {
                vErrors.push(err74);
              }
              errors++;
            }
            const len4 = data32.length;
            for (let i4 = 0; i4 < len4; i4++) {
              let data33 = data32[i4];
              if (typeof data33 !== "string") {
                const err75 = { instancePath: instancePath + "/poll/done/" + i4, schemaPath: "#/properties/poll/properties/done/items/type", keyword: "type", params: { type: "string" }, schema: schema33.properties.poll.properties.done.items.type, parentSchema: schema33.properties.poll.properties.done.items, data: data33 };
                if (vErrors === null) {
                  vErrors = [err75];
                } else {
                  vErrors.push(err75);
                }
                errors++;
              }
            }
          } else {
            const err76 = { instancePath: instancePath + "/poll/done", schemaPath: "#/properties/poll/properties/done/type", keyword: "type", params: { type: "array" }, schema: schema33.properties.poll.properties.done.type, parentSchema: schema33.properties.poll.properties.done, data: data32 };
            if (vErrors === null) {
              vErrors = [err76];
            } else {
              vErrors.push(err76);
            }
            errors++;
          }
        }
        if (data15.running !== void 0) {
          let data34 = data15.running;
          if (Array.isArray(data34)) {
            const len5 = data34.length;
            for (let i5 = 0; i5 < len5; i5++) {
              let data35 = data34[i5];
              if (typeof data35 !== "string") {
                const err77 = { instancePath: instancePath + "/poll/running/" + i5, schemaPath: "#/properties/poll/properties/running/items/type", keyword: "type", params: { type: "string" }, schema: schema33.properties.poll.properties.running.items.type, parentSchema: schema33.properties.poll.properties.running.items, data: data35 };
                if (vErrors === null) {
                  vErrors = [err77];
                } else {
                  vErrors.push(err77);
                }
                errors++;
              }
            }
          } else {
            const err78 = { instancePath: instancePath + "/poll/running", schemaPath: "#/properties/poll/properties/running/type", keyword: "type", params: { type: "array" }, schema: schema33.properties.poll.properties.running.type, parentSchema: schema33.properties.poll.properties.running, data: data34 };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          }
        }
        if (data15.failed !== void 0) {
          let data36 = data15.failed;
          if (Array.isArray(data36)) {
            const len6 = data36.length;
            for (let i6 = 0; i6 < len6; i6++) {
              let data37 = data36[i6];
              if (typeof data37 !== "string") {
                const err79 = { instancePath: instancePath + "/poll/failed/" + i6, schemaPath: "#/properties/poll/properties/failed/items/type", keyword: "type", params: { type: "string" }, schema: schema33.properties.poll.properties.failed.items.type, parentSchema: schema33.properties.poll.properties.failed.items, data: data37 };
                if (vErrors === null) {
                  vErrors = [err79];
                } else {
                  vErrors.push(err79);
                }
                errors++;
              }
            }
          } else {
            const err80 = { instancePath: instancePath + "/poll/failed", schemaPath: "#/properties/poll/properties/failed/type", keyword: "type", params: { type: "array" }, schema: schema33.properties.poll.properties.failed.type, parentSchema: schema33.properties.poll.properties.failed, data: data36 };
            if (vErrors === null) {
              vErrors = [err80];
            } else {
              vErrors.push(err80);
            }
            errors++;
          }
        }
        if (data15.fields !== void 0) {
          let data38 = data15.fields;
          if (data38 && typeof data38 == "object" && !Array.isArray(data38)) {
            for (const key13 in data38) {
              let data39 = data38[key13];
              const _errs117 = errors;
              let valid37 = false;
              const _errs118 = errors;
              if (typeof data39 === "string") {
                if (func2(data39) > 1024) {
                  const err81 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data39 };
                  if (vErrors === null) {
                    vErrors = [err81];
                  } else {
                    vErrors.push(err81);
                  }
                  errors++;
                }
              } else {
                const err82 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data39 };
                if (vErrors === null) {
                  vErrors = [err82];
                } else {
                  vErrors.push(err82);
                }
                errors++;
              }
              var _valid4 = _errs118 === errors;
              valid37 = valid37 || _valid4;
              const _errs120 = errors;
              if (Array.isArray(data39)) {
                if (data39.length > 32) {
                  const err83 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data39 };
                  if (vErrors === null) {
                    vErrors = [err83];
                  } else {
                    vErrors.push(err83);
                  }
                  errors++;
                }
                const len7 = data39.length;
                for (let i7 = 0; i7 < len7; i7++) {
                  let data40 = data39[i7];
                  if (typeof data40 !== "string") {
                    const err84 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i7, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data40 };
                    if (vErrors === null) {
                      vErrors = [err84];
                    } else {
                      vErrors.push(err84);
                    }
                    errors++;
                  }
                }
              } else {
                const err85 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data39 };
                if (vErrors === null) {
                  vErrors = [err85];
                } else {
                  vErrors.push(err85);
                }
                errors++;
              }
              var _valid4 = _errs120 === errors;
              valid37 = valid37 || _valid4;
              if (!valid37) {
                const err86 = { instancePath: instancePath + "/poll/fields/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data39 };
                if (vErrors === null) {
                  vErrors = [err86];
                } else {
                  vErrors.push(err86);
                }
                errors++;
              } else {
                errors = _errs117;
                if (vErrors !== null) {
                  if (_errs117) {
                    vErrors.length = _errs117;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err87 = { instancePath: instancePath + "/poll/fields", schemaPath: "#/properties/poll/properties/fields/type", keyword: "type", params: { type: "object" }, schema: schema33.properties.poll.properties.fields.type, parentSchema: schema33.properties.poll.properties.fields, data: data38 };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
        }
      } else {
        const err88 = { instancePath: instancePath + "/poll", schemaPath: "#/properties/poll/type", keyword: "type", params: { type: "object" }, schema: schema33.properties.poll.type, parentSchema: schema33.properties.poll, data: data15 };
        if (vErrors === null) {
          vErrors = [err88];
        } else {
          vErrors.push(err88);
        }
        errors++;
      }
    }
    if (data.download !== void 0) {
      let data41 = data.download;
      const _errs125 = errors;
      let valid40 = false;
      const _errs126 = errors;
      if (data41 && typeof data41 == "object" && !Array.isArray(data41)) {
        if (data41.urls === void 0) {
          const err89 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/0/required", keyword: "required", params: { missingProperty: "urls" }, schema: schema33.properties.download.anyOf[0].required, parentSchema: schema33.properties.download.anyOf[0], data: data41 };
          if (vErrors === null) {
            vErrors = [err89];
          } else {
            vErrors.push(err89);
          }
          errors++;
        }
        for (const key14 in data41) {
          if (!(key14 === "urls")) {
            const err90 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, schema: false, parentSchema: schema33.properties.download.anyOf[0], data: data41 };
            if (vErrors === null) {
              vErrors = [err90];
            } else {
              vErrors.push(err90);
            }
            errors++;
          }
        }
        if (data41.urls !== void 0) {
          let data42 = data41.urls;
          const _errs131 = errors;
          let valid43 = false;
          const _errs132 = errors;
          if (typeof data42 === "string") {
            if (func2(data42) > 1024) {
              const err91 = { instancePath: instancePath + "/download/urls", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data42 };
              if (vErrors === null) {
                vErrors = [err91];
              } else {
                vErrors.push(err91);
              }
              errors++;
            }
          } else {
            const err92 = { instancePath: instancePath + "/download/urls", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data42 };
            if (vErrors === null) {
              vErrors = [err92];
            } else {
              vErrors.push(err92);
            }
            errors++;
          }
          var _valid6 = _errs132 === errors;
          valid43 = valid43 || _valid6;
          const _errs134 = errors;
          if (Array.isArray(data42)) {
            if (data42.length > 32) {
              const err93 = { instancePath: instancePath + "/download/urls", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data42 };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
            const len8 = data42.length;
            for (let i8 = 0; i8 < len8; i8++) {
              let data43 = data42[i8];
              if (typeof data43 !== "string") {
                const err94 = { instancePath: instancePath + "/download/urls/" + i8, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data43 };
                if (vErrors === null) {
                  vErrors = [err94];
                } else {
                  vErrors.push(err94);
                }
                errors++;
              }
            }
          } else {
            const err95 = { instancePath: instancePath + "/download/urls", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data42 };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
          var _valid6 = _errs134 === errors;
          valid43 = valid43 || _valid6;
          if (!valid43) {
            const err96 = { instancePath: instancePath + "/download/urls", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data42 };
            if (vErrors === null) {
              vErrors = [err96];
            } else {
              vErrors.push(err96);
            }
            errors++;
          } else {
            errors = _errs131;
            if (vErrors !== null) {
              if (_errs131) {
                vErrors.length = _errs131;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err97 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema33.properties.download.anyOf[0].type, parentSchema: schema33.properties.download.anyOf[0], data: data41 };
        if (vErrors === null) {
          vErrors = [err97];
        } else {
          vErrors.push(err97);
        }
        errors++;
      }
      var _valid5 = _errs126 === errors;
      valid40 = valid40 || _valid5;
      if (_valid5) {
        var props0 = true;
      }
      const _errs138 = errors;
      if (data41 && typeof data41 == "object" && !Array.isArray(data41)) {
        if (data41.request === void 0) {
          const err98 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/1/required", keyword: "required", params: { missingProperty: "request" }, schema: schema33.properties.download.anyOf[1].required, parentSchema: schema33.properties.download.anyOf[1], data: data41 };
          if (vErrors === null) {
            vErrors = [err98];
          } else {
            vErrors.push(err98);
          }
          errors++;
        }
        if (data41.paging === void 0) {
          const err99 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/1/required", keyword: "required", params: { missingProperty: "paging" }, schema: schema33.properties.download.anyOf[1].required, parentSchema: schema33.properties.download.anyOf[1], data: data41 };
          if (vErrors === null) {
            vErrors = [err99];
          } else {
            vErrors.push(err99);
          }
          errors++;
        }
        for (const key15 in data41) {
          if (!(key15 === "request" || key15 === "paging")) {
            const err100 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, schema: false, parentSchema: schema33.properties.download.anyOf[1], data: data41 };
            if (vErrors === null) {
              vErrors = [err100];
            } else {
              vErrors.push(err100);
            }
            errors++;
          }
        }
        if (data41.request !== void 0) {
          let data44 = data41.request;
          if (data44 && typeof data44 == "object" && !Array.isArray(data44)) {
            if (data44.url === void 0) {
              const err101 = { instancePath: instancePath + "/download/request", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data44 };
              if (vErrors === null) {
                vErrors = [err101];
              } else {
                vErrors.push(err101);
              }
              errors++;
            }
            for (const key16 in data44) {
              if (!(key16 === "url" || key16 === "method" || key16 === "query" || key16 === "headers" || key16 === "json" || key16 === "form" || key16 === "text")) {
                const err102 = { instancePath: instancePath + "/download/request", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key16 }, schema: false, parentSchema: schema32, data: data44 };
                if (vErrors === null) {
                  vErrors = [err102];
                } else {
                  vErrors.push(err102);
                }
                errors++;
              }
            }
            if (data44.url !== void 0) {
              let data45 = data44.url;
              if (typeof data45 === "string") {
                if (func2(data45) > 8192) {
                  const err103 = { instancePath: instancePath + "/download/request/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err103];
                  } else {
                    vErrors.push(err103);
                  }
                  errors++;
                }
              } else {
                const err104 = { instancePath: instancePath + "/download/request/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data45 };
                if (vErrors === null) {
                  vErrors = [err104];
                } else {
                  vErrors.push(err104);
                }
                errors++;
              }
            }
            if (data44.method !== void 0) {
              let data46 = data44.method;
              if (typeof data46 !== "string") {
                const err105 = { instancePath: instancePath + "/download/request/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data46 };
                if (vErrors === null) {
                  vErrors = [err105];
                } else {
                  vErrors.push(err105);
                }
                errors++;
              }
              if (!(data46 === "GET" || data46 === "POST")) {
                const err106 = { instancePath: instancePath + "/download/request/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data46 };
                if (vErrors === null) {
                  vErrors = [err106];
                } else {
                  vErrors.push(err106);
                }
                errors++;
              }
            }
            if (data44.query !== void 0) {
              let data47 = data44.query;
              if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
                for (const key17 in data47) {
                  let data48 = data47[key17];
                  const _errs153 = errors;
                  let valid50 = false;
                  const _errs154 = errors;
                  if (typeof data48 !== "string" && !(typeof data48 == "number" && isFinite(data48)) && typeof data48 !== "boolean" && data48 !== null) {
                    const err107 = { instancePath: instancePath + "/download/request/query/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data48 };
                    if (vErrors === null) {
                      vErrors = [err107];
                    } else {
                      vErrors.push(err107);
                    }
                    errors++;
                  }
                  var _valid7 = _errs154 === errors;
                  valid50 = valid50 || _valid7;
                  const _errs156 = errors;
                  if (Array.isArray(data48)) {
                    const len9 = data48.length;
                    for (let i9 = 0; i9 < len9; i9++) {
                      let data49 = data48[i9];
                      if (typeof data49 !== "string" && !(typeof data49 == "number" && isFinite(data49)) && typeof data49 !== "boolean" && data49 !== null) {
                        const err108 = { instancePath: instancePath + "/download/request/query/" + key17.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i9, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data49 };
                        if (vErrors === null) {
                          vErrors = [err108];
                        } else {
                          vErrors.push(err108);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err109 = { instancePath: instancePath + "/download/request/query/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data48 };
                    if (vErrors === null) {
                      vErrors = [err109];
                    } else {
                      vErrors.push(err109);
                    }
                    errors++;
                  }
                  var _valid7 = _errs156 === errors;
                  valid50 = valid50 || _valid7;
                  if (!valid50) {
                    const err110 = { instancePath: instancePath + "/download/request/query/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data48 };
                    if (vErrors === null) {
                      vErrors = [err110];
                    } else {
                      vErrors.push(err110);
                    }
                    errors++;
                  } else {
                    errors = _errs153;
                    if (vErrors !== null) {
                      if (_errs153) {
                        vErrors.length = _errs153;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                }
              } else {
                const err111 = { instancePath: instancePath + "/download/request/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data47 };
                if (vErrors === null) {
                  vErrors = [err111];
                } else {
                  vErrors.push(err111);
                }
                errors++;
              }
            }
            if (data44.headers !== void 0) {
              let data50 = data44.headers;
              if (data50 && typeof data50 == "object" && !Array.isArray(data50)) {
                for (const key18 in data50) {
                  const _errs162 = errors;
                  if (typeof key18 === "string") {
                    if (!pattern11.test(key18)) {
                      const err112 = { instancePath: instancePath + "/download/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key18, propertyName: key18 };
                      if (vErrors === null) {
                        vErrors = [err112];
                      } else {
                        vErrors.push(err112);
                      }
                      errors++;
                    }
                  } else {
                    const err113 = { instancePath: instancePath + "/download/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key18, propertyName: key18 };
                    if (vErrors === null) {
                      vErrors = [err113];
                    } else {
                      vErrors.push(err113);
                    }
                    errors++;
                  }
                  var valid53 = _errs162 === errors;
                  if (!valid53) {
                    const err114 = { instancePath: instancePath + "/download/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key18 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data50 };
                    if (vErrors === null) {
                      vErrors = [err114];
                    } else {
                      vErrors.push(err114);
                    }
                    errors++;
                  }
                }
                for (const key19 in data50) {
                  let data51 = data50[key19];
                  if (typeof data51 === "string") {
                    if (func2(data51) > 8192) {
                      const err115 = { instancePath: instancePath + "/download/request/headers/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data51 };
                      if (vErrors === null) {
                        vErrors = [err115];
                      } else {
                        vErrors.push(err115);
                      }
                      errors++;
                    }
                  } else {
                    const err116 = { instancePath: instancePath + "/download/request/headers/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data51 };
                    if (vErrors === null) {
                      vErrors = [err116];
                    } else {
                      vErrors.push(err116);
                    }
                    errors++;
                  }
                }
              } else {
                const err117 = { instancePath: instancePath + "/download/request/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data50 };
                if (vErrors === null) {
                  vErrors = [err117];
                } else {
                  vErrors.push(err117);
                }
                errors++;
              }
            }
            if (data44.json !== void 0) {
              let data52 = data44.json;
              if (!data52 || typeof data52 != "object") {
                const err118 = { instancePath: instancePath + "/download/request/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data52 };
                if (vErrors === null) {
                  vErrors = [err118];
                } else {
                  vErrors.push(err118);
                }
                errors++;
              }
            }
            if (data44.form !== void 0) {
              let data53 = data44.form;
              if (data53 && typeof data53 == "object" && !Array.isArray(data53)) {
                for (const key20 in data53) {
                  let data54 = data53[key20];
                  if (typeof data54 !== "string" && !(typeof data54 == "number" && isFinite(data54)) && typeof data54 !== "boolean" && data54 !== null) {
                    const err119 = { instancePath: instancePath + "/download/request/form/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data54 };
                    if (vErrors === null) {
                      vErrors = [err119];
                    } else {
                      vErrors.push(err119);
                    }
                    errors++;
                  }
                }
              } else {
                const err120 = { instancePath: instancePath + "/download/request/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data53 };
                if (vErrors === null) {
                  vErrors = [err120];
                } else {
                  vErrors.push(err120);
                }
                errors++;
              }
            }
            if (data44.text !== void 0) {
              let data55 = data44.text;
              if (typeof data55 === "string") {
                if (func2(data55) > 8192) {
                  const err121 = { instancePath: instancePath + "/download/request/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data55 };
                  if (vErrors === null) {
                    vErrors = [err121];
                  } else {
                    vErrors.push(err121);
                  }
                  errors++;
                }
              } else {
                const err122 = { instancePath: instancePath + "/download/request/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data55 };
                if (vErrors === null) {
                  vErrors = [err122];
                } else {
                  vErrors.push(err122);
                }
                errors++;
              }
            }
          } else {
            const err123 = { instancePath: instancePath + "/download/request", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data44 };
            if (vErrors === null) {
              vErrors = [err123];
            } else {
              vErrors.push(err123);
            }
            errors++;
          }
        }
        if (data41.paging !== void 0) {
          if (!validate22(data41.paging, { instancePath: instancePath + "/download/paging", parentData: data41, parentDataProperty: "paging", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err124 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema33.properties.download.anyOf[1].type, parentSchema: schema33.properties.download.anyOf[1], data: data41 };
        if (vErrors === null) {
          vErrors = [err124];
        } else {
          vErrors.push(err124);
        }
        errors++;
      }
      var _valid5 = _errs138 === errors;
      valid40 = valid40 || _valid5;
      if (_valid5) {
        if (props0 !== true) {
          props0 = true;
        }
      }
      if (!valid40) {
        const err125 = { instancePath: instancePath + "/download", schemaPath: "#/properties/download/anyOf", keyword: "anyOf", params: {}, schema: schema33.properties.download.anyOf, parentSchema: schema33.properties.download, data: data41 };
        if (vErrors === null) {
          vErrors = [err125];
        } else {
          vErrors.push(err125);
        }
        errors++;
      } else {
        errors = _errs125;
        if (vErrors !== null) {
          if (_errs125) {
            vErrors.length = _errs125;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err126 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema33.type, parentSchema: schema33, data };
    if (vErrors === null) {
      vErrors = [err126];
    } else {
      vErrors.push(err126);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema63 = { "x-kept": true, "type": "object", "required": ["kind"], "discriminator": { "propertyName": "kind" }, "oneOf": [{ "type": "object", "properties": { "kind": { "type": "string", "const": "none" } }, "required": ["kind"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "api-key" }, "in": { "type": "string", "enum": ["header", "query"], "description": "The place of the key in the request." }, "name": { "type": "string", "description": "The header or parameter." }, "value": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "The key." } }, "required": ["kind", "in", "name", "value"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "bearer" }, "token": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "The token." } }, "required": ["kind", "token"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "basic" }, "user": { "type": "string", "maxLength": 8192, "description": "The user; a secret, a setting or a text." }, "password": { "type": "string", "maxLength": 8192, "description": "The password: text with {secret.name}, or empty." } }, "required": ["kind", "user", "password"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "oauth2" }, "grant": { "type": "string", "enum": ["client_credentials", "refresh_token"], "description": "The grant." }, "tokenUrl": { "type": "string", "maxLength": 8192, "description": "The token endpoint." }, "clientId": { "type": "string", "maxLength": 8192, "description": "The client." }, "clientSecret": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "Its secret." }, "refreshToken": { "type": "string", "pattern": "\\{secret\\.[A-Za-z0-9_]+\\}", "x-allowed": "text with {secret.name}, and no literal", "writeOnly": true, "description": "Only with the grant refresh_token." }, "singleUse": { "type": "boolean", "description": "Each refresh token is used once, and the next is kept by compare-and-set.", "default": false }, "client": { "type": "string", "enum": ["body", "basic"], "description": "The place of client and secret in the request.", "default": "body" }, "body": { "type": "string", "enum": ["form", "json"], "description": "The form of the request.", "default": "form" }, "scope": { "type": "string", "description": "The scope." }, "fields": { "type": "object", "description": "Further fields.", "additionalProperties": { "type": "string", "maxLength": 8192 } }, "headers": { "type": "object", "description": "Further headers.", "additionalProperties": { "type": "string", "maxLength": 8192 } }, "tokenAt": { "type": "string", "description": "The place of the token in the answer.", "default": "access_token" }, "lifetime": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The lifetime of a token if the answer does not give one.", "default": "50m" }, "into": { "type": "object", "properties": { "in": { "type": "string", "enum": ["header", "query"], "description": "The place in the answer." }, "name": { "type": "string", "description": "The header or parameter." }, "prefix": { "type": "string", "description": "Before the token, with its blank." } }, "required": ["in", "name"], "additionalProperties": false } }, "required": ["kind", "grant", "tokenUrl", "clientId", "clientSecret"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "session" }, "request": { "$ref": "#/$defs/request", "description": "The login." }, "token": { "$ref": "#/$defs/value", "description": "The place of the token in its answer." }, "lifetime": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The time for which the token is used.", "default": "50m" }, "into": { "type": "object", "properties": { "in": { "type": "string", "enum": ["header", "query"], "description": "The place in the answer." }, "name": { "type": "string", "description": "The header or parameter." }, "prefix": { "type": "string", "description": "Before the token, with its blank." } }, "required": ["in", "name"], "additionalProperties": false }, "auth": { "$ref": "#/$defs/auth", "description": "Credentials of the login itself." } }, "required": ["kind", "request", "token", "into"], "additionalProperties": false }, { "type": "object", "properties": { "kind": { "type": "string", "const": "google-id-token" }, "audience": { "type": "string", "description": "The audience of the token." } }, "required": ["kind", "audience"], "additionalProperties": false }] };
var pattern17 = new RegExp("\\{secret\\.[A-Za-z0-9_]+\\}", "u");
var wrapper3 = { validate: validate43 };
function validate43(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate43.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.kind === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.required, parentSchema: schema63, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const tag0 = data.kind;
    if (typeof tag0 == "string") {
      if (tag0 === "none") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err1 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[0].required, parentSchema: schema63.oneOf[0], data };
            if (vErrors === null) {
              vErrors = [err1];
            } else {
              vErrors.push(err1);
            }
            errors++;
          }
          for (const key0 in data) {
            if (!(key0 === "kind")) {
              const err2 = { instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema63.oneOf[0], data };
              if (vErrors === null) {
                vErrors = [err2];
              } else {
                vErrors.push(err2);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data0 = data.kind;
            if (typeof data0 !== "string") {
              const err3 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[0].properties.kind.type, parentSchema: schema63.oneOf[0].properties.kind, data: data0 };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            if ("none" !== data0) {
              const err4 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/const", keyword: "const", params: { allowedValue: "none" }, schema: "none", parentSchema: schema63.oneOf[0].properties.kind, data: data0 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          }
        } else {
          const err5 = { instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[0].type, parentSchema: schema63.oneOf[0], data };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        var props0 = true;
      } else if (tag0 === "api-key") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err6 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[1].required, parentSchema: schema63.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
          if (data.in === void 0) {
            const err7 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "in" }, schema: schema63.oneOf[1].required, parentSchema: schema63.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
          if (data.name === void 0) {
            const err8 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "name" }, schema: schema63.oneOf[1].required, parentSchema: schema63.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
          if (data.value === void 0) {
            const err9 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "value" }, schema: schema63.oneOf[1].required, parentSchema: schema63.oneOf[1], data };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          for (const key1 in data) {
            if (!(key1 === "kind" || key1 === "in" || key1 === "name" || key1 === "value")) {
              const err10 = { instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema63.oneOf[1], data };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data1 = data.kind;
            if (typeof data1 !== "string") {
              const err11 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[1].properties.kind.type, parentSchema: schema63.oneOf[1].properties.kind, data: data1 };
              if (vErrors === null) {
                vErrors = [err11];
              } else {
                vErrors.push(err11);
              }
              errors++;
            }
            if ("api-key" !== data1) {
              const err12 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/const", keyword: "const", params: { allowedValue: "api-key" }, schema: "api-key", parentSchema: schema63.oneOf[1].properties.kind, data: data1 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          }
          if (data.in !== void 0) {
            let data2 = data.in;
            if (typeof data2 !== "string") {
              const err13 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/1/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[1].properties.in.type, parentSchema: schema63.oneOf[1].properties.in, data: data2 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if (!(data2 === "header" || data2 === "query")) {
              const err14 = { instancePath: instancePath + "/in", schemaPath: "#/oneOf/1/properties/in/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[1].properties.in.enum }, schema: schema63.oneOf[1].properties.in.enum, parentSchema: schema63.oneOf[1].properties.in, data: data2 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          }
          if (data.name !== void 0) {
            let data3 = data.name;
            if (typeof data3 !== "string") {
              const err15 = { instancePath: instancePath + "/name", schemaPath: "#/oneOf/1/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[1].properties.name.type, parentSchema: schema63.oneOf[1].properties.name, data: data3 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          }
          if (data.value !== void 0) {
            let data4 = data.value;
            if (typeof data4 === "string") {
              if (!pattern17.test(data4)) {
                const err16 = { instancePath: instancePath + "/value", schemaPath: "#/oneOf/1/properties/value/pattern", keyword: "pattern", params: { pattern: "\\{secret\\.[A-Za-z0-9_]+\\}" }, schema: "\\{secret\\.[A-Za-z0-9_]+\\}", parentSchema: schema63.oneOf[1].properties.value, data: data4 };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
            } else {
              const err17 = { instancePath: instancePath + "/value", schemaPath: "#/oneOf/1/properties/value/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[1].properties.value.type, parentSchema: schema63.oneOf[1].properties.value, data: data4 };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
          }
        } else {
          const err18 = { instancePath, schemaPath: "#/oneOf/1/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[1].type, parentSchema: schema63.oneOf[1], data };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "bearer") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err19 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[2].required, parentSchema: schema63.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
          if (data.token === void 0) {
            const err20 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "token" }, schema: schema63.oneOf[2].required, parentSchema: schema63.oneOf[2], data };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
          for (const key2 in data) {
            if (!(key2 === "kind" || key2 === "token")) {
              const err21 = { instancePath, schemaPath: "#/oneOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema63.oneOf[2], data };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data5 = data.kind;
            if (typeof data5 !== "string") {
              const err22 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[2].properties.kind.type, parentSchema: schema63.oneOf[2].properties.kind, data: data5 };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
            if ("bearer" !== data5) {
              const err23 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/const", keyword: "const", params: { allowedValue: "bearer" }, schema: "bearer", parentSchema: schema63.oneOf[2].properties.kind, data: data5 };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
          }
          if (data.token !== void 0) {
            let data6 = data.token;
            if (typeof data6 === "string") {
              if (!pattern17.test(data6)) {
                const err24 = { instancePath: instancePath + "/token", schemaPath: "#/oneOf/2/properties/token/pattern", keyword: "pattern", params: { pattern: "\\{secret\\.[A-Za-z0-9_]+\\}" }, schema: "\\{secret\\.[A-Za-z0-9_]+\\}", parentSchema: schema63.oneOf[2].properties.token, data: data6 };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
            } else {
              const err25 = { instancePath: instancePath + "/token", schemaPath: "#/oneOf/2/properties/token/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[2].properties.token.type, parentSchema: schema63.oneOf[2].properties.token, data: data6 };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          }
        } else {
          const err26 = { instancePath, schemaPath: "#/oneOf/2/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[2].type, parentSchema: schema63.oneOf[2], data };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "basic") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err27 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[3].required, parentSchema: schema63.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
          if (data.user === void 0) {
            const err28 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "user" }, schema: schema63.oneOf[3].required, parentSchema: schema63.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
          if (data.password === void 0) {
            const err29 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "password" }, schema: schema63.oneOf[3].required, parentSchema: schema63.oneOf[3], data };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
          for (const key3 in data) {
            if (!(key3 === "kind" || key3 === "user" || key3 === "password")) {
              const err30 = { instancePath, schemaPath: "#/oneOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema63.oneOf[3], data };
              if (vErrors === null) {
                vErrors = [err30];
              } else {
                vErrors.push(err30);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data7 = data.kind;
            if (typeof data7 !== "string") {
              const err31 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[3].properties.kind.type, parentSchema: schema63.oneOf[3].properties.kind, data: data7 };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            if ("basic" !== data7) {
              const err32 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/const", keyword: "const", params: { allowedValue: "basic" }, schema: "basic", parentSchema: schema63.oneOf[3].properties.kind, data: data7 };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
          }
          if (data.user !== void 0) {
            let data8 = data.user;
            if (typeof data8 === "string") {
              if (func2(data8) > 8192) {
                const err33 = { instancePath: instancePath + "/user", schemaPath: "#/oneOf/3/properties/user/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[3].properties.user, data: data8 };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
            } else {
              const err34 = { instancePath: instancePath + "/user", schemaPath: "#/oneOf/3/properties/user/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[3].properties.user.type, parentSchema: schema63.oneOf[3].properties.user, data: data8 };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
          }
          if (data.password !== void 0) {
            let data9 = data.password;
            if (typeof data9 === "string") {
              if (func2(data9) > 8192) {
                const err35 = { instancePath: instancePath + "/password", schemaPath: "#/oneOf/3/properties/password/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[3].properties.password, data: data9 };
                if (vErrors === null) {
                  vErrors = [err35];
                } else {
                  vErrors.push(err35);
                }
                errors++;
              }
            } else {
              const err36 = { instancePath: instancePath + "/password", schemaPath: "#/oneOf/3/properties/password/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[3].properties.password.type, parentSchema: schema63.oneOf[3].properties.password, data: data9 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          }
        } else {
          const err37 = { instancePath, schemaPath: "#/oneOf/3/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[3].type, parentSchema: schema63.oneOf[3], data };
          if (vErrors === null) {
            vErrors = [err37];
          } else {
            vErrors.push(err37);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "oauth2") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err38 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[4].required, parentSchema: schema63.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
          if (data.grant === void 0) {
            const err39 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "grant" }, schema: schema63.oneOf[4].required, parentSchema: schema63.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err39];
            } else {
              vErrors.push(err39);
            }
            errors++;
          }
          if (data.tokenUrl === void 0) {
            const err40 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "tokenUrl" }, schema: schema63.oneOf[4].required, parentSchema: schema63.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
          if (data.clientId === void 0) {
            const err41 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "clientId" }, schema: schema63.oneOf[4].required, parentSchema: schema63.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
          if (data.clientSecret === void 0) {
            const err42 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "clientSecret" }, schema: schema63.oneOf[4].required, parentSchema: schema63.oneOf[4], data };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
          for (const key4 in data) {
            if (!func1.call(schema63.oneOf[4].properties, key4)) {
              const err43 = { instancePath, schemaPath: "#/oneOf/4/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema63.oneOf[4], data };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data10 = data.kind;
            if (typeof data10 !== "string") {
              const err44 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.kind.type, parentSchema: schema63.oneOf[4].properties.kind, data: data10 };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            if ("oauth2" !== data10) {
              const err45 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/const", keyword: "const", params: { allowedValue: "oauth2" }, schema: "oauth2", parentSchema: schema63.oneOf[4].properties.kind, data: data10 };
              if (vErrors === null) {
                vErrors = [err45];
              } else {
                vErrors.push(err45);
              }
              errors++;
            }
          }
          if (data.grant !== void 0) {
            let data11 = data.grant;
            if (typeof data11 !== "string") {
              const err46 = { instancePath: instancePath + "/grant", schemaPath: "#/oneOf/4/properties/grant/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.grant.type, parentSchema: schema63.oneOf[4].properties.grant, data: data11 };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
            if (!(data11 === "client_credentials" || data11 === "refresh_token")) {
              const err47 = { instancePath: instancePath + "/grant", schemaPath: "#/oneOf/4/properties/grant/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[4].properties.grant.enum }, schema: schema63.oneOf[4].properties.grant.enum, parentSchema: schema63.oneOf[4].properties.grant, data: data11 };
              if (vErrors === null) {
                vErrors = [err47];
              } else {
                vErrors.push(err47);
              }
              errors++;
            }
          }
          if (data.tokenUrl !== void 0) {
            let data12 = data.tokenUrl;
            if (typeof data12 === "string") {
              if (func2(data12) > 8192) {
                const err48 = { instancePath: instancePath + "/tokenUrl", schemaPath: "#/oneOf/4/properties/tokenUrl/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[4].properties.tokenUrl, data: data12 };
                if (vErrors === null) {
                  vErrors = [err48];
                } else {
                  vErrors.push(err48);
                }
                errors++;
              }
            } else {
              const err49 = { instancePath: instancePath + "/tokenUrl", schemaPath: "#/oneOf/4/properties/tokenUrl/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.tokenUrl.type, parentSchema: schema63.oneOf[4].properties.tokenUrl, data: data12 };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
          }
          if (data.clientId !== void 0) {
            let data13 = data.clientId;
            if (typeof data13 === "string") {
              if (func2(data13) > 8192) {
                const err50 = { instancePath: instancePath + "/clientId", schemaPath: "#/oneOf/4/properties/clientId/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[4].properties.clientId, data: data13 };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
            } else {
              const err51 = { instancePath: instancePath + "/clientId", schemaPath: "#/oneOf/4/properties/clientId/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.clientId.type, parentSchema: schema63.oneOf[4].properties.clientId, data: data13 };
              if (vErrors === null) {
                vErrors = [err51];
              } else {
                vErrors.push(err51);
              }
              errors++;
            }
          }
          if (data.clientSecret !== void 0) {
            let data14 = data.clientSecret;
            if (typeof data14 === "string") {
              if (!pattern17.test(data14)) {
                const err52 = { instancePath: instancePath + "/clientSecret", schemaPath: "#/oneOf/4/properties/clientSecret/pattern", keyword: "pattern", params: { pattern: "\\{secret\\.[A-Za-z0-9_]+\\}" }, schema: "\\{secret\\.[A-Za-z0-9_]+\\}", parentSchema: schema63.oneOf[4].properties.clientSecret, data: data14 };
                if (vErrors === null) {
                  vErrors = [err52];
                } else {
                  vErrors.push(err52);
                }
                errors++;
              }
            } else {
              const err53 = { instancePath: instancePath + "/clientSecret", schemaPath: "#/oneOf/4/properties/clientSecret/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.clientSecret.type, parentSchema: schema63.oneOf[4].properties.clientSecret, data: data14 };
              if (vErrors === null) {
                vErrors = [err53];
              } else {
                vErrors.push(err53);
              }
              errors++;
            }
          }
          if (data.refreshToken !== void 0) {
            let data15 = data.refreshToken;
            if (typeof data15 === "string") {
              if (!pattern17.test(data15)) {
                const err54 = { instancePath: instancePath + "/refreshToken", schemaPath: "#/oneOf/4/properties/refreshToken/pattern", keyword: "pattern", params: { pattern: "\\{secret\\.[A-Za-z0-9_]+\\}" }, schema: "\\{secret\\.[A-Za-z0-9_]+\\}", parentSchema: schema63.oneOf[4].properties.refreshToken, data: data15 };
                if (vErrors === null) {
                  vErrors = [err54];
                } else {
                  vErrors.push(err54);
                }
                errors++;
              }
            } else {
              const err55 = { instancePath: instancePath + "/refreshToken", schemaPath: "#/oneOf/4/properties/refreshToken/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.refreshToken.type, parentSchema: schema63.oneOf[4].properties.refreshToken, data: data15 };
              if (vErrors === null) {
                vErrors = [err55];
              } else {
                vErrors.push(err55);
              }
              errors++;
            }
          }
          if (data.singleUse !== void 0) {
            let data16 = data.singleUse;
            if (typeof data16 !== "boolean") {
              const err56 = { instancePath: instancePath + "/singleUse", schemaPath: "#/oneOf/4/properties/singleUse/type", keyword: "type", params: { type: "boolean" }, schema: schema63.oneOf[4].properties.singleUse.type, parentSchema: schema63.oneOf[4].properties.singleUse, data: data16 };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
          }
          if (data.client !== void 0) {
            let data17 = data.client;
            if (typeof data17 !== "string") {
              const err57 = { instancePath: instancePath + "/client", schemaPath: "#/oneOf/4/properties/client/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.client.type, parentSchema: schema63.oneOf[4].properties.client, data: data17 };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
            if (!(data17 === "body" || data17 === "basic")) {
              const err58 = { instancePath: instancePath + "/client", schemaPath: "#/oneOf/4/properties/client/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[4].properties.client.enum }, schema: schema63.oneOf[4].properties.client.enum, parentSchema: schema63.oneOf[4].properties.client, data: data17 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          }
          if (data.body !== void 0) {
            let data18 = data.body;
            if (typeof data18 !== "string") {
              const err59 = { instancePath: instancePath + "/body", schemaPath: "#/oneOf/4/properties/body/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.body.type, parentSchema: schema63.oneOf[4].properties.body, data: data18 };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
            if (!(data18 === "form" || data18 === "json")) {
              const err60 = { instancePath: instancePath + "/body", schemaPath: "#/oneOf/4/properties/body/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[4].properties.body.enum }, schema: schema63.oneOf[4].properties.body.enum, parentSchema: schema63.oneOf[4].properties.body, data: data18 };
              if (vErrors === null) {
                vErrors = [err60];
              } else {
                vErrors.push(err60);
              }
              errors++;
            }
          }
          if (data.scope !== void 0) {
            let data19 = data.scope;
            if (typeof data19 !== "string") {
              const err61 = { instancePath: instancePath + "/scope", schemaPath: "#/oneOf/4/properties/scope/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.scope.type, parentSchema: schema63.oneOf[4].properties.scope, data: data19 };
              if (vErrors === null) {
                vErrors = [err61];
              } else {
                vErrors.push(err61);
              }
              errors++;
            }
          }
          if (data.fields !== void 0) {
            let data20 = data.fields;
            if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
              for (const key5 in data20) {
                let data21 = data20[key5];
                if (typeof data21 === "string") {
                  if (func2(data21) > 8192) {
                    const err62 = { instancePath: instancePath + "/fields/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/oneOf/4/properties/fields/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[4].properties.fields.additionalProperties, data: data21 };
                    if (vErrors === null) {
                      vErrors = [err62];
                    } else {
                      vErrors.push(err62);
                    }
                    errors++;
                  }
                } else {
                  const err63 = { instancePath: instancePath + "/fields/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/oneOf/4/properties/fields/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.fields.additionalProperties.type, parentSchema: schema63.oneOf[4].properties.fields.additionalProperties, data: data21 };
                  if (vErrors === null) {
                    vErrors = [err63];
                  } else {
                    vErrors.push(err63);
                  }
                  errors++;
                }
              }
            } else {
              const err64 = { instancePath: instancePath + "/fields", schemaPath: "#/oneOf/4/properties/fields/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[4].properties.fields.type, parentSchema: schema63.oneOf[4].properties.fields, data: data20 };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          }
          if (data.headers !== void 0) {
            let data22 = data.headers;
            if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
              for (const key6 in data22) {
                let data23 = data22[key6];
                if (typeof data23 === "string") {
                  if (func2(data23) > 8192) {
                    const err65 = { instancePath: instancePath + "/headers/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/oneOf/4/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema63.oneOf[4].properties.headers.additionalProperties, data: data23 };
                    if (vErrors === null) {
                      vErrors = [err65];
                    } else {
                      vErrors.push(err65);
                    }
                    errors++;
                  }
                } else {
                  const err66 = { instancePath: instancePath + "/headers/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/oneOf/4/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.headers.additionalProperties.type, parentSchema: schema63.oneOf[4].properties.headers.additionalProperties, data: data23 };
                  if (vErrors === null) {
                    vErrors = [err66];
                  } else {
                    vErrors.push(err66);
                  }
                  errors++;
                }
              }
            } else {
              const err67 = { instancePath: instancePath + "/headers", schemaPath: "#/oneOf/4/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[4].properties.headers.type, parentSchema: schema63.oneOf[4].properties.headers, data: data22 };
              if (vErrors === null) {
                vErrors = [err67];
              } else {
                vErrors.push(err67);
              }
              errors++;
            }
          }
          if (data.tokenAt !== void 0) {
            let data24 = data.tokenAt;
            if (typeof data24 !== "string") {
              const err68 = { instancePath: instancePath + "/tokenAt", schemaPath: "#/oneOf/4/properties/tokenAt/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.tokenAt.type, parentSchema: schema63.oneOf[4].properties.tokenAt, data: data24 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          }
          if (data.lifetime !== void 0) {
            let data25 = data.lifetime;
            if (typeof data25 === "string") {
              if (!pattern14.test(data25)) {
                const err69 = { instancePath: instancePath + "/lifetime", schemaPath: "#/oneOf/4/properties/lifetime/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema63.oneOf[4].properties.lifetime, data: data25 };
                if (vErrors === null) {
                  vErrors = [err69];
                } else {
                  vErrors.push(err69);
                }
                errors++;
              }
            } else {
              const err70 = { instancePath: instancePath + "/lifetime", schemaPath: "#/oneOf/4/properties/lifetime/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.lifetime.type, parentSchema: schema63.oneOf[4].properties.lifetime, data: data25 };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          }
          if (data.into !== void 0) {
            let data26 = data.into;
            if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
              if (data26.in === void 0) {
                const err71 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/4/properties/into/required", keyword: "required", params: { missingProperty: "in" }, schema: schema63.oneOf[4].properties.into.required, parentSchema: schema63.oneOf[4].properties.into, data: data26 };
                if (vErrors === null) {
                  vErrors = [err71];
                } else {
                  vErrors.push(err71);
                }
                errors++;
              }
              if (data26.name === void 0) {
                const err72 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/4/properties/into/required", keyword: "required", params: { missingProperty: "name" }, schema: schema63.oneOf[4].properties.into.required, parentSchema: schema63.oneOf[4].properties.into, data: data26 };
                if (vErrors === null) {
                  vErrors = [err72];
                } else {
                  vErrors.push(err72);
                }
                errors++;
              }
              for (const key7 in data26) {
                if (!(key7 === "in" || key7 === "name" || key7 === "prefix")) {
                  const err73 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/4/properties/into/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema63.oneOf[4].properties.into, data: data26 };
                  if (vErrors === null) {
                    vErrors = [err73];
                  } else {
                    vErrors.push(err73);
                  }
                  errors++;
                }
              }
              if (data26.in !== void 0) {
                let data27 = data26.in;
                if (typeof data27 !== "string") {
                  const err74 = { instancePath: instancePath + "/into/in", schemaPath: "#/oneOf/4/properties/into/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.into.properties.in.type, parentSchema: schema63.oneOf[4].properties.into.properties.in, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err74];
                  } else {
                    vErrors.push(err74);
                  }
                  errors++;
                }
                if (!(data27 === "header" || data27 === "query")) {
                  const err75 = { instancePath: instancePath + "/into/in", schemaPath: "#/oneOf/4/properties/into/properties/in/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[4].properties.into.properties.in.enum }, schema: schema63.oneOf[4].properties.into.properties.in.enum, parentSchema: schema63.oneOf[4].properties.into.properties.in, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err75];
                  } else {
                    vErrors.push(err75);
                  }
                  errors++;
                }
              }
              if (data26.name !== void 0) {
                let data28 = data26.name;
                if (typeof data28 !== "string") {
                  const err76 = { instancePath: instancePath + "/into/name", schemaPath: "#/oneOf/4/properties/into/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.into.properties.name.type, parentSchema: schema63.oneOf[4].properties.into.properties.name, data: data28 };
                  if (vErrors === null) {
                    vErrors = [err76];
                  } else {
                    vErrors.push(err76);
                  }
                  errors++;
                }
              }
              if (data26.prefix !== void 0) {
                let data29 = data26.prefix;
                if (typeof data29 !== "string") {
                  const err77 = { instancePath: instancePath + "/into/prefix", schemaPath: "#/oneOf/4/properties/into/properties/prefix/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[4].properties.into.properties.prefix.type, parentSchema: schema63.oneOf[4].properties.into.properties.prefix, data: data29 };
                  if (vErrors === null) {
                    vErrors = [err77];
                  } else {
                    vErrors.push(err77);
                  }
                  errors++;
                }
              }
            } else {
              const err78 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/4/properties/into/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[4].properties.into.type, parentSchema: schema63.oneOf[4].properties.into, data: data26 };
              if (vErrors === null) {
                vErrors = [err78];
              } else {
                vErrors.push(err78);
              }
              errors++;
            }
          }
        } else {
          const err79 = { instancePath, schemaPath: "#/oneOf/4/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[4].type, parentSchema: schema63.oneOf[4], data };
          if (vErrors === null) {
            vErrors = [err79];
          } else {
            vErrors.push(err79);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "session") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err80 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[5].required, parentSchema: schema63.oneOf[5], data };
            if (vErrors === null) {
              vErrors = [err80];
            } else {
              vErrors.push(err80);
            }
            errors++;
          }
          if (data.request === void 0) {
            const err81 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "request" }, schema: schema63.oneOf[5].required, parentSchema: schema63.oneOf[5], data };
            if (vErrors === null) {
              vErrors = [err81];
            } else {
              vErrors.push(err81);
            }
            errors++;
          }
          if (data.token === void 0) {
            const err82 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "token" }, schema: schema63.oneOf[5].required, parentSchema: schema63.oneOf[5], data };
            if (vErrors === null) {
              vErrors = [err82];
            } else {
              vErrors.push(err82);
            }
            errors++;
          }
          if (data.into === void 0) {
            const err83 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "into" }, schema: schema63.oneOf[5].required, parentSchema: schema63.oneOf[5], data };
            if (vErrors === null) {
              vErrors = [err83];
            } else {
              vErrors.push(err83);
            }
            errors++;
          }
          for (const key8 in data) {
            if (!(key8 === "kind" || key8 === "request" || key8 === "token" || key8 === "lifetime" || key8 === "into" || key8 === "auth")) {
              const err84 = { instancePath, schemaPath: "#/oneOf/5/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, schema: false, parentSchema: schema63.oneOf[5], data };
              if (vErrors === null) {
                vErrors = [err84];
              } else {
                vErrors.push(err84);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data30 = data.kind;
            if (typeof data30 !== "string") {
              const err85 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/5/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[5].properties.kind.type, parentSchema: schema63.oneOf[5].properties.kind, data: data30 };
              if (vErrors === null) {
                vErrors = [err85];
              } else {
                vErrors.push(err85);
              }
              errors++;
            }
            if ("session" !== data30) {
              const err86 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/5/properties/kind/const", keyword: "const", params: { allowedValue: "session" }, schema: "session", parentSchema: schema63.oneOf[5].properties.kind, data: data30 };
              if (vErrors === null) {
                vErrors = [err86];
              } else {
                vErrors.push(err86);
              }
              errors++;
            }
          }
          if (data.request !== void 0) {
            let data31 = data.request;
            if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
              if (data31.url === void 0) {
                const err87 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data31 };
                if (vErrors === null) {
                  vErrors = [err87];
                } else {
                  vErrors.push(err87);
                }
                errors++;
              }
              for (const key9 in data31) {
                if (!(key9 === "url" || key9 === "method" || key9 === "query" || key9 === "headers" || key9 === "json" || key9 === "form" || key9 === "text")) {
                  const err88 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, schema: false, parentSchema: schema32, data: data31 };
                  if (vErrors === null) {
                    vErrors = [err88];
                  } else {
                    vErrors.push(err88);
                  }
                  errors++;
                }
              }
              if (data31.url !== void 0) {
                let data32 = data31.url;
                if (typeof data32 === "string") {
                  if (func2(data32) > 8192) {
                    const err89 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data32 };
                    if (vErrors === null) {
                      vErrors = [err89];
                    } else {
                      vErrors.push(err89);
                    }
                    errors++;
                  }
                } else {
                  const err90 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data32 };
                  if (vErrors === null) {
                    vErrors = [err90];
                  } else {
                    vErrors.push(err90);
                  }
                  errors++;
                }
              }
              if (data31.method !== void 0) {
                let data33 = data31.method;
                if (typeof data33 !== "string") {
                  const err91 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data33 };
                  if (vErrors === null) {
                    vErrors = [err91];
                  } else {
                    vErrors.push(err91);
                  }
                  errors++;
                }
                if (!(data33 === "GET" || data33 === "POST")) {
                  const err92 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data33 };
                  if (vErrors === null) {
                    vErrors = [err92];
                  } else {
                    vErrors.push(err92);
                  }
                  errors++;
                }
              }
              if (data31.query !== void 0) {
                let data34 = data31.query;
                if (data34 && typeof data34 == "object" && !Array.isArray(data34)) {
                  for (const key10 in data34) {
                    let data35 = data34[key10];
                    const _errs97 = errors;
                    let valid19 = false;
                    const _errs98 = errors;
                    if (typeof data35 !== "string" && !(typeof data35 == "number" && isFinite(data35)) && typeof data35 !== "boolean" && data35 !== null) {
                      const err93 = { instancePath: instancePath + "/request/query/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data35 };
                      if (vErrors === null) {
                        vErrors = [err93];
                      } else {
                        vErrors.push(err93);
                      }
                      errors++;
                    }
                    var _valid0 = _errs98 === errors;
                    valid19 = valid19 || _valid0;
                    const _errs100 = errors;
                    if (Array.isArray(data35)) {
                      const len0 = data35.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data36 = data35[i0];
                        if (typeof data36 !== "string" && !(typeof data36 == "number" && isFinite(data36)) && typeof data36 !== "boolean" && data36 !== null) {
                          const err94 = { instancePath: instancePath + "/request/query/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data36 };
                          if (vErrors === null) {
                            vErrors = [err94];
                          } else {
                            vErrors.push(err94);
                          }
                          errors++;
                        }
                      }
                    } else {
                      const err95 = { instancePath: instancePath + "/request/query/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data35 };
                      if (vErrors === null) {
                        vErrors = [err95];
                      } else {
                        vErrors.push(err95);
                      }
                      errors++;
                    }
                    var _valid0 = _errs100 === errors;
                    valid19 = valid19 || _valid0;
                    if (!valid19) {
                      const err96 = { instancePath: instancePath + "/request/query/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data35 };
                      if (vErrors === null) {
                        vErrors = [err96];
                      } else {
                        vErrors.push(err96);
                      }
                      errors++;
                    } else {
                      errors = _errs97;
                      if (vErrors !== null) {
                        if (_errs97) {
                          vErrors.length = _errs97;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                  }
                } else {
                  const err97 = { instancePath: instancePath + "/request/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data34 };
                  if (vErrors === null) {
                    vErrors = [err97];
                  } else {
                    vErrors.push(err97);
                  }
                  errors++;
                }
              }
              if (data31.headers !== void 0) {
                let data37 = data31.headers;
                if (data37 && typeof data37 == "object" && !Array.isArray(data37)) {
                  for (const key11 in data37) {
                    const _errs106 = errors;
                    if (typeof key11 === "string") {
                      if (!pattern11.test(key11)) {
                        const err98 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key11, propertyName: key11 };
                        if (vErrors === null) {
                          vErrors = [err98];
                        } else {
                          vErrors.push(err98);
                        }
                        errors++;
                      }
                    } else {
                      const err99 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key11, propertyName: key11 };
                      if (vErrors === null) {
                        vErrors = [err99];
                      } else {
                        vErrors.push(err99);
                      }
                      errors++;
                    }
                    var valid22 = _errs106 === errors;
                    if (!valid22) {
                      const err100 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key11 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data37 };
                      if (vErrors === null) {
                        vErrors = [err100];
                      } else {
                        vErrors.push(err100);
                      }
                      errors++;
                    }
                  }
                  for (const key12 in data37) {
                    let data38 = data37[key12];
                    if (typeof data38 === "string") {
                      if (func2(data38) > 8192) {
                        const err101 = { instancePath: instancePath + "/request/headers/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data38 };
                        if (vErrors === null) {
                          vErrors = [err101];
                        } else {
                          vErrors.push(err101);
                        }
                        errors++;
                      }
                    } else {
                      const err102 = { instancePath: instancePath + "/request/headers/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data38 };
                      if (vErrors === null) {
                        vErrors = [err102];
                      } else {
                        vErrors.push(err102);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err103 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data37 };
                  if (vErrors === null) {
                    vErrors = [err103];
                  } else {
                    vErrors.push(err103);
                  }
                  errors++;
                }
              }
              if (data31.json !== void 0) {
                let data39 = data31.json;
                if (!data39 || typeof data39 != "object") {
                  const err104 = { instancePath: instancePath + "/request/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data39 };
                  if (vErrors === null) {
                    vErrors = [err104];
                  } else {
                    vErrors.push(err104);
                  }
                  errors++;
                }
              }
              if (data31.form !== void 0) {
                let data40 = data31.form;
                if (data40 && typeof data40 == "object" && !Array.isArray(data40)) {
                  for (const key13 in data40) {
                    let data41 = data40[key13];
                    if (typeof data41 !== "string" && !(typeof data41 == "number" && isFinite(data41)) && typeof data41 !== "boolean" && data41 !== null) {
                      const err105 = { instancePath: instancePath + "/request/form/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data41 };
                      if (vErrors === null) {
                        vErrors = [err105];
                      } else {
                        vErrors.push(err105);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err106 = { instancePath: instancePath + "/request/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data40 };
                  if (vErrors === null) {
                    vErrors = [err106];
                  } else {
                    vErrors.push(err106);
                  }
                  errors++;
                }
              }
              if (data31.text !== void 0) {
                let data42 = data31.text;
                if (typeof data42 === "string") {
                  if (func2(data42) > 8192) {
                    const err107 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data42 };
                    if (vErrors === null) {
                      vErrors = [err107];
                    } else {
                      vErrors.push(err107);
                    }
                    errors++;
                  }
                } else {
                  const err108 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data42 };
                  if (vErrors === null) {
                    vErrors = [err108];
                  } else {
                    vErrors.push(err108);
                  }
                  errors++;
                }
              }
            } else {
              const err109 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data31 };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
          }
          if (data.token !== void 0) {
            if (!validate34(data.token, { instancePath: instancePath + "/token", parentData: data, parentDataProperty: "token", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
              errors = vErrors.length;
            }
          }
          if (data.lifetime !== void 0) {
            let data44 = data.lifetime;
            if (typeof data44 === "string") {
              if (!pattern14.test(data44)) {
                const err110 = { instancePath: instancePath + "/lifetime", schemaPath: "#/oneOf/5/properties/lifetime/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema63.oneOf[5].properties.lifetime, data: data44 };
                if (vErrors === null) {
                  vErrors = [err110];
                } else {
                  vErrors.push(err110);
                }
                errors++;
              }
            } else {
              const err111 = { instancePath: instancePath + "/lifetime", schemaPath: "#/oneOf/5/properties/lifetime/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[5].properties.lifetime.type, parentSchema: schema63.oneOf[5].properties.lifetime, data: data44 };
              if (vErrors === null) {
                vErrors = [err111];
              } else {
                vErrors.push(err111);
              }
              errors++;
            }
          }
          if (data.into !== void 0) {
            let data45 = data.into;
            if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
              if (data45.in === void 0) {
                const err112 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/5/properties/into/required", keyword: "required", params: { missingProperty: "in" }, schema: schema63.oneOf[5].properties.into.required, parentSchema: schema63.oneOf[5].properties.into, data: data45 };
                if (vErrors === null) {
                  vErrors = [err112];
                } else {
                  vErrors.push(err112);
                }
                errors++;
              }
              if (data45.name === void 0) {
                const err113 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/5/properties/into/required", keyword: "required", params: { missingProperty: "name" }, schema: schema63.oneOf[5].properties.into.required, parentSchema: schema63.oneOf[5].properties.into, data: data45 };
                if (vErrors === null) {
                  vErrors = [err113];
                } else {
                  vErrors.push(err113);
                }
                errors++;
              }
              for (const key14 in data45) {
                if (!(key14 === "in" || key14 === "name" || key14 === "prefix")) {
                  const err114 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/5/properties/into/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, schema: false, parentSchema: schema63.oneOf[5].properties.into, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err114];
                  } else {
                    vErrors.push(err114);
                  }
                  errors++;
                }
              }
              if (data45.in !== void 0) {
                let data46 = data45.in;
                if (typeof data46 !== "string") {
                  const err115 = { instancePath: instancePath + "/into/in", schemaPath: "#/oneOf/5/properties/into/properties/in/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[5].properties.into.properties.in.type, parentSchema: schema63.oneOf[5].properties.into.properties.in, data: data46 };
                  if (vErrors === null) {
                    vErrors = [err115];
                  } else {
                    vErrors.push(err115);
                  }
                  errors++;
                }
                if (!(data46 === "header" || data46 === "query")) {
                  const err116 = { instancePath: instancePath + "/into/in", schemaPath: "#/oneOf/5/properties/into/properties/in/enum", keyword: "enum", params: { allowedValues: schema63.oneOf[5].properties.into.properties.in.enum }, schema: schema63.oneOf[5].properties.into.properties.in.enum, parentSchema: schema63.oneOf[5].properties.into.properties.in, data: data46 };
                  if (vErrors === null) {
                    vErrors = [err116];
                  } else {
                    vErrors.push(err116);
                  }
                  errors++;
                }
              }
              if (data45.name !== void 0) {
                let data47 = data45.name;
                if (typeof data47 !== "string") {
                  const err117 = { instancePath: instancePath + "/into/name", schemaPath: "#/oneOf/5/properties/into/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[5].properties.into.properties.name.type, parentSchema: schema63.oneOf[5].properties.into.properties.name, data: data47 };
                  if (vErrors === null) {
                    vErrors = [err117];
                  } else {
                    vErrors.push(err117);
                  }
                  errors++;
                }
              }
              if (data45.prefix !== void 0) {
                let data48 = data45.prefix;
                if (typeof data48 !== "string") {
                  const err118 = { instancePath: instancePath + "/into/prefix", schemaPath: "#/oneOf/5/properties/into/properties/prefix/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[5].properties.into.properties.prefix.type, parentSchema: schema63.oneOf[5].properties.into.properties.prefix, data: data48 };
                  if (vErrors === null) {
                    vErrors = [err118];
                  } else {
                    vErrors.push(err118);
                  }
                  errors++;
                }
              }
            } else {
              const err119 = { instancePath: instancePath + "/into", schemaPath: "#/oneOf/5/properties/into/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[5].properties.into.type, parentSchema: schema63.oneOf[5].properties.into, data: data45 };
              if (vErrors === null) {
                vErrors = [err119];
              } else {
                vErrors.push(err119);
              }
              errors++;
            }
          }
          if (data.auth !== void 0) {
            if (!wrapper3.validate(data.auth, { instancePath: instancePath + "/auth", parentData: data, parentDataProperty: "auth", rootData, dynamicAnchors })) {
              vErrors = vErrors === null ? wrapper3.validate.errors : vErrors.concat(wrapper3.validate.errors);
              errors = vErrors.length;
            }
          }
        } else {
          const err120 = { instancePath, schemaPath: "#/oneOf/5/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[5].type, parentSchema: schema63.oneOf[5], data };
          if (vErrors === null) {
            vErrors = [err120];
          } else {
            vErrors.push(err120);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else if (tag0 === "google-id-token") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err121 = { instancePath, schemaPath: "#/oneOf/6/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema63.oneOf[6].required, parentSchema: schema63.oneOf[6], data };
            if (vErrors === null) {
              vErrors = [err121];
            } else {
              vErrors.push(err121);
            }
            errors++;
          }
          if (data.audience === void 0) {
            const err122 = { instancePath, schemaPath: "#/oneOf/6/required", keyword: "required", params: { missingProperty: "audience" }, schema: schema63.oneOf[6].required, parentSchema: schema63.oneOf[6], data };
            if (vErrors === null) {
              vErrors = [err122];
            } else {
              vErrors.push(err122);
            }
            errors++;
          }
          for (const key15 in data) {
            if (!(key15 === "kind" || key15 === "audience")) {
              const err123 = { instancePath, schemaPath: "#/oneOf/6/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, schema: false, parentSchema: schema63.oneOf[6], data };
              if (vErrors === null) {
                vErrors = [err123];
              } else {
                vErrors.push(err123);
              }
              errors++;
            }
          }
          if (data.kind !== void 0) {
            let data50 = data.kind;
            if (typeof data50 !== "string") {
              const err124 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/6/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[6].properties.kind.type, parentSchema: schema63.oneOf[6].properties.kind, data: data50 };
              if (vErrors === null) {
                vErrors = [err124];
              } else {
                vErrors.push(err124);
              }
              errors++;
            }
            if ("google-id-token" !== data50) {
              const err125 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/6/properties/kind/const", keyword: "const", params: { allowedValue: "google-id-token" }, schema: "google-id-token", parentSchema: schema63.oneOf[6].properties.kind, data: data50 };
              if (vErrors === null) {
                vErrors = [err125];
              } else {
                vErrors.push(err125);
              }
              errors++;
            }
          }
          if (data.audience !== void 0) {
            let data51 = data.audience;
            if (typeof data51 !== "string") {
              const err126 = { instancePath: instancePath + "/audience", schemaPath: "#/oneOf/6/properties/audience/type", keyword: "type", params: { type: "string" }, schema: schema63.oneOf[6].properties.audience.type, parentSchema: schema63.oneOf[6].properties.audience, data: data51 };
              if (vErrors === null) {
                vErrors = [err126];
              } else {
                vErrors.push(err126);
              }
              errors++;
            }
          }
        } else {
          const err127 = { instancePath, schemaPath: "#/oneOf/6/type", keyword: "type", params: { type: "object" }, schema: schema63.oneOf[6].type, parentSchema: schema63.oneOf[6], data };
          if (vErrors === null) {
            vErrors = [err127];
          } else {
            vErrors.push(err127);
          }
          errors++;
        }
        if (props0 !== true) {
          props0 = true;
        }
      } else {
        const err128 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag0 }, schema: schema63.discriminator, parentSchema: schema63, data };
        if (vErrors === null) {
          vErrors = [err128];
        } else {
          vErrors.push(err128);
        }
        errors++;
      }
    } else {
      const err129 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag0 }, schema: schema63.discriminator, parentSchema: schema63, data };
      if (vErrors === null) {
        vErrors = [err129];
      } else {
        vErrors.push(err129);
      }
      errors++;
    }
  } else {
    const err130 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema63.type, parentSchema: schema63, data };
    if (vErrors === null) {
      vErrors = [err130];
    } else {
      vErrors.push(err130);
    }
    errors++;
  }
  validate43.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate43.evaluated = { "dynamicProps": true, "dynamicItems": false };
var schema65 = { "x-kept": true, "type": "object", "properties": { "format": { "type": "string", "enum": ["json", "ndjson", "csv", "xml"], "description": "The form of the answer.", "default": "json" }, "csv": { "type": "object", "description": "Only with the format csv.", "properties": { "delimiter": { "type": "string", "description": "One character.", "minLength": 1, "maxLength": 1, "default": "," }, "header": { "anyOf": [{ "type": "boolean", "const": true }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }], "x-allowed": "true, or a list of names", "description": "Whether the first record names the columns." } }, "required": [], "additionalProperties": false }, "at": { "$ref": "#/$defs/path", "description": "The row path: data.items, data.*.rows, or empty for the root. A missing path is an error." }, "expect": { "type": "string", "enum": ["list", "object", "either"], "description": "The kind of value at that place; required with the root." }, "optional": { "type": "boolean", "description": "An answer without the path has zero rows.", "default": false }, "emptyBody": { "type": "boolean", "description": "An answer without a body has zero rows.", "default": false }, "require": { "anyOf": [{ "type": "object", "properties": { "all": { "type": "array", "items": { "type": "string" }, "minItems": 1 } }, "required": ["all"], "additionalProperties": false }, { "type": "object", "properties": { "any": { "type": "array", "items": { "type": "string" }, "minItems": 1 } }, "required": ["any"], "additionalProperties": false }], "x-allowed": "{ all: [fields] } or { any: [fields] }", "description": "Fields that prove that a row is one; required with expect: either at the root." }, "filter": { "$ref": "#/$defs/predicate", "description": "Rows for which it does not hold are dropped and counted." }, "steps": { "type": "array", "items": { "$ref": "#/$defs/step" }, "description": "The mapping, in order." }, "key": { "type": "array", "items": { "$ref": "#/$defs/path" }, "description": "The fields that identify a row, after its steps.", "minItems": 1 }, "repeats": { "type": "string", "enum": ["drop", "keep"], "description": "Rows whose key came before in the listing." }, "time": { "$ref": "#/$defs/time", "description": "The row's own time. Rows outside of the window are dropped and counted." } }, "required": ["at"], "additionalProperties": false };
var schema67 = { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "set": { "$ref": "#/$defs/path" }, "to": {} }, "required": ["set", "to"], "additionalProperties": false }, { "type": "object", "properties": { "rename": { "$ref": "#/$defs/path" }, "to": { "$ref": "#/$defs/path" } }, "required": ["rename", "to"], "additionalProperties": false }, { "type": "object", "properties": { "remove": { "$ref": "#/$defs/path" } }, "required": ["remove"], "additionalProperties": false }, { "type": "object", "properties": { "keep": { "type": "array", "items": { "type": "string" } } }, "required": ["keep"], "additionalProperties": false }, { "type": "object", "properties": { "flatten": { "$ref": "#/$defs/path" }, "prefix": { "type": "string" }, "origin": { "type": "string", "enum": ["keep", "remove", "only"] }, "clash": { "type": "string", "enum": ["take", "leave"] } }, "required": ["flatten"], "additionalProperties": false }, { "type": "object", "properties": { "keys": { "type": "string", "enum": ["lower", "snake"] } }, "required": ["keys"], "additionalProperties": false }, { "type": "object", "properties": { "text": { "$ref": "#/$defs/path" } }, "required": ["text"], "additionalProperties": false }], "x-allowed": "one of { set, to }, { rename, to }, { remove }, { keep }, { flatten }, { keys }, { text }" };
function validate49(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate49.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.set === void 0) {
      const err0 = { instancePath, schemaPath: "#/anyOf/0/required", keyword: "required", params: { missingProperty: "set" }, schema: schema67.anyOf[0].required, parentSchema: schema67.anyOf[0], data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.to === void 0) {
      const err1 = { instancePath, schemaPath: "#/anyOf/0/required", keyword: "required", params: { missingProperty: "to" }, schema: schema67.anyOf[0].required, parentSchema: schema67.anyOf[0], data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "set" || key0 === "to")) {
        const err2 = { instancePath, schemaPath: "#/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema67.anyOf[0], data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.set !== void 0) {
      let data0 = data.set;
      const _errs6 = errors;
      let valid3 = false;
      const _errs7 = errors;
      if (typeof data0 === "string") {
        if (func2(data0) > 1024) {
          const err3 = { instancePath: instancePath + "/set", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/set", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data0 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      var _valid1 = _errs7 === errors;
      valid3 = valid3 || _valid1;
      const _errs9 = errors;
      if (Array.isArray(data0)) {
        if (data0.length > 32) {
          const err5 = { instancePath: instancePath + "/set", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 !== "string") {
            const err6 = { instancePath: instancePath + "/set/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data1 };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
      } else {
        const err7 = { instancePath: instancePath + "/set", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data0 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      var _valid1 = _errs9 === errors;
      valid3 = valid3 || _valid1;
      if (!valid3) {
        const err8 = { instancePath: instancePath + "/set", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data0 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      } else {
        errors = _errs6;
        if (vErrors !== null) {
          if (_errs6) {
            vErrors.length = _errs6;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err9 = { instancePath, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[0].type, parentSchema: schema67.anyOf[0], data };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    var props0 = true;
  }
  const _errs13 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.rename === void 0) {
      const err10 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "rename" }, schema: schema67.anyOf[1].required, parentSchema: schema67.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err10];
      } else {
        vErrors.push(err10);
      }
      errors++;
    }
    if (data.to === void 0) {
      const err11 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "to" }, schema: schema67.anyOf[1].required, parentSchema: schema67.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err11];
      } else {
        vErrors.push(err11);
      }
      errors++;
    }
    for (const key1 in data) {
      if (!(key1 === "rename" || key1 === "to")) {
        const err12 = { instancePath, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema67.anyOf[1], data };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.rename !== void 0) {
      let data2 = data.rename;
      const _errs18 = errors;
      let valid8 = false;
      const _errs19 = errors;
      if (typeof data2 === "string") {
        if (func2(data2) > 1024) {
          const err13 = { instancePath: instancePath + "/rename", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data2 };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      } else {
        const err14 = { instancePath: instancePath + "/rename", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data2 };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
      var _valid2 = _errs19 === errors;
      valid8 = valid8 || _valid2;
      const _errs21 = errors;
      if (Array.isArray(data2)) {
        if (data2.length > 32) {
          const err15 = { instancePath: instancePath + "/rename", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data2 };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        const len1 = data2.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data3 = data2[i1];
          if (typeof data3 !== "string") {
            const err16 = { instancePath: instancePath + "/rename/" + i1, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data3 };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
      } else {
        const err17 = { instancePath: instancePath + "/rename", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data2 };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
      var _valid2 = _errs21 === errors;
      valid8 = valid8 || _valid2;
      if (!valid8) {
        const err18 = { instancePath: instancePath + "/rename", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data2 };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      } else {
        errors = _errs18;
        if (vErrors !== null) {
          if (_errs18) {
            vErrors.length = _errs18;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.to !== void 0) {
      let data4 = data.to;
      const _errs27 = errors;
      let valid12 = false;
      const _errs28 = errors;
      if (typeof data4 === "string") {
        if (func2(data4) > 1024) {
          const err19 = { instancePath: instancePath + "/to", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data4 };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
      } else {
        const err20 = { instancePath: instancePath + "/to", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data4 };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
      var _valid3 = _errs28 === errors;
      valid12 = valid12 || _valid3;
      const _errs30 = errors;
      if (Array.isArray(data4)) {
        if (data4.length > 32) {
          const err21 = { instancePath: instancePath + "/to", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data4 };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        const len2 = data4.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data5 = data4[i2];
          if (typeof data5 !== "string") {
            const err22 = { instancePath: instancePath + "/to/" + i2, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data5 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
      } else {
        const err23 = { instancePath: instancePath + "/to", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data4 };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
      var _valid3 = _errs30 === errors;
      valid12 = valid12 || _valid3;
      if (!valid12) {
        const err24 = { instancePath: instancePath + "/to", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data4 };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      } else {
        errors = _errs27;
        if (vErrors !== null) {
          if (_errs27) {
            vErrors.length = _errs27;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err25 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[1].type, parentSchema: schema67.anyOf[1], data };
    if (vErrors === null) {
      vErrors = [err25];
    } else {
      vErrors.push(err25);
    }
    errors++;
  }
  var _valid0 = _errs13 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs34 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.remove === void 0) {
      const err26 = { instancePath, schemaPath: "#/anyOf/2/required", keyword: "required", params: { missingProperty: "remove" }, schema: schema67.anyOf[2].required, parentSchema: schema67.anyOf[2], data };
      if (vErrors === null) {
        vErrors = [err26];
      } else {
        vErrors.push(err26);
      }
      errors++;
    }
    for (const key2 in data) {
      if (!(key2 === "remove")) {
        const err27 = { instancePath, schemaPath: "#/anyOf/2/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema67.anyOf[2], data };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
    if (data.remove !== void 0) {
      let data6 = data.remove;
      const _errs39 = errors;
      let valid17 = false;
      const _errs40 = errors;
      if (typeof data6 === "string") {
        if (func2(data6) > 1024) {
          const err28 = { instancePath: instancePath + "/remove", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data6 };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
      } else {
        const err29 = { instancePath: instancePath + "/remove", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data6 };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
      var _valid4 = _errs40 === errors;
      valid17 = valid17 || _valid4;
      const _errs42 = errors;
      if (Array.isArray(data6)) {
        if (data6.length > 32) {
          const err30 = { instancePath: instancePath + "/remove", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data6 };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
        const len3 = data6.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data7 = data6[i3];
          if (typeof data7 !== "string") {
            const err31 = { instancePath: instancePath + "/remove/" + i3, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data7 };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
      } else {
        const err32 = { instancePath: instancePath + "/remove", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data6 };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
      var _valid4 = _errs42 === errors;
      valid17 = valid17 || _valid4;
      if (!valid17) {
        const err33 = { instancePath: instancePath + "/remove", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data6 };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      } else {
        errors = _errs39;
        if (vErrors !== null) {
          if (_errs39) {
            vErrors.length = _errs39;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err34 = { instancePath, schemaPath: "#/anyOf/2/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[2].type, parentSchema: schema67.anyOf[2], data };
    if (vErrors === null) {
      vErrors = [err34];
    } else {
      vErrors.push(err34);
    }
    errors++;
  }
  var _valid0 = _errs34 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs46 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.keep === void 0) {
      const err35 = { instancePath, schemaPath: "#/anyOf/3/required", keyword: "required", params: { missingProperty: "keep" }, schema: schema67.anyOf[3].required, parentSchema: schema67.anyOf[3], data };
      if (vErrors === null) {
        vErrors = [err35];
      } else {
        vErrors.push(err35);
      }
      errors++;
    }
    for (const key3 in data) {
      if (!(key3 === "keep")) {
        const err36 = { instancePath, schemaPath: "#/anyOf/3/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema67.anyOf[3], data };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
    if (data.keep !== void 0) {
      let data8 = data.keep;
      if (Array.isArray(data8)) {
        const len4 = data8.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data9 = data8[i4];
          if (typeof data9 !== "string") {
            const err37 = { instancePath: instancePath + "/keep/" + i4, schemaPath: "#/anyOf/3/properties/keep/items/type", keyword: "type", params: { type: "string" }, schema: schema67.anyOf[3].properties.keep.items.type, parentSchema: schema67.anyOf[3].properties.keep.items, data: data9 };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
      } else {
        const err38 = { instancePath: instancePath + "/keep", schemaPath: "#/anyOf/3/properties/keep/type", keyword: "type", params: { type: "array" }, schema: schema67.anyOf[3].properties.keep.type, parentSchema: schema67.anyOf[3].properties.keep, data: data8 };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
  } else {
    const err39 = { instancePath, schemaPath: "#/anyOf/3/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[3].type, parentSchema: schema67.anyOf[3], data };
    if (vErrors === null) {
      vErrors = [err39];
    } else {
      vErrors.push(err39);
    }
    errors++;
  }
  var _valid0 = _errs46 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs53 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.flatten === void 0) {
      const err40 = { instancePath, schemaPath: "#/anyOf/4/required", keyword: "required", params: { missingProperty: "flatten" }, schema: schema67.anyOf[4].required, parentSchema: schema67.anyOf[4], data };
      if (vErrors === null) {
        vErrors = [err40];
      } else {
        vErrors.push(err40);
      }
      errors++;
    }
    for (const key4 in data) {
      if (!(key4 === "flatten" || key4 === "prefix" || key4 === "origin" || key4 === "clash")) {
        const err41 = { instancePath, schemaPath: "#/anyOf/4/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema67.anyOf[4], data };
        if (vErrors === null) {
          vErrors = [err41];
        } else {
          vErrors.push(err41);
        }
        errors++;
      }
    }
    if (data.flatten !== void 0) {
      let data10 = data.flatten;
      const _errs58 = errors;
      let valid25 = false;
      const _errs59 = errors;
      if (typeof data10 === "string") {
        if (func2(data10) > 1024) {
          const err42 = { instancePath: instancePath + "/flatten", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data10 };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
      } else {
        const err43 = { instancePath: instancePath + "/flatten", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data10 };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
      var _valid5 = _errs59 === errors;
      valid25 = valid25 || _valid5;
      const _errs61 = errors;
      if (Array.isArray(data10)) {
        if (data10.length > 32) {
          const err44 = { instancePath: instancePath + "/flatten", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data10 };
          if (vErrors === null) {
            vErrors = [err44];
          } else {
            vErrors.push(err44);
          }
          errors++;
        }
        const len5 = data10.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data11 = data10[i5];
          if (typeof data11 !== "string") {
            const err45 = { instancePath: instancePath + "/flatten/" + i5, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data11 };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
      } else {
        const err46 = { instancePath: instancePath + "/flatten", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data10 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
      var _valid5 = _errs61 === errors;
      valid25 = valid25 || _valid5;
      if (!valid25) {
        const err47 = { instancePath: instancePath + "/flatten", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data10 };
        if (vErrors === null) {
          vErrors = [err47];
        } else {
          vErrors.push(err47);
        }
        errors++;
      } else {
        errors = _errs58;
        if (vErrors !== null) {
          if (_errs58) {
            vErrors.length = _errs58;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.prefix !== void 0) {
      let data12 = data.prefix;
      if (typeof data12 !== "string") {
        const err48 = { instancePath: instancePath + "/prefix", schemaPath: "#/anyOf/4/properties/prefix/type", keyword: "type", params: { type: "string" }, schema: schema67.anyOf[4].properties.prefix.type, parentSchema: schema67.anyOf[4].properties.prefix, data: data12 };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
    if (data.origin !== void 0) {
      let data13 = data.origin;
      if (typeof data13 !== "string") {
        const err49 = { instancePath: instancePath + "/origin", schemaPath: "#/anyOf/4/properties/origin/type", keyword: "type", params: { type: "string" }, schema: schema67.anyOf[4].properties.origin.type, parentSchema: schema67.anyOf[4].properties.origin, data: data13 };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
      if (!(data13 === "keep" || data13 === "remove" || data13 === "only")) {
        const err50 = { instancePath: instancePath + "/origin", schemaPath: "#/anyOf/4/properties/origin/enum", keyword: "enum", params: { allowedValues: schema67.anyOf[4].properties.origin.enum }, schema: schema67.anyOf[4].properties.origin.enum, parentSchema: schema67.anyOf[4].properties.origin, data: data13 };
        if (vErrors === null) {
          vErrors = [err50];
        } else {
          vErrors.push(err50);
        }
        errors++;
      }
    }
    if (data.clash !== void 0) {
      let data14 = data.clash;
      if (typeof data14 !== "string") {
        const err51 = { instancePath: instancePath + "/clash", schemaPath: "#/anyOf/4/properties/clash/type", keyword: "type", params: { type: "string" }, schema: schema67.anyOf[4].properties.clash.type, parentSchema: schema67.anyOf[4].properties.clash, data: data14 };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
      if (!(data14 === "take" || data14 === "leave")) {
        const err52 = { instancePath: instancePath + "/clash", schemaPath: "#/anyOf/4/properties/clash/enum", keyword: "enum", params: { allowedValues: schema67.anyOf[4].properties.clash.enum }, schema: schema67.anyOf[4].properties.clash.enum, parentSchema: schema67.anyOf[4].properties.clash, data: data14 };
        if (vErrors === null) {
          vErrors = [err52];
        } else {
          vErrors.push(err52);
        }
        errors++;
      }
    }
  } else {
    const err53 = { instancePath, schemaPath: "#/anyOf/4/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[4].type, parentSchema: schema67.anyOf[4], data };
    if (vErrors === null) {
      vErrors = [err53];
    } else {
      vErrors.push(err53);
    }
    errors++;
  }
  var _valid0 = _errs53 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs71 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.keys === void 0) {
      const err54 = { instancePath, schemaPath: "#/anyOf/5/required", keyword: "required", params: { missingProperty: "keys" }, schema: schema67.anyOf[5].required, parentSchema: schema67.anyOf[5], data };
      if (vErrors === null) {
        vErrors = [err54];
      } else {
        vErrors.push(err54);
      }
      errors++;
    }
    for (const key5 in data) {
      if (!(key5 === "keys")) {
        const err55 = { instancePath, schemaPath: "#/anyOf/5/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema67.anyOf[5], data };
        if (vErrors === null) {
          vErrors = [err55];
        } else {
          vErrors.push(err55);
        }
        errors++;
      }
    }
    if (data.keys !== void 0) {
      let data15 = data.keys;
      if (typeof data15 !== "string") {
        const err56 = { instancePath: instancePath + "/keys", schemaPath: "#/anyOf/5/properties/keys/type", keyword: "type", params: { type: "string" }, schema: schema67.anyOf[5].properties.keys.type, parentSchema: schema67.anyOf[5].properties.keys, data: data15 };
        if (vErrors === null) {
          vErrors = [err56];
        } else {
          vErrors.push(err56);
        }
        errors++;
      }
      if (!(data15 === "lower" || data15 === "snake")) {
        const err57 = { instancePath: instancePath + "/keys", schemaPath: "#/anyOf/5/properties/keys/enum", keyword: "enum", params: { allowedValues: schema67.anyOf[5].properties.keys.enum }, schema: schema67.anyOf[5].properties.keys.enum, parentSchema: schema67.anyOf[5].properties.keys, data: data15 };
        if (vErrors === null) {
          vErrors = [err57];
        } else {
          vErrors.push(err57);
        }
        errors++;
      }
    }
  } else {
    const err58 = { instancePath, schemaPath: "#/anyOf/5/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[5].type, parentSchema: schema67.anyOf[5], data };
    if (vErrors === null) {
      vErrors = [err58];
    } else {
      vErrors.push(err58);
    }
    errors++;
  }
  var _valid0 = _errs71 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs76 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.text === void 0) {
      const err59 = { instancePath, schemaPath: "#/anyOf/6/required", keyword: "required", params: { missingProperty: "text" }, schema: schema67.anyOf[6].required, parentSchema: schema67.anyOf[6], data };
      if (vErrors === null) {
        vErrors = [err59];
      } else {
        vErrors.push(err59);
      }
      errors++;
    }
    for (const key6 in data) {
      if (!(key6 === "text")) {
        const err60 = { instancePath, schemaPath: "#/anyOf/6/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema67.anyOf[6], data };
        if (vErrors === null) {
          vErrors = [err60];
        } else {
          vErrors.push(err60);
        }
        errors++;
      }
    }
    if (data.text !== void 0) {
      let data16 = data.text;
      const _errs81 = errors;
      let valid31 = false;
      const _errs82 = errors;
      if (typeof data16 === "string") {
        if (func2(data16) > 1024) {
          const err61 = { instancePath: instancePath + "/text", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data16 };
          if (vErrors === null) {
            vErrors = [err61];
          } else {
            vErrors.push(err61);
          }
          errors++;
        }
      } else {
        const err62 = { instancePath: instancePath + "/text", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data16 };
        if (vErrors === null) {
          vErrors = [err62];
        } else {
          vErrors.push(err62);
        }
        errors++;
      }
      var _valid6 = _errs82 === errors;
      valid31 = valid31 || _valid6;
      const _errs84 = errors;
      if (Array.isArray(data16)) {
        if (data16.length > 32) {
          const err63 = { instancePath: instancePath + "/text", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data16 };
          if (vErrors === null) {
            vErrors = [err63];
          } else {
            vErrors.push(err63);
          }
          errors++;
        }
        const len6 = data16.length;
        for (let i6 = 0; i6 < len6; i6++) {
          let data17 = data16[i6];
          if (typeof data17 !== "string") {
            const err64 = { instancePath: instancePath + "/text/" + i6, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data17 };
            if (vErrors === null) {
              vErrors = [err64];
            } else {
              vErrors.push(err64);
            }
            errors++;
          }
        }
      } else {
        const err65 = { instancePath: instancePath + "/text", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data16 };
        if (vErrors === null) {
          vErrors = [err65];
        } else {
          vErrors.push(err65);
        }
        errors++;
      }
      var _valid6 = _errs84 === errors;
      valid31 = valid31 || _valid6;
      if (!valid31) {
        const err66 = { instancePath: instancePath + "/text", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data16 };
        if (vErrors === null) {
          vErrors = [err66];
        } else {
          vErrors.push(err66);
        }
        errors++;
      } else {
        errors = _errs81;
        if (vErrors !== null) {
          if (_errs81) {
            vErrors.length = _errs81;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err67 = { instancePath, schemaPath: "#/anyOf/6/type", keyword: "type", params: { type: "object" }, schema: schema67.anyOf[6].type, parentSchema: schema67.anyOf[6], data };
    if (vErrors === null) {
      vErrors = [err67];
    } else {
      vErrors.push(err67);
    }
    errors++;
  }
  var _valid0 = _errs76 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  if (!valid0) {
    const err68 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, schema: schema67.anyOf, parentSchema: schema67, data };
    if (vErrors === null) {
      vErrors = [err68];
    } else {
      vErrors.push(err68);
    }
    errors++;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate49.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate49.evaluated = { "dynamicProps": true, "dynamicItems": false };
var schema75 = { "x-kept": true, "type": "object", "properties": { "at": { "$ref": "#/$defs/path", "description": "The place of the row's own time, before its steps." }, "formats": { "type": "array", "items": { "type": "string" }, "description": "rfc3339, epoch-s, epoch-ms, epoch-us, date, or patterns such as %Y-%m-%d %H:%M:%S.", "minItems": 1 }, "zone": { "type": "string", "description": "The zone of formats that name none, such as Europe/Berlin.", "default": "UTC" } }, "required": ["at", "formats"], "additionalProperties": false };
function validate51(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate51.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.at === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "at" }, schema: schema75.required, parentSchema: schema75, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.formats === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "formats" }, schema: schema75.required, parentSchema: schema75, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "at" || key0 === "formats" || key0 === "zone")) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema75, data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.at !== void 0) {
      let data0 = data.at;
      const _errs4 = errors;
      let valid2 = false;
      const _errs5 = errors;
      if (typeof data0 === "string") {
        if (func2(data0) > 1024) {
          const err3 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data0 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      var _valid0 = _errs5 === errors;
      valid2 = valid2 || _valid0;
      const _errs7 = errors;
      if (Array.isArray(data0)) {
        if (data0.length > 32) {
          const err5 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 !== "string") {
            const err6 = { instancePath: instancePath + "/at/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data1 };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
      } else {
        const err7 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data0 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      var _valid0 = _errs7 === errors;
      valid2 = valid2 || _valid0;
      if (!valid2) {
        const err8 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data0 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      } else {
        errors = _errs4;
        if (vErrors !== null) {
          if (_errs4) {
            vErrors.length = _errs4;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.formats !== void 0) {
      let data2 = data.formats;
      if (Array.isArray(data2)) {
        if (data2.length < 1) {
          const err9 = { instancePath: instancePath + "/formats", schemaPath: "#/properties/formats/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema75.properties.formats, data: data2 };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        const len1 = data2.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data3 = data2[i1];
          if (typeof data3 !== "string") {
            const err10 = { instancePath: instancePath + "/formats/" + i1, schemaPath: "#/properties/formats/items/type", keyword: "type", params: { type: "string" }, schema: schema75.properties.formats.items.type, parentSchema: schema75.properties.formats.items, data: data3 };
            if (vErrors === null) {
              vErrors = [err10];
            } else {
              vErrors.push(err10);
            }
            errors++;
          }
        }
      } else {
        const err11 = { instancePath: instancePath + "/formats", schemaPath: "#/properties/formats/type", keyword: "type", params: { type: "array" }, schema: schema75.properties.formats.type, parentSchema: schema75.properties.formats, data: data2 };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.zone !== void 0) {
      let data4 = data.zone;
      if (typeof data4 !== "string") {
        const err12 = { instancePath: instancePath + "/zone", schemaPath: "#/properties/zone/type", keyword: "type", params: { type: "string" }, schema: schema75.properties.zone.type, parentSchema: schema75.properties.zone, data: data4 };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
  } else {
    const err13 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema75.type, parentSchema: schema75, data };
    if (vErrors === null) {
      vErrors = [err13];
    } else {
      vErrors.push(err13);
    }
    errors++;
  }
  validate51.errors = vErrors;
  return errors === 0;
}
validate51.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate47(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate47.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.at === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "at" }, schema: schema65.required, parentSchema: schema65, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema65.properties, key0)) {
        const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema65, data };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.format !== void 0) {
      let data0 = data.format;
      if (typeof data0 !== "string") {
        const err2 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.format.type, parentSchema: schema65.properties.format, data: data0 };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if (!(data0 === "json" || data0 === "ndjson" || data0 === "csv" || data0 === "xml")) {
        const err3 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/enum", keyword: "enum", params: { allowedValues: schema65.properties.format.enum }, schema: schema65.properties.format.enum, parentSchema: schema65.properties.format, data: data0 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.csv !== void 0) {
      let data1 = data.csv;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        for (const key1 in data1) {
          if (!(key1 === "delimiter" || key1 === "header")) {
            const err4 = { instancePath: instancePath + "/csv", schemaPath: "#/properties/csv/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema65.properties.csv, data: data1 };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
        if (data1.delimiter !== void 0) {
          let data2 = data1.delimiter;
          if (typeof data2 === "string") {
            if (func2(data2) > 1) {
              const err5 = { instancePath: instancePath + "/csv/delimiter", schemaPath: "#/properties/csv/properties/delimiter/maxLength", keyword: "maxLength", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.csv.properties.delimiter, data: data2 };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            if (func2(data2) < 1) {
              const err6 = { instancePath: instancePath + "/csv/delimiter", schemaPath: "#/properties/csv/properties/delimiter/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.csv.properties.delimiter, data: data2 };
              if (vErrors === null) {
                vErrors = [err6];
              } else {
                vErrors.push(err6);
              }
              errors++;
            }
          } else {
            const err7 = { instancePath: instancePath + "/csv/delimiter", schemaPath: "#/properties/csv/properties/delimiter/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.csv.properties.delimiter.type, parentSchema: schema65.properties.csv.properties.delimiter, data: data2 };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data1.header !== void 0) {
          let data3 = data1.header;
          const _errs10 = errors;
          let valid2 = false;
          const _errs11 = errors;
          if (typeof data3 !== "boolean") {
            const err8 = { instancePath: instancePath + "/csv/header", schemaPath: "#/properties/csv/properties/header/anyOf/0/type", keyword: "type", params: { type: "boolean" }, schema: schema65.properties.csv.properties.header.anyOf[0].type, parentSchema: schema65.properties.csv.properties.header.anyOf[0], data: data3 };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
          if (true !== data3) {
            const err9 = { instancePath: instancePath + "/csv/header", schemaPath: "#/properties/csv/properties/header/anyOf/0/const", keyword: "const", params: { allowedValue: true }, schema: true, parentSchema: schema65.properties.csv.properties.header.anyOf[0], data: data3 };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
          var _valid0 = _errs11 === errors;
          valid2 = valid2 || _valid0;
          const _errs13 = errors;
          if (Array.isArray(data3)) {
            if (data3.length < 1) {
              const err10 = { instancePath: instancePath + "/csv/header", schemaPath: "#/properties/csv/properties/header/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.csv.properties.header.anyOf[1], data: data3 };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
            const len0 = data3.length;
            for (let i0 = 0; i0 < len0; i0++) {
              let data4 = data3[i0];
              if (typeof data4 !== "string") {
                const err11 = { instancePath: instancePath + "/csv/header/" + i0, schemaPath: "#/properties/csv/properties/header/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.csv.properties.header.anyOf[1].items.type, parentSchema: schema65.properties.csv.properties.header.anyOf[1].items, data: data4 };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
            }
          } else {
            const err12 = { instancePath: instancePath + "/csv/header", schemaPath: "#/properties/csv/properties/header/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema65.properties.csv.properties.header.anyOf[1].type, parentSchema: schema65.properties.csv.properties.header.anyOf[1], data: data3 };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
          var _valid0 = _errs13 === errors;
          valid2 = valid2 || _valid0;
          if (!valid2) {
            const err13 = { instancePath: instancePath + "/csv/header", schemaPath: "#/properties/csv/properties/header/anyOf", keyword: "anyOf", params: {}, schema: schema65.properties.csv.properties.header.anyOf, parentSchema: schema65.properties.csv.properties.header, data: data3 };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          } else {
            errors = _errs10;
            if (vErrors !== null) {
              if (_errs10) {
                vErrors.length = _errs10;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err14 = { instancePath: instancePath + "/csv", schemaPath: "#/properties/csv/type", keyword: "type", params: { type: "object" }, schema: schema65.properties.csv.type, parentSchema: schema65.properties.csv, data: data1 };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.at !== void 0) {
      let data5 = data.at;
      const _errs19 = errors;
      let valid6 = false;
      const _errs20 = errors;
      if (typeof data5 === "string") {
        if (func2(data5) > 1024) {
          const err15 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data5 };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      } else {
        const err16 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data5 };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
      var _valid1 = _errs20 === errors;
      valid6 = valid6 || _valid1;
      const _errs22 = errors;
      if (Array.isArray(data5)) {
        if (data5.length > 32) {
          const err17 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data5 };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        const len1 = data5.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data6 = data5[i1];
          if (typeof data6 !== "string") {
            const err18 = { instancePath: instancePath + "/at/" + i1, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data6 };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
      } else {
        const err19 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data5 };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      var _valid1 = _errs22 === errors;
      valid6 = valid6 || _valid1;
      if (!valid6) {
        const err20 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data5 };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      } else {
        errors = _errs19;
        if (vErrors !== null) {
          if (_errs19) {
            vErrors.length = _errs19;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.expect !== void 0) {
      let data7 = data.expect;
      if (typeof data7 !== "string") {
        const err21 = { instancePath: instancePath + "/expect", schemaPath: "#/properties/expect/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.expect.type, parentSchema: schema65.properties.expect, data: data7 };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      if (!(data7 === "list" || data7 === "object" || data7 === "either")) {
        const err22 = { instancePath: instancePath + "/expect", schemaPath: "#/properties/expect/enum", keyword: "enum", params: { allowedValues: schema65.properties.expect.enum }, schema: schema65.properties.expect.enum, parentSchema: schema65.properties.expect, data: data7 };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.optional !== void 0) {
      let data8 = data.optional;
      if (typeof data8 !== "boolean") {
        const err23 = { instancePath: instancePath + "/optional", schemaPath: "#/properties/optional/type", keyword: "type", params: { type: "boolean" }, schema: schema65.properties.optional.type, parentSchema: schema65.properties.optional, data: data8 };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
    if (data.emptyBody !== void 0) {
      let data9 = data.emptyBody;
      if (typeof data9 !== "boolean") {
        const err24 = { instancePath: instancePath + "/emptyBody", schemaPath: "#/properties/emptyBody/type", keyword: "type", params: { type: "boolean" }, schema: schema65.properties.emptyBody.type, parentSchema: schema65.properties.emptyBody, data: data9 };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.require !== void 0) {
      let data10 = data.require;
      const _errs33 = errors;
      let valid9 = false;
      const _errs34 = errors;
      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
        if (data10.all === void 0) {
          const err25 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/0/required", keyword: "required", params: { missingProperty: "all" }, schema: schema65.properties.require.anyOf[0].required, parentSchema: schema65.properties.require.anyOf[0], data: data10 };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
        for (const key2 in data10) {
          if (!(key2 === "all")) {
            const err26 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema65.properties.require.anyOf[0], data: data10 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data10.all !== void 0) {
          let data11 = data10.all;
          if (Array.isArray(data11)) {
            if (data11.length < 1) {
              const err27 = { instancePath: instancePath + "/require/all", schemaPath: "#/properties/require/anyOf/0/properties/all/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.require.anyOf[0].properties.all, data: data11 };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
            const len2 = data11.length;
            for (let i2 = 0; i2 < len2; i2++) {
              let data12 = data11[i2];
              if (typeof data12 !== "string") {
                const err28 = { instancePath: instancePath + "/require/all/" + i2, schemaPath: "#/properties/require/anyOf/0/properties/all/items/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.require.anyOf[0].properties.all.items.type, parentSchema: schema65.properties.require.anyOf[0].properties.all.items, data: data12 };
                if (vErrors === null) {
                  vErrors = [err28];
                } else {
                  vErrors.push(err28);
                }
                errors++;
              }
            }
          } else {
            const err29 = { instancePath: instancePath + "/require/all", schemaPath: "#/properties/require/anyOf/0/properties/all/type", keyword: "type", params: { type: "array" }, schema: schema65.properties.require.anyOf[0].properties.all.type, parentSchema: schema65.properties.require.anyOf[0].properties.all, data: data11 };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
      } else {
        const err30 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema65.properties.require.anyOf[0].type, parentSchema: schema65.properties.require.anyOf[0], data: data10 };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
      var _valid2 = _errs34 === errors;
      valid9 = valid9 || _valid2;
      if (_valid2) {
        var props0 = true;
      }
      const _errs41 = errors;
      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
        if (data10.any === void 0) {
          const err31 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/1/required", keyword: "required", params: { missingProperty: "any" }, schema: schema65.properties.require.anyOf[1].required, parentSchema: schema65.properties.require.anyOf[1], data: data10 };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        for (const key3 in data10) {
          if (!(key3 === "any")) {
            const err32 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema65.properties.require.anyOf[1], data: data10 };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
        }
        if (data10.any !== void 0) {
          let data13 = data10.any;
          if (Array.isArray(data13)) {
            if (data13.length < 1) {
              const err33 = { instancePath: instancePath + "/require/any", schemaPath: "#/properties/require/anyOf/1/properties/any/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.require.anyOf[1].properties.any, data: data13 };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
            const len3 = data13.length;
            for (let i3 = 0; i3 < len3; i3++) {
              let data14 = data13[i3];
              if (typeof data14 !== "string") {
                const err34 = { instancePath: instancePath + "/require/any/" + i3, schemaPath: "#/properties/require/anyOf/1/properties/any/items/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.require.anyOf[1].properties.any.items.type, parentSchema: schema65.properties.require.anyOf[1].properties.any.items, data: data14 };
                if (vErrors === null) {
                  vErrors = [err34];
                } else {
                  vErrors.push(err34);
                }
                errors++;
              }
            }
          } else {
            const err35 = { instancePath: instancePath + "/require/any", schemaPath: "#/properties/require/anyOf/1/properties/any/type", keyword: "type", params: { type: "array" }, schema: schema65.properties.require.anyOf[1].properties.any.type, parentSchema: schema65.properties.require.anyOf[1].properties.any, data: data13 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
      } else {
        const err36 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema65.properties.require.anyOf[1].type, parentSchema: schema65.properties.require.anyOf[1], data: data10 };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
      var _valid2 = _errs41 === errors;
      valid9 = valid9 || _valid2;
      if (_valid2) {
        if (props0 !== true) {
          props0 = true;
        }
      }
      if (!valid9) {
        const err37 = { instancePath: instancePath + "/require", schemaPath: "#/properties/require/anyOf", keyword: "anyOf", params: {}, schema: schema65.properties.require.anyOf, parentSchema: schema65.properties.require, data: data10 };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      } else {
        errors = _errs33;
        if (vErrors !== null) {
          if (_errs33) {
            vErrors.length = _errs33;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.filter !== void 0) {
      if (!validate26(data.filter, { instancePath: instancePath + "/filter", parentData: data, parentDataProperty: "filter", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
        errors = vErrors.length;
      }
    }
    if (data.steps !== void 0) {
      let data16 = data.steps;
      if (Array.isArray(data16)) {
        const len4 = data16.length;
        for (let i4 = 0; i4 < len4; i4++) {
          if (!validate49(data16[i4], { instancePath: instancePath + "/steps/" + i4, parentData: data16, parentDataProperty: i4, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate49.errors : vErrors.concat(validate49.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err38 = { instancePath: instancePath + "/steps", schemaPath: "#/properties/steps/type", keyword: "type", params: { type: "array" }, schema: schema65.properties.steps.type, parentSchema: schema65.properties.steps, data: data16 };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.key !== void 0) {
      let data18 = data.key;
      if (Array.isArray(data18)) {
        if (data18.length < 1) {
          const err39 = { instancePath: instancePath + "/key", schemaPath: "#/properties/key/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema65.properties.key, data: data18 };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
        const len5 = data18.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data19 = data18[i5];
          const _errs56 = errors;
          let valid21 = false;
          const _errs57 = errors;
          if (typeof data19 === "string") {
            if (func2(data19) > 1024) {
              const err40 = { instancePath: instancePath + "/key/" + i5, schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data19 };
              if (vErrors === null) {
                vErrors = [err40];
              } else {
                vErrors.push(err40);
              }
              errors++;
            }
          } else {
            const err41 = { instancePath: instancePath + "/key/" + i5, schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data19 };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
          var _valid3 = _errs57 === errors;
          valid21 = valid21 || _valid3;
          const _errs59 = errors;
          if (Array.isArray(data19)) {
            if (data19.length > 32) {
              const err42 = { instancePath: instancePath + "/key/" + i5, schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data19 };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
            const len6 = data19.length;
            for (let i6 = 0; i6 < len6; i6++) {
              let data20 = data19[i6];
              if (typeof data20 !== "string") {
                const err43 = { instancePath: instancePath + "/key/" + i5 + "/" + i6, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data20 };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
            }
          } else {
            const err44 = { instancePath: instancePath + "/key/" + i5, schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data19 };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
          var _valid3 = _errs59 === errors;
          valid21 = valid21 || _valid3;
          if (!valid21) {
            const err45 = { instancePath: instancePath + "/key/" + i5, schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data19 };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          } else {
            errors = _errs56;
            if (vErrors !== null) {
              if (_errs56) {
                vErrors.length = _errs56;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err46 = { instancePath: instancePath + "/key", schemaPath: "#/properties/key/type", keyword: "type", params: { type: "array" }, schema: schema65.properties.key.type, parentSchema: schema65.properties.key, data: data18 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
    }
    if (data.repeats !== void 0) {
      let data21 = data.repeats;
      if (typeof data21 !== "string") {
        const err47 = { instancePath: instancePath + "/repeats", schemaPath: "#/properties/repeats/type", keyword: "type", params: { type: "string" }, schema: schema65.properties.repeats.type, parentSchema: schema65.properties.repeats, data: data21 };
        if (vErrors === null) {
          vErrors = [err47];
        } else {
          vErrors.push(err47);
        }
        errors++;
      }
      if (!(data21 === "drop" || data21 === "keep")) {
        const err48 = { instancePath: instancePath + "/repeats", schemaPath: "#/properties/repeats/enum", keyword: "enum", params: { allowedValues: schema65.properties.repeats.enum }, schema: schema65.properties.repeats.enum, parentSchema: schema65.properties.repeats, data: data21 };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
    if (data.time !== void 0) {
      if (!validate51(data.time, { instancePath: instancePath + "/time", parentData: data, parentDataProperty: "time", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err49 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema65.type, parentSchema: schema65, data };
    if (vErrors === null) {
      vErrors = [err49];
    } else {
      vErrors.push(err49);
    }
    errors++;
  }
  validate47.errors = vErrors;
  return errors === 0;
}
validate47.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema77 = { "x-kept": true, "anyOf": [{ "type": "object", "properties": { "list": { "anyOf": [{ "type": "array", "items": { "type": ["string", "number", "boolean", "null"] }, "minItems": 1 }, { "type": "object", "properties": { "settings": { "type": "string" } }, "required": ["settings"], "additionalProperties": false }], "x-allowed": "a list of values, or { settings: name }" }, "as": { "type": "string", "description": "The placeholder: {parent.name}." } }, "required": ["list", "as"], "additionalProperties": false }, { "type": "object", "properties": { "request": { "$ref": "#/$defs/request" }, "paging": { "$ref": "#/$defs/paging" }, "rows": { "$ref": "#/$defs/rows" }, "fields": { "type": "object", "description": "Placeholders {parent.name}, and where the parent row has them.", "minProperties": 1, "additionalProperties": { "$ref": "#/$defs/path" } }, "errors": { "type": "array", "items": { "$ref": "#/$defs/error" } }, "window": { "$ref": "#/$defs/levelWindow" } }, "required": ["request", "paging", "rows", "fields"], "additionalProperties": false }], "x-allowed": "a level with list and as, or one with request, paging, rows and fields" };
var schema83 = { "x-kept": true, "type": "object", "properties": { "kind": { "type": "string", "enum": ["range", "since", "feed", "snapshot"], "description": "range sends both bounds, since the lower one, feed is newest first, snapshot has none." }, "format": { "type": "string", "description": "The format of the bounds: rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern.", "default": "rfc3339" }, "zone": { "type": "string", "description": "The zone of a format that names none.", "default": "UTC" }, "unit": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "The smallest step that the source tells apart, where it is coarser than the format's." }, "from": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The lower bound." }, "to": { "type": "object", "properties": { "bound": { "type": "string", "enum": ["inclusive", "exclusive", "whole", "unknown"], "description": "The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known." } }, "required": ["bound"], "additionalProperties": false, "description": "The upper bound." }, "step": { "type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$", "x-allowed": "a duration like 250ms, 10s, 5m, 2h or 7d", "description": "A request asks for no longer span." } }, "required": ["kind"], "additionalProperties": false };
var schema80 = { "x-kept": true, "type": "object", "properties": { "status": { "type": "array", "items": { "type": "integer", "minimum": 100, "maximum": 599 }, "description": "Statuses; without it every one.", "minItems": 1 }, "when": { "$ref": "#/$defs/predicate", "description": "The condition on the answer." }, "action": { "type": "string", "enum": ["retry", "wait", "reauth", "relist", "split", "skip", "empty", "fail"], "description": "The reaction." }, "wait": { "type": "array", "items": { "$ref": "#/$defs/wait" }, "description": "The places of the wait, in the order in which they are read." }, "reason": { "type": "string", "description": "Said in messages." } }, "required": ["action"], "additionalProperties": false };
var schema81 = { "x-kept": true, "type": "object", "properties": { "from": { "type": "string", "enum": ["header", "body"], "description": "The place of the value." }, "at": { "$ref": "#/$defs/path", "description": "The header, or the path." }, "as": { "type": "string", "enum": ["seconds", "minutes", "epoch-s", "epoch-ms", "date"], "description": "The meaning of the number." }, "match": { "type": "string", "description": "A regular expression with one group.", "maxLength": 500 } }, "required": ["from", "at", "as"], "additionalProperties": false };
function validate59(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate59.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.from === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "from" }, schema: schema81.required, parentSchema: schema81, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.at === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "at" }, schema: schema81.required, parentSchema: schema81, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.as === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "as" }, schema: schema81.required, parentSchema: schema81, data };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "from" || key0 === "at" || key0 === "as" || key0 === "match")) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema81, data };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.from !== void 0) {
      let data0 = data.from;
      if (typeof data0 !== "string") {
        const err4 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/type", keyword: "type", params: { type: "string" }, schema: schema81.properties.from.type, parentSchema: schema81.properties.from, data: data0 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (!(data0 === "header" || data0 === "body")) {
        const err5 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/enum", keyword: "enum", params: { allowedValues: schema81.properties.from.enum }, schema: schema81.properties.from.enum, parentSchema: schema81.properties.from, data: data0 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.at !== void 0) {
      let data1 = data.at;
      const _errs6 = errors;
      let valid2 = false;
      const _errs7 = errors;
      if (typeof data1 === "string") {
        if (func2(data1) > 1024) {
          const err6 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data1 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data1 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      var _valid0 = _errs7 === errors;
      valid2 = valid2 || _valid0;
      const _errs9 = errors;
      if (Array.isArray(data1)) {
        if (data1.length > 32) {
          const err8 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data1 };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        const len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data2 = data1[i0];
          if (typeof data2 !== "string") {
            const err9 = { instancePath: instancePath + "/at/" + i0, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data2 };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
      } else {
        const err10 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data1 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      var _valid0 = _errs9 === errors;
      valid2 = valid2 || _valid0;
      if (!valid2) {
        const err11 = { instancePath: instancePath + "/at", schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data1 };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      } else {
        errors = _errs6;
        if (vErrors !== null) {
          if (_errs6) {
            vErrors.length = _errs6;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.as !== void 0) {
      let data3 = data.as;
      if (typeof data3 !== "string") {
        const err12 = { instancePath: instancePath + "/as", schemaPath: "#/properties/as/type", keyword: "type", params: { type: "string" }, schema: schema81.properties.as.type, parentSchema: schema81.properties.as, data: data3 };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (!(data3 === "seconds" || data3 === "minutes" || data3 === "epoch-s" || data3 === "epoch-ms" || data3 === "date")) {
        const err13 = { instancePath: instancePath + "/as", schemaPath: "#/properties/as/enum", keyword: "enum", params: { allowedValues: schema81.properties.as.enum }, schema: schema81.properties.as.enum, parentSchema: schema81.properties.as, data: data3 };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.match !== void 0) {
      let data4 = data.match;
      if (typeof data4 === "string") {
        if (func2(data4) > 500) {
          const err14 = { instancePath: instancePath + "/match", schemaPath: "#/properties/match/maxLength", keyword: "maxLength", params: { limit: 500 }, schema: 500, parentSchema: schema81.properties.match, data: data4 };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
      } else {
        const err15 = { instancePath: instancePath + "/match", schemaPath: "#/properties/match/type", keyword: "type", params: { type: "string" }, schema: schema81.properties.match.type, parentSchema: schema81.properties.match, data: data4 };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
  } else {
    const err16 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema81.type, parentSchema: schema81, data };
    if (vErrors === null) {
      vErrors = [err16];
    } else {
      vErrors.push(err16);
    }
    errors++;
  }
  validate59.errors = vErrors;
  return errors === 0;
}
validate59.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate57(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate57.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.action === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "action" }, schema: schema80.required, parentSchema: schema80, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "status" || key0 === "when" || key0 === "action" || key0 === "wait" || key0 === "reason")) {
        const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema80, data };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.status !== void 0) {
      let data0 = data.status;
      if (Array.isArray(data0)) {
        if (data0.length < 1) {
          const err2 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema80.properties.status, data: data0 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
            const err3 = { instancePath: instancePath + "/status/" + i0, schemaPath: "#/properties/status/items/type", keyword: "type", params: { type: "integer" }, schema: schema80.properties.status.items.type, parentSchema: schema80.properties.status.items, data: data1 };
            if (vErrors === null) {
              vErrors = [err3];
            } else {
              vErrors.push(err3);
            }
            errors++;
          }
          if (typeof data1 == "number" && isFinite(data1)) {
            if (data1 > 599 || isNaN(data1)) {
              const err4 = { instancePath: instancePath + "/status/" + i0, schemaPath: "#/properties/status/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 599 }, schema: 599, parentSchema: schema80.properties.status.items, data: data1 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            if (data1 < 100 || isNaN(data1)) {
              const err5 = { instancePath: instancePath + "/status/" + i0, schemaPath: "#/properties/status/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 100 }, schema: 100, parentSchema: schema80.properties.status.items, data: data1 };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
          }
        }
      } else {
        const err6 = { instancePath: instancePath + "/status", schemaPath: "#/properties/status/type", keyword: "type", params: { type: "array" }, schema: schema80.properties.status.type, parentSchema: schema80.properties.status, data: data0 };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.when !== void 0) {
      if (!validate26(data.when, { instancePath: instancePath + "/when", parentData: data, parentDataProperty: "when", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
        errors = vErrors.length;
      }
    }
    if (data.action !== void 0) {
      let data3 = data.action;
      if (typeof data3 !== "string") {
        const err7 = { instancePath: instancePath + "/action", schemaPath: "#/properties/action/type", keyword: "type", params: { type: "string" }, schema: schema80.properties.action.type, parentSchema: schema80.properties.action, data: data3 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
      if (!(data3 === "retry" || data3 === "wait" || data3 === "reauth" || data3 === "relist" || data3 === "split" || data3 === "skip" || data3 === "empty" || data3 === "fail")) {
        const err8 = { instancePath: instancePath + "/action", schemaPath: "#/properties/action/enum", keyword: "enum", params: { allowedValues: schema80.properties.action.enum }, schema: schema80.properties.action.enum, parentSchema: schema80.properties.action, data: data3 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.wait !== void 0) {
      let data4 = data.wait;
      if (Array.isArray(data4)) {
        const len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (!validate59(data4[i1], { instancePath: instancePath + "/wait/" + i1, parentData: data4, parentDataProperty: i1, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/wait", schemaPath: "#/properties/wait/type", keyword: "type", params: { type: "array" }, schema: schema80.properties.wait.type, parentSchema: schema80.properties.wait, data: data4 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.reason !== void 0) {
      let data6 = data.reason;
      if (typeof data6 !== "string") {
        const err10 = { instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, schema: schema80.properties.reason.type, parentSchema: schema80.properties.reason, data: data6 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
  } else {
    const err11 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema80.type, parentSchema: schema80, data };
    if (vErrors === null) {
      vErrors = [err11];
    } else {
      vErrors.push(err11);
    }
    errors++;
  }
  validate57.errors = vErrors;
  return errors === 0;
}
validate57.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate54(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate54.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.list === void 0) {
      const err0 = { instancePath, schemaPath: "#/anyOf/0/required", keyword: "required", params: { missingProperty: "list" }, schema: schema77.anyOf[0].required, parentSchema: schema77.anyOf[0], data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.as === void 0) {
      const err1 = { instancePath, schemaPath: "#/anyOf/0/required", keyword: "required", params: { missingProperty: "as" }, schema: schema77.anyOf[0].required, parentSchema: schema77.anyOf[0], data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "list" || key0 === "as")) {
        const err2 = { instancePath, schemaPath: "#/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema77.anyOf[0], data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.list !== void 0) {
      let data0 = data.list;
      const _errs5 = errors;
      let valid2 = false;
      const _errs6 = errors;
      if (Array.isArray(data0)) {
        if (data0.length < 1) {
          const err3 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf/0/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema77.anyOf[0].properties.list.anyOf[0], data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 !== "string" && !(typeof data1 == "number" && isFinite(data1)) && typeof data1 !== "boolean" && data1 !== null) {
            const err4 = { instancePath: instancePath + "/list/" + i0, schemaPath: "#/anyOf/0/properties/list/anyOf/0/items/type", keyword: "type", params: { type: schema77.anyOf[0].properties.list.anyOf[0].items.type }, schema: schema77.anyOf[0].properties.list.anyOf[0].items.type, parentSchema: schema77.anyOf[0].properties.list.anyOf[0].items, data: data1 };
            if (vErrors === null) {
              vErrors = [err4];
            } else {
              vErrors.push(err4);
            }
            errors++;
          }
        }
      } else {
        const err5 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf/0/type", keyword: "type", params: { type: "array" }, schema: schema77.anyOf[0].properties.list.anyOf[0].type, parentSchema: schema77.anyOf[0].properties.list.anyOf[0], data: data0 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      var _valid1 = _errs6 === errors;
      valid2 = valid2 || _valid1;
      const _errs10 = errors;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.settings === void 0) {
          const err6 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf/1/required", keyword: "required", params: { missingProperty: "settings" }, schema: schema77.anyOf[0].properties.list.anyOf[1].required, parentSchema: schema77.anyOf[0].properties.list.anyOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        for (const key1 in data0) {
          if (!(key1 === "settings")) {
            const err7 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema77.anyOf[0].properties.list.anyOf[1], data: data0 };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data0.settings !== void 0) {
          let data2 = data0.settings;
          if (typeof data2 !== "string") {
            const err8 = { instancePath: instancePath + "/list/settings", schemaPath: "#/anyOf/0/properties/list/anyOf/1/properties/settings/type", keyword: "type", params: { type: "string" }, schema: schema77.anyOf[0].properties.list.anyOf[1].properties.settings.type, parentSchema: schema77.anyOf[0].properties.list.anyOf[1].properties.settings, data: data2 };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema77.anyOf[0].properties.list.anyOf[1].type, parentSchema: schema77.anyOf[0].properties.list.anyOf[1], data: data0 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      var _valid1 = _errs10 === errors;
      valid2 = valid2 || _valid1;
      if (!valid2) {
        const err10 = { instancePath: instancePath + "/list", schemaPath: "#/anyOf/0/properties/list/anyOf", keyword: "anyOf", params: {}, schema: schema77.anyOf[0].properties.list.anyOf, parentSchema: schema77.anyOf[0].properties.list, data: data0 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      } else {
        errors = _errs5;
        if (vErrors !== null) {
          if (_errs5) {
            vErrors.length = _errs5;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.as !== void 0) {
      let data3 = data.as;
      if (typeof data3 !== "string") {
        const err11 = { instancePath: instancePath + "/as", schemaPath: "#/anyOf/0/properties/as/type", keyword: "type", params: { type: "string" }, schema: schema77.anyOf[0].properties.as.type, parentSchema: schema77.anyOf[0].properties.as, data: data3 };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
  } else {
    const err12 = { instancePath, schemaPath: "#/anyOf/0/type", keyword: "type", params: { type: "object" }, schema: schema77.anyOf[0].type, parentSchema: schema77.anyOf[0], data };
    if (vErrors === null) {
      vErrors = [err12];
    } else {
      vErrors.push(err12);
    }
    errors++;
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    var props1 = true;
  }
  const _errs17 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.request === void 0) {
      const err13 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "request" }, schema: schema77.anyOf[1].required, parentSchema: schema77.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err13];
      } else {
        vErrors.push(err13);
      }
      errors++;
    }
    if (data.paging === void 0) {
      const err14 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "paging" }, schema: schema77.anyOf[1].required, parentSchema: schema77.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err14];
      } else {
        vErrors.push(err14);
      }
      errors++;
    }
    if (data.rows === void 0) {
      const err15 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "rows" }, schema: schema77.anyOf[1].required, parentSchema: schema77.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err15];
      } else {
        vErrors.push(err15);
      }
      errors++;
    }
    if (data.fields === void 0) {
      const err16 = { instancePath, schemaPath: "#/anyOf/1/required", keyword: "required", params: { missingProperty: "fields" }, schema: schema77.anyOf[1].required, parentSchema: schema77.anyOf[1], data };
      if (vErrors === null) {
        vErrors = [err16];
      } else {
        vErrors.push(err16);
      }
      errors++;
    }
    for (const key2 in data) {
      if (!(key2 === "request" || key2 === "paging" || key2 === "rows" || key2 === "fields" || key2 === "errors" || key2 === "window")) {
        const err17 = { instancePath, schemaPath: "#/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema77.anyOf[1], data };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.request !== void 0) {
      let data4 = data.request;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.url === void 0) {
          const err18 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data4 };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        for (const key3 in data4) {
          if (!(key3 === "url" || key3 === "method" || key3 === "query" || key3 === "headers" || key3 === "json" || key3 === "form" || key3 === "text")) {
            const err19 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema32, data: data4 };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data4.url !== void 0) {
          let data5 = data4.url;
          if (typeof data5 === "string") {
            if (func2(data5) > 8192) {
              const err20 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data5 };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          } else {
            const err21 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data5 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data4.method !== void 0) {
          let data6 = data4.method;
          if (typeof data6 !== "string") {
            const err22 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data6 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
          if (!(data6 === "GET" || data6 === "POST")) {
            const err23 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data6 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
        if (data4.query !== void 0) {
          let data7 = data4.query;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            for (const key4 in data7) {
              let data8 = data7[key4];
              const _errs32 = errors;
              let valid10 = false;
              const _errs33 = errors;
              if (typeof data8 !== "string" && !(typeof data8 == "number" && isFinite(data8)) && typeof data8 !== "boolean" && data8 !== null) {
                const err24 = { instancePath: instancePath + "/request/query/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data8 };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
              var _valid2 = _errs33 === errors;
              valid10 = valid10 || _valid2;
              const _errs35 = errors;
              if (Array.isArray(data8)) {
                const len1 = data8.length;
                for (let i1 = 0; i1 < len1; i1++) {
                  let data9 = data8[i1];
                  if (typeof data9 !== "string" && !(typeof data9 == "number" && isFinite(data9)) && typeof data9 !== "boolean" && data9 !== null) {
                    const err25 = { instancePath: instancePath + "/request/query/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i1, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data9 };
                    if (vErrors === null) {
                      vErrors = [err25];
                    } else {
                      vErrors.push(err25);
                    }
                    errors++;
                  }
                }
              } else {
                const err26 = { instancePath: instancePath + "/request/query/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data8 };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
              var _valid2 = _errs35 === errors;
              valid10 = valid10 || _valid2;
              if (!valid10) {
                const err27 = { instancePath: instancePath + "/request/query/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data8 };
                if (vErrors === null) {
                  vErrors = [err27];
                } else {
                  vErrors.push(err27);
                }
                errors++;
              } else {
                errors = _errs32;
                if (vErrors !== null) {
                  if (_errs32) {
                    vErrors.length = _errs32;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err28 = { instancePath: instancePath + "/request/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data7 };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        if (data4.headers !== void 0) {
          let data10 = data4.headers;
          if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
            for (const key5 in data10) {
              const _errs41 = errors;
              if (typeof key5 === "string") {
                if (!pattern11.test(key5)) {
                  const err29 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key5, propertyName: key5 };
                  if (vErrors === null) {
                    vErrors = [err29];
                  } else {
                    vErrors.push(err29);
                  }
                  errors++;
                }
              } else {
                const err30 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key5, propertyName: key5 };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
              var valid13 = _errs41 === errors;
              if (!valid13) {
                const err31 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key5 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data10 };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
            for (const key6 in data10) {
              let data11 = data10[key6];
              if (typeof data11 === "string") {
                if (func2(data11) > 8192) {
                  const err32 = { instancePath: instancePath + "/request/headers/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err32];
                  } else {
                    vErrors.push(err32);
                  }
                  errors++;
                }
              } else {
                const err33 = { instancePath: instancePath + "/request/headers/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data11 };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
            }
          } else {
            const err34 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data10 };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        if (data4.json !== void 0) {
          let data12 = data4.json;
          if (!data12 || typeof data12 != "object") {
            const err35 = { instancePath: instancePath + "/request/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data12 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
        if (data4.form !== void 0) {
          let data13 = data4.form;
          if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
            for (const key7 in data13) {
              let data14 = data13[key7];
              if (typeof data14 !== "string" && !(typeof data14 == "number" && isFinite(data14)) && typeof data14 !== "boolean" && data14 !== null) {
                const err36 = { instancePath: instancePath + "/request/form/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data14 };
                if (vErrors === null) {
                  vErrors = [err36];
                } else {
                  vErrors.push(err36);
                }
                errors++;
              }
            }
          } else {
            const err37 = { instancePath: instancePath + "/request/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data13 };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
        if (data4.text !== void 0) {
          let data15 = data4.text;
          if (typeof data15 === "string") {
            if (func2(data15) > 8192) {
              const err38 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data15 };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          } else {
            const err39 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data15 };
            if (vErrors === null) {
              vErrors = [err39];
            } else {
              vErrors.push(err39);
            }
            errors++;
          }
        }
      } else {
        const err40 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data4 };
        if (vErrors === null) {
          vErrors = [err40];
        } else {
          vErrors.push(err40);
        }
        errors++;
      }
    }
    if (data.paging !== void 0) {
      if (!validate22(data.paging, { instancePath: instancePath + "/paging", parentData: data, parentDataProperty: "paging", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
        errors = vErrors.length;
      }
    }
    if (data.rows !== void 0) {
      if (!validate47(data.rows, { instancePath: instancePath + "/rows", parentData: data, parentDataProperty: "rows", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
        errors = vErrors.length;
      }
    }
    if (data.fields !== void 0) {
      let data18 = data.fields;
      if (data18 && typeof data18 == "object" && !Array.isArray(data18)) {
        if (Object.keys(data18).length < 1) {
          const err41 = { instancePath: instancePath + "/fields", schemaPath: "#/anyOf/1/properties/fields/minProperties", keyword: "minProperties", params: { limit: 1 }, schema: 1, parentSchema: schema77.anyOf[1].properties.fields, data: data18 };
          if (vErrors === null) {
            vErrors = [err41];
          } else {
            vErrors.push(err41);
          }
          errors++;
        }
        for (const key8 in data18) {
          let data19 = data18[key8];
          const _errs62 = errors;
          let valid18 = false;
          const _errs63 = errors;
          if (typeof data19 === "string") {
            if (func2(data19) > 1024) {
              const err42 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, schema: 1024, parentSchema: schema35.anyOf[0], data: data19 };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
          } else {
            const err43 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/0/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[0].type, parentSchema: schema35.anyOf[0], data: data19 };
            if (vErrors === null) {
              vErrors = [err43];
            } else {
              vErrors.push(err43);
            }
            errors++;
          }
          var _valid3 = _errs63 === errors;
          valid18 = valid18 || _valid3;
          const _errs65 = errors;
          if (Array.isArray(data19)) {
            if (data19.length > 32) {
              const err44 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, schema: 32, parentSchema: schema35.anyOf[1], data: data19 };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            const len2 = data19.length;
            for (let i2 = 0; i2 < len2; i2++) {
              let data20 = data19[i2];
              if (typeof data20 !== "string") {
                const err45 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i2, schemaPath: "#/$defs/path/anyOf/1/items/type", keyword: "type", params: { type: "string" }, schema: schema35.anyOf[1].items.type, parentSchema: schema35.anyOf[1].items, data: data20 };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
          } else {
            const err46 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema35.anyOf[1].type, parentSchema: schema35.anyOf[1], data: data19 };
            if (vErrors === null) {
              vErrors = [err46];
            } else {
              vErrors.push(err46);
            }
            errors++;
          }
          var _valid3 = _errs65 === errors;
          valid18 = valid18 || _valid3;
          if (!valid18) {
            const err47 = { instancePath: instancePath + "/fields/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/path/anyOf", keyword: "anyOf", params: {}, schema: schema35.anyOf, parentSchema: schema35, data: data19 };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          } else {
            errors = _errs62;
            if (vErrors !== null) {
              if (_errs62) {
                vErrors.length = _errs62;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err48 = { instancePath: instancePath + "/fields", schemaPath: "#/anyOf/1/properties/fields/type", keyword: "type", params: { type: "object" }, schema: schema77.anyOf[1].properties.fields.type, parentSchema: schema77.anyOf[1].properties.fields, data: data18 };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
    if (data.errors !== void 0) {
      let data21 = data.errors;
      if (Array.isArray(data21)) {
        const len3 = data21.length;
        for (let i3 = 0; i3 < len3; i3++) {
          if (!validate57(data21[i3], { instancePath: instancePath + "/errors/" + i3, parentData: data21, parentDataProperty: i3, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err49 = { instancePath: instancePath + "/errors", schemaPath: "#/anyOf/1/properties/errors/type", keyword: "type", params: { type: "array" }, schema: schema77.anyOf[1].properties.errors.type, parentSchema: schema77.anyOf[1].properties.errors, data: data21 };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
    }
    if (data.window !== void 0) {
      let data23 = data.window;
      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
        if (data23.kind === void 0) {
          const err50 = { instancePath: instancePath + "/window", schemaPath: "#/$defs/levelWindow/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema83.required, parentSchema: schema83, data: data23 };
          if (vErrors === null) {
            vErrors = [err50];
          } else {
            vErrors.push(err50);
          }
          errors++;
        }
        for (const key9 in data23) {
          if (!(key9 === "kind" || key9 === "format" || key9 === "zone" || key9 === "unit" || key9 === "from" || key9 === "to" || key9 === "step")) {
            const err51 = { instancePath: instancePath + "/window", schemaPath: "#/$defs/levelWindow/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, schema: false, parentSchema: schema83, data: data23 };
            if (vErrors === null) {
              vErrors = [err51];
            } else {
              vErrors.push(err51);
            }
            errors++;
          }
        }
        if (data23.kind !== void 0) {
          let data24 = data23.kind;
          if (typeof data24 !== "string") {
            const err52 = { instancePath: instancePath + "/window/kind", schemaPath: "#/$defs/levelWindow/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.kind.type, parentSchema: schema83.properties.kind, data: data24 };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
          if (!(data24 === "range" || data24 === "since" || data24 === "feed" || data24 === "snapshot")) {
            const err53 = { instancePath: instancePath + "/window/kind", schemaPath: "#/$defs/levelWindow/properties/kind/enum", keyword: "enum", params: { allowedValues: schema83.properties.kind.enum }, schema: schema83.properties.kind.enum, parentSchema: schema83.properties.kind, data: data24 };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
        }
        if (data23.format !== void 0) {
          let data25 = data23.format;
          if (typeof data25 !== "string") {
            const err54 = { instancePath: instancePath + "/window/format", schemaPath: "#/$defs/levelWindow/properties/format/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.format.type, parentSchema: schema83.properties.format, data: data25 };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
        }
        if (data23.zone !== void 0) {
          let data26 = data23.zone;
          if (typeof data26 !== "string") {
            const err55 = { instancePath: instancePath + "/window/zone", schemaPath: "#/$defs/levelWindow/properties/zone/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.zone.type, parentSchema: schema83.properties.zone, data: data26 };
            if (vErrors === null) {
              vErrors = [err55];
            } else {
              vErrors.push(err55);
            }
            errors++;
          }
        }
        if (data23.unit !== void 0) {
          let data27 = data23.unit;
          if (typeof data27 === "string") {
            if (!pattern14.test(data27)) {
              const err56 = { instancePath: instancePath + "/window/unit", schemaPath: "#/$defs/levelWindow/properties/unit/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema83.properties.unit, data: data27 };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
          } else {
            const err57 = { instancePath: instancePath + "/window/unit", schemaPath: "#/$defs/levelWindow/properties/unit/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.unit.type, parentSchema: schema83.properties.unit, data: data27 };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
        }
        if (data23.from !== void 0) {
          let data28 = data23.from;
          if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
            if (data28.bound === void 0) {
              const err58 = { instancePath: instancePath + "/window/from", schemaPath: "#/$defs/levelWindow/properties/from/required", keyword: "required", params: { missingProperty: "bound" }, schema: schema83.properties.from.required, parentSchema: schema83.properties.from, data: data28 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
            for (const key10 in data28) {
              if (!(key10 === "bound")) {
                const err59 = { instancePath: instancePath + "/window/from", schemaPath: "#/$defs/levelWindow/properties/from/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, schema: false, parentSchema: schema83.properties.from, data: data28 };
                if (vErrors === null) {
                  vErrors = [err59];
                } else {
                  vErrors.push(err59);
                }
                errors++;
              }
            }
            if (data28.bound !== void 0) {
              let data29 = data28.bound;
              if (typeof data29 !== "string") {
                const err60 = { instancePath: instancePath + "/window/from/bound", schemaPath: "#/$defs/levelWindow/properties/from/properties/bound/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.from.properties.bound.type, parentSchema: schema83.properties.from.properties.bound, data: data29 };
                if (vErrors === null) {
                  vErrors = [err60];
                } else {
                  vErrors.push(err60);
                }
                errors++;
              }
              if (!(data29 === "inclusive" || data29 === "exclusive" || data29 === "whole" || data29 === "unknown")) {
                const err61 = { instancePath: instancePath + "/window/from/bound", schemaPath: "#/$defs/levelWindow/properties/from/properties/bound/enum", keyword: "enum", params: { allowedValues: schema83.properties.from.properties.bound.enum }, schema: schema83.properties.from.properties.bound.enum, parentSchema: schema83.properties.from.properties.bound, data: data29 };
                if (vErrors === null) {
                  vErrors = [err61];
                } else {
                  vErrors.push(err61);
                }
                errors++;
              }
            }
          } else {
            const err62 = { instancePath: instancePath + "/window/from", schemaPath: "#/$defs/levelWindow/properties/from/type", keyword: "type", params: { type: "object" }, schema: schema83.properties.from.type, parentSchema: schema83.properties.from, data: data28 };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
        }
        if (data23.to !== void 0) {
          let data30 = data23.to;
          if (data30 && typeof data30 == "object" && !Array.isArray(data30)) {
            if (data30.bound === void 0) {
              const err63 = { instancePath: instancePath + "/window/to", schemaPath: "#/$defs/levelWindow/properties/to/required", keyword: "required", params: { missingProperty: "bound" }, schema: schema83.properties.to.required, parentSchema: schema83.properties.to, data: data30 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
            for (const key11 in data30) {
              if (!(key11 === "bound")) {
                const err64 = { instancePath: instancePath + "/window/to", schemaPath: "#/$defs/levelWindow/properties/to/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, schema: false, parentSchema: schema83.properties.to, data: data30 };
                if (vErrors === null) {
                  vErrors = [err64];
                } else {
                  vErrors.push(err64);
                }
                errors++;
              }
            }
            if (data30.bound !== void 0) {
              let data31 = data30.bound;
              if (typeof data31 !== "string") {
                const err65 = { instancePath: instancePath + "/window/to/bound", schemaPath: "#/$defs/levelWindow/properties/to/properties/bound/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.to.properties.bound.type, parentSchema: schema83.properties.to.properties.bound, data: data31 };
                if (vErrors === null) {
                  vErrors = [err65];
                } else {
                  vErrors.push(err65);
                }
                errors++;
              }
              if (!(data31 === "inclusive" || data31 === "exclusive" || data31 === "whole" || data31 === "unknown")) {
                const err66 = { instancePath: instancePath + "/window/to/bound", schemaPath: "#/$defs/levelWindow/properties/to/properties/bound/enum", keyword: "enum", params: { allowedValues: schema83.properties.to.properties.bound.enum }, schema: schema83.properties.to.properties.bound.enum, parentSchema: schema83.properties.to.properties.bound, data: data31 };
                if (vErrors === null) {
                  vErrors = [err66];
                } else {
                  vErrors.push(err66);
                }
                errors++;
              }
            }
          } else {
            const err67 = { instancePath: instancePath + "/window/to", schemaPath: "#/$defs/levelWindow/properties/to/type", keyword: "type", params: { type: "object" }, schema: schema83.properties.to.type, parentSchema: schema83.properties.to, data: data30 };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
        if (data23.step !== void 0) {
          let data32 = data23.step;
          if (typeof data32 === "string") {
            if (!pattern14.test(data32)) {
              const err68 = { instancePath: instancePath + "/window/step", schemaPath: "#/$defs/levelWindow/properties/step/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema83.properties.step, data: data32 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/window/step", schemaPath: "#/$defs/levelWindow/properties/step/type", keyword: "type", params: { type: "string" }, schema: schema83.properties.step.type, parentSchema: schema83.properties.step, data: data32 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
        }
      } else {
        const err70 = { instancePath: instancePath + "/window", schemaPath: "#/$defs/levelWindow/type", keyword: "type", params: { type: "object" }, schema: schema83.type, parentSchema: schema83, data: data23 };
        if (vErrors === null) {
          vErrors = [err70];
        } else {
          vErrors.push(err70);
        }
        errors++;
      }
    }
  } else {
    const err71 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "object" }, schema: schema77.anyOf[1].type, parentSchema: schema77.anyOf[1], data };
    if (vErrors === null) {
      vErrors = [err71];
    } else {
      vErrors.push(err71);
    }
    errors++;
  }
  var _valid0 = _errs17 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props1 !== true) {
      props1 = true;
    }
  }
  if (!valid0) {
    const err72 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, schema: schema77.anyOf, parentSchema: schema77, data };
    if (vErrors === null) {
      vErrors = [err72];
    } else {
      vErrors.push(err72);
    }
    errors++;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate54.errors = vErrors;
  evaluated0.props = props1;
  return errors === 0;
}
validate54.evaluated = { "dynamicProps": true, "dynamicItems": false };
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
    if (data.name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.table === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "table" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.window === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "window" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err4 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.$schema.type, parentSchema: schema31.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.name !== void 0) {
      let data1 = data.name;
      if (typeof data1 === "string") {
        if (!pattern4.test(data1)) {
          const err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z][a-z0-9-]{0,62}$" }, schema: "^[a-z][a-z0-9-]{0,62}$", parentSchema: schema31.properties.name, data: data1 };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      } else {
        const err6 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.name.type, parentSchema: schema31.properties.name, data: data1 };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.description !== void 0) {
      let data2 = data.description;
      if (typeof data2 !== "string") {
        const err7 = { instancePath: instancePath + "/description", schemaPath: "#/properties/description/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.description.type, parentSchema: schema31.properties.description, data: data2 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.table !== void 0) {
      let data3 = data.table;
      if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
        if (data3.name === void 0) {
          const err8 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/required", keyword: "required", params: { missingProperty: "name" }, schema: schema31.properties.table.required, parentSchema: schema31.properties.table, data: data3 };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        for (const key1 in data3) {
          if (!(key1 === "name" || key1 === "message" || key1 === "unknownFields" || key1 === "sensitive" || key1 === "hashKey")) {
            const err9 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema31.properties.table, data: data3 };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
        if (data3.name !== void 0) {
          let data4 = data3.name;
          if (typeof data4 === "string") {
            if (!pattern5.test(data4)) {
              const err10 = { instancePath: instancePath + "/table/name", schemaPath: "#/properties/table/properties/name/pattern", keyword: "pattern", params: { pattern: "^([a-z0-9:.-]{4,63}\\.)?[A-Za-z0-9_]{1,1024}\\.[A-Za-z0-9_-]{1,1024}$" }, schema: "^([a-z0-9:.-]{4,63}\\.)?[A-Za-z0-9_]{1,1024}\\.[A-Za-z0-9_-]{1,1024}$", parentSchema: schema31.properties.table.properties.name, data: data4 };
              if (vErrors === null) {
                vErrors = [err10];
              } else {
                vErrors.push(err10);
              }
              errors++;
            }
          } else {
            const err11 = { instancePath: instancePath + "/table/name", schemaPath: "#/properties/table/properties/name/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.table.properties.name.type, parentSchema: schema31.properties.table.properties.name, data: data4 };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data3.message !== void 0) {
          let data5 = data3.message;
          if (typeof data5 !== "string") {
            const err12 = { instancePath: instancePath + "/table/message", schemaPath: "#/properties/table/properties/message/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.table.properties.message.type, parentSchema: schema31.properties.table.properties.message, data: data5 };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data3.unknownFields !== void 0) {
          let data6 = data3.unknownFields;
          if (typeof data6 !== "string") {
            const err13 = { instancePath: instancePath + "/table/unknownFields", schemaPath: "#/properties/table/properties/unknownFields/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.table.properties.unknownFields.type, parentSchema: schema31.properties.table.properties.unknownFields, data: data6 };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
          if (!(data6 === "reject" || data6 === "drop")) {
            const err14 = { instancePath: instancePath + "/table/unknownFields", schemaPath: "#/properties/table/properties/unknownFields/enum", keyword: "enum", params: { allowedValues: schema31.properties.table.properties.unknownFields.enum }, schema: schema31.properties.table.properties.unknownFields.enum, parentSchema: schema31.properties.table.properties.unknownFields, data: data6 };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
        if (data3.sensitive !== void 0) {
          let data7 = data3.sensitive;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            for (const key2 in data7) {
              let data8 = data7[key2];
              if (typeof data8 !== "string") {
                const err15 = { instancePath: instancePath + "/table/sensitive/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/table/properties/sensitive/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.table.properties.sensitive.additionalProperties.type, parentSchema: schema31.properties.table.properties.sensitive.additionalProperties, data: data8 };
                if (vErrors === null) {
                  vErrors = [err15];
                } else {
                  vErrors.push(err15);
                }
                errors++;
              }
              if (!(data8 === "mask" || data8 === "hash" || data8 === "drop")) {
                const err16 = { instancePath: instancePath + "/table/sensitive/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/table/properties/sensitive/additionalProperties/enum", keyword: "enum", params: { allowedValues: schema31.properties.table.properties.sensitive.additionalProperties.enum }, schema: schema31.properties.table.properties.sensitive.additionalProperties.enum, parentSchema: schema31.properties.table.properties.sensitive.additionalProperties, data: data8 };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
            }
          } else {
            const err17 = { instancePath: instancePath + "/table/sensitive", schemaPath: "#/properties/table/properties/sensitive/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.table.properties.sensitive.type, parentSchema: schema31.properties.table.properties.sensitive, data: data7 };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data3.hashKey !== void 0) {
          let data9 = data3.hashKey;
          if (typeof data9 === "string") {
            if (!pattern6.test(data9)) {
              const err18 = { instancePath: instancePath + "/table/hashKey", schemaPath: "#/properties/table/properties/hashKey/pattern", keyword: "pattern", params: { pattern: "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$" }, schema: "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$", parentSchema: schema31.properties.table.properties.hashKey, data: data9 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = { instancePath: instancePath + "/table/hashKey", schemaPath: "#/properties/table/properties/hashKey/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.table.properties.hashKey.type, parentSchema: schema31.properties.table.properties.hashKey, data: data9 };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
      } else {
        const err20 = { instancePath: instancePath + "/table", schemaPath: "#/properties/table/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.table.type, parentSchema: schema31.properties.table, data: data3 };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
    }
    if (data.settings !== void 0) {
      let data10 = data.settings;
      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
        for (const key3 in data10) {
          let data11 = data10[key3];
          const _errs28 = errors;
          let valid4 = false;
          const _errs29 = errors;
          if (typeof data11 !== "string" && !(typeof data11 == "number" && isFinite(data11)) && typeof data11 !== "boolean" && data11 !== null) {
            const err21 = { instancePath: instancePath + "/settings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/settings/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema31.properties.settings.additionalProperties.anyOf[0].type }, schema: schema31.properties.settings.additionalProperties.anyOf[0].type, parentSchema: schema31.properties.settings.additionalProperties.anyOf[0], data: data11 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
          var _valid0 = _errs29 === errors;
          valid4 = valid4 || _valid0;
          const _errs31 = errors;
          if (Array.isArray(data11)) {
            const len0 = data11.length;
            for (let i0 = 0; i0 < len0; i0++) {
              let data12 = data11[i0];
              if (typeof data12 !== "string" && !(typeof data12 == "number" && isFinite(data12)) && typeof data12 !== "boolean" && data12 !== null) {
                const err22 = { instancePath: instancePath + "/settings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/settings/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema31.properties.settings.additionalProperties.anyOf[1].items.type }, schema: schema31.properties.settings.additionalProperties.anyOf[1].items.type, parentSchema: schema31.properties.settings.additionalProperties.anyOf[1].items, data: data12 };
                if (vErrors === null) {
                  vErrors = [err22];
                } else {
                  vErrors.push(err22);
                }
                errors++;
              }
            }
          } else {
            const err23 = { instancePath: instancePath + "/settings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/settings/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.settings.additionalProperties.anyOf[1].type, parentSchema: schema31.properties.settings.additionalProperties.anyOf[1], data: data11 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          var _valid0 = _errs31 === errors;
          valid4 = valid4 || _valid0;
          if (!valid4) {
            const err24 = { instancePath: instancePath + "/settings/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/settings/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.settings.additionalProperties.anyOf, parentSchema: schema31.properties.settings.additionalProperties, data: data11 };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          } else {
            errors = _errs28;
            if (vErrors !== null) {
              if (_errs28) {
                vErrors.length = _errs28;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err25 = { instancePath: instancePath + "/settings", schemaPath: "#/properties/settings/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.settings.type, parentSchema: schema31.properties.settings, data: data10 };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
    }
    if (data.secrets !== void 0) {
      let data13 = data.secrets;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        for (const key4 in data13) {
          const _errs37 = errors;
          if (typeof key4 === "string") {
            if (!pattern7.test(key4)) {
              const err26 = { instancePath: instancePath + "/secrets", schemaPath: "#/properties/secrets/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_]{1,64}$" }, schema: "^[A-Za-z0-9_]{1,64}$", parentSchema: schema31.properties.secrets.propertyNames, data: key4, propertyName: key4 };
              if (vErrors === null) {
                vErrors = [err26];
              } else {
                vErrors.push(err26);
              }
              errors++;
            }
          } else {
            const err27 = { instancePath: instancePath + "/secrets", schemaPath: "#/properties/secrets/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.secrets.propertyNames.type, parentSchema: schema31.properties.secrets.propertyNames, data: key4, propertyName: key4 };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
          var valid7 = _errs37 === errors;
          if (!valid7) {
            const err28 = { instancePath: instancePath + "/secrets", schemaPath: "#/properties/secrets/propertyNames", keyword: "propertyNames", params: { propertyName: key4 }, schema: schema31.properties.secrets.propertyNames, parentSchema: schema31.properties.secrets, data: data13 };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        for (const key5 in data13) {
          let data14 = data13[key5];
          if (typeof data14 === "string") {
            if (!pattern6.test(data14)) {
              const err29 = { instancePath: instancePath + "/secrets/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/secrets/additionalProperties/pattern", keyword: "pattern", params: { pattern: "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$" }, schema: "^projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255}/versions/(latest|[0-9]+)$", parentSchema: schema31.properties.secrets.additionalProperties, data: data14 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
          } else {
            const err30 = { instancePath: instancePath + "/secrets/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/secrets/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.secrets.additionalProperties.type, parentSchema: schema31.properties.secrets.additionalProperties, data: data14 };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
        }
      } else {
        const err31 = { instancePath: instancePath + "/secrets", schemaPath: "#/properties/secrets/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.secrets.type, parentSchema: schema31.properties.secrets, data: data13 };
        if (vErrors === null) {
          vErrors = [err31];
        } else {
          vErrors.push(err31);
        }
        errors++;
      }
    }
    if (data.module !== void 0) {
      let data15 = data.module;
      if (typeof data15 === "string") {
        if (!pattern9.test(data15)) {
          const err32 = { instancePath: instancePath + "/module", schemaPath: "#/properties/module/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_-]+\\.(ts|js)$" }, schema: "^[A-Za-z0-9_-]+\\.(ts|js)$", parentSchema: schema31.properties.module, data: data15 };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
      } else {
        const err33 = { instancePath: instancePath + "/module", schemaPath: "#/properties/module/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.module.type, parentSchema: schema31.properties.module, data: data15 };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.hosts !== void 0) {
      let data16 = data.hosts;
      if (Array.isArray(data16)) {
        const len1 = data16.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data17 = data16[i1];
          if (typeof data17 !== "string") {
            const err34 = { instancePath: instancePath + "/hosts/" + i1, schemaPath: "#/properties/hosts/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.hosts.items.type, parentSchema: schema31.properties.hosts.items, data: data17 };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
      } else {
        const err35 = { instancePath: instancePath + "/hosts", schemaPath: "#/properties/hosts/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.hosts.type, parentSchema: schema31.properties.hosts, data: data16 };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.credentialOrigins !== void 0) {
      let data18 = data.credentialOrigins;
      if (Array.isArray(data18)) {
        const len2 = data18.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data19 = data18[i2];
          if (typeof data19 === "string") {
            if (!pattern10.test(data19)) {
              const err36 = { instancePath: instancePath + "/credentialOrigins/" + i2, schemaPath: "#/properties/credentialOrigins/items/pattern", keyword: "pattern", params: { pattern: "^https?://[^/]+$" }, schema: "^https?://[^/]+$", parentSchema: schema31.properties.credentialOrigins.items, data: data19 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          } else {
            const err37 = { instancePath: instancePath + "/credentialOrigins/" + i2, schemaPath: "#/properties/credentialOrigins/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.credentialOrigins.items.type, parentSchema: schema31.properties.credentialOrigins.items, data: data19 };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
      } else {
        const err38 = { instancePath: instancePath + "/credentialOrigins", schemaPath: "#/properties/credentialOrigins/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.credentialOrigins.type, parentSchema: schema31.properties.credentialOrigins, data: data18 };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.request !== void 0) {
      let data20 = data.request;
      if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
        if (data20.url === void 0) {
          const err39 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/required", keyword: "required", params: { missingProperty: "url" }, schema: schema32.required, parentSchema: schema32, data: data20 };
          if (vErrors === null) {
            vErrors = [err39];
          } else {
            vErrors.push(err39);
          }
          errors++;
        }
        for (const key6 in data20) {
          if (!(key6 === "url" || key6 === "method" || key6 === "query" || key6 === "headers" || key6 === "json" || key6 === "form" || key6 === "text")) {
            const err40 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema32, data: data20 };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
        }
        if (data20.url !== void 0) {
          let data21 = data20.url;
          if (typeof data21 === "string") {
            if (func2(data21) > 8192) {
              const err41 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.url, data: data21 };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
          } else {
            const err42 = { instancePath: instancePath + "/request/url", schemaPath: "#/$defs/request/properties/url/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data21 };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
        }
        if (data20.method !== void 0) {
          let data22 = data20.method;
          if (typeof data22 !== "string") {
            const err43 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.method.type, parentSchema: schema32.properties.method, data: data22 };
            if (vErrors === null) {
              vErrors = [err43];
            } else {
              vErrors.push(err43);
            }
            errors++;
          }
          if (!(data22 === "GET" || data22 === "POST")) {
            const err44 = { instancePath: instancePath + "/request/method", schemaPath: "#/$defs/request/properties/method/enum", keyword: "enum", params: { allowedValues: schema32.properties.method.enum }, schema: schema32.properties.method.enum, parentSchema: schema32.properties.method, data: data22 };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
        if (data20.query !== void 0) {
          let data23 = data20.query;
          if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
            for (const key7 in data23) {
              let data24 = data23[key7];
              const _errs64 = errors;
              let valid16 = false;
              const _errs65 = errors;
              if (typeof data24 !== "string" && !(typeof data24 == "number" && isFinite(data24)) && typeof data24 !== "boolean" && data24 !== null) {
                const err45 = { instancePath: instancePath + "/request/query/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/0/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[0].type }, schema: schema32.properties.query.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[0], data: data24 };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
              var _valid1 = _errs65 === errors;
              valid16 = valid16 || _valid1;
              const _errs67 = errors;
              if (Array.isArray(data24)) {
                const len3 = data24.length;
                for (let i3 = 0; i3 < len3; i3++) {
                  let data25 = data24[i3];
                  if (typeof data25 !== "string" && !(typeof data25 == "number" && isFinite(data25)) && typeof data25 !== "boolean" && data25 !== null) {
                    const err46 = { instancePath: instancePath + "/request/query/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i3, schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: schema32.properties.query.additionalProperties.anyOf[1].items.type }, schema: schema32.properties.query.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1].items, data: data25 };
                    if (vErrors === null) {
                      vErrors = [err46];
                    } else {
                      vErrors.push(err46);
                    }
                    errors++;
                  }
                }
              } else {
                const err47 = { instancePath: instancePath + "/request/query/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, schema: schema32.properties.query.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.query.additionalProperties.anyOf[1], data: data24 };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
              var _valid1 = _errs67 === errors;
              valid16 = valid16 || _valid1;
              if (!valid16) {
                const err48 = { instancePath: instancePath + "/request/query/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/query/additionalProperties/anyOf", keyword: "anyOf", params: {}, schema: schema32.properties.query.additionalProperties.anyOf, parentSchema: schema32.properties.query.additionalProperties, data: data24 };
                if (vErrors === null) {
                  vErrors = [err48];
                } else {
                  vErrors.push(err48);
                }
                errors++;
              } else {
                errors = _errs64;
                if (vErrors !== null) {
                  if (_errs64) {
                    vErrors.length = _errs64;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err49 = { instancePath: instancePath + "/request/query", schemaPath: "#/$defs/request/properties/query/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.query.type, parentSchema: schema32.properties.query, data: data23 };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
        }
        if (data20.headers !== void 0) {
          let data26 = data20.headers;
          if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
            for (const key8 in data26) {
              const _errs73 = errors;
              if (typeof key8 === "string") {
                if (!pattern11.test(key8)) {
                  const err50 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }, schema: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", parentSchema: schema32.properties.headers.propertyNames, data: key8, propertyName: key8 };
                  if (vErrors === null) {
                    vErrors = [err50];
                  } else {
                    vErrors.push(err50);
                  }
                  errors++;
                }
              } else {
                const err51 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.propertyNames.type, parentSchema: schema32.properties.headers.propertyNames, data: key8, propertyName: key8 };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
              var valid19 = _errs73 === errors;
              if (!valid19) {
                const err52 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/propertyNames", keyword: "propertyNames", params: { propertyName: key8 }, schema: schema32.properties.headers.propertyNames, parentSchema: schema32.properties.headers, data: data26 };
                if (vErrors === null) {
                  vErrors = [err52];
                } else {
                  vErrors.push(err52);
                }
                errors++;
              }
            }
            for (const key9 in data26) {
              let data27 = data26[key9];
              if (typeof data27 === "string") {
                if (func2(data27) > 8192) {
                  const err53 = { instancePath: instancePath + "/request/headers/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.headers.additionalProperties, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err53];
                  } else {
                    vErrors.push(err53);
                  }
                  errors++;
                }
              } else {
                const err54 = { instancePath: instancePath + "/request/headers/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/headers/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.headers.additionalProperties.type, parentSchema: schema32.properties.headers.additionalProperties, data: data27 };
                if (vErrors === null) {
                  vErrors = [err54];
                } else {
                  vErrors.push(err54);
                }
                errors++;
              }
            }
          } else {
            const err55 = { instancePath: instancePath + "/request/headers", schemaPath: "#/$defs/request/properties/headers/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.headers.type, parentSchema: schema32.properties.headers, data: data26 };
            if (vErrors === null) {
              vErrors = [err55];
            } else {
              vErrors.push(err55);
            }
            errors++;
          }
        }
        if (data20.json !== void 0) {
          let data28 = data20.json;
          if (!data28 || typeof data28 != "object") {
            const err56 = { instancePath: instancePath + "/request/json", schemaPath: "#/$defs/request/properties/json/type", keyword: "type", params: { type: schema32.properties.json.type }, schema: schema32.properties.json.type, parentSchema: schema32.properties.json, data: data28 };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
        }
        if (data20.form !== void 0) {
          let data29 = data20.form;
          if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
            for (const key10 in data29) {
              let data30 = data29[key10];
              if (typeof data30 !== "string" && !(typeof data30 == "number" && isFinite(data30)) && typeof data30 !== "boolean" && data30 !== null) {
                const err57 = { instancePath: instancePath + "/request/form/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/request/properties/form/additionalProperties/type", keyword: "type", params: { type: schema32.properties.form.additionalProperties.type }, schema: schema32.properties.form.additionalProperties.type, parentSchema: schema32.properties.form.additionalProperties, data: data30 };
                if (vErrors === null) {
                  vErrors = [err57];
                } else {
                  vErrors.push(err57);
                }
                errors++;
              }
            }
          } else {
            const err58 = { instancePath: instancePath + "/request/form", schemaPath: "#/$defs/request/properties/form/type", keyword: "type", params: { type: "object" }, schema: schema32.properties.form.type, parentSchema: schema32.properties.form, data: data29 };
            if (vErrors === null) {
              vErrors = [err58];
            } else {
              vErrors.push(err58);
            }
            errors++;
          }
        }
        if (data20.text !== void 0) {
          let data31 = data20.text;
          if (typeof data31 === "string") {
            if (func2(data31) > 8192) {
              const err59 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/maxLength", keyword: "maxLength", params: { limit: 8192 }, schema: 8192, parentSchema: schema32.properties.text, data: data31 };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
          } else {
            const err60 = { instancePath: instancePath + "/request/text", schemaPath: "#/$defs/request/properties/text/type", keyword: "type", params: { type: "string" }, schema: schema32.properties.text.type, parentSchema: schema32.properties.text, data: data31 };
            if (vErrors === null) {
              vErrors = [err60];
            } else {
              vErrors.push(err60);
            }
            errors++;
          }
        }
      } else {
        const err61 = { instancePath: instancePath + "/request", schemaPath: "#/$defs/request/type", keyword: "type", params: { type: "object" }, schema: schema32.type, parentSchema: schema32, data: data20 };
        if (vErrors === null) {
          vErrors = [err61];
        } else {
          vErrors.push(err61);
        }
        errors++;
      }
    }
    if (data.export !== void 0) {
      if (!validate21(data.export, { instancePath: instancePath + "/export", parentData: data, parentDataProperty: "export", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
        errors = vErrors.length;
      }
    }
    if (data.auth !== void 0) {
      if (!validate43(data.auth, { instancePath: instancePath + "/auth", parentData: data, parentDataProperty: "auth", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
        errors = vErrors.length;
      }
    }
    if (data.paging !== void 0) {
      if (!validate22(data.paging, { instancePath: instancePath + "/paging", parentData: data, parentDataProperty: "paging", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
        errors = vErrors.length;
      }
    }
    if (data.rows !== void 0) {
      if (!validate47(data.rows, { instancePath: instancePath + "/rows", parentData: data, parentDataProperty: "rows", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
        errors = vErrors.length;
      }
    }
    if (data.each !== void 0) {
      let data36 = data.each;
      if (Array.isArray(data36)) {
        if (data36.length > 4) {
          const err62 = { instancePath: instancePath + "/each", schemaPath: "#/properties/each/maxItems", keyword: "maxItems", params: { limit: 4 }, schema: 4, parentSchema: schema31.properties.each, data: data36 };
          if (vErrors === null) {
            vErrors = [err62];
          } else {
            vErrors.push(err62);
          }
          errors++;
        }
        if (data36.length < 1) {
          const err63 = { instancePath: instancePath + "/each", schemaPath: "#/properties/each/minItems", keyword: "minItems", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.each, data: data36 };
          if (vErrors === null) {
            vErrors = [err63];
          } else {
            vErrors.push(err63);
          }
          errors++;
        }
        const len4 = data36.length;
        for (let i4 = 0; i4 < len4; i4++) {
          if (!validate54(data36[i4], { instancePath: instancePath + "/each/" + i4, parentData: data36, parentDataProperty: i4, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err64 = { instancePath: instancePath + "/each", schemaPath: "#/properties/each/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.each.type, parentSchema: schema31.properties.each, data: data36 };
        if (vErrors === null) {
          vErrors = [err64];
        } else {
          vErrors.push(err64);
        }
        errors++;
      }
    }
    if (data.errors !== void 0) {
      let data38 = data.errors;
      if (Array.isArray(data38)) {
        const len5 = data38.length;
        for (let i5 = 0; i5 < len5; i5++) {
          if (!validate57(data38[i5], { instancePath: instancePath + "/errors/" + i5, parentData: data38, parentDataProperty: i5, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err65 = { instancePath: instancePath + "/errors", schemaPath: "#/properties/errors/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.errors.type, parentSchema: schema31.properties.errors, data: data38 };
        if (vErrors === null) {
          vErrors = [err65];
        } else {
          vErrors.push(err65);
        }
        errors++;
      }
    }
    if (data.window !== void 0) {
      let data40 = data.window;
      if (data40 && typeof data40 == "object" && !Array.isArray(data40)) {
        if (data40.kind === void 0) {
          const err66 = { instancePath: instancePath + "/window", schemaPath: "#/properties/window/required", keyword: "required", params: { missingProperty: "kind" }, schema: schema31.properties.window.required, parentSchema: schema31.properties.window, data: data40 };
          if (vErrors === null) {
            vErrors = [err66];
          } else {
            vErrors.push(err66);
          }
          errors++;
        }
        if (data40.length === void 0) {
          const err67 = { instancePath: instancePath + "/window", schemaPath: "#/properties/window/required", keyword: "required", params: { missingProperty: "length" }, schema: schema31.properties.window.required, parentSchema: schema31.properties.window, data: data40 };
          if (vErrors === null) {
            vErrors = [err67];
          } else {
            vErrors.push(err67);
          }
          errors++;
        }
        if (data40.start === void 0) {
          const err68 = { instancePath: instancePath + "/window", schemaPath: "#/properties/window/required", keyword: "required", params: { missingProperty: "start" }, schema: schema31.properties.window.required, parentSchema: schema31.properties.window, data: data40 };
          if (vErrors === null) {
            vErrors = [err68];
          } else {
            vErrors.push(err68);
          }
          errors++;
        }
        for (const key11 in data40) {
          if (!func1.call(schema31.properties.window.properties, key11)) {
            const err69 = { instancePath: instancePath + "/window", schemaPath: "#/properties/window/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, schema: false, parentSchema: schema31.properties.window, data: data40 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
        }
        if (data40.kind !== void 0) {
          let data41 = data40.kind;
          if (typeof data41 !== "string") {
            const err70 = { instancePath: instancePath + "/window/kind", schemaPath: "#/properties/window/properties/kind/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.kind.type, parentSchema: schema31.properties.window.properties.kind, data: data41 };
            if (vErrors === null) {
              vErrors = [err70];
            } else {
              vErrors.push(err70);
            }
            errors++;
          }
          if (!(data41 === "range" || data41 === "since" || data41 === "feed" || data41 === "snapshot")) {
            const err71 = { instancePath: instancePath + "/window/kind", schemaPath: "#/properties/window/properties/kind/enum", keyword: "enum", params: { allowedValues: schema31.properties.window.properties.kind.enum }, schema: schema31.properties.window.properties.kind.enum, parentSchema: schema31.properties.window.properties.kind, data: data41 };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
        }
        if (data40.format !== void 0) {
          let data42 = data40.format;
          if (typeof data42 !== "string") {
            const err72 = { instancePath: instancePath + "/window/format", schemaPath: "#/properties/window/properties/format/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.format.type, parentSchema: schema31.properties.window.properties.format, data: data42 };
            if (vErrors === null) {
              vErrors = [err72];
            } else {
              vErrors.push(err72);
            }
            errors++;
          }
        }
        if (data40.zone !== void 0) {
          let data43 = data40.zone;
          if (typeof data43 !== "string") {
            const err73 = { instancePath: instancePath + "/window/zone", schemaPath: "#/properties/window/properties/zone/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.zone.type, parentSchema: schema31.properties.window.properties.zone, data: data43 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          }
        }
        if (data40.unit !== void 0) {
          let data44 = data40.unit;
          if (typeof data44 === "string") {
            if (!pattern14.test(data44)) {
              const err74 = { instancePath: instancePath + "/window/unit", schemaPath: "#/properties/window/properties/unit/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.unit, data: data44 };
              if (vErrors === null) {
                vErrors = [err74];
              } else {
                vErrors.push(err74);
              }
              errors++;
            }
          } else {
            const err75 = { instancePath: instancePath + "/window/unit", schemaPath: "#/properties/window/properties/unit/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.unit.type, parentSchema: schema31.properties.window.properties.unit, data: data44 };
            if (vErrors === null) {
              vErrors = [err75];
            } else {
              vErrors.push(err75);
            }
            errors++;
          }
        }
        if (data40.from !== void 0) {
          let data45 = data40.from;
          if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
            if (data45.bound === void 0) {
              const err76 = { instancePath: instancePath + "/window/from", schemaPath: "#/properties/window/properties/from/required", keyword: "required", params: { missingProperty: "bound" }, schema: schema31.properties.window.properties.from.required, parentSchema: schema31.properties.window.properties.from, data: data45 };
              if (vErrors === null) {
                vErrors = [err76];
              } else {
                vErrors.push(err76);
              }
              errors++;
            }
            for (const key12 in data45) {
              if (!(key12 === "bound")) {
                const err77 = { instancePath: instancePath + "/window/from", schemaPath: "#/properties/window/properties/from/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key12 }, schema: false, parentSchema: schema31.properties.window.properties.from, data: data45 };
                if (vErrors === null) {
                  vErrors = [err77];
                } else {
                  vErrors.push(err77);
                }
                errors++;
              }
            }
            if (data45.bound !== void 0) {
              let data46 = data45.bound;
              if (typeof data46 !== "string") {
                const err78 = { instancePath: instancePath + "/window/from/bound", schemaPath: "#/properties/window/properties/from/properties/bound/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.from.properties.bound.type, parentSchema: schema31.properties.window.properties.from.properties.bound, data: data46 };
                if (vErrors === null) {
                  vErrors = [err78];
                } else {
                  vErrors.push(err78);
                }
                errors++;
              }
              if (!(data46 === "inclusive" || data46 === "exclusive" || data46 === "whole" || data46 === "unknown")) {
                const err79 = { instancePath: instancePath + "/window/from/bound", schemaPath: "#/properties/window/properties/from/properties/bound/enum", keyword: "enum", params: { allowedValues: schema31.properties.window.properties.from.properties.bound.enum }, schema: schema31.properties.window.properties.from.properties.bound.enum, parentSchema: schema31.properties.window.properties.from.properties.bound, data: data46 };
                if (vErrors === null) {
                  vErrors = [err79];
                } else {
                  vErrors.push(err79);
                }
                errors++;
              }
            }
          } else {
            const err80 = { instancePath: instancePath + "/window/from", schemaPath: "#/properties/window/properties/from/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.window.properties.from.type, parentSchema: schema31.properties.window.properties.from, data: data45 };
            if (vErrors === null) {
              vErrors = [err80];
            } else {
              vErrors.push(err80);
            }
            errors++;
          }
        }
        if (data40.to !== void 0) {
          let data47 = data40.to;
          if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
            if (data47.bound === void 0) {
              const err81 = { instancePath: instancePath + "/window/to", schemaPath: "#/properties/window/properties/to/required", keyword: "required", params: { missingProperty: "bound" }, schema: schema31.properties.window.properties.to.required, parentSchema: schema31.properties.window.properties.to, data: data47 };
              if (vErrors === null) {
                vErrors = [err81];
              } else {
                vErrors.push(err81);
              }
              errors++;
            }
            for (const key13 in data47) {
              if (!(key13 === "bound")) {
                const err82 = { instancePath: instancePath + "/window/to", schemaPath: "#/properties/window/properties/to/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key13 }, schema: false, parentSchema: schema31.properties.window.properties.to, data: data47 };
                if (vErrors === null) {
                  vErrors = [err82];
                } else {
                  vErrors.push(err82);
                }
                errors++;
              }
            }
            if (data47.bound !== void 0) {
              let data48 = data47.bound;
              if (typeof data48 !== "string") {
                const err83 = { instancePath: instancePath + "/window/to/bound", schemaPath: "#/properties/window/properties/to/properties/bound/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.to.properties.bound.type, parentSchema: schema31.properties.window.properties.to.properties.bound, data: data48 };
                if (vErrors === null) {
                  vErrors = [err83];
                } else {
                  vErrors.push(err83);
                }
                errors++;
              }
              if (!(data48 === "inclusive" || data48 === "exclusive" || data48 === "whole" || data48 === "unknown")) {
                const err84 = { instancePath: instancePath + "/window/to/bound", schemaPath: "#/properties/window/properties/to/properties/bound/enum", keyword: "enum", params: { allowedValues: schema31.properties.window.properties.to.properties.bound.enum }, schema: schema31.properties.window.properties.to.properties.bound.enum, parentSchema: schema31.properties.window.properties.to.properties.bound, data: data48 };
                if (vErrors === null) {
                  vErrors = [err84];
                } else {
                  vErrors.push(err84);
                }
                errors++;
              }
            }
          } else {
            const err85 = { instancePath: instancePath + "/window/to", schemaPath: "#/properties/window/properties/to/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.window.properties.to.type, parentSchema: schema31.properties.window.properties.to, data: data47 };
            if (vErrors === null) {
              vErrors = [err85];
            } else {
              vErrors.push(err85);
            }
            errors++;
          }
        }
        if (data40.step !== void 0) {
          let data49 = data40.step;
          if (typeof data49 === "string") {
            if (!pattern14.test(data49)) {
              const err86 = { instancePath: instancePath + "/window/step", schemaPath: "#/properties/window/properties/step/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.step, data: data49 };
              if (vErrors === null) {
                vErrors = [err86];
              } else {
                vErrors.push(err86);
              }
              errors++;
            }
          } else {
            const err87 = { instancePath: instancePath + "/window/step", schemaPath: "#/properties/window/properties/step/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.step.type, parentSchema: schema31.properties.window.properties.step, data: data49 };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
        }
        if (data40.length !== void 0) {
          let data50 = data40.length;
          if (typeof data50 === "string") {
            if (!pattern14.test(data50)) {
              const err88 = { instancePath: instancePath + "/window/length", schemaPath: "#/properties/window/properties/length/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.length, data: data50 };
              if (vErrors === null) {
                vErrors = [err88];
              } else {
                vErrors.push(err88);
              }
              errors++;
            }
          } else {
            const err89 = { instancePath: instancePath + "/window/length", schemaPath: "#/properties/window/properties/length/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.length.type, parentSchema: schema31.properties.window.properties.length, data: data50 };
            if (vErrors === null) {
              vErrors = [err89];
            } else {
              vErrors.push(err89);
            }
            errors++;
          }
        }
        if (data40.offset !== void 0) {
          let data51 = data40.offset;
          if (typeof data51 === "string") {
            if (!pattern14.test(data51)) {
              const err90 = { instancePath: instancePath + "/window/offset", schemaPath: "#/properties/window/properties/offset/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.offset, data: data51 };
              if (vErrors === null) {
                vErrors = [err90];
              } else {
                vErrors.push(err90);
              }
              errors++;
            }
          } else {
            const err91 = { instancePath: instancePath + "/window/offset", schemaPath: "#/properties/window/properties/offset/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.offset.type, parentSchema: schema31.properties.window.properties.offset, data: data51 };
            if (vErrors === null) {
              vErrors = [err91];
            } else {
              vErrors.push(err91);
            }
            errors++;
          }
        }
        if (data40.settle !== void 0) {
          let data52 = data40.settle;
          if (typeof data52 === "string") {
            if (!pattern14.test(data52)) {
              const err92 = { instancePath: instancePath + "/window/settle", schemaPath: "#/properties/window/properties/settle/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.settle, data: data52 };
              if (vErrors === null) {
                vErrors = [err92];
              } else {
                vErrors.push(err92);
              }
              errors++;
            }
          } else {
            const err93 = { instancePath: instancePath + "/window/settle", schemaPath: "#/properties/window/properties/settle/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.settle.type, parentSchema: schema31.properties.window.properties.settle, data: data52 };
            if (vErrors === null) {
              vErrors = [err93];
            } else {
              vErrors.push(err93);
            }
            errors++;
          }
        }
        if (data40.overlap !== void 0) {
          let data53 = data40.overlap;
          if (typeof data53 === "string") {
            if (!pattern14.test(data53)) {
              const err94 = { instancePath: instancePath + "/window/overlap", schemaPath: "#/properties/window/properties/overlap/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.overlap, data: data53 };
              if (vErrors === null) {
                vErrors = [err94];
              } else {
                vErrors.push(err94);
              }
              errors++;
            }
          } else {
            const err95 = { instancePath: instancePath + "/window/overlap", schemaPath: "#/properties/window/properties/overlap/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.overlap.type, parentSchema: schema31.properties.window.properties.overlap, data: data53 };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
        }
        if (data40.retention !== void 0) {
          let data54 = data40.retention;
          if (typeof data54 === "string") {
            if (!pattern14.test(data54)) {
              const err96 = { instancePath: instancePath + "/window/retention", schemaPath: "#/properties/window/properties/retention/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.window.properties.retention, data: data54 };
              if (vErrors === null) {
                vErrors = [err96];
              } else {
                vErrors.push(err96);
              }
              errors++;
            }
          } else {
            const err97 = { instancePath: instancePath + "/window/retention", schemaPath: "#/properties/window/properties/retention/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.retention.type, parentSchema: schema31.properties.window.properties.retention, data: data54 };
            if (vErrors === null) {
              vErrors = [err97];
            } else {
              vErrors.push(err97);
            }
            errors++;
          }
        }
        if (data40.start !== void 0) {
          let data55 = data40.start;
          if (typeof data55 === "string") {
            if (!pattern34.test(data55)) {
              const err98 = { instancePath: instancePath + "/window/start", schemaPath: "#/properties/window/properties/start/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$" }, schema: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", parentSchema: schema31.properties.window.properties.start, data: data55 };
              if (vErrors === null) {
                vErrors = [err98];
              } else {
                vErrors.push(err98);
              }
              errors++;
            }
          } else {
            const err99 = { instancePath: instancePath + "/window/start", schemaPath: "#/properties/window/properties/start/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.window.properties.start.type, parentSchema: schema31.properties.window.properties.start, data: data55 };
            if (vErrors === null) {
              vErrors = [err99];
            } else {
              vErrors.push(err99);
            }
            errors++;
          }
        }
        if (data40.maxWindows !== void 0) {
          let data56 = data40.maxWindows;
          if (!(typeof data56 == "number" && (!(data56 % 1) && !isNaN(data56)) && isFinite(data56))) {
            const err100 = { instancePath: instancePath + "/window/maxWindows", schemaPath: "#/properties/window/properties/maxWindows/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.window.properties.maxWindows.type, parentSchema: schema31.properties.window.properties.maxWindows, data: data56 };
            if (vErrors === null) {
              vErrors = [err100];
            } else {
              vErrors.push(err100);
            }
            errors++;
          }
          if (typeof data56 == "number" && isFinite(data56)) {
            if (data56 > 1e4 || isNaN(data56)) {
              const err101 = { instancePath: instancePath + "/window/maxWindows", schemaPath: "#/properties/window/properties/maxWindows/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, schema: 1e4, parentSchema: schema31.properties.window.properties.maxWindows, data: data56 };
              if (vErrors === null) {
                vErrors = [err101];
              } else {
                vErrors.push(err101);
              }
              errors++;
            }
            if (data56 < 1 || isNaN(data56)) {
              const err102 = { instancePath: instancePath + "/window/maxWindows", schemaPath: "#/properties/window/properties/maxWindows/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.window.properties.maxWindows, data: data56 };
              if (vErrors === null) {
                vErrors = [err102];
              } else {
                vErrors.push(err102);
              }
              errors++;
            }
          }
        }
      } else {
        const err103 = { instancePath: instancePath + "/window", schemaPath: "#/properties/window/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.window.type, parentSchema: schema31.properties.window, data: data40 };
        if (vErrors === null) {
          vErrors = [err103];
        } else {
          vErrors.push(err103);
        }
        errors++;
      }
    }
    if (data.rate !== void 0) {
      let data57 = data.rate;
      if (data57 && typeof data57 == "object" && !Array.isArray(data57)) {
        if (data57.requests === void 0) {
          const err104 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/required", keyword: "required", params: { missingProperty: "requests" }, schema: schema31.properties.rate.required, parentSchema: schema31.properties.rate, data: data57 };
          if (vErrors === null) {
            vErrors = [err104];
          } else {
            vErrors.push(err104);
          }
          errors++;
        }
        if (data57.per === void 0) {
          const err105 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/required", keyword: "required", params: { missingProperty: "per" }, schema: schema31.properties.rate.required, parentSchema: schema31.properties.rate, data: data57 };
          if (vErrors === null) {
            vErrors = [err105];
          } else {
            vErrors.push(err105);
          }
          errors++;
        }
        for (const key14 in data57) {
          if (!(key14 === "requests" || key14 === "per" || key14 === "remaining" || key14 === "reset")) {
            const err106 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, schema: false, parentSchema: schema31.properties.rate, data: data57 };
            if (vErrors === null) {
              vErrors = [err106];
            } else {
              vErrors.push(err106);
            }
            errors++;
          }
        }
        if (data57.requests !== void 0) {
          let data58 = data57.requests;
          if (!(typeof data58 == "number" && (!(data58 % 1) && !isNaN(data58)) && isFinite(data58))) {
            const err107 = { instancePath: instancePath + "/rate/requests", schemaPath: "#/properties/rate/properties/requests/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.rate.properties.requests.type, parentSchema: schema31.properties.rate.properties.requests, data: data58 };
            if (vErrors === null) {
              vErrors = [err107];
            } else {
              vErrors.push(err107);
            }
            errors++;
          }
          if (typeof data58 == "number" && isFinite(data58)) {
            if (data58 > 1e6 || isNaN(data58)) {
              const err108 = { instancePath: instancePath + "/rate/requests", schemaPath: "#/properties/rate/properties/requests/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema31.properties.rate.properties.requests, data: data58 };
              if (vErrors === null) {
                vErrors = [err108];
              } else {
                vErrors.push(err108);
              }
              errors++;
            }
            if (data58 < 1 || isNaN(data58)) {
              const err109 = { instancePath: instancePath + "/rate/requests", schemaPath: "#/properties/rate/properties/requests/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.rate.properties.requests, data: data58 };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
          }
        }
        if (data57.per !== void 0) {
          let data59 = data57.per;
          if (typeof data59 === "string") {
            if (!pattern14.test(data59)) {
              const err110 = { instancePath: instancePath + "/rate/per", schemaPath: "#/properties/rate/properties/per/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.rate.properties.per, data: data59 };
              if (vErrors === null) {
                vErrors = [err110];
              } else {
                vErrors.push(err110);
              }
              errors++;
            }
          } else {
            const err111 = { instancePath: instancePath + "/rate/per", schemaPath: "#/properties/rate/properties/per/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rate.properties.per.type, parentSchema: schema31.properties.rate.properties.per, data: data59 };
            if (vErrors === null) {
              vErrors = [err111];
            } else {
              vErrors.push(err111);
            }
            errors++;
          }
        }
        if (data57.remaining !== void 0) {
          let data60 = data57.remaining;
          if (typeof data60 !== "string") {
            const err112 = { instancePath: instancePath + "/rate/remaining", schemaPath: "#/properties/rate/properties/remaining/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rate.properties.remaining.type, parentSchema: schema31.properties.rate.properties.remaining, data: data60 };
            if (vErrors === null) {
              vErrors = [err112];
            } else {
              vErrors.push(err112);
            }
            errors++;
          }
        }
        if (data57.reset !== void 0) {
          if (!validate59(data57.reset, { instancePath: instancePath + "/rate/reset", parentData: data57, parentDataProperty: "reset", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err113 = { instancePath: instancePath + "/rate", schemaPath: "#/properties/rate/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.rate.type, parentSchema: schema31.properties.rate, data: data57 };
        if (vErrors === null) {
          vErrors = [err113];
        } else {
          vErrors.push(err113);
        }
        errors++;
      }
    }
    if (data.concurrency !== void 0) {
      let data62 = data.concurrency;
      if (!(typeof data62 == "number" && (!(data62 % 1) && !isNaN(data62)) && isFinite(data62))) {
        const err114 = { instancePath: instancePath + "/concurrency", schemaPath: "#/properties/concurrency/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.concurrency.type, parentSchema: schema31.properties.concurrency, data: data62 };
        if (vErrors === null) {
          vErrors = [err114];
        } else {
          vErrors.push(err114);
        }
        errors++;
      }
      if (typeof data62 == "number" && isFinite(data62)) {
        if (data62 > 16 || isNaN(data62)) {
          const err115 = { instancePath: instancePath + "/concurrency", schemaPath: "#/properties/concurrency/maximum", keyword: "maximum", params: { comparison: "<=", limit: 16 }, schema: 16, parentSchema: schema31.properties.concurrency, data: data62 };
          if (vErrors === null) {
            vErrors = [err115];
          } else {
            vErrors.push(err115);
          }
          errors++;
        }
        if (data62 < 1 || isNaN(data62)) {
          const err116 = { instancePath: instancePath + "/concurrency", schemaPath: "#/properties/concurrency/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.concurrency, data: data62 };
          if (vErrors === null) {
            vErrors = [err116];
          } else {
            vErrors.push(err116);
          }
          errors++;
        }
      }
    }
    if (data.limits !== void 0) {
      let data63 = data.limits;
      if (data63 && typeof data63 == "object" && !Array.isArray(data63)) {
        for (const key15 in data63) {
          if (!(key15 === "wireBytes" || key15 === "decodedBytes" || key15 === "ratio" || key15 === "pageRows" || key15 === "parents" || key15 === "keys" || key15 === "timeout" || key15 === "attempts")) {
            const err117 = { instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, schema: false, parentSchema: schema31.properties.limits, data: data63 };
            if (vErrors === null) {
              vErrors = [err117];
            } else {
              vErrors.push(err117);
            }
            errors++;
          }
        }
        if (data63.wireBytes !== void 0) {
          let data64 = data63.wireBytes;
          if (!(typeof data64 == "number" && (!(data64 % 1) && !isNaN(data64)) && isFinite(data64))) {
            const err118 = { instancePath: instancePath + "/limits/wireBytes", schemaPath: "#/properties/limits/properties/wireBytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.wireBytes.type, parentSchema: schema31.properties.limits.properties.wireBytes, data: data64 };
            if (vErrors === null) {
              vErrors = [err118];
            } else {
              vErrors.push(err118);
            }
            errors++;
          }
          if (typeof data64 == "number" && isFinite(data64)) {
            if (data64 > 1073741824 || isNaN(data64)) {
              const err119 = { instancePath: instancePath + "/limits/wireBytes", schemaPath: "#/properties/limits/properties/wireBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1073741824 }, schema: 1073741824, parentSchema: schema31.properties.limits.properties.wireBytes, data: data64 };
              if (vErrors === null) {
                vErrors = [err119];
              } else {
                vErrors.push(err119);
              }
              errors++;
            }
            if (data64 < 1024 || isNaN(data64)) {
              const err120 = { instancePath: instancePath + "/limits/wireBytes", schemaPath: "#/properties/limits/properties/wireBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, schema: 1024, parentSchema: schema31.properties.limits.properties.wireBytes, data: data64 };
              if (vErrors === null) {
                vErrors = [err120];
              } else {
                vErrors.push(err120);
              }
              errors++;
            }
          }
        }
        if (data63.decodedBytes !== void 0) {
          let data65 = data63.decodedBytes;
          if (!(typeof data65 == "number" && (!(data65 % 1) && !isNaN(data65)) && isFinite(data65))) {
            const err121 = { instancePath: instancePath + "/limits/decodedBytes", schemaPath: "#/properties/limits/properties/decodedBytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.decodedBytes.type, parentSchema: schema31.properties.limits.properties.decodedBytes, data: data65 };
            if (vErrors === null) {
              vErrors = [err121];
            } else {
              vErrors.push(err121);
            }
            errors++;
          }
          if (typeof data65 == "number" && isFinite(data65)) {
            if (data65 > 1073741824 || isNaN(data65)) {
              const err122 = { instancePath: instancePath + "/limits/decodedBytes", schemaPath: "#/properties/limits/properties/decodedBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1073741824 }, schema: 1073741824, parentSchema: schema31.properties.limits.properties.decodedBytes, data: data65 };
              if (vErrors === null) {
                vErrors = [err122];
              } else {
                vErrors.push(err122);
              }
              errors++;
            }
            if (data65 < 1024 || isNaN(data65)) {
              const err123 = { instancePath: instancePath + "/limits/decodedBytes", schemaPath: "#/properties/limits/properties/decodedBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1024 }, schema: 1024, parentSchema: schema31.properties.limits.properties.decodedBytes, data: data65 };
              if (vErrors === null) {
                vErrors = [err123];
              } else {
                vErrors.push(err123);
              }
              errors++;
            }
          }
        }
        if (data63.ratio !== void 0) {
          let data66 = data63.ratio;
          if (!(typeof data66 == "number" && (!(data66 % 1) && !isNaN(data66)) && isFinite(data66))) {
            const err124 = { instancePath: instancePath + "/limits/ratio", schemaPath: "#/properties/limits/properties/ratio/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.ratio.type, parentSchema: schema31.properties.limits.properties.ratio, data: data66 };
            if (vErrors === null) {
              vErrors = [err124];
            } else {
              vErrors.push(err124);
            }
            errors++;
          }
          if (typeof data66 == "number" && isFinite(data66)) {
            if (data66 > 1e4 || isNaN(data66)) {
              const err125 = { instancePath: instancePath + "/limits/ratio", schemaPath: "#/properties/limits/properties/ratio/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, schema: 1e4, parentSchema: schema31.properties.limits.properties.ratio, data: data66 };
              if (vErrors === null) {
                vErrors = [err125];
              } else {
                vErrors.push(err125);
              }
              errors++;
            }
            if (data66 < 1 || isNaN(data66)) {
              const err126 = { instancePath: instancePath + "/limits/ratio", schemaPath: "#/properties/limits/properties/ratio/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.limits.properties.ratio, data: data66 };
              if (vErrors === null) {
                vErrors = [err126];
              } else {
                vErrors.push(err126);
              }
              errors++;
            }
          }
        }
        if (data63.pageRows !== void 0) {
          let data67 = data63.pageRows;
          if (!(typeof data67 == "number" && (!(data67 % 1) && !isNaN(data67)) && isFinite(data67))) {
            const err127 = { instancePath: instancePath + "/limits/pageRows", schemaPath: "#/properties/limits/properties/pageRows/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.pageRows.type, parentSchema: schema31.properties.limits.properties.pageRows, data: data67 };
            if (vErrors === null) {
              vErrors = [err127];
            } else {
              vErrors.push(err127);
            }
            errors++;
          }
          if (typeof data67 == "number" && isFinite(data67)) {
            if (data67 > 1e7 || isNaN(data67)) {
              const err128 = { instancePath: instancePath + "/limits/pageRows", schemaPath: "#/properties/limits/properties/pageRows/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.limits.properties.pageRows, data: data67 };
              if (vErrors === null) {
                vErrors = [err128];
              } else {
                vErrors.push(err128);
              }
              errors++;
            }
            if (data67 < 1 || isNaN(data67)) {
              const err129 = { instancePath: instancePath + "/limits/pageRows", schemaPath: "#/properties/limits/properties/pageRows/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.limits.properties.pageRows, data: data67 };
              if (vErrors === null) {
                vErrors = [err129];
              } else {
                vErrors.push(err129);
              }
              errors++;
            }
          }
        }
        if (data63.parents !== void 0) {
          let data68 = data63.parents;
          if (!(typeof data68 == "number" && (!(data68 % 1) && !isNaN(data68)) && isFinite(data68))) {
            const err130 = { instancePath: instancePath + "/limits/parents", schemaPath: "#/properties/limits/properties/parents/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.parents.type, parentSchema: schema31.properties.limits.properties.parents, data: data68 };
            if (vErrors === null) {
              vErrors = [err130];
            } else {
              vErrors.push(err130);
            }
            errors++;
          }
          if (typeof data68 == "number" && isFinite(data68)) {
            if (data68 > 1e7 || isNaN(data68)) {
              const err131 = { instancePath: instancePath + "/limits/parents", schemaPath: "#/properties/limits/properties/parents/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.limits.properties.parents, data: data68 };
              if (vErrors === null) {
                vErrors = [err131];
              } else {
                vErrors.push(err131);
              }
              errors++;
            }
            if (data68 < 1 || isNaN(data68)) {
              const err132 = { instancePath: instancePath + "/limits/parents", schemaPath: "#/properties/limits/properties/parents/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.limits.properties.parents, data: data68 };
              if (vErrors === null) {
                vErrors = [err132];
              } else {
                vErrors.push(err132);
              }
              errors++;
            }
          }
        }
        if (data63.keys !== void 0) {
          let data69 = data63.keys;
          if (!(typeof data69 == "number" && (!(data69 % 1) && !isNaN(data69)) && isFinite(data69))) {
            const err133 = { instancePath: instancePath + "/limits/keys", schemaPath: "#/properties/limits/properties/keys/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.keys.type, parentSchema: schema31.properties.limits.properties.keys, data: data69 };
            if (vErrors === null) {
              vErrors = [err133];
            } else {
              vErrors.push(err133);
            }
            errors++;
          }
          if (typeof data69 == "number" && isFinite(data69)) {
            if (data69 > 1e8 || isNaN(data69)) {
              const err134 = { instancePath: instancePath + "/limits/keys", schemaPath: "#/properties/limits/properties/keys/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e8 }, schema: 1e8, parentSchema: schema31.properties.limits.properties.keys, data: data69 };
              if (vErrors === null) {
                vErrors = [err134];
              } else {
                vErrors.push(err134);
              }
              errors++;
            }
            if (data69 < 1 || isNaN(data69)) {
              const err135 = { instancePath: instancePath + "/limits/keys", schemaPath: "#/properties/limits/properties/keys/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.limits.properties.keys, data: data69 };
              if (vErrors === null) {
                vErrors = [err135];
              } else {
                vErrors.push(err135);
              }
              errors++;
            }
          }
        }
        if (data63.timeout !== void 0) {
          let data70 = data63.timeout;
          if (typeof data70 === "string") {
            if (!pattern14.test(data70)) {
              const err136 = { instancePath: instancePath + "/limits/timeout", schemaPath: "#/properties/limits/properties/timeout/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,9}(ms|s|m|h|d)$" }, schema: "^[0-9]{1,9}(ms|s|m|h|d)$", parentSchema: schema31.properties.limits.properties.timeout, data: data70 };
              if (vErrors === null) {
                vErrors = [err136];
              } else {
                vErrors.push(err136);
              }
              errors++;
            }
          } else {
            const err137 = { instancePath: instancePath + "/limits/timeout", schemaPath: "#/properties/limits/properties/timeout/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.limits.properties.timeout.type, parentSchema: schema31.properties.limits.properties.timeout, data: data70 };
            if (vErrors === null) {
              vErrors = [err137];
            } else {
              vErrors.push(err137);
            }
            errors++;
          }
        }
        if (data63.attempts !== void 0) {
          let data71 = data63.attempts;
          if (!(typeof data71 == "number" && (!(data71 % 1) && !isNaN(data71)) && isFinite(data71))) {
            const err138 = { instancePath: instancePath + "/limits/attempts", schemaPath: "#/properties/limits/properties/attempts/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.limits.properties.attempts.type, parentSchema: schema31.properties.limits.properties.attempts, data: data71 };
            if (vErrors === null) {
              vErrors = [err138];
            } else {
              vErrors.push(err138);
            }
            errors++;
          }
          if (typeof data71 == "number" && isFinite(data71)) {
            if (data71 > 20 || isNaN(data71)) {
              const err139 = { instancePath: instancePath + "/limits/attempts", schemaPath: "#/properties/limits/properties/attempts/maximum", keyword: "maximum", params: { comparison: "<=", limit: 20 }, schema: 20, parentSchema: schema31.properties.limits.properties.attempts, data: data71 };
              if (vErrors === null) {
                vErrors = [err139];
              } else {
                vErrors.push(err139);
              }
              errors++;
            }
            if (data71 < 1 || isNaN(data71)) {
              const err140 = { instancePath: instancePath + "/limits/attempts", schemaPath: "#/properties/limits/properties/attempts/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.limits.properties.attempts, data: data71 };
              if (vErrors === null) {
                vErrors = [err140];
              } else {
                vErrors.push(err140);
              }
              errors++;
            }
          }
        }
      } else {
        const err141 = { instancePath: instancePath + "/limits", schemaPath: "#/properties/limits/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.limits.type, parentSchema: schema31.properties.limits, data: data63 };
        if (vErrors === null) {
          vErrors = [err141];
        } else {
          vErrors.push(err141);
        }
        errors++;
      }
    }
    if (data.batch !== void 0) {
      let data72 = data.batch;
      if (data72 && typeof data72 == "object" && !Array.isArray(data72)) {
        for (const key16 in data72) {
          if (!(key16 === "rows" || key16 === "bytes")) {
            const err142 = { instancePath: instancePath + "/batch", schemaPath: "#/properties/batch/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key16 }, schema: false, parentSchema: schema31.properties.batch, data: data72 };
            if (vErrors === null) {
              vErrors = [err142];
            } else {
              vErrors.push(err142);
            }
            errors++;
          }
        }
        if (data72.rows !== void 0) {
          let data73 = data72.rows;
          if (!(typeof data73 == "number" && (!(data73 % 1) && !isNaN(data73)) && isFinite(data73))) {
            const err143 = { instancePath: instancePath + "/batch/rows", schemaPath: "#/properties/batch/properties/rows/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.batch.properties.rows.type, parentSchema: schema31.properties.batch.properties.rows, data: data73 };
            if (vErrors === null) {
              vErrors = [err143];
            } else {
              vErrors.push(err143);
            }
            errors++;
          }
          if (typeof data73 == "number" && isFinite(data73)) {
            if (data73 > 5e4 || isNaN(data73)) {
              const err144 = { instancePath: instancePath + "/batch/rows", schemaPath: "#/properties/batch/properties/rows/maximum", keyword: "maximum", params: { comparison: "<=", limit: 5e4 }, schema: 5e4, parentSchema: schema31.properties.batch.properties.rows, data: data73 };
              if (vErrors === null) {
                vErrors = [err144];
              } else {
                vErrors.push(err144);
              }
              errors++;
            }
            if (data73 < 1 || isNaN(data73)) {
              const err145 = { instancePath: instancePath + "/batch/rows", schemaPath: "#/properties/batch/properties/rows/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.batch.properties.rows, data: data73 };
              if (vErrors === null) {
                vErrors = [err145];
              } else {
                vErrors.push(err145);
              }
              errors++;
            }
          }
        }
        if (data72.bytes !== void 0) {
          let data74 = data72.bytes;
          if (!(typeof data74 == "number" && (!(data74 % 1) && !isNaN(data74)) && isFinite(data74))) {
            const err146 = { instancePath: instancePath + "/batch/bytes", schemaPath: "#/properties/batch/properties/bytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.batch.properties.bytes.type, parentSchema: schema31.properties.batch.properties.bytes, data: data74 };
            if (vErrors === null) {
              vErrors = [err146];
            } else {
              vErrors.push(err146);
            }
            errors++;
          }
          if (typeof data74 == "number" && isFinite(data74)) {
            if (data74 > 9437184 || isNaN(data74)) {
              const err147 = { instancePath: instancePath + "/batch/bytes", schemaPath: "#/properties/batch/properties/bytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9437184 }, schema: 9437184, parentSchema: schema31.properties.batch.properties.bytes, data: data74 };
              if (vErrors === null) {
                vErrors = [err147];
              } else {
                vErrors.push(err147);
              }
              errors++;
            }
            if (data74 < 10240 || isNaN(data74)) {
              const err148 = { instancePath: instancePath + "/batch/bytes", schemaPath: "#/properties/batch/properties/bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 10240 }, schema: 10240, parentSchema: schema31.properties.batch.properties.bytes, data: data74 };
              if (vErrors === null) {
                vErrors = [err148];
              } else {
                vErrors.push(err148);
              }
              errors++;
            }
          }
        }
      } else {
        const err149 = { instancePath: instancePath + "/batch", schemaPath: "#/properties/batch/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.batch.type, parentSchema: schema31.properties.batch, data: data72 };
        if (vErrors === null) {
          vErrors = [err149];
        } else {
          vErrors.push(err149);
        }
        errors++;
      }
    }
    if (data.rejects !== void 0) {
      let data75 = data.rejects;
      if (data75 && typeof data75 == "object" && !Array.isArray(data75)) {
        for (const key17 in data75) {
          if (!(key17 === "maxShare")) {
            const err150 = { instancePath: instancePath + "/rejects", schemaPath: "#/properties/rejects/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key17 }, schema: false, parentSchema: schema31.properties.rejects, data: data75 };
            if (vErrors === null) {
              vErrors = [err150];
            } else {
              vErrors.push(err150);
            }
            errors++;
          }
        }
        if (data75.maxShare !== void 0) {
          let data76 = data75.maxShare;
          if (typeof data76 == "number" && isFinite(data76)) {
            if (data76 > 1 || isNaN(data76)) {
              const err151 = { instancePath: instancePath + "/rejects/maxShare", schemaPath: "#/properties/rejects/properties/maxShare/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, schema: 1, parentSchema: schema31.properties.rejects.properties.maxShare, data: data76 };
              if (vErrors === null) {
                vErrors = [err151];
              } else {
                vErrors.push(err151);
              }
              errors++;
            }
            if (data76 < 0 || isNaN(data76)) {
              const err152 = { instancePath: instancePath + "/rejects/maxShare", schemaPath: "#/properties/rejects/properties/maxShare/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.rejects.properties.maxShare, data: data76 };
              if (vErrors === null) {
                vErrors = [err152];
              } else {
                vErrors.push(err152);
              }
              errors++;
            }
          } else {
            const err153 = { instancePath: instancePath + "/rejects/maxShare", schemaPath: "#/properties/rejects/properties/maxShare/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.rejects.properties.maxShare.type, parentSchema: schema31.properties.rejects.properties.maxShare, data: data76 };
            if (vErrors === null) {
              vErrors = [err153];
            } else {
              vErrors.push(err153);
            }
            errors++;
          }
        }
      } else {
        const err154 = { instancePath: instancePath + "/rejects", schemaPath: "#/properties/rejects/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.rejects.type, parentSchema: schema31.properties.rejects, data: data75 };
        if (vErrors === null) {
          vErrors = [err154];
        } else {
          vErrors.push(err154);
        }
        errors++;
      }
    }
  } else {
    const err155 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err155];
    } else {
      vErrors.push(err155);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var sourceSchema = { name: "source", check: validate };
export {
  sourceSchema
};
