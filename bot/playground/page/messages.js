/** A list of messages: day lines, the line of what is new, authors, threads. */

import { drawBlocks } from "./blocks.js";
import { el, reconcile } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { clockTime, dayHeading, dayOf, fromTs, fullMoment } from "./time.js";

/** ctx adds to the renderer's: {epoch, context(message), openThread?, messageShortcuts, firstNew}. */
export function drawMessages(list, messages, ctx) {
  const zone = ctx.me.tz;
  let day = null;
  const items = messages.flatMap((message) => {
    const when = fromTs(message.ts);
    const before = [];
    if (dayOf(when, zone) !== day) before.push(line(`day-${(day = dayOf(when, zone))}`, "day", dayHeading(when, ctx.now, zone)));
    if (message.ts === ctx.firstNew) before.push(line("new", "new", "New"));
    const { new: _new, ...lasting } = message;
    const stamp = JSON.stringify([lasting, ctx.epoch, Boolean(ctx.openThread), ctx.messageShortcuts]);
    return [...before, { key: keyOf(message), stamp, build: () => draw(message, when, ctx) }];
  });
  if (!items.length) items.push({ key: "empty", stamp: ctx.empty, build: () => el("li", { class: "empty" }, ctx.empty) });
  reconcile(list, items);
}

export const keyOf = (message) => `${message.ephemeral ? "only-" : ""}${message.ts}`;
const line = (key, kind, words) => ({ key, stamp: words, build: () => el("li", { class: `line ${kind}` }, el("span", {}, words)) });

function draw(message, when, ctx) {
  if (message.stone) return stone(message, ctx);
  const person = ctx.people.get(message.user);
  const blocks = el("div", { class: "blocks" });
  if (message.blocks?.length) drawBlocks(blocks, message.blocks, ctx.context(message));
  else if (message.text) blocks.append(el("p", { class: "text" }, ...mrkdwn(message.text, ctx)));
  const head = el(
    "p",
    { class: "message-head" },
    el("strong", { class: "author" }, message.name || person?.name || "Someone"),
    person?.bot || !person ? el("span", { class: "tag" }, "app") : el("span", { class: "quiet" }, person.title || ""),
    el("time", { class: "quiet", datetime: when.toISOString(), title: fullMoment(when, ctx.me.tz) }, clockTime(when, ctx.me.tz)),
    message.edited ? el("span", { class: "quiet" }, "(edited)") : null,
  );
  const only = message.ephemeral ? el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only visible to you") : null;
  const body = el("div", { class: "message-body" }, only, head, blocks, files(message, ctx), foot(message, ctx));
  return el("li", { class: message.ephemeral ? "message ephemeral" : "message", "data-ts": message.ts }, avatar(message, person), body);
}

/** What was deleted while replies hang under it: they can still be read. */
function stone(message, ctx) {
  const words = el("p", { class: "quiet" }, message.text);
  return el("li", { class: "message stone", "data-ts": message.ts }, el("span", { class: "avatar", "aria-hidden": "true" }), el("div", { class: "message-body" }, words, foot(message, { ...ctx, messageShortcuts: [] })));
}

/** Kept, never shown: the server hands each out as a download. */
function files(message, ctx) {
  if (!message.files.length) return null;
  const items = message.files.map((file) => {
    const href = `/files/${encodeURIComponent(file.id)}?as=${encodeURIComponent(ctx.me.id)}`;
    const size = el("span", { class: "quiet" }, ` ${sizeOf(file.size)}`);
    return el("li", {}, el("a", { href, download: file.name, "data-key": `file-${file.id}` }, el("span", { class: "unseen" }, "Download "), file.name), size);
  });
  return el("ul", { class: "files", "aria-label": "Files" }, ...items);
}

const sizeOf = (bytes) => (bytes < 1000 ? `${bytes} ${bytes === 1 ? "byte" : "bytes"}` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

function foot(message, ctx) {
  if (message.ephemeral) return null;
  const [parts, tools] = [[], []];
  const name = message.name || ctx.people.get(message.user)?.name || "";
  const by = () => el("span", { class: "unseen" }, name ? ` — message by ${name}` : " — deleted message");
  if (ctx.openThread) {
    const words = message.reply_count ? `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}` : "Reply in thread";
    const props = { type: "button", class: message.reply_count ? "replies" : "tool", "data-key": `thread-${message.ts}`, "data-testid": `thread-${message.ts}` };
    (message.reply_count ? parts : tools).push(el("button", { ...props, onclick: () => ctx.openThread(message.ts) }, words, by()));
  }
  if (ctx.messageShortcuts.length) {
    const more = el("button", { type: "button", class: "tool", "aria-haspopup": "menu", "data-key": `more-${message.ts}` }, "More actions", by());
    const items = ctx.messageShortcuts.map((s) => ({ text: s.name, choose: () => ctx.messageShortcut(s.callback_id, message.ts) }));
    more.addEventListener("click", () => openMenu(more, items));
    tools.push(more);
  }
  if (tools.length) parts.push(el("span", { class: "tools" }, ...tools));
  return parts.length ? el("div", { class: "message-foot" }, ...parts) : null;
}

/** Initials on a colour of one's own; decoration only. */
function avatar(message, person) {
  const app = person?.bot || !person;
  const name = message.name || person?.name || "?";
  const hue = [...(message.user || name)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 6, 7) % 6;
  return el("span", { class: `avatar hue-${hue}${app ? " app" : ""}`, "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
}
