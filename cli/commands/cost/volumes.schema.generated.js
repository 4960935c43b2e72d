// Made by tools/config-schemas.ts from volumes.schema.json. Do not edit.
// <stdin>
var validate = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Volumes", "description": "The volumes that pass through each door, for penstock cost.", "type": "object", "additionalProperties": false, "required": ["intake", "firestore", "other", "sink", "loader", "puller", "warehouse", "peak"], "properties": { "$schema": { "type": "string" }, "intake": { "type": "object", "description": "Issues over HTTP.", "additionalProperties": false, "required": ["perSecond", "bytes"], "properties": { "perSecond": { "type": "number", "minimum": 0, "maximum": 1e7, "default": 10, "description": "Issues a second, on the average." }, "bytes": { "type": "integer", "minimum": 1, "maximum": 1e7, "default": 1e3, "description": "Bytes of a message." } } }, "firestore": { "type": "object", "description": "Changes of documents.", "additionalProperties": false, "required": ["perSecond", "bytes"], "properties": { "perSecond": { "type": "number", "minimum": 0, "maximum": 1e7, "default": 20, "description": "Changes a second, on the average." }, "bytes": { "type": "integer", "minimum": 1, "maximum": 1e7, "default": 1e3, "description": "Bytes of a message." } } }, "other": { "type": "object", "description": "Messages that other publishers send to the topics of the sink.", "additionalProperties": false, "required": ["perSecond", "bytes"], "properties": { "perSecond": { "type": "number", "minimum": 0, "maximum": 1e7, "default": 0, "description": "Messages a second, on the average." }, "bytes": { "type": "integer", "minimum": 1, "maximum": 1e7, "default": 1e3, "description": "Bytes of a message." } } }, "sink": { "type": "object", "description": "The sink, which takes the messages of the three above.", "additionalProperties": false, "required": ["input", "mode", "tables", "connections", "pullStreams"], "properties": { "input": { "enum": ["worker", "push"], "default": "worker", "description": "A worker pool that pulls, or a function that is pushed to." }, "mode": { "enum": ["STORAGE_WRITE", "CDC", "STREAMING_INSERTS", "MIXED", "FILE_LOADS"], "default": "STORAGE_WRITE", "description": "The way by which rows reach BigQuery." }, "tables": { "type": "integer", "minimum": 1, "maximum": 1e4, "default": 1, "description": "Tables that rows go to at the same time." }, "connections": { "type": "integer", "minimum": 1, "maximum": 64, "default": 1, "description": "Connections for appends of an instance to a table: `connections` of a route." }, "pullStreams": { "type": "integer", "minimum": 1, "maximum": 64, "default": 2, "description": "StreamingPull connections of a worker." } } }, "loader": { "type": "object", "description": "Files that are loaded.", "additionalProperties": false, "required": ["loadsPerDay", "bytesPerDay", "tables"], "properties": { "loadsPerDay": { "type": "number", "minimum": 0, "maximum": 1e6, "default": 24, "description": "Batches a day, over all tables." }, "bytesPerDay": { "type": "number", "minimum": 0, "maximum": 1e15, "default": 1e10, "description": "Bytes a day." }, "tables": { "type": "integer", "minimum": 1, "maximum": 1e4, "default": 1, "description": "Tables that are loaded." } } }, "puller": { "type": "object", "description": "Sources that are pulled.", "additionalProperties": false, "required": ["windowsPerDay", "rowsPerWindow", "rowBytes"], "properties": { "windowsPerDay": { "type": "number", "minimum": 0, "maximum": 1e6, "default": 144, "description": "Windows a day, over all sources." }, "rowsPerWindow": { "type": "number", "minimum": 0, "maximum": 1e9, "default": 1e4, "description": "Rows of a window." }, "rowBytes": { "type": "integer", "minimum": 1, "maximum": 1e7, "default": 500, "description": "Bytes of a row." } } }, "warehouse": { "type": "object", "description": "The tables.", "additionalProperties": false, "required": ["monthsKept", "queriedTibPerMonth", "location"], "properties": { "monthsKept": { "type": "number", "minimum": 0, "maximum": 1200, "default": 12, "description": "Months for which rows are kept." }, "queriedTibPerMonth": { "type": "number", "minimum": 0, "maximum": 1e6, "default": 0, "description": "TiB that queries read in a month; the view that removes duplicates and tables of CDC are read whole." }, "location": { "enum": ["region", "multi-region"], "default": "region", "description": "One region, or US or EU: quotas differ." } } }, "peak": { "type": "number", "minimum": 1, "maximum": 1e3, "default": 3, "description": "The busiest minute over the average; capacity is reckoned for it." } } };
var func1 = Object.prototype.hasOwnProperty;
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
    if (data.intake === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "intake" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.firestore === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "firestore" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.other === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "other" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.sink === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "sink" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.loader === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "loader" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.puller === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "puller" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.warehouse === void 0) {
      const err6 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "warehouse" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.peak === void 0) {
      const err7 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "peak" }, schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err8 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err9 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, schema: schema31.properties.$schema.type, parentSchema: schema31.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.intake !== void 0) {
      let data1 = data.intake;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.perSecond === void 0) {
          const err10 = { instancePath: instancePath + "/intake", schemaPath: "#/properties/intake/required", keyword: "required", params: { missingProperty: "perSecond" }, schema: schema31.properties.intake.required, parentSchema: schema31.properties.intake, data: data1 };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data1.bytes === void 0) {
          const err11 = { instancePath: instancePath + "/intake", schemaPath: "#/properties/intake/required", keyword: "required", params: { missingProperty: "bytes" }, schema: schema31.properties.intake.required, parentSchema: schema31.properties.intake, data: data1 };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        for (const key1 in data1) {
          if (!(key1 === "perSecond" || key1 === "bytes")) {
            const err12 = { instancePath: instancePath + "/intake", schemaPath: "#/properties/intake/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, schema: false, parentSchema: schema31.properties.intake, data: data1 };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
        if (data1.perSecond !== void 0) {
          let data2 = data1.perSecond;
          if (typeof data2 == "number" && isFinite(data2)) {
            if (data2 > 1e7 || isNaN(data2)) {
              const err13 = { instancePath: instancePath + "/intake/perSecond", schemaPath: "#/properties/intake/properties/perSecond/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.intake.properties.perSecond, data: data2 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
            if (data2 < 0 || isNaN(data2)) {
              const err14 = { instancePath: instancePath + "/intake/perSecond", schemaPath: "#/properties/intake/properties/perSecond/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.intake.properties.perSecond, data: data2 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = { instancePath: instancePath + "/intake/perSecond", schemaPath: "#/properties/intake/properties/perSecond/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.intake.properties.perSecond.type, parentSchema: schema31.properties.intake.properties.perSecond, data: data2 };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data1.bytes !== void 0) {
          let data3 = data1.bytes;
          if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
            const err16 = { instancePath: instancePath + "/intake/bytes", schemaPath: "#/properties/intake/properties/bytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.intake.properties.bytes.type, parentSchema: schema31.properties.intake.properties.bytes, data: data3 };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 1e7 || isNaN(data3)) {
              const err17 = { instancePath: instancePath + "/intake/bytes", schemaPath: "#/properties/intake/properties/bytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.intake.properties.bytes, data: data3 };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
              const err18 = { instancePath: instancePath + "/intake/bytes", schemaPath: "#/properties/intake/properties/bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.intake.properties.bytes, data: data3 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          }
        }
      } else {
        const err19 = { instancePath: instancePath + "/intake", schemaPath: "#/properties/intake/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.intake.type, parentSchema: schema31.properties.intake, data: data1 };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.firestore !== void 0) {
      let data4 = data.firestore;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.perSecond === void 0) {
          const err20 = { instancePath: instancePath + "/firestore", schemaPath: "#/properties/firestore/required", keyword: "required", params: { missingProperty: "perSecond" }, schema: schema31.properties.firestore.required, parentSchema: schema31.properties.firestore, data: data4 };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        if (data4.bytes === void 0) {
          const err21 = { instancePath: instancePath + "/firestore", schemaPath: "#/properties/firestore/required", keyword: "required", params: { missingProperty: "bytes" }, schema: schema31.properties.firestore.required, parentSchema: schema31.properties.firestore, data: data4 };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
        for (const key2 in data4) {
          if (!(key2 === "perSecond" || key2 === "bytes")) {
            const err22 = { instancePath: instancePath + "/firestore", schemaPath: "#/properties/firestore/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, schema: false, parentSchema: schema31.properties.firestore, data: data4 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data4.perSecond !== void 0) {
          let data5 = data4.perSecond;
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 1e7 || isNaN(data5)) {
              const err23 = { instancePath: instancePath + "/firestore/perSecond", schemaPath: "#/properties/firestore/properties/perSecond/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.firestore.properties.perSecond, data: data5 };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
            if (data5 < 0 || isNaN(data5)) {
              const err24 = { instancePath: instancePath + "/firestore/perSecond", schemaPath: "#/properties/firestore/properties/perSecond/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.firestore.properties.perSecond, data: data5 };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          } else {
            const err25 = { instancePath: instancePath + "/firestore/perSecond", schemaPath: "#/properties/firestore/properties/perSecond/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.firestore.properties.perSecond.type, parentSchema: schema31.properties.firestore.properties.perSecond, data: data5 };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
        }
        if (data4.bytes !== void 0) {
          let data6 = data4.bytes;
          if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
            const err26 = { instancePath: instancePath + "/firestore/bytes", schemaPath: "#/properties/firestore/properties/bytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.firestore.properties.bytes.type, parentSchema: schema31.properties.firestore.properties.bytes, data: data6 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 1e7 || isNaN(data6)) {
              const err27 = { instancePath: instancePath + "/firestore/bytes", schemaPath: "#/properties/firestore/properties/bytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.firestore.properties.bytes, data: data6 };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
            if (data6 < 1 || isNaN(data6)) {
              const err28 = { instancePath: instancePath + "/firestore/bytes", schemaPath: "#/properties/firestore/properties/bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.firestore.properties.bytes, data: data6 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
          }
        }
      } else {
        const err29 = { instancePath: instancePath + "/firestore", schemaPath: "#/properties/firestore/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.firestore.type, parentSchema: schema31.properties.firestore, data: data4 };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
    if (data.other !== void 0) {
      let data7 = data.other;
      if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
        if (data7.perSecond === void 0) {
          const err30 = { instancePath: instancePath + "/other", schemaPath: "#/properties/other/required", keyword: "required", params: { missingProperty: "perSecond" }, schema: schema31.properties.other.required, parentSchema: schema31.properties.other, data: data7 };
          if (vErrors === null) {
            vErrors = [err30];
          } else {
            vErrors.push(err30);
          }
          errors++;
        }
        if (data7.bytes === void 0) {
          const err31 = { instancePath: instancePath + "/other", schemaPath: "#/properties/other/required", keyword: "required", params: { missingProperty: "bytes" }, schema: schema31.properties.other.required, parentSchema: schema31.properties.other, data: data7 };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        for (const key3 in data7) {
          if (!(key3 === "perSecond" || key3 === "bytes")) {
            const err32 = { instancePath: instancePath + "/other", schemaPath: "#/properties/other/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, schema: false, parentSchema: schema31.properties.other, data: data7 };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
        }
        if (data7.perSecond !== void 0) {
          let data8 = data7.perSecond;
          if (typeof data8 == "number" && isFinite(data8)) {
            if (data8 > 1e7 || isNaN(data8)) {
              const err33 = { instancePath: instancePath + "/other/perSecond", schemaPath: "#/properties/other/properties/perSecond/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.other.properties.perSecond, data: data8 };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
            if (data8 < 0 || isNaN(data8)) {
              const err34 = { instancePath: instancePath + "/other/perSecond", schemaPath: "#/properties/other/properties/perSecond/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.other.properties.perSecond, data: data8 };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
          } else {
            const err35 = { instancePath: instancePath + "/other/perSecond", schemaPath: "#/properties/other/properties/perSecond/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.other.properties.perSecond.type, parentSchema: schema31.properties.other.properties.perSecond, data: data8 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
        if (data7.bytes !== void 0) {
          let data9 = data7.bytes;
          if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
            const err36 = { instancePath: instancePath + "/other/bytes", schemaPath: "#/properties/other/properties/bytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.other.properties.bytes.type, parentSchema: schema31.properties.other.properties.bytes, data: data9 };
            if (vErrors === null) {
              vErrors = [err36];
            } else {
              vErrors.push(err36);
            }
            errors++;
          }
          if (typeof data9 == "number" && isFinite(data9)) {
            if (data9 > 1e7 || isNaN(data9)) {
              const err37 = { instancePath: instancePath + "/other/bytes", schemaPath: "#/properties/other/properties/bytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.other.properties.bytes, data: data9 };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
            if (data9 < 1 || isNaN(data9)) {
              const err38 = { instancePath: instancePath + "/other/bytes", schemaPath: "#/properties/other/properties/bytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.other.properties.bytes, data: data9 };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          }
        }
      } else {
        const err39 = { instancePath: instancePath + "/other", schemaPath: "#/properties/other/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.other.type, parentSchema: schema31.properties.other, data: data7 };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    }
    if (data.sink !== void 0) {
      let data10 = data.sink;
      if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
        if (data10.input === void 0) {
          const err40 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/required", keyword: "required", params: { missingProperty: "input" }, schema: schema31.properties.sink.required, parentSchema: schema31.properties.sink, data: data10 };
          if (vErrors === null) {
            vErrors = [err40];
          } else {
            vErrors.push(err40);
          }
          errors++;
        }
        if (data10.mode === void 0) {
          const err41 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/required", keyword: "required", params: { missingProperty: "mode" }, schema: schema31.properties.sink.required, parentSchema: schema31.properties.sink, data: data10 };
          if (vErrors === null) {
            vErrors = [err41];
          } else {
            vErrors.push(err41);
          }
          errors++;
        }
        if (data10.tables === void 0) {
          const err42 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/required", keyword: "required", params: { missingProperty: "tables" }, schema: schema31.properties.sink.required, parentSchema: schema31.properties.sink, data: data10 };
          if (vErrors === null) {
            vErrors = [err42];
          } else {
            vErrors.push(err42);
          }
          errors++;
        }
        if (data10.connections === void 0) {
          const err43 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/required", keyword: "required", params: { missingProperty: "connections" }, schema: schema31.properties.sink.required, parentSchema: schema31.properties.sink, data: data10 };
          if (vErrors === null) {
            vErrors = [err43];
          } else {
            vErrors.push(err43);
          }
          errors++;
        }
        if (data10.pullStreams === void 0) {
          const err44 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/required", keyword: "required", params: { missingProperty: "pullStreams" }, schema: schema31.properties.sink.required, parentSchema: schema31.properties.sink, data: data10 };
          if (vErrors === null) {
            vErrors = [err44];
          } else {
            vErrors.push(err44);
          }
          errors++;
        }
        for (const key4 in data10) {
          if (!(key4 === "input" || key4 === "mode" || key4 === "tables" || key4 === "connections" || key4 === "pullStreams")) {
            const err45 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, schema: false, parentSchema: schema31.properties.sink, data: data10 };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
        if (data10.input !== void 0) {
          let data11 = data10.input;
          if (!(data11 === "worker" || data11 === "push")) {
            const err46 = { instancePath: instancePath + "/sink/input", schemaPath: "#/properties/sink/properties/input/enum", keyword: "enum", params: { allowedValues: schema31.properties.sink.properties.input.enum }, schema: schema31.properties.sink.properties.input.enum, parentSchema: schema31.properties.sink.properties.input, data: data11 };
            if (vErrors === null) {
              vErrors = [err46];
            } else {
              vErrors.push(err46);
            }
            errors++;
          }
        }
        if (data10.mode !== void 0) {
          let data12 = data10.mode;
          if (!(data12 === "STORAGE_WRITE" || data12 === "CDC" || data12 === "STREAMING_INSERTS" || data12 === "MIXED" || data12 === "FILE_LOADS")) {
            const err47 = { instancePath: instancePath + "/sink/mode", schemaPath: "#/properties/sink/properties/mode/enum", keyword: "enum", params: { allowedValues: schema31.properties.sink.properties.mode.enum }, schema: schema31.properties.sink.properties.mode.enum, parentSchema: schema31.properties.sink.properties.mode, data: data12 };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
        }
        if (data10.tables !== void 0) {
          let data13 = data10.tables;
          if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13))) {
            const err48 = { instancePath: instancePath + "/sink/tables", schemaPath: "#/properties/sink/properties/tables/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.sink.properties.tables.type, parentSchema: schema31.properties.sink.properties.tables, data: data13 };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
          if (typeof data13 == "number" && isFinite(data13)) {
            if (data13 > 1e4 || isNaN(data13)) {
              const err49 = { instancePath: instancePath + "/sink/tables", schemaPath: "#/properties/sink/properties/tables/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, schema: 1e4, parentSchema: schema31.properties.sink.properties.tables, data: data13 };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
            if (data13 < 1 || isNaN(data13)) {
              const err50 = { instancePath: instancePath + "/sink/tables", schemaPath: "#/properties/sink/properties/tables/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.sink.properties.tables, data: data13 };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
          }
        }
        if (data10.connections !== void 0) {
          let data14 = data10.connections;
          if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
            const err51 = { instancePath: instancePath + "/sink/connections", schemaPath: "#/properties/sink/properties/connections/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.sink.properties.connections.type, parentSchema: schema31.properties.sink.properties.connections, data: data14 };
            if (vErrors === null) {
              vErrors = [err51];
            } else {
              vErrors.push(err51);
            }
            errors++;
          }
          if (typeof data14 == "number" && isFinite(data14)) {
            if (data14 > 64 || isNaN(data14)) {
              const err52 = { instancePath: instancePath + "/sink/connections", schemaPath: "#/properties/sink/properties/connections/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, schema: 64, parentSchema: schema31.properties.sink.properties.connections, data: data14 };
              if (vErrors === null) {
                vErrors = [err52];
              } else {
                vErrors.push(err52);
              }
              errors++;
            }
            if (data14 < 1 || isNaN(data14)) {
              const err53 = { instancePath: instancePath + "/sink/connections", schemaPath: "#/properties/sink/properties/connections/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.sink.properties.connections, data: data14 };
              if (vErrors === null) {
                vErrors = [err53];
              } else {
                vErrors.push(err53);
              }
              errors++;
            }
          }
        }
        if (data10.pullStreams !== void 0) {
          let data15 = data10.pullStreams;
          if (!(typeof data15 == "number" && (!(data15 % 1) && !isNaN(data15)) && isFinite(data15))) {
            const err54 = { instancePath: instancePath + "/sink/pullStreams", schemaPath: "#/properties/sink/properties/pullStreams/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.sink.properties.pullStreams.type, parentSchema: schema31.properties.sink.properties.pullStreams, data: data15 };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
          if (typeof data15 == "number" && isFinite(data15)) {
            if (data15 > 64 || isNaN(data15)) {
              const err55 = { instancePath: instancePath + "/sink/pullStreams", schemaPath: "#/properties/sink/properties/pullStreams/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, schema: 64, parentSchema: schema31.properties.sink.properties.pullStreams, data: data15 };
              if (vErrors === null) {
                vErrors = [err55];
              } else {
                vErrors.push(err55);
              }
              errors++;
            }
            if (data15 < 1 || isNaN(data15)) {
              const err56 = { instancePath: instancePath + "/sink/pullStreams", schemaPath: "#/properties/sink/properties/pullStreams/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.sink.properties.pullStreams, data: data15 };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
          }
        }
      } else {
        const err57 = { instancePath: instancePath + "/sink", schemaPath: "#/properties/sink/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.sink.type, parentSchema: schema31.properties.sink, data: data10 };
        if (vErrors === null) {
          vErrors = [err57];
        } else {
          vErrors.push(err57);
        }
        errors++;
      }
    }
    if (data.loader !== void 0) {
      let data16 = data.loader;
      if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
        if (data16.loadsPerDay === void 0) {
          const err58 = { instancePath: instancePath + "/loader", schemaPath: "#/properties/loader/required", keyword: "required", params: { missingProperty: "loadsPerDay" }, schema: schema31.properties.loader.required, parentSchema: schema31.properties.loader, data: data16 };
          if (vErrors === null) {
            vErrors = [err58];
          } else {
            vErrors.push(err58);
          }
          errors++;
        }
        if (data16.bytesPerDay === void 0) {
          const err59 = { instancePath: instancePath + "/loader", schemaPath: "#/properties/loader/required", keyword: "required", params: { missingProperty: "bytesPerDay" }, schema: schema31.properties.loader.required, parentSchema: schema31.properties.loader, data: data16 };
          if (vErrors === null) {
            vErrors = [err59];
          } else {
            vErrors.push(err59);
          }
          errors++;
        }
        if (data16.tables === void 0) {
          const err60 = { instancePath: instancePath + "/loader", schemaPath: "#/properties/loader/required", keyword: "required", params: { missingProperty: "tables" }, schema: schema31.properties.loader.required, parentSchema: schema31.properties.loader, data: data16 };
          if (vErrors === null) {
            vErrors = [err60];
          } else {
            vErrors.push(err60);
          }
          errors++;
        }
        for (const key5 in data16) {
          if (!(key5 === "loadsPerDay" || key5 === "bytesPerDay" || key5 === "tables")) {
            const err61 = { instancePath: instancePath + "/loader", schemaPath: "#/properties/loader/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, schema: false, parentSchema: schema31.properties.loader, data: data16 };
            if (vErrors === null) {
              vErrors = [err61];
            } else {
              vErrors.push(err61);
            }
            errors++;
          }
        }
        if (data16.loadsPerDay !== void 0) {
          let data17 = data16.loadsPerDay;
          if (typeof data17 == "number" && isFinite(data17)) {
            if (data17 > 1e6 || isNaN(data17)) {
              const err62 = { instancePath: instancePath + "/loader/loadsPerDay", schemaPath: "#/properties/loader/properties/loadsPerDay/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema31.properties.loader.properties.loadsPerDay, data: data17 };
              if (vErrors === null) {
                vErrors = [err62];
              } else {
                vErrors.push(err62);
              }
              errors++;
            }
            if (data17 < 0 || isNaN(data17)) {
              const err63 = { instancePath: instancePath + "/loader/loadsPerDay", schemaPath: "#/properties/loader/properties/loadsPerDay/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.loader.properties.loadsPerDay, data: data17 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
          } else {
            const err64 = { instancePath: instancePath + "/loader/loadsPerDay", schemaPath: "#/properties/loader/properties/loadsPerDay/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.loader.properties.loadsPerDay.type, parentSchema: schema31.properties.loader.properties.loadsPerDay, data: data17 };
            if (vErrors === null) {
              vErrors = [err64];
            } else {
              vErrors.push(err64);
            }
            errors++;
          }
        }
        if (data16.bytesPerDay !== void 0) {
          let data18 = data16.bytesPerDay;
          if (typeof data18 == "number" && isFinite(data18)) {
            if (data18 > 1e15 || isNaN(data18)) {
              const err65 = { instancePath: instancePath + "/loader/bytesPerDay", schemaPath: "#/properties/loader/properties/bytesPerDay/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e15 }, schema: 1e15, parentSchema: schema31.properties.loader.properties.bytesPerDay, data: data18 };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
            if (data18 < 0 || isNaN(data18)) {
              const err66 = { instancePath: instancePath + "/loader/bytesPerDay", schemaPath: "#/properties/loader/properties/bytesPerDay/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.loader.properties.bytesPerDay, data: data18 };
              if (vErrors === null) {
                vErrors = [err66];
              } else {
                vErrors.push(err66);
              }
              errors++;
            }
          } else {
            const err67 = { instancePath: instancePath + "/loader/bytesPerDay", schemaPath: "#/properties/loader/properties/bytesPerDay/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.loader.properties.bytesPerDay.type, parentSchema: schema31.properties.loader.properties.bytesPerDay, data: data18 };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
        if (data16.tables !== void 0) {
          let data19 = data16.tables;
          if (!(typeof data19 == "number" && (!(data19 % 1) && !isNaN(data19)) && isFinite(data19))) {
            const err68 = { instancePath: instancePath + "/loader/tables", schemaPath: "#/properties/loader/properties/tables/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.loader.properties.tables.type, parentSchema: schema31.properties.loader.properties.tables, data: data19 };
            if (vErrors === null) {
              vErrors = [err68];
            } else {
              vErrors.push(err68);
            }
            errors++;
          }
          if (typeof data19 == "number" && isFinite(data19)) {
            if (data19 > 1e4 || isNaN(data19)) {
              const err69 = { instancePath: instancePath + "/loader/tables", schemaPath: "#/properties/loader/properties/tables/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, schema: 1e4, parentSchema: schema31.properties.loader.properties.tables, data: data19 };
              if (vErrors === null) {
                vErrors = [err69];
              } else {
                vErrors.push(err69);
              }
              errors++;
            }
            if (data19 < 1 || isNaN(data19)) {
              const err70 = { instancePath: instancePath + "/loader/tables", schemaPath: "#/properties/loader/properties/tables/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.loader.properties.tables, data: data19 };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          }
        }
      } else {
        const err71 = { instancePath: instancePath + "/loader", schemaPath: "#/properties/loader/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.loader.type, parentSchema: schema31.properties.loader, data: data16 };
        if (vErrors === null) {
          vErrors = [err71];
        } else {
          vErrors.push(err71);
        }
        errors++;
      }
    }
    if (data.puller !== void 0) {
      let data20 = data.puller;
      if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
        if (data20.windowsPerDay === void 0) {
          const err72 = { instancePath: instancePath + "/puller", schemaPath: "#/properties/puller/required", keyword: "required", params: { missingProperty: "windowsPerDay" }, schema: schema31.properties.puller.required, parentSchema: schema31.properties.puller, data: data20 };
          if (vErrors === null) {
            vErrors = [err72];
          } else {
            vErrors.push(err72);
          }
          errors++;
        }
        if (data20.rowsPerWindow === void 0) {
          const err73 = { instancePath: instancePath + "/puller", schemaPath: "#/properties/puller/required", keyword: "required", params: { missingProperty: "rowsPerWindow" }, schema: schema31.properties.puller.required, parentSchema: schema31.properties.puller, data: data20 };
          if (vErrors === null) {
            vErrors = [err73];
          } else {
            vErrors.push(err73);
          }
          errors++;
        }
        if (data20.rowBytes === void 0) {
          const err74 = { instancePath: instancePath + "/puller", schemaPath: "#/properties/puller/required", keyword: "required", params: { missingProperty: "rowBytes" }, schema: schema31.properties.puller.required, parentSchema: schema31.properties.puller, data: data20 };
          if (vErrors === null) {
            vErrors = [err74];
          } else {
            vErrors.push(err74);
          }
          errors++;
        }
        for (const key6 in data20) {
          if (!(key6 === "windowsPerDay" || key6 === "rowsPerWindow" || key6 === "rowBytes")) {
            const err75 = { instancePath: instancePath + "/puller", schemaPath: "#/properties/puller/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, schema: false, parentSchema: schema31.properties.puller, data: data20 };
            if (vErrors === null) {
              vErrors = [err75];
            } else {
              vErrors.push(err75);
            }
            errors++;
          }
        }
        if (data20.windowsPerDay !== void 0) {
          let data21 = data20.windowsPerDay;
          if (typeof data21 == "number" && isFinite(data21)) {
            if (data21 > 1e6 || isNaN(data21)) {
              const err76 = { instancePath: instancePath + "/puller/windowsPerDay", schemaPath: "#/properties/puller/properties/windowsPerDay/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema31.properties.puller.properties.windowsPerDay, data: data21 };
              if (vErrors === null) {
                vErrors = [err76];
              } else {
                vErrors.push(err76);
              }
              errors++;
            }
            if (data21 < 0 || isNaN(data21)) {
              const err77 = { instancePath: instancePath + "/puller/windowsPerDay", schemaPath: "#/properties/puller/properties/windowsPerDay/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.puller.properties.windowsPerDay, data: data21 };
              if (vErrors === null) {
                vErrors = [err77];
              } else {
                vErrors.push(err77);
              }
              errors++;
            }
          } else {
            const err78 = { instancePath: instancePath + "/puller/windowsPerDay", schemaPath: "#/properties/puller/properties/windowsPerDay/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.puller.properties.windowsPerDay.type, parentSchema: schema31.properties.puller.properties.windowsPerDay, data: data21 };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          }
        }
        if (data20.rowsPerWindow !== void 0) {
          let data22 = data20.rowsPerWindow;
          if (typeof data22 == "number" && isFinite(data22)) {
            if (data22 > 1e9 || isNaN(data22)) {
              const err79 = { instancePath: instancePath + "/puller/rowsPerWindow", schemaPath: "#/properties/puller/properties/rowsPerWindow/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e9 }, schema: 1e9, parentSchema: schema31.properties.puller.properties.rowsPerWindow, data: data22 };
              if (vErrors === null) {
                vErrors = [err79];
              } else {
                vErrors.push(err79);
              }
              errors++;
            }
            if (data22 < 0 || isNaN(data22)) {
              const err80 = { instancePath: instancePath + "/puller/rowsPerWindow", schemaPath: "#/properties/puller/properties/rowsPerWindow/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.puller.properties.rowsPerWindow, data: data22 };
              if (vErrors === null) {
                vErrors = [err80];
              } else {
                vErrors.push(err80);
              }
              errors++;
            }
          } else {
            const err81 = { instancePath: instancePath + "/puller/rowsPerWindow", schemaPath: "#/properties/puller/properties/rowsPerWindow/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.puller.properties.rowsPerWindow.type, parentSchema: schema31.properties.puller.properties.rowsPerWindow, data: data22 };
            if (vErrors === null) {
              vErrors = [err81];
            } else {
              vErrors.push(err81);
            }
            errors++;
          }
        }
        if (data20.rowBytes !== void 0) {
          let data23 = data20.rowBytes;
          if (!(typeof data23 == "number" && (!(data23 % 1) && !isNaN(data23)) && isFinite(data23))) {
            const err82 = { instancePath: instancePath + "/puller/rowBytes", schemaPath: "#/properties/puller/properties/rowBytes/type", keyword: "type", params: { type: "integer" }, schema: schema31.properties.puller.properties.rowBytes.type, parentSchema: schema31.properties.puller.properties.rowBytes, data: data23 };
            if (vErrors === null) {
              vErrors = [err82];
            } else {
              vErrors.push(err82);
            }
            errors++;
          }
          if (typeof data23 == "number" && isFinite(data23)) {
            if (data23 > 1e7 || isNaN(data23)) {
              const err83 = { instancePath: instancePath + "/puller/rowBytes", schemaPath: "#/properties/puller/properties/rowBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e7 }, schema: 1e7, parentSchema: schema31.properties.puller.properties.rowBytes, data: data23 };
              if (vErrors === null) {
                vErrors = [err83];
              } else {
                vErrors.push(err83);
              }
              errors++;
            }
            if (data23 < 1 || isNaN(data23)) {
              const err84 = { instancePath: instancePath + "/puller/rowBytes", schemaPath: "#/properties/puller/properties/rowBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.puller.properties.rowBytes, data: data23 };
              if (vErrors === null) {
                vErrors = [err84];
              } else {
                vErrors.push(err84);
              }
              errors++;
            }
          }
        }
      } else {
        const err85 = { instancePath: instancePath + "/puller", schemaPath: "#/properties/puller/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.puller.type, parentSchema: schema31.properties.puller, data: data20 };
        if (vErrors === null) {
          vErrors = [err85];
        } else {
          vErrors.push(err85);
        }
        errors++;
      }
    }
    if (data.warehouse !== void 0) {
      let data24 = data.warehouse;
      if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
        if (data24.monthsKept === void 0) {
          const err86 = { instancePath: instancePath + "/warehouse", schemaPath: "#/properties/warehouse/required", keyword: "required", params: { missingProperty: "monthsKept" }, schema: schema31.properties.warehouse.required, parentSchema: schema31.properties.warehouse, data: data24 };
          if (vErrors === null) {
            vErrors = [err86];
          } else {
            vErrors.push(err86);
          }
          errors++;
        }
        if (data24.queriedTibPerMonth === void 0) {
          const err87 = { instancePath: instancePath + "/warehouse", schemaPath: "#/properties/warehouse/required", keyword: "required", params: { missingProperty: "queriedTibPerMonth" }, schema: schema31.properties.warehouse.required, parentSchema: schema31.properties.warehouse, data: data24 };
          if (vErrors === null) {
            vErrors = [err87];
          } else {
            vErrors.push(err87);
          }
          errors++;
        }
        if (data24.location === void 0) {
          const err88 = { instancePath: instancePath + "/warehouse", schemaPath: "#/properties/warehouse/required", keyword: "required", params: { missingProperty: "location" }, schema: schema31.properties.warehouse.required, parentSchema: schema31.properties.warehouse, data: data24 };
          if (vErrors === null) {
            vErrors = [err88];
          } else {
            vErrors.push(err88);
          }
          errors++;
        }
        for (const key7 in data24) {
          if (!(key7 === "monthsKept" || key7 === "queriedTibPerMonth" || key7 === "location")) {
            const err89 = { instancePath: instancePath + "/warehouse", schemaPath: "#/properties/warehouse/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, schema: false, parentSchema: schema31.properties.warehouse, data: data24 };
            if (vErrors === null) {
              vErrors = [err89];
            } else {
              vErrors.push(err89);
            }
            errors++;
          }
        }
        if (data24.monthsKept !== void 0) {
          let data25 = data24.monthsKept;
          if (typeof data25 == "number" && isFinite(data25)) {
            if (data25 > 1200 || isNaN(data25)) {
              const err90 = { instancePath: instancePath + "/warehouse/monthsKept", schemaPath: "#/properties/warehouse/properties/monthsKept/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1200 }, schema: 1200, parentSchema: schema31.properties.warehouse.properties.monthsKept, data: data25 };
              if (vErrors === null) {
                vErrors = [err90];
              } else {
                vErrors.push(err90);
              }
              errors++;
            }
            if (data25 < 0 || isNaN(data25)) {
              const err91 = { instancePath: instancePath + "/warehouse/monthsKept", schemaPath: "#/properties/warehouse/properties/monthsKept/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.warehouse.properties.monthsKept, data: data25 };
              if (vErrors === null) {
                vErrors = [err91];
              } else {
                vErrors.push(err91);
              }
              errors++;
            }
          } else {
            const err92 = { instancePath: instancePath + "/warehouse/monthsKept", schemaPath: "#/properties/warehouse/properties/monthsKept/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.warehouse.properties.monthsKept.type, parentSchema: schema31.properties.warehouse.properties.monthsKept, data: data25 };
            if (vErrors === null) {
              vErrors = [err92];
            } else {
              vErrors.push(err92);
            }
            errors++;
          }
        }
        if (data24.queriedTibPerMonth !== void 0) {
          let data26 = data24.queriedTibPerMonth;
          if (typeof data26 == "number" && isFinite(data26)) {
            if (data26 > 1e6 || isNaN(data26)) {
              const err93 = { instancePath: instancePath + "/warehouse/queriedTibPerMonth", schemaPath: "#/properties/warehouse/properties/queriedTibPerMonth/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, schema: 1e6, parentSchema: schema31.properties.warehouse.properties.queriedTibPerMonth, data: data26 };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
            if (data26 < 0 || isNaN(data26)) {
              const err94 = { instancePath: instancePath + "/warehouse/queriedTibPerMonth", schemaPath: "#/properties/warehouse/properties/queriedTibPerMonth/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, schema: 0, parentSchema: schema31.properties.warehouse.properties.queriedTibPerMonth, data: data26 };
              if (vErrors === null) {
                vErrors = [err94];
              } else {
                vErrors.push(err94);
              }
              errors++;
            }
          } else {
            const err95 = { instancePath: instancePath + "/warehouse/queriedTibPerMonth", schemaPath: "#/properties/warehouse/properties/queriedTibPerMonth/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.warehouse.properties.queriedTibPerMonth.type, parentSchema: schema31.properties.warehouse.properties.queriedTibPerMonth, data: data26 };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
        }
        if (data24.location !== void 0) {
          let data27 = data24.location;
          if (!(data27 === "region" || data27 === "multi-region")) {
            const err96 = { instancePath: instancePath + "/warehouse/location", schemaPath: "#/properties/warehouse/properties/location/enum", keyword: "enum", params: { allowedValues: schema31.properties.warehouse.properties.location.enum }, schema: schema31.properties.warehouse.properties.location.enum, parentSchema: schema31.properties.warehouse.properties.location, data: data27 };
            if (vErrors === null) {
              vErrors = [err96];
            } else {
              vErrors.push(err96);
            }
            errors++;
          }
        }
      } else {
        const err97 = { instancePath: instancePath + "/warehouse", schemaPath: "#/properties/warehouse/type", keyword: "type", params: { type: "object" }, schema: schema31.properties.warehouse.type, parentSchema: schema31.properties.warehouse, data: data24 };
        if (vErrors === null) {
          vErrors = [err97];
        } else {
          vErrors.push(err97);
        }
        errors++;
      }
    }
    if (data.peak !== void 0) {
      let data28 = data.peak;
      if (typeof data28 == "number" && isFinite(data28)) {
        if (data28 > 1e3 || isNaN(data28)) {
          const err98 = { instancePath: instancePath + "/peak", schemaPath: "#/properties/peak/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e3 }, schema: 1e3, parentSchema: schema31.properties.peak, data: data28 };
          if (vErrors === null) {
            vErrors = [err98];
          } else {
            vErrors.push(err98);
          }
          errors++;
        }
        if (data28 < 1 || isNaN(data28)) {
          const err99 = { instancePath: instancePath + "/peak", schemaPath: "#/properties/peak/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, schema: 1, parentSchema: schema31.properties.peak, data: data28 };
          if (vErrors === null) {
            vErrors = [err99];
          } else {
            vErrors.push(err99);
          }
          errors++;
        }
      } else {
        const err100 = { instancePath: instancePath + "/peak", schemaPath: "#/properties/peak/type", keyword: "type", params: { type: "number" }, schema: schema31.properties.peak.type, parentSchema: schema31.properties.peak, data: data28 };
        if (vErrors === null) {
          vErrors = [err100];
        } else {
          vErrors.push(err100);
        }
        errors++;
      }
    }
  } else {
    const err101 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err101];
    } else {
      vErrors.push(err101);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var volumesSchema = { name: "volumes", check: validate };
export {
  volumesSchema
};
