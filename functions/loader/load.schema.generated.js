// Made by tools/config-schemas.ts from load.schema.json. Do not edit.
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
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "_config/load.json", "description": "Settings for loading the files of a batch: BigQuery’s JobConfigurationLoad and the loader’s own keys.", "type": "object", "additionalProperties": false, "properties": { "$schema": { "type": "string" }, "autodetect": { "type": "boolean" }, "decimalTargetTypes": { "type": "array", "items": { "enum": ["NUMERIC", "BIGNUMERIC", "STRING"] } }, "hivePartitioningOptions": { "type": "object", "additionalProperties": false, "properties": { "mode": { "enum": ["AUTO", "STRINGS", "CUSTOM"] }, "sourceUriPrefix": { "type": "string", "minLength": 1 }, "requirePartitionFilter": { "type": "boolean" }, "fields": { "type": "array", "items": { "type": "string", "minLength": 1 } } } }, "ignoreUnknownValues": { "type": "boolean" }, "jsonExtension": { "enum": ["JSON_EXTENSION_UNSPECIFIED", "GEOJSON"] }, "maxBadRecords": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] }, "parquetOptions": { "type": "object", "additionalProperties": false, "properties": { "enumAsString": { "type": "boolean" }, "enableListInference": { "type": "boolean" }, "mapTargetType": { "enum": ["MAP_TARGET_TYPE_UNSPECIFIED", "ARRAY_OF_STRUCT"] } } }, "schema": { "type": "object", "additionalProperties": false, "properties": { "fields": { "type": "array", "items": { "type": "object", "required": ["name", "type"] } } }, "required": ["fields"] }, "dateFormat": { "type": "string" }, "datetimeFormat": { "type": "string" }, "timeFormat": { "type": "string" }, "timestampFormat": { "type": "string" }, "timeZone": { "type": "string" }, "timestampTargetPrecision": { "type": "array", "items": { "type": "integer" } }, "allowJaggedRows": { "type": "boolean" }, "allowQuotedNewlines": { "type": "boolean" }, "encoding": { "enum": ["UTF-8", "ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"] }, "fieldDelimiter": { "type": "string" }, "nullMarker": { "type": "string" }, "nullMarkers": { "type": "array", "items": { "type": "string" } }, "preserveAsciiControlCharacters": { "type": "boolean" }, "quote": { "type": "string" }, "skipLeadingRows": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] }, "sourceColumnMatch": { "enum": ["SOURCE_COLUMN_MATCH_UNSPECIFIED", "POSITION", "NAME"] }, "clustering": { "type": "object", "additionalProperties": false, "properties": { "fields": { "type": "array", "items": { "type": "string", "minLength": 1 } } }, "required": ["fields"] }, "columnNameCharacterMap": { "enum": ["COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED", "STRICT", "V1", "V2"] }, "createDisposition": { "enum": ["CREATE_IF_NEEDED", "CREATE_NEVER"] }, "destinationEncryptionConfiguration": { "type": "object", "additionalProperties": false, "properties": { "kmsKeyName": { "type": "string", "minLength": 1 } } }, "destinationTable": { "description": "Overrides the destination key by key: `projectId`, `datasetId`, `tableId`.", "type": "object", "additionalProperties": false, "properties": { "projectId": { "type": "string", "minLength": 1 }, "datasetId": { "type": "string", "minLength": 1 }, "tableId": { "type": "string", "minLength": 1 } } }, "destinationTableProperties": { "type": "object", "additionalProperties": false, "properties": { "description": { "type": "string" }, "friendlyName": { "type": "string" }, "expirationTime": { "type": "string" }, "labels": { "type": "object", "additionalProperties": { "type": "string" } } } }, "projectionFields": { "type": "array", "items": { "type": "string", "minLength": 1 } }, "rangePartitioning": { "type": "object", "additionalProperties": false, "properties": { "field": { "type": "string", "minLength": 1 }, "range": { "type": "object", "additionalProperties": false, "properties": { "start": { "anyOf": [{ "type": "integer" }, { "type": "string" }] }, "end": { "anyOf": [{ "type": "integer" }, { "type": "string" }] }, "interval": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] } } } } }, "referenceFileSchemaUri": { "type": "string", "minLength": 1 }, "schemaUpdateOptions": { "type": "array", "items": { "enum": ["ALLOW_FIELD_ADDITION", "ALLOW_FIELD_RELAXATION"] } }, "sourceFormat": { "enum": ["CSV", "NEWLINE_DELIMITED_JSON", "PARQUET", "AVRO", "ORC", "DATASTORE_BACKUP"] }, "timePartitioning": { "type": "object", "additionalProperties": false, "properties": { "type": { "enum": ["HOUR", "DAY", "MONTH", "YEAR"] }, "field": { "type": "string", "minLength": 1 }, "expirationMs": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] }, "requirePartitionFilter": { "type": "boolean" } }, "required": ["type"] }, "useAvroLogicalTypes": { "type": "boolean" }, "writeDisposition": { "enum": ["WRITE_APPEND", "WRITE_TRUNCATE", "WRITE_EMPTY"] }, "destinationRegex": { "description": "Reads the destination of the batches below from their path; overrides `DESTINATION_REGEX`.", "type": "string", "minLength": 1 }, "dataSourceName": { "description": "The label `data-source` of the jobs.", "type": "string", "minLength": 1 }, "labels": { "description": "More labels of the jobs, made legal.", "type": "object", "additionalProperties": { "type": "string" } }, "onSuccess": { "description": "Actions after the rows are in the table: to the files, by SQL, by a message.", "type": "object", "additionalProperties": false, "properties": { "files": { "enum": ["keep", "delete", "archive"], "description": "`keep` (default), `delete`, or `archive`: move to `archiveTo`." }, "archiveTo": { "type": "string", "pattern": "^gs://[^/]+(/.*)?$", "x-allowed": "a prefix like gs://bucket/folder" }, "sql": { "type": "string", "minLength": 1, "description": "One GoogleSQL job, with `{dest_dataset}` and `{dest_table}` replaced." }, "topic": { "type": "string", "minLength": 1, "description": "A Pub/Sub topic that gets a message about the load." } } }, "onFailure": { "description": "Actions after a permanent failure: to the files, by a message.", "type": "object", "additionalProperties": false, "properties": { "files": { "enum": ["keep", "quarantine"], "description": "`keep` (default), or `quarantine`: move to `quarantineTo`." }, "quarantineTo": { "type": "string", "pattern": "^gs://[^/]+(/.*)?$", "x-allowed": "a prefix like gs://bucket/folder" }, "topic": { "type": "string", "minLength": 1, "description": "A Pub/Sub topic that gets a message about the failure." } } }, "allowZeroRows": { "description": "A transform that changes no row is no failure here.", "type": "boolean" } } };
var func1 = Object.prototype.hasOwnProperty;
var func2 = require_ucs2length().default;
var pattern4 = new RegExp("^[0-9]+$", "u");
var pattern8 = new RegExp("^gs://[^/]+(/.*)?$", "u");
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
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err1 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.$schema.type, parentSchema: schema31.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.autodetect !== void 0) {
      let data1 = data.autodetect;
      if (typeof data1 !== "boolean") {
        const err2 = { instancePath: instancePath + "/autodetect", schemaPath: "#/properties/autodetect/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.autodetect.type, parentSchema: schema31.properties.autodetect, data: data1 };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.decimalTargetTypes !== void 0) {
      let data2 = data.decimalTargetTypes;
      if (Array.isArray(data2)) {
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (!(data3 === "NUMERIC" || data3 === "BIGNUMERIC" || data3 === "STRING")) {
            const err3 = { instancePath: instancePath + "/decimalTargetTypes/" + i0, schemaPath: "#/properties/decimalTargetTypes/items/enum", keyword: "enum", params: { allowedValues: schema31.properties.decimalTargetTypes.items.enum }, schema: schema31.properties.decimalTargetTypes.items.enum, parentSchema: schema31.properties.decimalTargetTypes.items, data: data3 };
            if (vErrors === null) {
              vErrors = [err3];
            } else {
              vErrors.push(err3);
            }
            errors++;
          }
        }
      } else {
        const err4 = { instancePath: instancePath + "/decimalTargetTypes", schemaPath: "#/properties/decimalTargetTypes/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.decimalTargetTypes.type, parentSchema: schema31.properties.decimalTargetTypes, data: data2 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.hivePartitioningOptions !== void 0) {
      let data4 = data.hivePartitioningOptions;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        for (const key1 in data4) {
          if (!(key1 === "mode" || key1 === "sourceUriPrefix" || key1 === "requirePartitionFilter" || key1 === "fields")) {
            const err5 = { instancePath: instancePath + "/hivePartitioningOptions", schemaPath: "#/properties/hivePartitioningOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema31.properties.hivePartitioningOptions, data: data4 };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
        if (data4.mode !== void 0) {
          let data5 = data4.mode;
          if (!(data5 === "AUTO" || data5 === "STRINGS" || data5 === "CUSTOM")) {
            const err6 = { instancePath: instancePath + "/hivePartitioningOptions/mode", schemaPath: "#/properties/hivePartitioningOptions/properties/mode/enum", keyword: "enum", params: { allowedValues: schema31.properties.hivePartitioningOptions.properties.mode.enum }, schema: schema31.properties.hivePartitioningOptions.properties.mode.enum, parentSchema: schema31.properties.hivePartitioningOptions.properties.mode, data: data5 };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data4.sourceUriPrefix !== void 0) {
          let data6 = data4.sourceUriPrefix;
          if (typeof data6 === "string") {
            if (func2(data6) < 1) {
              const err7 = { instancePath: instancePath + "/hivePartitioningOptions/sourceUriPrefix", schemaPath: "#/properties/hivePartitioningOptions/properties/sourceUriPrefix/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.hivePartitioningOptions.properties.sourceUriPrefix, data: data6 };
              if (vErrors === null) {
                vErrors = [err7];
              } else {
                vErrors.push(err7);
              }
              errors++;
            }
          } else {
            const err8 = { instancePath: instancePath + "/hivePartitioningOptions/sourceUriPrefix", schemaPath: "#/properties/hivePartitioningOptions/properties/sourceUriPrefix/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.hivePartitioningOptions.properties.sourceUriPrefix.type, parentSchema: schema31.properties.hivePartitioningOptions.properties.sourceUriPrefix, data: data6 };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
        if (data4.requirePartitionFilter !== void 0) {
          let data7 = data4.requirePartitionFilter;
          if (typeof data7 !== "boolean") {
            const err9 = { instancePath: instancePath + "/hivePartitioningOptions/requirePartitionFilter", schemaPath: "#/properties/hivePartitioningOptions/properties/requirePartitionFilter/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.hivePartitioningOptions.properties.requirePartitionFilter.type, parentSchema: schema31.properties.hivePartitioningOptions.properties.requirePartitionFilter, data: data7 };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
        if (data4.fields !== void 0) {
          let data8 = data4.fields;
          if (Array.isArray(data8)) {
            const len1 = data8.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data9 = data8[i1];
              if (typeof data9 === "string") {
                if (func2(data9) < 1) {
                  const err10 = { instancePath: instancePath + "/hivePartitioningOptions/fields/" + i1, schemaPath: "#/properties/hivePartitioningOptions/properties/fields/items/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.hivePartitioningOptions.properties.fields.items, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err10];
                  } else {
                    vErrors.push(err10);
                  }
                  errors++;
                }
              } else {
                const err11 = { instancePath: instancePath + "/hivePartitioningOptions/fields/" + i1, schemaPath: "#/properties/hivePartitioningOptions/properties/fields/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.hivePartitioningOptions.properties.fields.items.type, parentSchema: schema31.properties.hivePartitioningOptions.properties.fields.items, data: data9 };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
            }
          } else {
            const err12 = { instancePath: instancePath + "/hivePartitioningOptions/fields", schemaPath: "#/properties/hivePartitioningOptions/properties/fields/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.hivePartitioningOptions.properties.fields.type, parentSchema: schema31.properties.hivePartitioningOptions.properties.fields, data: data8 };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
      } else {
        const err13 = { instancePath: instancePath + "/hivePartitioningOptions", schemaPath: "#/properties/hivePartitioningOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.hivePartitioningOptions.type, parentSchema: schema31.properties.hivePartitioningOptions, data: data4 };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.ignoreUnknownValues !== void 0) {
      let data10 = data.ignoreUnknownValues;
      if (typeof data10 !== "boolean") {
        const err14 = { instancePath: instancePath + "/ignoreUnknownValues", schemaPath: "#/properties/ignoreUnknownValues/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.ignoreUnknownValues.type, parentSchema: schema31.properties.ignoreUnknownValues, data: data10 };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.jsonExtension !== void 0) {
      let data11 = data.jsonExtension;
      if (!(data11 === "JSON_EXTENSION_UNSPECIFIED" || data11 === "GEOJSON")) {
        const err15 = { instancePath: instancePath + "/jsonExtension", schemaPath: "#/properties/jsonExtension/enum", keyword: "enum", params: { allowedValues: schema31.properties.jsonExtension.enum }, schema: schema31.properties.jsonExtension.enum, parentSchema: schema31.properties.jsonExtension, data: data11 };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.maxBadRecords !== void 0) {
      let data12 = data.maxBadRecords;
      const _errs25 = errors;
      let valid6 = false;
      const _errs26 = errors;
      if (!(typeof data12 == "number" && (!(data12 % 1) && !isNaN(data12)) && isFinite(data12))) {
        const err16 = { instancePath: instancePath + "/maxBadRecords", schemaPath: "#/properties/maxBadRecords/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.maxBadRecords.anyOf[0].type, parentSchema: schema31.properties.maxBadRecords.anyOf[0], data: data12 };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
      if (typeof data12 == "number" && isFinite(data12)) {
        if (data12 < 0 || isNaN(data12)) {
          const err17 = { instancePath: instancePath + "/maxBadRecords", schemaPath: "#/properties/maxBadRecords/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.maxBadRecords.anyOf[0], data: data12 };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      }
      var _valid0 = _errs26 === errors;
      valid6 = valid6 || _valid0;
      const _errs28 = errors;
      if (typeof data12 === "string") {
        if (!pattern4.test(data12)) {
          const err18 = { instancePath: instancePath + "/maxBadRecords", schemaPath: "#/properties/maxBadRecords/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.maxBadRecords.anyOf[1], data: data12 };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
      } else {
        const err19 = { instancePath: instancePath + "/maxBadRecords", schemaPath: "#/properties/maxBadRecords/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.maxBadRecords.anyOf[1].type, parentSchema: schema31.properties.maxBadRecords.anyOf[1], data: data12 };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
      var _valid0 = _errs28 === errors;
      valid6 = valid6 || _valid0;
      if (!valid6) {
        const err20 = { instancePath: instancePath + "/maxBadRecords", schemaPath: "#/properties/maxBadRecords/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.maxBadRecords.anyOf, parentSchema: schema31.properties.maxBadRecords, data: data12 };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      } else {
        errors = _errs25;
        if (vErrors !== null) {
          if (_errs25) {
            vErrors.length = _errs25;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.parquetOptions !== void 0) {
      let data13 = data.parquetOptions;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        for (const key2 in data13) {
          if (!(key2 === "enumAsString" || key2 === "enableListInference" || key2 === "mapTargetType")) {
            const err21 = { instancePath: instancePath + "/parquetOptions", schemaPath: "#/properties/parquetOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema31.properties.parquetOptions, data: data13 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data13.enumAsString !== void 0) {
          let data14 = data13.enumAsString;
          if (typeof data14 !== "boolean") {
            const err22 = { instancePath: instancePath + "/parquetOptions/enumAsString", schemaPath: "#/properties/parquetOptions/properties/enumAsString/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.parquetOptions.properties.enumAsString.type, parentSchema: schema31.properties.parquetOptions.properties.enumAsString, data: data14 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data13.enableListInference !== void 0) {
          let data15 = data13.enableListInference;
          if (typeof data15 !== "boolean") {
            const err23 = { instancePath: instancePath + "/parquetOptions/enableListInference", schemaPath: "#/properties/parquetOptions/properties/enableListInference/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.parquetOptions.properties.enableListInference.type, parentSchema: schema31.properties.parquetOptions.properties.enableListInference, data: data15 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
        if (data13.mapTargetType !== void 0) {
          let data16 = data13.mapTargetType;
          if (!(data16 === "MAP_TARGET_TYPE_UNSPECIFIED" || data16 === "ARRAY_OF_STRUCT")) {
            const err24 = { instancePath: instancePath + "/parquetOptions/mapTargetType", schemaPath: "#/properties/parquetOptions/properties/mapTargetType/enum", keyword: "enum", params: { allowedValues: schema31.properties.parquetOptions.properties.mapTargetType.enum }, schema: schema31.properties.parquetOptions.properties.mapTargetType.enum, parentSchema: schema31.properties.parquetOptions.properties.mapTargetType, data: data16 };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          }
        }
      } else {
        const err25 = { instancePath: instancePath + "/parquetOptions", schemaPath: "#/properties/parquetOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.parquetOptions.type, parentSchema: schema31.properties.parquetOptions, data: data13 };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
    }
    if (data.schema !== void 0) {
      let data17 = data.schema;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        if (data17.fields === void 0) {
          const err26 = { instancePath: instancePath + "/schema", schemaPath: "#/properties/schema/required", keyword: "required", params: { missingProperty: "fields" }, schema: schema31.properties.schema.required, parentSchema: schema31.properties.schema, data: data17 };
          if (vErrors === null) {
            vErrors = [err26];
          } else {
            vErrors.push(err26);
          }
          errors++;
        }
        for (const key3 in data17) {
          if (!(key3 === "fields")) {
            const err27 = { instancePath: instancePath + "/schema", schemaPath: "#/properties/schema/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema31.properties.schema, data: data17 };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
        if (data17.fields !== void 0) {
          let data18 = data17.fields;
          if (Array.isArray(data18)) {
            const len2 = data18.length;
            for (let i2 = 0; i2 < len2; i2++) {
              let data19 = data18[i2];
              if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
                if (data19.name === void 0) {
                  const err28 = { instancePath: instancePath + "/schema/fields/" + i2, schemaPath: "#/properties/schema/properties/fields/items/required", keyword: "required", params: { missingProperty: "name" }, schema: schema31.properties.schema.properties.fields.items.required, parentSchema: schema31.properties.schema.properties.fields.items, data: data19 };
                  if (vErrors === null) {
                    vErrors = [err28];
                  } else {
                    vErrors.push(err28);
                  }
                  errors++;
                }
                if (data19.type === void 0) {
                  const err29 = { instancePath: instancePath + "/schema/fields/" + i2, schemaPath: "#/properties/schema/properties/fields/items/required", keyword: "required", params: { missingProperty: "type" }, schema: schema31.properties.schema.properties.fields.items.required, parentSchema: schema31.properties.schema.properties.fields.items, data: data19 };
                  if (vErrors === null) {
                    vErrors = [err29];
                  } else {
                    vErrors.push(err29);
                  }
                  errors++;
                }
              } else {
                const err30 = { instancePath: instancePath + "/schema/fields/" + i2, schemaPath: "#/properties/schema/properties/fields/items/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.schema.properties.fields.items.type, parentSchema: schema31.properties.schema.properties.fields.items, data: data19 };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
          } else {
            const err31 = { instancePath: instancePath + "/schema/fields", schemaPath: "#/properties/schema/properties/fields/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.schema.properties.fields.type, parentSchema: schema31.properties.schema.properties.fields, data: data18 };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
      } else {
        const err32 = { instancePath: instancePath + "/schema", schemaPath: "#/properties/schema/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.schema.type, parentSchema: schema31.properties.schema, data: data17 };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.dateFormat !== void 0) {
      let data20 = data.dateFormat;
      if (typeof data20 !== "string") {
        const err33 = { instancePath: instancePath + "/dateFormat", schemaPath: "#/properties/dateFormat/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.dateFormat.type, parentSchema: schema31.properties.dateFormat, data: data20 };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.datetimeFormat !== void 0) {
      let data21 = data.datetimeFormat;
      if (typeof data21 !== "string") {
        const err34 = { instancePath: instancePath + "/datetimeFormat", schemaPath: "#/properties/datetimeFormat/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.datetimeFormat.type, parentSchema: schema31.properties.datetimeFormat, data: data21 };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
    }
    if (data.timeFormat !== void 0) {
      let data22 = data.timeFormat;
      if (typeof data22 !== "string") {
        const err35 = { instancePath: instancePath + "/timeFormat", schemaPath: "#/properties/timeFormat/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.timeFormat.type, parentSchema: schema31.properties.timeFormat, data: data22 };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.timestampFormat !== void 0) {
      let data23 = data.timestampFormat;
      if (typeof data23 !== "string") {
        const err36 = { instancePath: instancePath + "/timestampFormat", schemaPath: "#/properties/timestampFormat/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.timestampFormat.type, parentSchema: schema31.properties.timestampFormat, data: data23 };
        if (vErrors === null) {
          vErrors = [err36];
        } else {
          vErrors.push(err36);
        }
        errors++;
      }
    }
    if (data.timeZone !== void 0) {
      let data24 = data.timeZone;
      if (typeof data24 !== "string") {
        const err37 = { instancePath: instancePath + "/timeZone", schemaPath: "#/properties/timeZone/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.timeZone.type, parentSchema: schema31.properties.timeZone, data: data24 };
        if (vErrors === null) {
          vErrors = [err37];
        } else {
          vErrors.push(err37);
        }
        errors++;
      }
    }
    if (data.timestampTargetPrecision !== void 0) {
      let data25 = data.timestampTargetPrecision;
      if (Array.isArray(data25)) {
        const len3 = data25.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data26 = data25[i3];
          if (!(typeof data26 == "number" && (!(data26 % 1) && !isNaN(data26)) && isFinite(data26))) {
            const err38 = { instancePath: instancePath + "/timestampTargetPrecision/" + i3, schemaPath: "#/properties/timestampTargetPrecision/items/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.timestampTargetPrecision.items.type, parentSchema: schema31.properties.timestampTargetPrecision.items, data: data26 };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
        }
      } else {
        const err39 = { instancePath: instancePath + "/timestampTargetPrecision", schemaPath: "#/properties/timestampTargetPrecision/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.timestampTargetPrecision.type, parentSchema: schema31.properties.timestampTargetPrecision, data: data25 };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    }
    if (data.allowJaggedRows !== void 0) {
      let data27 = data.allowJaggedRows;
      if (typeof data27 !== "boolean") {
        const err40 = { instancePath: instancePath + "/allowJaggedRows", schemaPath: "#/properties/allowJaggedRows/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.allowJaggedRows.type, parentSchema: schema31.properties.allowJaggedRows, data: data27 };
        if (vErrors === null) {
          vErrors = [err40];
        } else {
          vErrors.push(err40);
        }
        errors++;
      }
    }
    if (data.allowQuotedNewlines !== void 0) {
      let data28 = data.allowQuotedNewlines;
      if (typeof data28 !== "boolean") {
        const err41 = { instancePath: instancePath + "/allowQuotedNewlines", schemaPath: "#/properties/allowQuotedNewlines/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.allowQuotedNewlines.type, parentSchema: schema31.properties.allowQuotedNewlines, data: data28 };
        if (vErrors === null) {
          vErrors = [err41];
        } else {
          vErrors.push(err41);
        }
        errors++;
      }
    }
    if (data.encoding !== void 0) {
      let data29 = data.encoding;
      if (!(data29 === "UTF-8" || data29 === "ISO-8859-1" || data29 === "UTF-16BE" || data29 === "UTF-16LE" || data29 === "UTF-32BE" || data29 === "UTF-32LE")) {
        const err42 = { instancePath: instancePath + "/encoding", schemaPath: "#/properties/encoding/enum", keyword: "enum", params: { allowedValues: schema31.properties.encoding.enum }, schema: schema31.properties.encoding.enum, parentSchema: schema31.properties.encoding, data: data29 };
        if (vErrors === null) {
          vErrors = [err42];
        } else {
          vErrors.push(err42);
        }
        errors++;
      }
    }
    if (data.fieldDelimiter !== void 0) {
      let data30 = data.fieldDelimiter;
      if (typeof data30 !== "string") {
        const err43 = { instancePath: instancePath + "/fieldDelimiter", schemaPath: "#/properties/fieldDelimiter/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.fieldDelimiter.type, parentSchema: schema31.properties.fieldDelimiter, data: data30 };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
    }
    if (data.nullMarker !== void 0) {
      let data31 = data.nullMarker;
      if (typeof data31 !== "string") {
        const err44 = { instancePath: instancePath + "/nullMarker", schemaPath: "#/properties/nullMarker/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.nullMarker.type, parentSchema: schema31.properties.nullMarker, data: data31 };
        if (vErrors === null) {
          vErrors = [err44];
        } else {
          vErrors.push(err44);
        }
        errors++;
      }
    }
    if (data.nullMarkers !== void 0) {
      let data32 = data.nullMarkers;
      if (Array.isArray(data32)) {
        const len4 = data32.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data33 = data32[i4];
          if (typeof data33 !== "string") {
            const err45 = { instancePath: instancePath + "/nullMarkers/" + i4, schemaPath: "#/properties/nullMarkers/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.nullMarkers.items.type, parentSchema: schema31.properties.nullMarkers.items, data: data33 };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
      } else {
        const err46 = { instancePath: instancePath + "/nullMarkers", schemaPath: "#/properties/nullMarkers/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.nullMarkers.type, parentSchema: schema31.properties.nullMarkers, data: data32 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
    }
    if (data.preserveAsciiControlCharacters !== void 0) {
      let data34 = data.preserveAsciiControlCharacters;
      if (typeof data34 !== "boolean") {
        const err47 = { instancePath: instancePath + "/preserveAsciiControlCharacters", schemaPath: "#/properties/preserveAsciiControlCharacters/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.preserveAsciiControlCharacters.type, parentSchema: schema31.properties.preserveAsciiControlCharacters, data: data34 };
        if (vErrors === null) {
          vErrors = [err47];
        } else {
          vErrors.push(err47);
        }
        errors++;
      }
    }
    if (data.quote !== void 0) {
      let data35 = data.quote;
      if (typeof data35 !== "string") {
        const err48 = { instancePath: instancePath + "/quote", schemaPath: "#/properties/quote/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.quote.type, parentSchema: schema31.properties.quote, data: data35 };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
    if (data.skipLeadingRows !== void 0) {
      let data36 = data.skipLeadingRows;
      const _errs77 = errors;
      let valid15 = false;
      const _errs78 = errors;
      if (!(typeof data36 == "number" && (!(data36 % 1) && !isNaN(data36)) && isFinite(data36))) {
        const err49 = { instancePath: instancePath + "/skipLeadingRows", schemaPath: "#/properties/skipLeadingRows/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.skipLeadingRows.anyOf[0].type, parentSchema: schema31.properties.skipLeadingRows.anyOf[0], data: data36 };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
      if (typeof data36 == "number" && isFinite(data36)) {
        if (data36 < 0 || isNaN(data36)) {
          const err50 = { instancePath: instancePath + "/skipLeadingRows", schemaPath: "#/properties/skipLeadingRows/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.skipLeadingRows.anyOf[0], data: data36 };
          if (vErrors === null) {
            vErrors = [err50];
          } else {
            vErrors.push(err50);
          }
          errors++;
        }
      }
      var _valid1 = _errs78 === errors;
      valid15 = valid15 || _valid1;
      const _errs80 = errors;
      if (typeof data36 === "string") {
        if (!pattern4.test(data36)) {
          const err51 = { instancePath: instancePath + "/skipLeadingRows", schemaPath: "#/properties/skipLeadingRows/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.skipLeadingRows.anyOf[1], data: data36 };
          if (vErrors === null) {
            vErrors = [err51];
          } else {
            vErrors.push(err51);
          }
          errors++;
        }
      } else {
        const err52 = { instancePath: instancePath + "/skipLeadingRows", schemaPath: "#/properties/skipLeadingRows/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.skipLeadingRows.anyOf[1].type, parentSchema: schema31.properties.skipLeadingRows.anyOf[1], data: data36 };
        if (vErrors === null) {
          vErrors = [err52];
        } else {
          vErrors.push(err52);
        }
        errors++;
      }
      var _valid1 = _errs80 === errors;
      valid15 = valid15 || _valid1;
      if (!valid15) {
        const err53 = { instancePath: instancePath + "/skipLeadingRows", schemaPath: "#/properties/skipLeadingRows/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.skipLeadingRows.anyOf, parentSchema: schema31.properties.skipLeadingRows, data: data36 };
        if (vErrors === null) {
          vErrors = [err53];
        } else {
          vErrors.push(err53);
        }
        errors++;
      } else {
        errors = _errs77;
        if (vErrors !== null) {
          if (_errs77) {
            vErrors.length = _errs77;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.sourceColumnMatch !== void 0) {
      let data37 = data.sourceColumnMatch;
      if (!(data37 === "SOURCE_COLUMN_MATCH_UNSPECIFIED" || data37 === "POSITION" || data37 === "NAME")) {
        const err54 = { instancePath: instancePath + "/sourceColumnMatch", schemaPath: "#/properties/sourceColumnMatch/enum", keyword: "enum", params: { allowedValues: schema31.properties.sourceColumnMatch.enum }, schema: schema31.properties.sourceColumnMatch.enum, parentSchema: schema31.properties.sourceColumnMatch, data: data37 };
        if (vErrors === null) {
          vErrors = [err54];
        } else {
          vErrors.push(err54);
        }
        errors++;
      }
    }
    if (data.clustering !== void 0) {
      let data38 = data.clustering;
      if (data38 && typeof data38 == "object" && !Array.isArray(data38)) {
        if (data38.fields === void 0) {
          const err55 = { instancePath: instancePath + "/clustering", schemaPath: "#/properties/clustering/required", keyword: "required", params: { missingProperty: "fields" }, schema: schema31.properties.clustering.required, parentSchema: schema31.properties.clustering, data: data38 };
          if (vErrors === null) {
            vErrors = [err55];
          } else {
            vErrors.push(err55);
          }
          errors++;
        }
        for (const key4 in data38) {
          if (!(key4 === "fields")) {
            const err56 = { instancePath: instancePath + "/clustering", schemaPath: "#/properties/clustering/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema31.properties.clustering, data: data38 };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
        }
        if (data38.fields !== void 0) {
          let data39 = data38.fields;
          if (Array.isArray(data39)) {
            const len5 = data39.length;
            for (let i5 = 0; i5 < len5; i5++) {
              let data40 = data39[i5];
              if (typeof data40 === "string") {
                if (func2(data40) < 1) {
                  const err57 = { instancePath: instancePath + "/clustering/fields/" + i5, schemaPath: "#/properties/clustering/properties/fields/items/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.clustering.properties.fields.items, data: data40 };
                  if (vErrors === null) {
                    vErrors = [err57];
                  } else {
                    vErrors.push(err57);
                  }
                  errors++;
                }
              } else {
                const err58 = { instancePath: instancePath + "/clustering/fields/" + i5, schemaPath: "#/properties/clustering/properties/fields/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.clustering.properties.fields.items.type, parentSchema: schema31.properties.clustering.properties.fields.items, data: data40 };
                if (vErrors === null) {
                  vErrors = [err58];
                } else {
                  vErrors.push(err58);
                }
                errors++;
              }
            }
          } else {
            const err59 = { instancePath: instancePath + "/clustering/fields", schemaPath: "#/properties/clustering/properties/fields/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.clustering.properties.fields.type, parentSchema: schema31.properties.clustering.properties.fields, data: data39 };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
        }
      } else {
        const err60 = { instancePath: instancePath + "/clustering", schemaPath: "#/properties/clustering/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.clustering.type, parentSchema: schema31.properties.clustering, data: data38 };
        if (vErrors === null) {
          vErrors = [err60];
        } else {
          vErrors.push(err60);
        }
        errors++;
      }
    }
    if (data.columnNameCharacterMap !== void 0) {
      let data41 = data.columnNameCharacterMap;
      if (!(data41 === "COLUMN_NAME_CHARACTER_MAP_UNSPECIFIED" || data41 === "STRICT" || data41 === "V1" || data41 === "V2")) {
        const err61 = { instancePath: instancePath + "/columnNameCharacterMap", schemaPath: "#/properties/columnNameCharacterMap/enum", keyword: "enum", params: { allowedValues: schema31.properties.columnNameCharacterMap.enum }, schema: schema31.properties.columnNameCharacterMap.enum, parentSchema: schema31.properties.columnNameCharacterMap, data: data41 };
        if (vErrors === null) {
          vErrors = [err61];
        } else {
          vErrors.push(err61);
        }
        errors++;
      }
    }
    if (data.createDisposition !== void 0) {
      let data42 = data.createDisposition;
      if (!(data42 === "CREATE_IF_NEEDED" || data42 === "CREATE_NEVER")) {
        const err62 = { instancePath: instancePath + "/createDisposition", schemaPath: "#/properties/createDisposition/enum", keyword: "enum", params: { allowedValues: schema31.properties.createDisposition.enum }, schema: schema31.properties.createDisposition.enum, parentSchema: schema31.properties.createDisposition, data: data42 };
        if (vErrors === null) {
          vErrors = [err62];
        } else {
          vErrors.push(err62);
        }
        errors++;
      }
    }
    if (data.destinationEncryptionConfiguration !== void 0) {
      let data43 = data.destinationEncryptionConfiguration;
      if (data43 && typeof data43 == "object" && !Array.isArray(data43)) {
        for (const key5 in data43) {
          if (!(key5 === "kmsKeyName")) {
            const err63 = { instancePath: instancePath + "/destinationEncryptionConfiguration", schemaPath: "#/properties/destinationEncryptionConfiguration/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema31.properties.destinationEncryptionConfiguration, data: data43 };
            if (vErrors === null) {
              vErrors = [err63];
            } else {
              vErrors.push(err63);
            }
            errors++;
          }
        }
        if (data43.kmsKeyName !== void 0) {
          let data44 = data43.kmsKeyName;
          if (typeof data44 === "string") {
            if (func2(data44) < 1) {
              const err64 = { instancePath: instancePath + "/destinationEncryptionConfiguration/kmsKeyName", schemaPath: "#/properties/destinationEncryptionConfiguration/properties/kmsKeyName/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.destinationEncryptionConfiguration.properties.kmsKeyName, data: data44 };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          } else {
            const err65 = { instancePath: instancePath + "/destinationEncryptionConfiguration/kmsKeyName", schemaPath: "#/properties/destinationEncryptionConfiguration/properties/kmsKeyName/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationEncryptionConfiguration.properties.kmsKeyName.type, parentSchema: schema31.properties.destinationEncryptionConfiguration.properties.kmsKeyName, data: data44 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
        }
      } else {
        const err66 = { instancePath: instancePath + "/destinationEncryptionConfiguration", schemaPath: "#/properties/destinationEncryptionConfiguration/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.destinationEncryptionConfiguration.type, parentSchema: schema31.properties.destinationEncryptionConfiguration, data: data43 };
        if (vErrors === null) {
          vErrors = [err66];
        } else {
          vErrors.push(err66);
        }
        errors++;
      }
    }
    if (data.destinationTable !== void 0) {
      let data45 = data.destinationTable;
      if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
        for (const key6 in data45) {
          if (!(key6 === "projectId" || key6 === "datasetId" || key6 === "tableId")) {
            const err67 = { instancePath: instancePath + "/destinationTable", schemaPath: "#/properties/destinationTable/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema31.properties.destinationTable, data: data45 };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
        if (data45.projectId !== void 0) {
          let data46 = data45.projectId;
          if (typeof data46 === "string") {
            if (func2(data46) < 1) {
              const err68 = { instancePath: instancePath + "/destinationTable/projectId", schemaPath: "#/properties/destinationTable/properties/projectId/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.destinationTable.properties.projectId, data: data46 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/destinationTable/projectId", schemaPath: "#/properties/destinationTable/properties/projectId/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTable.properties.projectId.type, parentSchema: schema31.properties.destinationTable.properties.projectId, data: data46 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
        }
        if (data45.datasetId !== void 0) {
          let data47 = data45.datasetId;
          if (typeof data47 === "string") {
            if (func2(data47) < 1) {
              const err70 = { instancePath: instancePath + "/destinationTable/datasetId", schemaPath: "#/properties/destinationTable/properties/datasetId/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.destinationTable.properties.datasetId, data: data47 };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          } else {
            const err71 = { instancePath: instancePath + "/destinationTable/datasetId", schemaPath: "#/properties/destinationTable/properties/datasetId/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTable.properties.datasetId.type, parentSchema: schema31.properties.destinationTable.properties.datasetId, data: data47 };
            if (vErrors === null) {
              vErrors = [err71];
            } else {
              vErrors.push(err71);
            }
            errors++;
          }
        }
        if (data45.tableId !== void 0) {
          let data48 = data45.tableId;
          if (typeof data48 === "string") {
            if (func2(data48) < 1) {
              const err72 = { instancePath: instancePath + "/destinationTable/tableId", schemaPath: "#/properties/destinationTable/properties/tableId/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.destinationTable.properties.tableId, data: data48 };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
          } else {
            const err73 = { instancePath: instancePath + "/destinationTable/tableId", schemaPath: "#/properties/destinationTable/properties/tableId/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTable.properties.tableId.type, parentSchema: schema31.properties.destinationTable.properties.tableId, data: data48 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          }
        }
      } else {
        const err74 = { instancePath: instancePath + "/destinationTable", schemaPath: "#/properties/destinationTable/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.destinationTable.type, parentSchema: schema31.properties.destinationTable, data: data45 };
        if (vErrors === null) {
          vErrors = [err74];
        } else {
          vErrors.push(err74);
        }
        errors++;
      }
    }
    if (data.destinationTableProperties !== void 0) {
      let data49 = data.destinationTableProperties;
      if (data49 && typeof data49 == "object" && !Array.isArray(data49)) {
        for (const key7 in data49) {
          if (!(key7 === "description" || key7 === "friendlyName" || key7 === "expirationTime" || key7 === "labels")) {
            const err75 = { instancePath: instancePath + "/destinationTableProperties", schemaPath: "#/properties/destinationTableProperties/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema31.properties.destinationTableProperties, data: data49 };
            if (vErrors === null) {
              vErrors = [err75];
            } else {
              vErrors.push(err75);
            }
            errors++;
          }
        }
        if (data49.description !== void 0) {
          let data50 = data49.description;
          if (typeof data50 !== "string") {
            const err76 = { instancePath: instancePath + "/destinationTableProperties/description", schemaPath: "#/properties/destinationTableProperties/properties/description/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTableProperties.properties.description.type, parentSchema: schema31.properties.destinationTableProperties.properties.description, data: data50 };
            if (vErrors === null) {
              vErrors = [err76];
            } else {
              vErrors.push(err76);
            }
            errors++;
          }
        }
        if (data49.friendlyName !== void 0) {
          let data51 = data49.friendlyName;
          if (typeof data51 !== "string") {
            const err77 = { instancePath: instancePath + "/destinationTableProperties/friendlyName", schemaPath: "#/properties/destinationTableProperties/properties/friendlyName/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTableProperties.properties.friendlyName.type, parentSchema: schema31.properties.destinationTableProperties.properties.friendlyName, data: data51 };
            if (vErrors === null) {
              vErrors = [err77];
            } else {
              vErrors.push(err77);
            }
            errors++;
          }
        }
        if (data49.expirationTime !== void 0) {
          let data52 = data49.expirationTime;
          if (typeof data52 !== "string") {
            const err78 = { instancePath: instancePath + "/destinationTableProperties/expirationTime", schemaPath: "#/properties/destinationTableProperties/properties/expirationTime/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTableProperties.properties.expirationTime.type, parentSchema: schema31.properties.destinationTableProperties.properties.expirationTime, data: data52 };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          }
        }
        if (data49.labels !== void 0) {
          let data53 = data49.labels;
          if (data53 && typeof data53 == "object" && !Array.isArray(data53)) {
            for (const key8 in data53) {
              let data54 = data53[key8];
              if (typeof data54 !== "string") {
                const err79 = { instancePath: instancePath + "/destinationTableProperties/labels/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/destinationTableProperties/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationTableProperties.properties.labels.additionalProperties.type, parentSchema: schema31.properties.destinationTableProperties.properties.labels.additionalProperties, data: data54 };
                if (vErrors === null) {
                  vErrors = [err79];
                } else {
                  vErrors.push(err79);
                }
                errors++;
              }
            }
          } else {
            const err80 = { instancePath: instancePath + "/destinationTableProperties/labels", schemaPath: "#/properties/destinationTableProperties/properties/labels/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.destinationTableProperties.properties.labels.type, parentSchema: schema31.properties.destinationTableProperties.properties.labels, data: data53 };
            if (vErrors === null) {
              vErrors = [err80];
            } else {
              vErrors.push(err80);
            }
            errors++;
          }
        }
      } else {
        const err81 = { instancePath: instancePath + "/destinationTableProperties", schemaPath: "#/properties/destinationTableProperties/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.destinationTableProperties.type, parentSchema: schema31.properties.destinationTableProperties, data: data49 };
        if (vErrors === null) {
          vErrors = [err81];
        } else {
          vErrors.push(err81);
        }
        errors++;
      }
    }
    if (data.projectionFields !== void 0) {
      let data55 = data.projectionFields;
      if (Array.isArray(data55)) {
        const len6 = data55.length;
        for (let i6 = 0; i6 < len6; i6++) {
          let data56 = data55[i6];
          if (typeof data56 === "string") {
            if (func2(data56) < 1) {
              const err82 = { instancePath: instancePath + "/projectionFields/" + i6, schemaPath: "#/properties/projectionFields/items/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.projectionFields.items, data: data56 };
              if (vErrors === null) {
                vErrors = [err82];
              } else {
                vErrors.push(err82);
              }
              errors++;
            }
          } else {
            const err83 = { instancePath: instancePath + "/projectionFields/" + i6, schemaPath: "#/properties/projectionFields/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.projectionFields.items.type, parentSchema: schema31.properties.projectionFields.items, data: data56 };
            if (vErrors === null) {
              vErrors = [err83];
            } else {
              vErrors.push(err83);
            }
            errors++;
          }
        }
      } else {
        const err84 = { instancePath: instancePath + "/projectionFields", schemaPath: "#/properties/projectionFields/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.projectionFields.type, parentSchema: schema31.properties.projectionFields, data: data55 };
        if (vErrors === null) {
          vErrors = [err84];
        } else {
          vErrors.push(err84);
        }
        errors++;
      }
    }
    if (data.rangePartitioning !== void 0) {
      let data57 = data.rangePartitioning;
      if (data57 && typeof data57 == "object" && !Array.isArray(data57)) {
        for (const key9 in data57) {
          if (!(key9 === "field" || key9 === "range")) {
            const err85 = { instancePath: instancePath + "/rangePartitioning", schemaPath: "#/properties/rangePartitioning/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key9 }, schema: false, parentSchema: schema31.properties.rangePartitioning, data: data57 };
            if (vErrors === null) {
              vErrors = [err85];
            } else {
              vErrors.push(err85);
            }
            errors++;
          }
        }
        if (data57.field !== void 0) {
          let data58 = data57.field;
          if (typeof data58 === "string") {
            if (func2(data58) < 1) {
              const err86 = { instancePath: instancePath + "/rangePartitioning/field", schemaPath: "#/properties/rangePartitioning/properties/field/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.rangePartitioning.properties.field, data: data58 };
              if (vErrors === null) {
                vErrors = [err86];
              } else {
                vErrors.push(err86);
              }
              errors++;
            }
          } else {
            const err87 = { instancePath: instancePath + "/rangePartitioning/field", schemaPath: "#/properties/rangePartitioning/properties/field/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rangePartitioning.properties.field.type, parentSchema: schema31.properties.rangePartitioning.properties.field, data: data58 };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
        }
        if (data57.range !== void 0) {
          let data59 = data57.range;
          if (data59 && typeof data59 == "object" && !Array.isArray(data59)) {
            for (const key10 in data59) {
              if (!(key10 === "start" || key10 === "end" || key10 === "interval")) {
                const err88 = { instancePath: instancePath + "/rangePartitioning/range", schemaPath: "#/properties/rangePartitioning/properties/range/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key10 }, schema: false, parentSchema: schema31.properties.rangePartitioning.properties.range, data: data59 };
                if (vErrors === null) {
                  vErrors = [err88];
                } else {
                  vErrors.push(err88);
                }
                errors++;
              }
            }
            if (data59.start !== void 0) {
              let data60 = data59.start;
              const _errs133 = errors;
              let valid27 = false;
              const _errs134 = errors;
              if (!(typeof data60 == "number" && (!(data60 % 1) && !isNaN(data60)) && isFinite(data60))) {
                const err89 = { instancePath: instancePath + "/rangePartitioning/range/start", schemaPath: "#/properties/rangePartitioning/properties/range/properties/start/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.rangePartitioning.properties.range.properties.start.anyOf[0].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.start.anyOf[0], data: data60 };
                if (vErrors === null) {
                  vErrors = [err89];
                } else {
                  vErrors.push(err89);
                }
                errors++;
              }
              var _valid2 = _errs134 === errors;
              valid27 = valid27 || _valid2;
              const _errs136 = errors;
              if (typeof data60 !== "string") {
                const err90 = { instancePath: instancePath + "/rangePartitioning/range/start", schemaPath: "#/properties/rangePartitioning/properties/range/properties/start/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rangePartitioning.properties.range.properties.start.anyOf[1].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.start.anyOf[1], data: data60 };
                if (vErrors === null) {
                  vErrors = [err90];
                } else {
                  vErrors.push(err90);
                }
                errors++;
              }
              var _valid2 = _errs136 === errors;
              valid27 = valid27 || _valid2;
              if (!valid27) {
                const err91 = { instancePath: instancePath + "/rangePartitioning/range/start", schemaPath: "#/properties/rangePartitioning/properties/range/properties/start/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.rangePartitioning.properties.range.properties.start.anyOf, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.start, data: data60 };
                if (vErrors === null) {
                  vErrors = [err91];
                } else {
                  vErrors.push(err91);
                }
                errors++;
              } else {
                errors = _errs133;
                if (vErrors !== null) {
                  if (_errs133) {
                    vErrors.length = _errs133;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
            if (data59.end !== void 0) {
              let data61 = data59.end;
              const _errs139 = errors;
              let valid28 = false;
              const _errs140 = errors;
              if (!(typeof data61 == "number" && (!(data61 % 1) && !isNaN(data61)) && isFinite(data61))) {
                const err92 = { instancePath: instancePath + "/rangePartitioning/range/end", schemaPath: "#/properties/rangePartitioning/properties/range/properties/end/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.rangePartitioning.properties.range.properties.end.anyOf[0].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.end.anyOf[0], data: data61 };
                if (vErrors === null) {
                  vErrors = [err92];
                } else {
                  vErrors.push(err92);
                }
                errors++;
              }
              var _valid3 = _errs140 === errors;
              valid28 = valid28 || _valid3;
              const _errs142 = errors;
              if (typeof data61 !== "string") {
                const err93 = { instancePath: instancePath + "/rangePartitioning/range/end", schemaPath: "#/properties/rangePartitioning/properties/range/properties/end/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rangePartitioning.properties.range.properties.end.anyOf[1].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.end.anyOf[1], data: data61 };
                if (vErrors === null) {
                  vErrors = [err93];
                } else {
                  vErrors.push(err93);
                }
                errors++;
              }
              var _valid3 = _errs142 === errors;
              valid28 = valid28 || _valid3;
              if (!valid28) {
                const err94 = { instancePath: instancePath + "/rangePartitioning/range/end", schemaPath: "#/properties/rangePartitioning/properties/range/properties/end/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.rangePartitioning.properties.range.properties.end.anyOf, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.end, data: data61 };
                if (vErrors === null) {
                  vErrors = [err94];
                } else {
                  vErrors.push(err94);
                }
                errors++;
              } else {
                errors = _errs139;
                if (vErrors !== null) {
                  if (_errs139) {
                    vErrors.length = _errs139;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
            if (data59.interval !== void 0) {
              let data62 = data59.interval;
              const _errs145 = errors;
              let valid29 = false;
              const _errs146 = errors;
              if (!(typeof data62 == "number" && (!(data62 % 1) && !isNaN(data62)) && isFinite(data62))) {
                const err95 = { instancePath: instancePath + "/rangePartitioning/range/interval", schemaPath: "#/properties/rangePartitioning/properties/range/properties/interval/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[0].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[0], data: data62 };
                if (vErrors === null) {
                  vErrors = [err95];
                } else {
                  vErrors.push(err95);
                }
                errors++;
              }
              if (typeof data62 == "number" && isFinite(data62)) {
                if (data62 < 0 || isNaN(data62)) {
                  const err96 = { instancePath: instancePath + "/rangePartitioning/range/interval", schemaPath: "#/properties/rangePartitioning/properties/range/properties/interval/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[0], data: data62 };
                  if (vErrors === null) {
                    vErrors = [err96];
                  } else {
                    vErrors.push(err96);
                  }
                  errors++;
                }
              }
              var _valid4 = _errs146 === errors;
              valid29 = valid29 || _valid4;
              const _errs148 = errors;
              if (typeof data62 === "string") {
                if (!pattern4.test(data62)) {
                  const err97 = { instancePath: instancePath + "/rangePartitioning/range/interval", schemaPath: "#/properties/rangePartitioning/properties/range/properties/interval/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[1], data: data62 };
                  if (vErrors === null) {
                    vErrors = [err97];
                  } else {
                    vErrors.push(err97);
                  }
                  errors++;
                }
              } else {
                const err98 = { instancePath: instancePath + "/rangePartitioning/range/interval", schemaPath: "#/properties/rangePartitioning/properties/range/properties/interval/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[1].type, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf[1], data: data62 };
                if (vErrors === null) {
                  vErrors = [err98];
                } else {
                  vErrors.push(err98);
                }
                errors++;
              }
              var _valid4 = _errs148 === errors;
              valid29 = valid29 || _valid4;
              if (!valid29) {
                const err99 = { instancePath: instancePath + "/rangePartitioning/range/interval", schemaPath: "#/properties/rangePartitioning/properties/range/properties/interval/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.rangePartitioning.properties.range.properties.interval.anyOf, parentSchema: schema31.properties.rangePartitioning.properties.range.properties.interval, data: data62 };
                if (vErrors === null) {
                  vErrors = [err99];
                } else {
                  vErrors.push(err99);
                }
                errors++;
              } else {
                errors = _errs145;
                if (vErrors !== null) {
                  if (_errs145) {
                    vErrors.length = _errs145;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err100 = { instancePath: instancePath + "/rangePartitioning/range", schemaPath: "#/properties/rangePartitioning/properties/range/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.rangePartitioning.properties.range.type, parentSchema: schema31.properties.rangePartitioning.properties.range, data: data59 };
            if (vErrors === null) {
              vErrors = [err100];
            } else {
              vErrors.push(err100);
            }
            errors++;
          }
        }
      } else {
        const err101 = { instancePath: instancePath + "/rangePartitioning", schemaPath: "#/properties/rangePartitioning/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.rangePartitioning.type, parentSchema: schema31.properties.rangePartitioning, data: data57 };
        if (vErrors === null) {
          vErrors = [err101];
        } else {
          vErrors.push(err101);
        }
        errors++;
      }
    }
    if (data.referenceFileSchemaUri !== void 0) {
      let data63 = data.referenceFileSchemaUri;
      if (typeof data63 === "string") {
        if (func2(data63) < 1) {
          const err102 = { instancePath: instancePath + "/referenceFileSchemaUri", schemaPath: "#/properties/referenceFileSchemaUri/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.referenceFileSchemaUri, data: data63 };
          if (vErrors === null) {
            vErrors = [err102];
          } else {
            vErrors.push(err102);
          }
          errors++;
        }
      } else {
        const err103 = { instancePath: instancePath + "/referenceFileSchemaUri", schemaPath: "#/properties/referenceFileSchemaUri/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.referenceFileSchemaUri.type, parentSchema: schema31.properties.referenceFileSchemaUri, data: data63 };
        if (vErrors === null) {
          vErrors = [err103];
        } else {
          vErrors.push(err103);
        }
        errors++;
      }
    }
    if (data.schemaUpdateOptions !== void 0) {
      let data64 = data.schemaUpdateOptions;
      if (Array.isArray(data64)) {
        const len7 = data64.length;
        for (let i7 = 0; i7 < len7; i7++) {
          let data65 = data64[i7];
          if (!(data65 === "ALLOW_FIELD_ADDITION" || data65 === "ALLOW_FIELD_RELAXATION")) {
            const err104 = { instancePath: instancePath + "/schemaUpdateOptions/" + i7, schemaPath: "#/properties/schemaUpdateOptions/items/enum", keyword: "enum", params: { allowedValues: schema31.properties.schemaUpdateOptions.items.enum }, schema: schema31.properties.schemaUpdateOptions.items.enum, parentSchema: schema31.properties.schemaUpdateOptions.items, data: data65 };
            if (vErrors === null) {
              vErrors = [err104];
            } else {
              vErrors.push(err104);
            }
            errors++;
          }
        }
      } else {
        const err105 = { instancePath: instancePath + "/schemaUpdateOptions", schemaPath: "#/properties/schemaUpdateOptions/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.schemaUpdateOptions.type, parentSchema: schema31.properties.schemaUpdateOptions, data: data64 };
        if (vErrors === null) {
          vErrors = [err105];
        } else {
          vErrors.push(err105);
        }
        errors++;
      }
    }
    if (data.sourceFormat !== void 0) {
      let data66 = data.sourceFormat;
      if (!(data66 === "CSV" || data66 === "NEWLINE_DELIMITED_JSON" || data66 === "PARQUET" || data66 === "AVRO" || data66 === "ORC" || data66 === "DATASTORE_BACKUP")) {
        const err106 = { instancePath: instancePath + "/sourceFormat", schemaPath: "#/properties/sourceFormat/enum", keyword: "enum", params: { allowedValues: schema31.properties.sourceFormat.enum }, schema: schema31.properties.sourceFormat.enum, parentSchema: schema31.properties.sourceFormat, data: data66 };
        if (vErrors === null) {
          vErrors = [err106];
        } else {
          vErrors.push(err106);
        }
        errors++;
      }
    }
    if (data.timePartitioning !== void 0) {
      let data67 = data.timePartitioning;
      if (data67 && typeof data67 == "object" && !Array.isArray(data67)) {
        if (data67.type === void 0) {
          const err107 = { instancePath: instancePath + "/timePartitioning", schemaPath: "#/properties/timePartitioning/required", keyword: "required", params: { missingProperty: "type" }, schema: schema31.properties.timePartitioning.required, parentSchema: schema31.properties.timePartitioning, data: data67 };
          if (vErrors === null) {
            vErrors = [err107];
          } else {
            vErrors.push(err107);
          }
          errors++;
        }
        for (const key11 in data67) {
          if (!(key11 === "type" || key11 === "field" || key11 === "expirationMs" || key11 === "requirePartitionFilter")) {
            const err108 = { instancePath: instancePath + "/timePartitioning", schemaPath: "#/properties/timePartitioning/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, schema: false, parentSchema: schema31.properties.timePartitioning, data: data67 };
            if (vErrors === null) {
              vErrors = [err108];
            } else {
              vErrors.push(err108);
            }
            errors++;
          }
        }
        if (data67.type !== void 0) {
          let data68 = data67.type;
          if (!(data68 === "HOUR" || data68 === "DAY" || data68 === "MONTH" || data68 === "YEAR")) {
            const err109 = { instancePath: instancePath + "/timePartitioning/type", schemaPath: "#/properties/timePartitioning/properties/type/enum", keyword: "enum", params: { allowedValues: schema31.properties.timePartitioning.properties.type.enum }, schema: schema31.properties.timePartitioning.properties.type.enum, parentSchema: schema31.properties.timePartitioning.properties.type, data: data68 };
            if (vErrors === null) {
              vErrors = [err109];
            } else {
              vErrors.push(err109);
            }
            errors++;
          }
        }
        if (data67.field !== void 0) {
          let data69 = data67.field;
          if (typeof data69 === "string") {
            if (func2(data69) < 1) {
              const err110 = { instancePath: instancePath + "/timePartitioning/field", schemaPath: "#/properties/timePartitioning/properties/field/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.timePartitioning.properties.field, data: data69 };
              if (vErrors === null) {
                vErrors = [err110];
              } else {
                vErrors.push(err110);
              }
              errors++;
            }
          } else {
            const err111 = { instancePath: instancePath + "/timePartitioning/field", schemaPath: "#/properties/timePartitioning/properties/field/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.timePartitioning.properties.field.type, parentSchema: schema31.properties.timePartitioning.properties.field, data: data69 };
            if (vErrors === null) {
              vErrors = [err111];
            } else {
              vErrors.push(err111);
            }
            errors++;
          }
        }
        if (data67.expirationMs !== void 0) {
          let data70 = data67.expirationMs;
          const _errs163 = errors;
          let valid33 = false;
          const _errs164 = errors;
          if (!(typeof data70 == "number" && (!(data70 % 1) && !isNaN(data70)) && isFinite(data70))) {
            const err112 = { instancePath: instancePath + "/timePartitioning/expirationMs", schemaPath: "#/properties/timePartitioning/properties/expirationMs/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[0].type, parentSchema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[0], data: data70 };
            if (vErrors === null) {
              vErrors = [err112];
            } else {
              vErrors.push(err112);
            }
            errors++;
          }
          if (typeof data70 == "number" && isFinite(data70)) {
            if (data70 < 0 || isNaN(data70)) {
              const err113 = { instancePath: instancePath + "/timePartitioning/expirationMs", schemaPath: "#/properties/timePartitioning/properties/expirationMs/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[0], data: data70 };
              if (vErrors === null) {
                vErrors = [err113];
              } else {
                vErrors.push(err113);
              }
              errors++;
            }
          }
          var _valid5 = _errs164 === errors;
          valid33 = valid33 || _valid5;
          const _errs166 = errors;
          if (typeof data70 === "string") {
            if (!pattern4.test(data70)) {
              const err114 = { instancePath: instancePath + "/timePartitioning/expirationMs", schemaPath: "#/properties/timePartitioning/properties/expirationMs/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[1], data: data70 };
              if (vErrors === null) {
                vErrors = [err114];
              } else {
                vErrors.push(err114);
              }
              errors++;
            }
          } else {
            const err115 = { instancePath: instancePath + "/timePartitioning/expirationMs", schemaPath: "#/properties/timePartitioning/properties/expirationMs/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[1].type, parentSchema: schema31.properties.timePartitioning.properties.expirationMs.anyOf[1], data: data70 };
            if (vErrors === null) {
              vErrors = [err115];
            } else {
              vErrors.push(err115);
            }
            errors++;
          }
          var _valid5 = _errs166 === errors;
          valid33 = valid33 || _valid5;
          if (!valid33) {
            const err116 = { instancePath: instancePath + "/timePartitioning/expirationMs", schemaPath: "#/properties/timePartitioning/properties/expirationMs/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.timePartitioning.properties.expirationMs.anyOf, parentSchema: schema31.properties.timePartitioning.properties.expirationMs, data: data70 };
            if (vErrors === null) {
              vErrors = [err116];
            } else {
              vErrors.push(err116);
            }
            errors++;
          } else {
            errors = _errs163;
            if (vErrors !== null) {
              if (_errs163) {
                vErrors.length = _errs163;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data67.requirePartitionFilter !== void 0) {
          let data71 = data67.requirePartitionFilter;
          if (typeof data71 !== "boolean") {
            const err117 = { instancePath: instancePath + "/timePartitioning/requirePartitionFilter", schemaPath: "#/properties/timePartitioning/properties/requirePartitionFilter/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.timePartitioning.properties.requirePartitionFilter.type, parentSchema: schema31.properties.timePartitioning.properties.requirePartitionFilter, data: data71 };
            if (vErrors === null) {
              vErrors = [err117];
            } else {
              vErrors.push(err117);
            }
            errors++;
          }
        }
      } else {
        const err118 = { instancePath: instancePath + "/timePartitioning", schemaPath: "#/properties/timePartitioning/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.timePartitioning.type, parentSchema: schema31.properties.timePartitioning, data: data67 };
        if (vErrors === null) {
          vErrors = [err118];
        } else {
          vErrors.push(err118);
        }
        errors++;
      }
    }
    if (data.useAvroLogicalTypes !== void 0) {
      let data72 = data.useAvroLogicalTypes;
      if (typeof data72 !== "boolean") {
        const err119 = { instancePath: instancePath + "/useAvroLogicalTypes", schemaPath: "#/properties/useAvroLogicalTypes/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.useAvroLogicalTypes.type, parentSchema: schema31.properties.useAvroLogicalTypes, data: data72 };
        if (vErrors === null) {
          vErrors = [err119];
        } else {
          vErrors.push(err119);
        }
        errors++;
      }
    }
    if (data.writeDisposition !== void 0) {
      let data73 = data.writeDisposition;
      if (!(data73 === "WRITE_APPEND" || data73 === "WRITE_TRUNCATE" || data73 === "WRITE_EMPTY")) {
        const err120 = { instancePath: instancePath + "/writeDisposition", schemaPath: "#/properties/writeDisposition/enum", keyword: "enum", params: { allowedValues: schema31.properties.writeDisposition.enum }, schema: schema31.properties.writeDisposition.enum, parentSchema: schema31.properties.writeDisposition, data: data73 };
        if (vErrors === null) {
          vErrors = [err120];
        } else {
          vErrors.push(err120);
        }
        errors++;
      }
    }
    if (data.destinationRegex !== void 0) {
      let data74 = data.destinationRegex;
      if (typeof data74 === "string") {
        if (func2(data74) < 1) {
          const err121 = { instancePath: instancePath + "/destinationRegex", schemaPath: "#/properties/destinationRegex/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.destinationRegex, data: data74 };
          if (vErrors === null) {
            vErrors = [err121];
          } else {
            vErrors.push(err121);
          }
          errors++;
        }
      } else {
        const err122 = { instancePath: instancePath + "/destinationRegex", schemaPath: "#/properties/destinationRegex/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.destinationRegex.type, parentSchema: schema31.properties.destinationRegex, data: data74 };
        if (vErrors === null) {
          vErrors = [err122];
        } else {
          vErrors.push(err122);
        }
        errors++;
      }
    }
    if (data.dataSourceName !== void 0) {
      let data75 = data.dataSourceName;
      if (typeof data75 === "string") {
        if (func2(data75) < 1) {
          const err123 = { instancePath: instancePath + "/dataSourceName", schemaPath: "#/properties/dataSourceName/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.dataSourceName, data: data75 };
          if (vErrors === null) {
            vErrors = [err123];
          } else {
            vErrors.push(err123);
          }
          errors++;
        }
      } else {
        const err124 = { instancePath: instancePath + "/dataSourceName", schemaPath: "#/properties/dataSourceName/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.dataSourceName.type, parentSchema: schema31.properties.dataSourceName, data: data75 };
        if (vErrors === null) {
          vErrors = [err124];
        } else {
          vErrors.push(err124);
        }
        errors++;
      }
    }
    if (data.labels !== void 0) {
      let data76 = data.labels;
      if (data76 && typeof data76 == "object" && !Array.isArray(data76)) {
        for (const key12 in data76) {
          let data77 = data76[key12];
          if (typeof data77 !== "string") {
            const err125 = { instancePath: instancePath + "/labels/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.labels.additionalProperties.type, parentSchema: schema31.properties.labels.additionalProperties, data: data77 };
            if (vErrors === null) {
              vErrors = [err125];
            } else {
              vErrors.push(err125);
            }
            errors++;
          }
        }
      } else {
        const err126 = { instancePath: instancePath + "/labels", schemaPath: "#/properties/labels/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.labels.type, parentSchema: schema31.properties.labels, data: data76 };
        if (vErrors === null) {
          vErrors = [err126];
        } else {
          vErrors.push(err126);
        }
        errors++;
      }
    }
    if (data.onSuccess !== void 0) {
      let data78 = data.onSuccess;
      if (data78 && typeof data78 == "object" && !Array.isArray(data78)) {
        for (const key13 in data78) {
          if (!(key13 === "files" || key13 === "archiveTo" || key13 === "sql" || key13 === "topic")) {
            const err127 = { instancePath: instancePath + "/onSuccess", schemaPath: "#/properties/onSuccess/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key13 }, schema: false, parentSchema: schema31.properties.onSuccess, data: data78 };
            if (vErrors === null) {
              vErrors = [err127];
            } else {
              vErrors.push(err127);
            }
            errors++;
          }
        }
        if (data78.files !== void 0) {
          let data79 = data78.files;
          if (!(data79 === "keep" || data79 === "delete" || data79 === "archive")) {
            const err128 = { instancePath: instancePath + "/onSuccess/files", schemaPath: "#/properties/onSuccess/properties/files/enum", keyword: "enum", params: { allowedValues: schema31.properties.onSuccess.properties.files.enum }, schema: schema31.properties.onSuccess.properties.files.enum, parentSchema: schema31.properties.onSuccess.properties.files, data: data79 };
            if (vErrors === null) {
              vErrors = [err128];
            } else {
              vErrors.push(err128);
            }
            errors++;
          }
        }
        if (data78.archiveTo !== void 0) {
          let data80 = data78.archiveTo;
          if (typeof data80 === "string") {
            if (!pattern8.test(data80)) {
              const err129 = { instancePath: instancePath + "/onSuccess/archiveTo", schemaPath: "#/properties/onSuccess/properties/archiveTo/pattern", keyword: "pattern", params: { pattern: "^gs://[^/]+(/.*)?$" }, schema: "^gs://[^/]+(/.*)?$", parentSchema: schema31.properties.onSuccess.properties.archiveTo, data: data80 };
              if (vErrors === null) {
                vErrors = [err129];
              } else {
                vErrors.push(err129);
              }
              errors++;
            }
          } else {
            const err130 = { instancePath: instancePath + "/onSuccess/archiveTo", schemaPath: "#/properties/onSuccess/properties/archiveTo/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.onSuccess.properties.archiveTo.type, parentSchema: schema31.properties.onSuccess.properties.archiveTo, data: data80 };
            if (vErrors === null) {
              vErrors = [err130];
            } else {
              vErrors.push(err130);
            }
            errors++;
          }
        }
        if (data78.sql !== void 0) {
          let data81 = data78.sql;
          if (typeof data81 === "string") {
            if (func2(data81) < 1) {
              const err131 = { instancePath: instancePath + "/onSuccess/sql", schemaPath: "#/properties/onSuccess/properties/sql/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.onSuccess.properties.sql, data: data81 };
              if (vErrors === null) {
                vErrors = [err131];
              } else {
                vErrors.push(err131);
              }
              errors++;
            }
          } else {
            const err132 = { instancePath: instancePath + "/onSuccess/sql", schemaPath: "#/properties/onSuccess/properties/sql/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.onSuccess.properties.sql.type, parentSchema: schema31.properties.onSuccess.properties.sql, data: data81 };
            if (vErrors === null) {
              vErrors = [err132];
            } else {
              vErrors.push(err132);
            }
            errors++;
          }
        }
        if (data78.topic !== void 0) {
          let data82 = data78.topic;
          if (typeof data82 === "string") {
            if (func2(data82) < 1) {
              const err133 = { instancePath: instancePath + "/onSuccess/topic", schemaPath: "#/properties/onSuccess/properties/topic/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.onSuccess.properties.topic, data: data82 };
              if (vErrors === null) {
                vErrors = [err133];
              } else {
                vErrors.push(err133);
              }
              errors++;
            }
          } else {
            const err134 = { instancePath: instancePath + "/onSuccess/topic", schemaPath: "#/properties/onSuccess/properties/topic/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.onSuccess.properties.topic.type, parentSchema: schema31.properties.onSuccess.properties.topic, data: data82 };
            if (vErrors === null) {
              vErrors = [err134];
            } else {
              vErrors.push(err134);
            }
            errors++;
          }
        }
      } else {
        const err135 = { instancePath: instancePath + "/onSuccess", schemaPath: "#/properties/onSuccess/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.onSuccess.type, parentSchema: schema31.properties.onSuccess, data: data78 };
        if (vErrors === null) {
          vErrors = [err135];
        } else {
          vErrors.push(err135);
        }
        errors++;
      }
    }
    if (data.onFailure !== void 0) {
      let data83 = data.onFailure;
      if (data83 && typeof data83 == "object" && !Array.isArray(data83)) {
        for (const key14 in data83) {
          if (!(key14 === "files" || key14 === "quarantineTo" || key14 === "topic")) {
            const err136 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, schema: false, parentSchema: schema31.properties.onFailure, data: data83 };
            if (vErrors === null) {
              vErrors = [err136];
            } else {
              vErrors.push(err136);
            }
            errors++;
          }
        }
        if (data83.files !== void 0) {
          let data84 = data83.files;
          if (!(data84 === "keep" || data84 === "quarantine")) {
            const err137 = { instancePath: instancePath + "/onFailure/files", schemaPath: "#/properties/onFailure/properties/files/enum", keyword: "enum", params: { allowedValues: schema31.properties.onFailure.properties.files.enum }, schema: schema31.properties.onFailure.properties.files.enum, parentSchema: schema31.properties.onFailure.properties.files, data: data84 };
            if (vErrors === null) {
              vErrors = [err137];
            } else {
              vErrors.push(err137);
            }
            errors++;
          }
        }
        if (data83.quarantineTo !== void 0) {
          let data85 = data83.quarantineTo;
          if (typeof data85 === "string") {
            if (!pattern8.test(data85)) {
              const err138 = { instancePath: instancePath + "/onFailure/quarantineTo", schemaPath: "#/properties/onFailure/properties/quarantineTo/pattern", keyword: "pattern", params: { pattern: "^gs://[^/]+(/.*)?$" }, schema: "^gs://[^/]+(/.*)?$", parentSchema: schema31.properties.onFailure.properties.quarantineTo, data: data85 };
              if (vErrors === null) {
                vErrors = [err138];
              } else {
                vErrors.push(err138);
              }
              errors++;
            }
          } else {
            const err139 = { instancePath: instancePath + "/onFailure/quarantineTo", schemaPath: "#/properties/onFailure/properties/quarantineTo/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.onFailure.properties.quarantineTo.type, parentSchema: schema31.properties.onFailure.properties.quarantineTo, data: data85 };
            if (vErrors === null) {
              vErrors = [err139];
            } else {
              vErrors.push(err139);
            }
            errors++;
          }
        }
        if (data83.topic !== void 0) {
          let data86 = data83.topic;
          if (typeof data86 === "string") {
            if (func2(data86) < 1) {
              const err140 = { instancePath: instancePath + "/onFailure/topic", schemaPath: "#/properties/onFailure/properties/topic/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.onFailure.properties.topic, data: data86 };
              if (vErrors === null) {
                vErrors = [err140];
              } else {
                vErrors.push(err140);
              }
              errors++;
            }
          } else {
            const err141 = { instancePath: instancePath + "/onFailure/topic", schemaPath: "#/properties/onFailure/properties/topic/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.onFailure.properties.topic.type, parentSchema: schema31.properties.onFailure.properties.topic, data: data86 };
            if (vErrors === null) {
              vErrors = [err141];
            } else {
              vErrors.push(err141);
            }
            errors++;
          }
        }
      } else {
        const err142 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.onFailure.type, parentSchema: schema31.properties.onFailure, data: data83 };
        if (vErrors === null) {
          vErrors = [err142];
        } else {
          vErrors.push(err142);
        }
        errors++;
      }
    }
    if (data.allowZeroRows !== void 0) {
      let data87 = data.allowZeroRows;
      if (typeof data87 !== "boolean") {
        const err143 = { instancePath: instancePath + "/allowZeroRows", schemaPath: "#/properties/allowZeroRows/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.allowZeroRows.type, parentSchema: schema31.properties.allowZeroRows, data: data87 };
        if (vErrors === null) {
          vErrors = [err143];
        } else {
          vErrors.push(err143);
        }
        errors++;
      }
    }
  } else {
    const err144 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err144];
    } else {
      vErrors.push(err144);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var loadSchema = { name: "load", check: validate };
export {
  loadSchema
};
