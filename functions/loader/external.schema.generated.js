// Made by tools/config-schemas.ts from external.schema.json. Do not edit.
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
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "_config/external.json", "description": "Settings with which a transform reads the files of a batch: BigQuery’s ExternalDataConfiguration.", "type": "object", "additionalProperties": false, "properties": { "$schema": { "type": "string" }, "autodetect": { "type": "boolean" }, "decimalTargetTypes": { "type": "array", "items": { "enum": ["NUMERIC", "BIGNUMERIC", "STRING"] } }, "hivePartitioningOptions": { "type": "object", "additionalProperties": false, "properties": { "mode": { "enum": ["AUTO", "STRINGS", "CUSTOM"] }, "sourceUriPrefix": { "type": "string", "minLength": 1 }, "requirePartitionFilter": { "type": "boolean" }, "fields": { "type": "array", "items": { "type": "string", "minLength": 1 } } } }, "ignoreUnknownValues": { "type": "boolean" }, "jsonExtension": { "enum": ["JSON_EXTENSION_UNSPECIFIED", "GEOJSON"] }, "maxBadRecords": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] }, "parquetOptions": { "type": "object", "additionalProperties": false, "properties": { "enumAsString": { "type": "boolean" }, "enableListInference": { "type": "boolean" }, "mapTargetType": { "enum": ["MAP_TARGET_TYPE_UNSPECIFIED", "ARRAY_OF_STRUCT"] } } }, "schema": { "type": "object", "additionalProperties": false, "properties": { "fields": { "type": "array", "items": { "type": "object", "required": ["name", "type"] } } }, "required": ["fields"] }, "dateFormat": { "type": "string" }, "datetimeFormat": { "type": "string" }, "timeFormat": { "type": "string" }, "timestampFormat": { "type": "string" }, "timeZone": { "type": "string" }, "timestampTargetPrecision": { "type": "array", "items": { "type": "integer" } }, "avroOptions": { "type": "object", "additionalProperties": false, "properties": { "useAvroLogicalTypes": { "type": "boolean" } } }, "bigtableOptions": { "type": "object" }, "compression": { "enum": ["NONE", "GZIP"] }, "connectionId": { "type": "string", "minLength": 1 }, "csvOptions": { "type": "object", "additionalProperties": false, "properties": { "allowJaggedRows": { "type": "boolean" }, "allowQuotedNewlines": { "type": "boolean" }, "encoding": { "enum": ["UTF-8", "ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"] }, "fieldDelimiter": { "type": "string" }, "nullMarker": { "type": "string" }, "nullMarkers": { "type": "array", "items": { "type": "string" } }, "preserveAsciiControlCharacters": { "type": "boolean" }, "quote": { "type": "string" }, "skipLeadingRows": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] }, "sourceColumnMatch": { "enum": ["SOURCE_COLUMN_MATCH_UNSPECIFIED", "POSITION", "NAME"] } } }, "googleSheetsOptions": { "type": "object", "additionalProperties": false, "properties": { "range": { "type": "string" }, "skipLeadingRows": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$", "x-allowed": "digits" }] } } }, "jsonOptions": { "type": "object", "additionalProperties": false, "properties": { "encoding": { "enum": ["UTF-8", "ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"] } } }, "metadataCacheMode": { "enum": ["METADATA_CACHE_MODE_UNSPECIFIED", "AUTOMATIC", "MANUAL"] }, "referenceFileSchemaUri": { "type": "string", "minLength": 1 }, "sourceUris": { "type": "array", "items": { "type": "string", "minLength": 1 } }, "sourceFormat": { "enum": ["CSV", "NEWLINE_DELIMITED_JSON", "PARQUET", "AVRO", "ORC", "DATASTORE_BACKUP"] } } };
var func1 = Object.prototype.hasOwnProperty;
var func2 = require_ucs2length().default;
var pattern4 = new RegExp("^[0-9]+$", "u");
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
    if (data.avroOptions !== void 0) {
      let data27 = data.avroOptions;
      if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
        for (const key4 in data27) {
          if (!(key4 === "useAvroLogicalTypes")) {
            const err40 = { instancePath: instancePath + "/avroOptions", schemaPath: "#/properties/avroOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema31.properties.avroOptions, data: data27 };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
        }
        if (data27.useAvroLogicalTypes !== void 0) {
          let data28 = data27.useAvroLogicalTypes;
          if (typeof data28 !== "boolean") {
            const err41 = { instancePath: instancePath + "/avroOptions/useAvroLogicalTypes", schemaPath: "#/properties/avroOptions/properties/useAvroLogicalTypes/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.avroOptions.properties.useAvroLogicalTypes.type, parentSchema: schema31.properties.avroOptions.properties.useAvroLogicalTypes, data: data28 };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
        }
      } else {
        const err42 = { instancePath: instancePath + "/avroOptions", schemaPath: "#/properties/avroOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.avroOptions.type, parentSchema: schema31.properties.avroOptions, data: data27 };
        if (vErrors === null) {
          vErrors = [err42];
        } else {
          vErrors.push(err42);
        }
        errors++;
      }
    }
    if (data.bigtableOptions !== void 0) {
      let data29 = data.bigtableOptions;
      if (!(data29 && typeof data29 == "object" && !Array.isArray(data29))) {
        const err43 = { instancePath: instancePath + "/bigtableOptions", schemaPath: "#/properties/bigtableOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.bigtableOptions.type, parentSchema: schema31.properties.bigtableOptions, data: data29 };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
    }
    if (data.compression !== void 0) {
      let data30 = data.compression;
      if (!(data30 === "NONE" || data30 === "GZIP")) {
        const err44 = { instancePath: instancePath + "/compression", schemaPath: "#/properties/compression/enum", keyword: "enum", params: { allowedValues: schema31.properties.compression.enum }, schema: schema31.properties.compression.enum, parentSchema: schema31.properties.compression, data: data30 };
        if (vErrors === null) {
          vErrors = [err44];
        } else {
          vErrors.push(err44);
        }
        errors++;
      }
    }
    if (data.connectionId !== void 0) {
      let data31 = data.connectionId;
      if (typeof data31 === "string") {
        if (func2(data31) < 1) {
          const err45 = { instancePath: instancePath + "/connectionId", schemaPath: "#/properties/connectionId/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.connectionId, data: data31 };
          if (vErrors === null) {
            vErrors = [err45];
          } else {
            vErrors.push(err45);
          }
          errors++;
        }
      } else {
        const err46 = { instancePath: instancePath + "/connectionId", schemaPath: "#/properties/connectionId/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.connectionId.type, parentSchema: schema31.properties.connectionId, data: data31 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
    }
    if (data.csvOptions !== void 0) {
      let data32 = data.csvOptions;
      if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
        for (const key5 in data32) {
          if (!func1.call(schema31.properties.csvOptions.properties, key5)) {
            const err47 = { instancePath: instancePath + "/csvOptions", schemaPath: "#/properties/csvOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema31.properties.csvOptions, data: data32 };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
        }
        if (data32.allowJaggedRows !== void 0) {
          let data33 = data32.allowJaggedRows;
          if (typeof data33 !== "boolean") {
            const err48 = { instancePath: instancePath + "/csvOptions/allowJaggedRows", schemaPath: "#/properties/csvOptions/properties/allowJaggedRows/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.csvOptions.properties.allowJaggedRows.type, parentSchema: schema31.properties.csvOptions.properties.allowJaggedRows, data: data33 };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
        if (data32.allowQuotedNewlines !== void 0) {
          let data34 = data32.allowQuotedNewlines;
          if (typeof data34 !== "boolean") {
            const err49 = { instancePath: instancePath + "/csvOptions/allowQuotedNewlines", schemaPath: "#/properties/csvOptions/properties/allowQuotedNewlines/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.csvOptions.properties.allowQuotedNewlines.type, parentSchema: schema31.properties.csvOptions.properties.allowQuotedNewlines, data: data34 };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
        }
        if (data32.encoding !== void 0) {
          let data35 = data32.encoding;
          if (!(data35 === "UTF-8" || data35 === "ISO-8859-1" || data35 === "UTF-16BE" || data35 === "UTF-16LE" || data35 === "UTF-32BE" || data35 === "UTF-32LE")) {
            const err50 = { instancePath: instancePath + "/csvOptions/encoding", schemaPath: "#/properties/csvOptions/properties/encoding/enum", keyword: "enum", params: { allowedValues: schema31.properties.csvOptions.properties.encoding.enum }, schema: schema31.properties.csvOptions.properties.encoding.enum, parentSchema: schema31.properties.csvOptions.properties.encoding, data: data35 };
            if (vErrors === null) {
              vErrors = [err50];
            } else {
              vErrors.push(err50);
            }
            errors++;
          }
        }
        if (data32.fieldDelimiter !== void 0) {
          let data36 = data32.fieldDelimiter;
          if (typeof data36 !== "string") {
            const err51 = { instancePath: instancePath + "/csvOptions/fieldDelimiter", schemaPath: "#/properties/csvOptions/properties/fieldDelimiter/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.csvOptions.properties.fieldDelimiter.type, parentSchema: schema31.properties.csvOptions.properties.fieldDelimiter, data: data36 };
            if (vErrors === null) {
              vErrors = [err51];
            } else {
              vErrors.push(err51);
            }
            errors++;
          }
        }
        if (data32.nullMarker !== void 0) {
          let data37 = data32.nullMarker;
          if (typeof data37 !== "string") {
            const err52 = { instancePath: instancePath + "/csvOptions/nullMarker", schemaPath: "#/properties/csvOptions/properties/nullMarker/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.csvOptions.properties.nullMarker.type, parentSchema: schema31.properties.csvOptions.properties.nullMarker, data: data37 };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
        }
        if (data32.nullMarkers !== void 0) {
          let data38 = data32.nullMarkers;
          if (Array.isArray(data38)) {
            const len4 = data38.length;
            for (let i4 = 0; i4 < len4; i4++) {
              let data39 = data38[i4];
              if (typeof data39 !== "string") {
                const err53 = { instancePath: instancePath + "/csvOptions/nullMarkers/" + i4, schemaPath: "#/properties/csvOptions/properties/nullMarkers/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.csvOptions.properties.nullMarkers.items.type, parentSchema: schema31.properties.csvOptions.properties.nullMarkers.items, data: data39 };
                if (vErrors === null) {
                  vErrors = [err53];
                } else {
                  vErrors.push(err53);
                }
                errors++;
              }
            }
          } else {
            const err54 = { instancePath: instancePath + "/csvOptions/nullMarkers", schemaPath: "#/properties/csvOptions/properties/nullMarkers/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.csvOptions.properties.nullMarkers.type, parentSchema: schema31.properties.csvOptions.properties.nullMarkers, data: data38 };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
        }
        if (data32.preserveAsciiControlCharacters !== void 0) {
          let data40 = data32.preserveAsciiControlCharacters;
          if (typeof data40 !== "boolean") {
            const err55 = { instancePath: instancePath + "/csvOptions/preserveAsciiControlCharacters", schemaPath: "#/properties/csvOptions/properties/preserveAsciiControlCharacters/type", keyword: "type", params: { type: "boolean" }, schema: schema31.properties.csvOptions.properties.preserveAsciiControlCharacters.type, parentSchema: schema31.properties.csvOptions.properties.preserveAsciiControlCharacters, data: data40 };
            if (vErrors === null) {
              vErrors = [err55];
            } else {
              vErrors.push(err55);
            }
            errors++;
          }
        }
        if (data32.quote !== void 0) {
          let data41 = data32.quote;
          if (typeof data41 !== "string") {
            const err56 = { instancePath: instancePath + "/csvOptions/quote", schemaPath: "#/properties/csvOptions/properties/quote/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.csvOptions.properties.quote.type, parentSchema: schema31.properties.csvOptions.properties.quote, data: data41 };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
        }
        if (data32.skipLeadingRows !== void 0) {
          let data42 = data32.skipLeadingRows;
          const _errs90 = errors;
          let valid17 = false;
          const _errs91 = errors;
          if (!(typeof data42 == "number" && (!(data42 % 1) && !isNaN(data42)) && isFinite(data42))) {
            const err57 = { instancePath: instancePath + "/csvOptions/skipLeadingRows", schemaPath: "#/properties/csvOptions/properties/skipLeadingRows/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[0].type, parentSchema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[0], data: data42 };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
          if (typeof data42 == "number" && isFinite(data42)) {
            if (data42 < 0 || isNaN(data42)) {
              const err58 = { instancePath: instancePath + "/csvOptions/skipLeadingRows", schemaPath: "#/properties/csvOptions/properties/skipLeadingRows/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[0], data: data42 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          }
          var _valid1 = _errs91 === errors;
          valid17 = valid17 || _valid1;
          const _errs93 = errors;
          if (typeof data42 === "string") {
            if (!pattern4.test(data42)) {
              const err59 = { instancePath: instancePath + "/csvOptions/skipLeadingRows", schemaPath: "#/properties/csvOptions/properties/skipLeadingRows/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[1], data: data42 };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
          } else {
            const err60 = { instancePath: instancePath + "/csvOptions/skipLeadingRows", schemaPath: "#/properties/csvOptions/properties/skipLeadingRows/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[1].type, parentSchema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf[1], data: data42 };
            if (vErrors === null) {
              vErrors = [err60];
            } else {
              vErrors.push(err60);
            }
            errors++;
          }
          var _valid1 = _errs93 === errors;
          valid17 = valid17 || _valid1;
          if (!valid17) {
            const err61 = { instancePath: instancePath + "/csvOptions/skipLeadingRows", schemaPath: "#/properties/csvOptions/properties/skipLeadingRows/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.csvOptions.properties.skipLeadingRows.anyOf, parentSchema: schema31.properties.csvOptions.properties.skipLeadingRows, data: data42 };
            if (vErrors === null) {
              vErrors = [err61];
            } else {
              vErrors.push(err61);
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
        if (data32.sourceColumnMatch !== void 0) {
          let data43 = data32.sourceColumnMatch;
          if (!(data43 === "SOURCE_COLUMN_MATCH_UNSPECIFIED" || data43 === "POSITION" || data43 === "NAME")) {
            const err62 = { instancePath: instancePath + "/csvOptions/sourceColumnMatch", schemaPath: "#/properties/csvOptions/properties/sourceColumnMatch/enum", keyword: "enum", params: { allowedValues: schema31.properties.csvOptions.properties.sourceColumnMatch.enum }, schema: schema31.properties.csvOptions.properties.sourceColumnMatch.enum, parentSchema: schema31.properties.csvOptions.properties.sourceColumnMatch, data: data43 };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
        }
      } else {
        const err63 = { instancePath: instancePath + "/csvOptions", schemaPath: "#/properties/csvOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.csvOptions.type, parentSchema: schema31.properties.csvOptions, data: data32 };
        if (vErrors === null) {
          vErrors = [err63];
        } else {
          vErrors.push(err63);
        }
        errors++;
      }
    }
    if (data.googleSheetsOptions !== void 0) {
      let data44 = data.googleSheetsOptions;
      if (data44 && typeof data44 == "object" && !Array.isArray(data44)) {
        for (const key6 in data44) {
          if (!(key6 === "range" || key6 === "skipLeadingRows")) {
            const err64 = { instancePath: instancePath + "/googleSheetsOptions", schemaPath: "#/properties/googleSheetsOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema31.properties.googleSheetsOptions, data: data44 };
            if (vErrors === null) {
              vErrors = [err64];
            } else {
              vErrors.push(err64);
            }
            errors++;
          }
        }
        if (data44.range !== void 0) {
          let data45 = data44.range;
          if (typeof data45 !== "string") {
            const err65 = { instancePath: instancePath + "/googleSheetsOptions/range", schemaPath: "#/properties/googleSheetsOptions/properties/range/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.googleSheetsOptions.properties.range.type, parentSchema: schema31.properties.googleSheetsOptions.properties.range, data: data45 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
        }
        if (data44.skipLeadingRows !== void 0) {
          let data46 = data44.skipLeadingRows;
          const _errs102 = errors;
          let valid19 = false;
          const _errs103 = errors;
          if (!(typeof data46 == "number" && (!(data46 % 1) && !isNaN(data46)) && isFinite(data46))) {
            const err66 = { instancePath: instancePath + "/googleSheetsOptions/skipLeadingRows", schemaPath: "#/properties/googleSheetsOptions/properties/skipLeadingRows/anyOf/0/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[0].type, parentSchema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[0], data: data46 };
            if (vErrors === null) {
              vErrors = [err66];
            } else {
              vErrors.push(err66);
            }
            errors++;
          }
          if (typeof data46 == "number" && isFinite(data46)) {
            if (data46 < 0 || isNaN(data46)) {
              const err67 = { instancePath: instancePath + "/googleSheetsOptions/skipLeadingRows", schemaPath: "#/properties/googleSheetsOptions/properties/skipLeadingRows/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[0], data: data46 };
              if (vErrors === null) {
                vErrors = [err67];
              } else {
                vErrors.push(err67);
              }
              errors++;
            }
          }
          var _valid2 = _errs103 === errors;
          valid19 = valid19 || _valid2;
          const _errs105 = errors;
          if (typeof data46 === "string") {
            if (!pattern4.test(data46)) {
              const err68 = { instancePath: instancePath + "/googleSheetsOptions/skipLeadingRows", schemaPath: "#/properties/googleSheetsOptions/properties/skipLeadingRows/anyOf/1/pattern", keyword: "pattern", params: { pattern: "^[0-9]+$" }, schema: "^[0-9]+$", parentSchema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[1], data: data46 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/googleSheetsOptions/skipLeadingRows", schemaPath: "#/properties/googleSheetsOptions/properties/skipLeadingRows/anyOf/1/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[1].type, parentSchema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf[1], data: data46 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
          var _valid2 = _errs105 === errors;
          valid19 = valid19 || _valid2;
          if (!valid19) {
            const err70 = { instancePath: instancePath + "/googleSheetsOptions/skipLeadingRows", schemaPath: "#/properties/googleSheetsOptions/properties/skipLeadingRows/anyOf", keyword: "anyOf", params: {}, schema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows.anyOf, parentSchema: schema31.properties.googleSheetsOptions.properties.skipLeadingRows, data: data46 };
            if (vErrors === null) {
              vErrors = [err70];
            } else {
              vErrors.push(err70);
            }
            errors++;
          } else {
            errors = _errs102;
            if (vErrors !== null) {
              if (_errs102) {
                vErrors.length = _errs102;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err71 = { instancePath: instancePath + "/googleSheetsOptions", schemaPath: "#/properties/googleSheetsOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.googleSheetsOptions.type, parentSchema: schema31.properties.googleSheetsOptions, data: data44 };
        if (vErrors === null) {
          vErrors = [err71];
        } else {
          vErrors.push(err71);
        }
        errors++;
      }
    }
    if (data.jsonOptions !== void 0) {
      let data47 = data.jsonOptions;
      if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
        for (const key7 in data47) {
          if (!(key7 === "encoding")) {
            const err72 = { instancePath: instancePath + "/jsonOptions", schemaPath: "#/properties/jsonOptions/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema31.properties.jsonOptions, data: data47 };
            if (vErrors === null) {
              vErrors = [err72];
            } else {
              vErrors.push(err72);
            }
            errors++;
          }
        }
        if (data47.encoding !== void 0) {
          let data48 = data47.encoding;
          if (!(data48 === "UTF-8" || data48 === "ISO-8859-1" || data48 === "UTF-16BE" || data48 === "UTF-16LE" || data48 === "UTF-32BE" || data48 === "UTF-32LE")) {
            const err73 = { instancePath: instancePath + "/jsonOptions/encoding", schemaPath: "#/properties/jsonOptions/properties/encoding/enum", keyword: "enum", params: { allowedValues: schema31.properties.jsonOptions.properties.encoding.enum }, schema: schema31.properties.jsonOptions.properties.encoding.enum, parentSchema: schema31.properties.jsonOptions.properties.encoding, data: data48 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          }
        }
      } else {
        const err74 = { instancePath: instancePath + "/jsonOptions", schemaPath: "#/properties/jsonOptions/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.jsonOptions.type, parentSchema: schema31.properties.jsonOptions, data: data47 };
        if (vErrors === null) {
          vErrors = [err74];
        } else {
          vErrors.push(err74);
        }
        errors++;
      }
    }
    if (data.metadataCacheMode !== void 0) {
      let data49 = data.metadataCacheMode;
      if (!(data49 === "METADATA_CACHE_MODE_UNSPECIFIED" || data49 === "AUTOMATIC" || data49 === "MANUAL")) {
        const err75 = { instancePath: instancePath + "/metadataCacheMode", schemaPath: "#/properties/metadataCacheMode/enum", keyword: "enum", params: { allowedValues: schema31.properties.metadataCacheMode.enum }, schema: schema31.properties.metadataCacheMode.enum, parentSchema: schema31.properties.metadataCacheMode, data: data49 };
        if (vErrors === null) {
          vErrors = [err75];
        } else {
          vErrors.push(err75);
        }
        errors++;
      }
    }
    if (data.referenceFileSchemaUri !== void 0) {
      let data50 = data.referenceFileSchemaUri;
      if (typeof data50 === "string") {
        if (func2(data50) < 1) {
          const err76 = { instancePath: instancePath + "/referenceFileSchemaUri", schemaPath: "#/properties/referenceFileSchemaUri/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.referenceFileSchemaUri, data: data50 };
          if (vErrors === null) {
            vErrors = [err76];
          } else {
            vErrors.push(err76);
          }
          errors++;
        }
      } else {
        const err77 = { instancePath: instancePath + "/referenceFileSchemaUri", schemaPath: "#/properties/referenceFileSchemaUri/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.referenceFileSchemaUri.type, parentSchema: schema31.properties.referenceFileSchemaUri, data: data50 };
        if (vErrors === null) {
          vErrors = [err77];
        } else {
          vErrors.push(err77);
        }
        errors++;
      }
    }
    if (data.sourceUris !== void 0) {
      let data51 = data.sourceUris;
      if (Array.isArray(data51)) {
        const len5 = data51.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data52 = data51[i5];
          if (typeof data52 === "string") {
            if (func2(data52) < 1) {
              const err78 = { instancePath: instancePath + "/sourceUris/" + i5, schemaPath: "#/properties/sourceUris/items/minLength", keyword: "minLength", params: { limit: 1 }, schema: 1, parentSchema: schema31.properties.sourceUris.items, data: data52 };
              if (vErrors === null) {
                vErrors = [err78];
              } else {
                vErrors.push(err78);
              }
              errors++;
            }
          } else {
            const err79 = { instancePath: instancePath + "/sourceUris/" + i5, schemaPath: "#/properties/sourceUris/items/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.sourceUris.items.type, parentSchema: schema31.properties.sourceUris.items, data: data52 };
            if (vErrors === null) {
              vErrors = [err79];
            } else {
              vErrors.push(err79);
            }
            errors++;
          }
        }
      } else {
        const err80 = { instancePath: instancePath + "/sourceUris", schemaPath: "#/properties/sourceUris/type", keyword: "type", params: { type: "array" }, schema: schema31.properties.sourceUris.type, parentSchema: schema31.properties.sourceUris, data: data51 };
        if (vErrors === null) {
          vErrors = [err80];
        } else {
          vErrors.push(err80);
        }
        errors++;
      }
    }
    if (data.sourceFormat !== void 0) {
      let data53 = data.sourceFormat;
      if (!(data53 === "CSV" || data53 === "NEWLINE_DELIMITED_JSON" || data53 === "PARQUET" || data53 === "AVRO" || data53 === "ORC" || data53 === "DATASTORE_BACKUP")) {
        const err81 = { instancePath: instancePath + "/sourceFormat", schemaPath: "#/properties/sourceFormat/enum", keyword: "enum", params: { allowedValues: schema31.properties.sourceFormat.enum }, schema: schema31.properties.sourceFormat.enum, parentSchema: schema31.properties.sourceFormat, data: data53 };
        if (vErrors === null) {
          vErrors = [err81];
        } else {
          vErrors.push(err81);
        }
        errors++;
      }
    }
  } else {
    const err82 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err82];
    } else {
      vErrors.push(err82);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var externalSchema = { name: "external", check: validate };
export {
  externalSchema
};
