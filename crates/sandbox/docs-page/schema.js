// Schemas of the description: following references, showing fields, making examples.

import { make, prose } from "./dom.js";

/** Deep enough for every body of the API, and an end for a schema that holds itself. */
const DEEPEST = 6;

let document_ = {};

/** What references refer to. */
export function setDocument(value) {
  document_ = value;
}

/** The thing itself, or what it refers to. */
export function resolve(value) {
  if (!value?.$ref) return value ?? {};
  const parts = value.$ref.slice(2).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = parts.reduce((place, part) => place?.[part], document_);
  const { $ref, ...beside } = value;
  return { ...resolve(target), ...beside };
}

/** One schema for what is composed of several; `null` among alternatives is told by `nullable`. */
export function flat(value) {
  const schema = resolve(value);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) {
    const real = alternatives.map(resolve).filter((it) => it.type !== "null");
    const nullable = real.length < alternatives.length;
    const { oneOf, anyOf, ...beside } = schema;
    return real.length === 1 ? { ...flat(real[0]), ...beside, nullable } : { ...beside, alternatives: real, nullable };
  }
  if (schema.allOf) {
    const parts = schema.allOf.map(flat);
    const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}), schema.properties ?? {});
    const required = [...parts.flatMap((part) => part.required ?? []), ...(schema.required ?? [])];
    return { ...schema, allOf: undefined, type: "object", properties, required };
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== "null");
    return { ...schema, type: types[0], nullable: types.length < schema.type.length };
  }
  return schema;
}

/** `list of text`, for people. */
export function typeName(value) {
  const schema = flat(value);
  const name = schema.enum ? "one of the words" : { array: "list", string: schema.format ?? "text", object: "object" }[schema.type];
  const of = schema.type === "array" && schema.items ? ` of ${typeName(schema.items)}` : "";
  return `${name ?? schema.type ?? "anything"}${of}${schema.nullable ? " or null" : ""}`;
}

function bounds(schema) {
  const limits = [
    ["at least", schema.minimum], ["at most", schema.maximum], ["at most … characters", schema.maxLength],
    ["at least … entries", schema.minItems], ["at most … entries", schema.maxItems], ["form", schema.pattern],
    ["unless told", schema.default],
  ];
  const told = limits.filter(([, value]) => value !== undefined);
  return told.map(([words, value]) => (words.includes("…") ? words.replace("…", value) : `${words} ${value}`)).join(", ");
}

/** The fields of a schema as a list of terms, the inner ones below theirs. */
export function fields(value, depth = 0) {
  const schema = flat(value);
  if (schema.type === "array") return fields(schema.items, depth);
  const properties = Object.entries(schema.properties ?? {});
  if (!properties.length || depth > DEEPEST) return null;
  const rows = properties.map(([name, property]) => field(name, property, (schema.required ?? []).includes(name), depth));
  return make("dl", { class: "fields" }, rows);
}

/** One field or parameter. */
export function field(name, property, isRequired, depth = 0, description = undefined) {
  const schema = flat(property);
  const items = schema.type === "array" ? flat(schema.items) : schema;
  const note = [typeName(property), isRequired ? "required" : "", schema.readOnly ? "read-only" : "", bounds(schema)];
  const inner = depth < DEEPEST ? fields(property, depth + 1) : null;
  return make("div", { class: "row" },
    make("dt", {}, make("code", {}, name), " ", make("span", { class: "hint" }, note.filter(Boolean).join(", "))),
    make("dd", {},
      make("p", {}, prose(description ?? schema.description)),
      items.enum ? make("p", { class: "words" }, items.enum.map((word) => [make("code", {}, word), " "])) : null,
      inner ? make("details", {}, make("summary", {}, `Fields of ${name}`), inner) : null));
}

/** A value that the schema admits. `whole` adds the fields that a client may leave out. */
export function example(value, whole = false, depth = 0) {
  const schema = flat(value);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.alternatives) return example(schema.alternatives[0], whole, depth);
  if (schema.type === "array") return depth < DEEPEST ? [example(schema.items, whole, depth + 1)] : [];
  if (schema.type === "object" || schema.properties) {
    const wanted = ([name, property]) => {
      const inner = flat(property);
      if (whole) return true;
      return !inner.readOnly && ((schema.required ?? []).includes(name) || inner.example !== undefined);
    };
    const entries = depth < DEEPEST ? Object.entries(schema.properties ?? {}).filter(wanted) : [];
    return Object.fromEntries(entries.map(([name, property]) => [name, example(property, whole, depth + 1)]));
  }
  if (schema.nullable) return null;
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 0;
  if (schema.type === "boolean") return false;
  return { "date-time": "2030-01-31T12:00:00Z", date: "1990-01-31" }[schema.format] ?? "text";
}
