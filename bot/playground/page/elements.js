/** Block Kit's interactive elements as native form controls; each knows the shape of its own answer. */

import { el, freshId } from "./dom.js";
import { openMenu } from "./menu.js";
import { plain, textObject } from "./mrkdwn.js";
import { unixToWall, wallToUnix } from "./time.js";

/** type → [the field of the answer, the field of the initial value, what an empty one is]. */
const ANSWERS = {
  plain_text_input: ["value", "initial_value", null],
  email_text_input: ["value", "initial_value", null],
  url_text_input: ["value", "initial_value", null],
  number_input: ["value", "initial_value", null],
  checkboxes: ["selected_options", "initial_options", []],
  radio_buttons: ["selected_option", "initial_option", null],
  static_select: ["selected_option", "initial_option", null],
  multi_static_select: ["selected_options", "initial_options", []],
  users_select: ["selected_user", "initial_user", null],
  multi_users_select: ["selected_users", "initial_users", []],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  channels_select: ["selected_channel", "initial_channel", null],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
};

const place = (block, spec) => `${block.block_id}/${spec.action_id}`;

/** What stands in the element now: what was typed, else what the server remembers, else its initial value. */
function current(spec, block, ctx) {
  const [field, initial, empty] = ANSWERS[spec.type];
  if (ctx.values.has(place(block, spec))) return ctx.values.get(place(block, spec))[field];
  return ctx.remembered?.[block.block_id]?.[spec.action_id]?.[field] ?? spec[initial] ?? empty;
}

/** Every answer of a view in the shape of `view.state.values`. */
export function answers(blocks, ctx) {
  const values = {};
  for (const block of blocks) {
    for (const spec of [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])]) {
      if (!spec || !ANSWERS[spec.type]) continue;
      (values[block.block_id] ??= {})[spec.action_id] = { [ANSWERS[spec.type][0]]: current(spec, block, ctx) };
    }
  }
  return values;
}

/** label: {id, labelledby, describedby, invalid, name} as the surrounding block knows them. */
export function element(spec, block, ctx, label = {}) {
  const draw = DRAW[spec.type];
  if (!draw) return el("p", { class: "quiet" }, `(This page cannot show a “${spec.type}”.)`);
  const [field] = ANSWERS[spec.type] || [];
  const dispatches = block.type !== "input" || block.dispatch_action;
  const control = {
    key: `${ctx.surface}/${place(block, spec)}`,
    value: field && current(spec, block, ctx),
    hint: spec.placeholder ? plain(spec.placeholder) : "",
    aria: aria(spec, label),
    keep: (value) => ctx.values.set(place(block, spec), { [field]: value }),
    press: (value, node) => ask(spec, block, ctx, field ? { [field]: value } : value, node),
  };
  control.change = (value, node) => {
    control.keep(value);
    if (dispatches) control.press(value, node);
  };
  return draw(spec, control, ctx, block);
}

function aria(spec, label) {
  const name = label.labelledby ? undefined : label.name || spec.accessibility_label || plain(spec.placeholder) || undefined;
  return {
    id: label.id,
    "aria-label": label.id ? undefined : name,
    "aria-labelledby": label.labelledby,
    "aria-describedby": label.describedby,
    "aria-invalid": label.invalid ? "true" : undefined,
    "aria-required": label.required ? "true" : undefined,
  };
}

async function ask(spec, block, ctx, action, node) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (spec.confirm && !(await ctx.confirm(spec.confirm, node))) return;
  node.setAttribute("aria-busy", "true");
  const problem = await ctx.press(block, spec, action);
  node.removeAttribute("aria-busy");
  const spot = node.closest(".element") || node;
  spot.parentElement?.querySelector(":scope > .mark")?.remove();
  if (problem && node.isConnected) spot.after(el("span", { class: "mark" }, `⚠ ${problem}`));
  else if (problem) ctx.gone(problem); // it was redrawn meanwhile, and the mark would be gone with it
}

const label = (option, ctx) => [
  el("span", {}, ...textObject(option.text, ctx)),
  option.description ? el("small", {}, ...textObject(option.description, ctx)) : null,
];

function button(spec, c) {
  const style = ["primary", "danger"].includes(spec.style) ? `button ${spec.style}` : "button";
  const props = { type: "button", class: style, "data-key": c.key, "aria-label": spec.accessibility_label };
  const node = el("button", { ...props, onclick: () => c.press({}, node) }, plain(spec.text));
  if (!spec.url) return node;
  node.addEventListener("click", () => /^https?:/i.test(spec.url) && window.open(spec.url, "_blank", "noopener"));
  return node;
}

function textInput(spec, c, ctx, block) {
  const counter = spec.max_length ? el("span", { class: "counter", id: freshId("counter") }) : null;
  const describedby = [c.aria["aria-describedby"], counter?.id].filter(Boolean).join(" ") || undefined;
  const kind = { number_input: "text", email_text_input: "email", url_text_input: "url" }[spec.type] || "text";
  const props = {
    ...c.aria, class: "field", "data-key": c.key, "aria-describedby": describedby, placeholder: c.hint || undefined, value: c.value ?? "",
    "data-focus": spec.focus_on_load ? "" : undefined, autocomplete: "off",
    inputmode: spec.type === "number_input" ? (spec.is_decimal_allowed ? "decimal" : "numeric") : undefined,
  };
  const node = spec.multiline ? el("textarea", { ...props, rows: 4 }) : el("input", { type: kind, ...props });
  const triggers = spec.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const count = () => counter && showCount(counter, node.value.length, spec.max_length);
  let pause;
  node.addEventListener("input", () => {
    c.keep(node.value === "" ? null : node.value);
    count();
    clearTimeout(pause);
    if (block.dispatch_action && triggers.includes("on_character_entered")) pause = setTimeout(() => c.press(node.value, node), 500);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !block.dispatch_action || (spec.multiline && event.shiftKey)) return;
    event.preventDefault();
    if (triggers.includes("on_enter_pressed")) c.press(node.value, node);
  });
  count();
  return el("span", { class: "element wide" }, node, counter);
}

function showCount(counter, length, most) {
  counter.textContent = length > most ? `${length - most} too many (at most ${most})` : `${length} of ${most}`;
  counter.classList.toggle("over", length > most);
}

const flat = (spec) => spec.options || spec.option_groups.flatMap((group) => group.options);

function checkboxes(spec, c, ctx) {
  const chosen = new Set((c.value || []).map((option) => option.value));
  const rows = flat(spec).map((option) => {
    const box = el("input", { type: "checkbox", checked: chosen.has(option.value), "data-key": `${c.key}/${option.value}`, "data-value": option.value });
    box.addEventListener("change", () => c.change(picked(), group));
    return el("label", { class: "choice" }, box, el("span", { class: "choice-text" }, ...label(option, ctx)));
  });
  const group = el("span", { class: "element choices", role: "group", ...c.aria }, ...rows);
  const picked = () => flat(spec).filter((option) => group.querySelector(`[data-value="${CSS.escape(option.value)}"]`).checked);
  return group;
}

function radios(spec, c, ctx) {
  const name = freshId("radio");
  const rows = spec.options.map((option) => {
    const dot = el("input", { type: "radio", name, checked: c.value?.value === option.value, "data-key": `${c.key}/${option.value}` });
    dot.addEventListener("change", () => c.change(option, group));
    return el("label", { class: "choice" }, dot, el("span", { class: "choice-text" }, ...label(option, ctx)));
  });
  const group = el("span", { class: "element choices", role: "radiogroup", ...c.aria }, ...rows);
  return group;
}

/** A native select; `groups` is [{label, choices: [{value, text}]}], `answer` turns a value into the answer. */
function select(c, groups, value, answer) {
  const node = el("select", { ...c.aria, class: "field", "data-key": c.key });
  node.append(el("option", { value: "" }, c.hint || "Choose…"));
  for (const group of groups) {
    const options = group.choices.map((choice) => el("option", { value: choice.value, selected: choice.value === value }, choice.text));
    node.append(...(group.label ? [el("optgroup", { label: group.label }, ...options)] : options));
  }
  node.value = value || "";
  node.addEventListener("change", () => c.change(node.value === "" ? null : answer(node.value), node));
  return el("span", { class: "element" }, node);
}

function staticSelect(spec, c) {
  const choice = (option) => ({ value: option.value, text: plain(option.text) });
  const groups = spec.option_groups
    ? spec.option_groups.map((group) => ({ label: plain(group.label), choices: group.options.map(choice) }))
    : [{ choices: spec.options.map(choice) }];
  return select(c, groups, c.value?.value, (value) => flat(spec).find((option) => option.value === value));
}

const everyone = (ctx) =>
  [...ctx.people.values()].filter((p) => !p.bot && !p.deleted).map((p) => ({ value: p.id, text: p.name, description: p.title }));

function rooms(ctx, spec) {
  const kinds = spec.type.includes("channels") ? ["public"] : (spec.filter?.include || ["public", "private"]);
  const wanted = kinds.map((kind) => (kind === "im" ? "app" : kind));
  return [...ctx.conversations.values()].filter((c) => wanted.includes(c.kind)).map((c) => ({ value: c.id, text: (c.kind === "app" ? "" : "#") + c.name }));
}

const oneOf = (list) => (spec, c, ctx) => select(c, [{ choices: list(ctx, spec) }], c.value, (value) => value);

/** Several of many: a box of tick boxes that scrolls, with a filter when it is long. */
function several(c, choices, chosen, most, answer) {
  const ticked = new Set(chosen);
  const count = el("small", { class: "quiet" });
  const rows = choices.map((choice) => {
    const box = el("input", { type: "checkbox", checked: ticked.has(choice.value), "data-key": `${c.key}/${choice.value}` });
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](choice.value);
      limit();
      c.change(answer([...ticked]), group);
    });
    const text = el("span", { class: "choice-text" }, el("span", {}, choice.text), choice.description ? el("small", {}, choice.description) : null);
    return el("label", { class: "choice" }, box, text);
  });
  const limit = () => {
    const full = Boolean(most) && ticked.size >= most;
    rows.forEach((row) => (row.firstChild.disabled = full && !row.firstChild.checked));
    count.textContent = ticked.size ? `${ticked.size} chosen${full ? ", which is the most" : ""}` : c.hint;
  };
  const filter = el("input", { type: "search", class: "field", "aria-label": "Filter the list", placeholder: "Filter…" });
  filter.addEventListener("input", () => rows.forEach((row) => (row.hidden = !row.textContent.toLowerCase().includes(filter.value.toLowerCase()))));
  const group = el("span", { class: "element several", role: "group", ...c.aria }, choices.length > 8 ? filter : null, el("span", { class: "box" }, ...rows), count);
  limit();
  return group;
}

const manyOf = (list) => (spec, c, ctx) => several(c, list(ctx, spec), c.value || [], spec.max_selected_items, (values) => values);

function multiStatic(spec, c) {
  const choices = flat(spec).map((option) => ({ value: option.value, text: plain(option.text), description: plain(option.description) }));
  const pick = (values) => flat(spec).filter((option) => values.includes(option.value));
  return several(c, choices, (c.value || []).map((option) => option.value), spec.max_selected_items, pick);
}

const moment = (type, toWall = (v) => v, fromWall = (v) => v) => (spec, c, ctx) => {
  const node = el("input", { type, ...c.aria, class: "field", "data-key": c.key, value: c.value ? toWall(c.value, ctx.me.tz) : "" });
  const read = () => (node.value ? fromWall(node.value, ctx.me.tz) : null);
  node.addEventListener("input", () => c.keep(read()));
  node.addEventListener("change", () => c.change(read(), node));
  return el("span", { class: "element" }, node);
};

function overflow(spec, c) {
  const node = el("button", { type: "button", class: "button small", "data-key": c.key, "aria-haspopup": "menu", "aria-label": "More actions" }, "⋯");
  node.addEventListener("click", () =>
    openMenu(node, spec.options.map((option) => ({ text: plain(option.text), choose: () => c.press({ selected_option: option }, node) }))),
  );
  return el("span", { class: "element" }, node);
}

const DRAW = {
  button, checkboxes, overflow,
  radio_buttons: radios,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  static_select: staticSelect,
  multi_static_select: multiStatic,
  users_select: oneOf(everyone),
  multi_users_select: manyOf(everyone),
  conversations_select: oneOf(rooms),
  multi_conversations_select: manyOf(rooms),
  channels_select: oneOf(rooms),
  multi_channels_select: manyOf(rooms),
  datepicker: moment("date"),
  timepicker: moment("time"),
  datetimepicker: moment("datetime-local", unixToWall, wallToUnix),
};
