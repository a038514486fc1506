/** Block Kit's blocks, in messages, views and the Home tab. */

import { el, freshId, reconcile } from "./dom.js";
import { element } from "./elements.js";
import { markdown, plain, richText, textObject } from "./mrkdwn.js";

/**
 * Draws `blocks` into `parent`; a block that did not change keeps its nodes.
 * ctx adds to the renderer's: {surface, values, remembered, errors, heading, press, gone, confirm}.
 */
export function drawBlocks(parent, blocks, ctx) {
  const seen = new Map();
  reconcile(parent, named(blocks).map((block) => {
    const times = seen.get(block.block_id) || 0;
    seen.set(block.block_id, times + 1);
    const stamp = JSON.stringify([block, ctx.errors?.[block.block_id], ctx.epoch]);
    return { key: `${block.block_id}#${times}`, stamp, build: () => drawBlock(block, ctx) };
  }));
}

/** Every block has an id to be found by; `given` says whether the server gave it. */
export const named = (blocks) =>
  blocks.map((block, i) => ({ ...block, block_id: block.block_id || `block-${i}`, given: Boolean(block.block_id) }));

function drawBlock(block, ctx) {
  const draw = DRAW[block.type];
  return draw ? draw(block, ctx) : el("p", { class: "quiet" }, `(This page cannot show a “${block.type}” block.)`);
}

function section(block, ctx) {
  const text = block.text ? el("div", { class: "section-text", id: freshId("section") }, ...textObject(block.text, ctx)) : null;
  const fields = block.fields?.map((field) => el("div", { class: "section-field" }, ...textObject(field, ctx)));
  const words = el("div", { class: "section-words" }, text, fields ? el("div", { class: "section-fields" }, ...fields) : null);
  if (!block.accessory) return el("div", { class: "block section" }, words);
  return el("div", { class: "block section" }, words, el("div", { class: "accessory" }, accessory(block, ctx, text)));
}

function accessory(block, ctx, text) {
  const spec = block.accessory;
  if (spec.type === "image") return picture(spec, "thumb");
  const named = ["button", "overflow"].includes(spec.type) ? {} : { labelledby: text?.id };
  return element(spec, block, ctx, named);
}

const header = (block, ctx) => el(ctx.heading || "h3", { class: "block block-header" }, plain(block.text));
const divider = () => el("hr", { class: "block" });

function context(block, ctx) {
  const parts = block.elements.map((part) =>
    part.type === "image" ? picture(part, "tiny") : el("span", {}, ...textObject(part, ctx)),
  );
  return el("div", { class: "block context" }, ...parts);
}

function actions(block, ctx) {
  return el("div", { class: "block actions" }, ...block.elements.map((spec) => el("span", { class: "action" }, element(spec, block, ctx))));
}

const GROUPS = ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"];

/** The label, the hint and the error are tied to the control, so that a screen reader says all three. */
function input(block, ctx) {
  const id = freshId("input");
  const problem = ctx.errors?.[block.block_id];
  const hint = block.hint ? el("p", { class: "hint", id: `${id}-hint` }, ...textObject(block.hint, ctx)) : null;
  const error = problem ? el("p", { class: "error", id: `${id}-error` }, problem) : null;
  const describedby = [error?.id, hint?.id].filter(Boolean).join(" ") || undefined;
  const grouped = GROUPS.includes(block.element.type);
  const words = [plain(block.label), block.optional ? el("span", { class: "quiet" }, " (optional)") : null];
  const name = el(grouped ? "span" : "label", { class: "input-label", id: `${id}-label`, for: grouped ? undefined : id }, ...words);
  const told = { id, labelledby: grouped ? `${id}-label` : undefined, describedby, invalid: Boolean(problem), required: !block.optional && !grouped };
  return el("div", { class: problem ? "block input invalid" : "block input" }, name, element(block.element, block, ctx, told), error, hint);
}

/** Pictures from elsewhere are named, not fetched: this page makes no request outside its own server. */
function picture(spec, size) {
  const url = spec.image_url || "";
  const own = url.startsWith("data:image/") || url.startsWith("/") || url.startsWith(location.origin);
  return own ? el("img", { src: url, alt: spec.alt_text || "", class: size }) : el("span", { class: `no-picture ${size}`, role: "img", "aria-label": spec.alt_text }, "🖼");
}

function image(block) {
  const caption = [plain(block.title) || block.alt_text];
  return el("figure", { class: "block image" }, picture(block, "large"), el("figcaption", {}, ...caption));
}

const LEVELS = { success: "Done:", warning: "Please note:", error: "Problem:" };
function alert(block, ctx) {
  const lead = LEVELS[block.level] ? el("strong", {}, `${LEVELS[block.level]} `) : null;
  return el("div", { class: `block alert ${block.level || "default"}` }, lead, ...textObject(block.text, ctx));
}

const DRAW = {
  section, header, divider, context, actions, input, image, alert,
  rich_text: (block, ctx) => el("div", { class: "block rich-text" }, ...richText(block, ctx)),
  markdown: (block, ctx) => el("div", { class: "block markdown" }, ...markdown(block.text, ctx)),
};
