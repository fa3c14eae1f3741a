// The page: reads /openapi.json and shows its operations by group. An operation is built when it is first opened.

import { callForm } from "./call.js";
import { copyable, make, prose } from "./dom.js";
import { example, field, fields, resolve, setDocument } from "./schema.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const byId = (id) => document.getElementById(id);

start().catch((error) => {
  byId("status").textContent = `The description could not be read: ${error.message}`;
});

async function start() {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(`the server says ${answer.status}`);
  const api = await answer.json();
  setDocument(api);
  byId("title").textContent = `${api.info.title} ${api.info.version}`;
  byId("lead").prepend(`${api.info.description} `);
  byId("key").value = api.components.securitySchemes.SecretApiKey["x-example"] ?? "";
  const groups = grouped(api);
  byId("operations").append(...groups.map(section));
  byId("groups").append(...groups.map(contents));
  byId("contents").open = matchMedia("(min-width: 60rem)").matches;
  byId("status").textContent = "";
  byId("search").addEventListener("input", find);
  addEventListener("hashchange", reveal);
  reveal();
}

function grouped(api) {
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method, path, operation: item[method], server: (item.servers ?? api.servers)[0].url,
    })));
  const groups = api.tags.map((tag) => ({ tag, all: operations.filter((it) => it.operation.tags?.includes(tag.name)) }));
  return groups.filter((group) => group.all.length);
}

const anchor = (name) => `group-${name.toLowerCase().replaceAll(" ", "-")}`;

function contents({ tag, all }) {
  const entry = ({ method, operation }) => make("li", { "data-text": searchable({ method, operation }) },
    make("a", { href: `#${operation.operationId}` }, operation.summary));
  return make("li", {}, make("a", { href: `#${anchor(tag.name)}` }, tag.name), make("ul", {}, all.map(entry)));
}

function section({ tag, all }) {
  return make("section", { class: "group", "aria-labelledby": anchor(tag.name) },
    make("h2", { id: anchor(tag.name), tabindex: "-1" }, tag.name), make("p", {}, prose(tag.description)), all.map(entry));
}

const searchable = ({ method, path = "", operation }) =>
  `${method} ${path} ${operation.summary} ${operation.operationId} ${operation.tags}`.toLowerCase();

function entry(it) {
  const { method, path, operation } = it;
  const head = make("summary", {},
    make("h3", {}, make("span", { class: `method method--${method}` }, method.toUpperCase()), " ",
      make("code", { class: "path" }, path)),
    make("span", { class: "what" }, prose(operation.summary)));
  const details = make("details", { class: "operation", id: operation.operationId, "data-text": searchable(it) }, head);
  const build = () => details.open && details.childElementCount === 1 && details.append(operationBody(it));
  details.addEventListener("toggle", build);
  return details;
}

function operationBody({ method, path, operation, server }) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const described = parameters.map((it) => field(it.name, it.schema, it.required, 0, it.description));
  return make("div", { class: "inside" },
    make("p", {}, prose(operation.description)),
    make("p", { class: "hint" }, make("code", {}, operation.operationId)),
    described.length ? [make("h4", {}, "Parameters"), make("dl", { class: "fields" }, described)] : null,
    operation.requestBody ? [make("h4", {}, "Body"), bodies(resolve(operation.requestBody).content, false)] : null,
    make("h4", {}, "Try it"), callForm(operation, method, path, server),
    make("h4", {}, "Answers"), Object.entries(operation.responses).map(answer));
}

function bodies(content, whole) {
  return Object.entries(content).map(([type, { schema }]) => {
    const isJson = type.endsWith("json");
    const sample = isJson ? copyable(JSON.stringify(example(schema, whole), null, 2), "example").box : null;
    return make("div", { class: "content" }, make("p", { class: "hint" }, type), fields(schema), sample);
  });
}

function answer([status, value]) {
  const { description, headers = {}, content = {} } = resolve(value);
  const named = Object.entries(headers).map(([name, header]) => {
    const { schema, description } = resolve(header);
    return field(name, schema, false, 0, description);
  });
  return make("details", { class: "answer" },
    make("summary", {}, make("strong", {}, status), " ", prose(description)),
    named.length ? [make("p", { class: "hint" }, "Headers"), make("dl", { class: "fields" }, named)] : null,
    bodies(content, true));
}

/** Opens what the address names, so that a link can lead to an operation. */
function reveal() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.matches("details")) {
    target.open = true;
    target.querySelector("summary").focus();
  } else {
    target.focus();
  }
  target.scrollIntoView();
}

function find() {
  const words = byId("search").value.toLowerCase().split(" ").filter(Boolean);
  const fits = (element) => words.every((word) => element.dataset.text.includes(word));
  for (const element of document.querySelectorAll("[data-text]")) element.hidden = !fits(element);
  for (const group of document.querySelectorAll(".group, #groups > li")) {
    group.hidden = !group.querySelector("[data-text]:not([hidden])");
  }
  const count = document.querySelectorAll(".operation:not([hidden])").length;
  byId("status").textContent = words.length ? `${count} operations found.` : "";
}
