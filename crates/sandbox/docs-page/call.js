// The form that makes a call, what came back, and the same call for curl.

import { copyable, make, prose } from "./dom.js";
import { example, flat, resolve, typeName } from "./schema.js";

const key = document.getElementById("key");
const token = document.getElementById("token");
/** More of an answer is of no use on a page. */
const MOST_SHOWN = 20000;

/** `operation` of `method` and `path` as a form. */
export function callForm(operation, method, path, server) {
  const inputs = (operation.parameters ?? []).map(resolve).map((it) => parameterField(operation, it));
  const body = operation.requestBody ? bodyField(operation) : null;
  const who = credentials(operation);
  const result = make("div", { class: "result", "aria-live": "polite" });
  const form = make("form", { class: "call", submit: send });
  const curl = copyable("", "curl");
  const draft = () => request({ method, path, server, inputs, body, who });
  const show = () => curl.set(asCurl(draft()));

  async function send(event) {
    event.preventDefault();
    const { url, options } = draft();
    result.replaceChildren("Waiting for the answer …");
    try {
      result.replaceChildren(...(await answered(await fetch(url, options))));
    } catch (error) {
      result.replaceChildren(`There was no answer: ${error.message}`);
    }
  }

  form.append(...[...inputs.map((it) => it.box), body?.box, make("p", { class: "hint" }, `Sent with ${who.words}.`)].filter(Boolean),
    make("button", { type: "submit" }, "Try it"), result, curl.box);
  form.addEventListener("input", show);
  // The credentials are changed elsewhere.
  for (const input of [key, token]) input.addEventListener("input", show);
  show();
  return form;
}

function credentials(operation) {
  const names = (operation.security ?? []).flatMap((it) => Object.keys(it));
  if (names.includes("SecretApiKey")) return { words: "the API key", headers: () => ({ "REB-APIKEY": key.value }) };
  if (names.includes("CustomerJWT")) return { words: "the customer's token", headers: () => ({ Authorization: `Bearer ${token.value}` }) };
  return { words: "no credentials", headers: () => ({}) };
}

function parameterField(operation, parameter) {
  const id = `${operation.operationId}-${parameter.in}-${parameter.name}`;
  const input = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", required: parameter.required });
  const sample = parameter.example ?? flat(parameter.schema).example;
  if (sample !== undefined) input.placeholder = String(sample);
  const note = `${typeName(parameter.schema)}${parameter.required ? ", required" : ""}`;
  const box = make("p", { class: "field" }, make("label", { for: id }, make("code", {}, parameter.name), ` ${note}`), input);
  return { parameter, input, box };
}

function bodyField(operation) {
  const content = resolve(operation.requestBody).content;
  const id = `${operation.operationId}-body`;
  const kinds = Object.keys(content);
  const kind = make("select", { id: `${id}-kind` }, kinds.map((name) => make("option", {}, name)));
  const text = make("textarea", { id, rows: "10", spellcheck: "false", autocomplete: "off" });
  const files = formFields(operation, content["multipart/form-data"]?.schema);
  const json = make("p", { class: "field" }, make("label", { for: id }, "Body, as JSON"), text);
  const select = () => {
    json.hidden = kind.value !== "application/json";
    files.box.hidden = !json.hidden;
  };
  kind.addEventListener("change", select);
  text.value = JSON.stringify(example(content["application/json"]?.schema ?? {}), null, 2);
  select();
  const choice = kinds.length > 1 ? make("p", { class: "field" }, make("label", { for: `${id}-kind` }, "Sent as"), kind) : null;
  return { box: make("div", {}, choice, json, files.box), read: () => (json.hidden ? files.read() : text.value), isForm: () => json.hidden };
}

function formFields(operation, schema) {
  const inputs = Object.entries(flat(schema).properties ?? {}).map(([name, property]) => {
    const id = `${operation.operationId}-form-${name}`;
    const inner = flat(property);
    const input = make("input", { id, type: inner.format === "binary" ? "file" : "text", autocomplete: "off" });
    const box = make("p", { class: "field" }, make("label", { for: id }, make("code", {}, name), ` ${typeName(property)}`), input,
      make("span", { class: "hint" }, prose(inner.description)));
    return { name, input, box };
  });
  const read = () => {
    const form = new FormData();
    for (const { name, input } of inputs) {
      for (const file of input.files ?? []) form.append(name, file);
      if (!input.files && input.value) form.append(name, input.value);
    }
    return form;
  };
  return { box: make("div", {}, inputs.map((it) => it.box)), read };
}

function request({ method, path, server, inputs, body, who }) {
  const query = new URLSearchParams();
  let address = path;
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value) || `{${parameter.name}}`);
    else if (parameter.in === "query" && input.value) query.append(parameter.name, input.value);
  }
  const headers = who.headers();
  if (body && !body.isForm()) headers["Content-Type"] = "application/json";
  const text = query.size ? `?${query}` : "";
  return { url: `${server}${address}${text}`, options: { method: method.toUpperCase(), headers, body: body?.read() } };
}

/** A word of the shell that means itself. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function asCurl({ url, options: { method, headers, body } }) {
  const words = ["curl", "-i", ...(method === "GET" ? [] : ["-X", method]), quoted(url)];
  for (const [name, value] of Object.entries(headers)) {
    if (name !== "Content-Type") words.push("-H", quoted(`${name}: ${value}`));
  }
  if (body instanceof FormData) {
    for (const [name, value] of body) words.push("-F", quoted(`${name}=${value instanceof File ? `@${value.name}` : value}`));
  } else if (body !== undefined) {
    words.push("--json", quoted(body));
  }
  return words.join(" ");
}

async function answered(response) {
  const type = response.headers.get("content-type") ?? "";
  const isText = /json|text/.test(type);
  const raw = isText ? await response.text() : "";
  const value = type.includes("json") ? parse(raw) : undefined;
  adopt(value);
  const shown = value === undefined ? raw : JSON.stringify(value, null, 2);
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const note = isText || !type ? shown : `(${(await response.blob()).size} bytes of ${type})`;
  return [
    make("p", {}, make("strong", {}, `${response.status} ${response.statusText}`)),
    make("details", {}, make("summary", {}, "Headers"), make("pre", { tabindex: "0" }, headers)),
    note ? copyable(note.slice(0, MOST_SHOWN), "answer").box : "",
  ];
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new request's link holds the customer's token, which the customer's calls need. */
function adopt(value) {
  const link = value?._links?.find?.((it) => it.rel === "kycGatherer")?.href;
  if (!link) return;
  token.value = new URL(link).searchParams.get("token") ?? "";
  token.dispatchEvent(new Event("input"));
}
