/** Slack's mrkdwn, rich text and markdown, as DOM nodes. Nothing here reads data as HTML. */

import { el } from "./dom.js";
import { fillDate } from "./time.js";

const EMOJI = {
  wave: "👋", heart: "❤️", blue_heart: "💙", green_heart: "💚", seedling: "🌱", herb: "🌿", sunflower: "🌻", tada: "🎉", thumbsup: "👍", "+1": "👍",
  thumbsdown: "👎", "-1": "👎", ear: "👂", speech_balloon: "💬", thought_balloon: "💭", left_speech_bubble: "🗨️", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", clock1: "🕐", alarm_clock: "⏰", calendar: "📅", spiral_calendar_pad: "🗓️", bell: "🔔", no_bell: "🔕", lock: "🔒",
  unlock: "🔓", key: "🔑", warning: "⚠️", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", question: "❓",
  grey_question: "❔", bulb: "💡", memo: "📝", pencil: "📝", pencil2: "✏️", book: "📖", books: "📚", mag: "🔍", sparkles: "✨", star: "⭐", handshake: "🤝",
  raised_hands: "🙌", raising_hand: "🙋", pray: "🙏", clap: "👏", eyes: "👀", smile: "😄", slightly_smiling_face: "🙂", blush: "😊", cry: "😢",
  people_holding_hands: "🧑‍🤝‍🧑", busts_in_silhouette: "👥", bust_in_silhouette: "👤", house: "🏠", compass: "🧭", footprints: "👣", mirror: "🪞", balance_scale: "⚖️", scales: "⚖️",
  arrow_right: "➡️", arrow_left: "⬅️", point_right: "👉", repeat: "🔁", arrows_counterclockwise: "🔄", link: "🔗", gear: "⚙️", wastebasket: "🗑️", inbox_tray: "📥",
  mailbox: "📫", envelope: "✉️", lotus_position: "🧘", coffee: "☕", dove_of_peace: "🕊️", candle: "🕯️", rainbow: "🌈", large_green_circle: "🟢", large_yellow_circle: "🟡",
  red_circle: "🔴", white_circle: "⚪", black_circle: "⚫", studio_microphone: "🎙️", mute: "🔇", zzz: "💤", information_source: "ℹ️", no_entry: "⛔", pushpin: "📌",
};
export const emoji = (name) => EMOJI[name.split("::")[0]];
export const decode = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+(?:::[a-z0-9_-]+)?):/g, (whole, name) => emoji(name) || whole);

/** ctx: {people: Map, conversations: Map, me, now, go(channel, ts, thread)}. */
export function textObject(object, ctx) {
  if (!object) return [];
  if (typeof object === "string") return mrkdwn(object, ctx);
  if (object.type === "mrkdwn") return mrkdwn(object.text, ctx);
  return lines(object.emoji === false ? decode(object.text) : withEmoji(decode(object.text)));
}
export const plain = (object) => (object ? withEmoji(decode(object.text ?? "")) : "");

function lines(text) {
  return text.split("\n").flatMap((line, i) => (i ? [el("br"), line] : [line]));
}

export function mrkdwn(text, ctx) {
  return (text || "").split("```").flatMap((part, i, parts) => {
    if (i % 2 && i < parts.length - 1) return [el("pre", {}, el("code", {}, ...inline(part.replace(/^\n|\n$/g, ""), ctx, true)))];
    const loose = i % 2 ? "```" + part : part;
    return quoted(i && !(i % 2) ? loose.replace(/^\n/, "") : loose, ctx);
  });
}

/** Runs of lines that begin with > become one quote. */
function quoted(text, ctx) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quote = /^(&gt;|>)\s?/.test(line);
    const last = runs[runs.length - 1];
    const bare = quote ? line.replace(/^(&gt;|>)\s?/, "") : line;
    if (last && last.quote === quote) last.lines.push(bare);
    else runs.push({ quote, lines: [bare] });
  }
  return runs.flatMap((run) => {
    const nodes = inline(run.lines.join("\n"), ctx);
    return run.quote ? [el("blockquote", {}, ...nodes)] : nodes;
  });
}

const TOKEN =
  /`([^`\n]+)`|<([^<>]+)>|(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^\n]*?\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])|:([a-z0-9_+-]+(?:::[a-z0-9_-]+)?):/g;

function inline(text, ctx, verbatim = false) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, code, angle, bold, italic, strike, face] = found;
    if (verbatim && !angle) continue;
    nodes.push(...lines(decode(text.slice(at, found.index))));
    at = found.index + whole.length;
    if (code) nodes.push(el("code", {}, ...inline(code, ctx, true)));
    else if (angle) nodes.push(reference(angle, ctx));
    else if (bold) nodes.push(el("strong", {}, ...inline(bold, ctx)));
    else if (italic) nodes.push(el("em", {}, ...inline(italic, ctx)));
    else if (strike) nodes.push(el("s", {}, ...inline(strike, ctx)));
    else nodes.push(emoji(face) || whole);
  }
  nodes.push(...lines(decode(text.slice(at))));
  return nodes.filter((node) => node !== "");
}

function reference(body, ctx) {
  const [target, label] = splitOnce(body, "|");
  if (target.startsWith("@")) return mention(target.slice(1), ctx, label);
  if (target.startsWith("#")) return channelLink(target.slice(1), ctx, label);
  if (target.startsWith("!date^")) return dateMention(target, label, ctx);
  if (target.startsWith("!")) return el("span", { class: "mention" }, decode(label || "@" + target.slice(1).split("^")[0]));
  return link(decode(target), label === undefined ? null : decode(label), ctx);
}

function dateMention(target, fallback, ctx) {
  const [, unix, pattern = "{date}", url] = target.split("^");
  const words = fillDate(pattern, new Date(Number(unix) * 1000), ctx.now, ctx.me.tz);
  const time = el("time", { datetime: new Date(Number(unix) * 1000).toISOString(), title: decode(fallback || "") }, decode(words));
  return url ? link(decode(url), time, ctx) : time;
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function mention(id, ctx, label) {
  const name = ctx.people.get(id)?.name || label || "someone";
  return el("span", { class: id === ctx.me.id ? "mention mine" : "mention" }, "@" + decode(name));
}

function channelLink(id, ctx, label) {
  const known = ctx.conversations.get(id);
  if (!known) return el("span", { class: "mention" }, label ? "#" + decode(label) : "a private channel");
  return el("button", { type: "button", class: "mention link", "data-key": `go-${id}`, onclick: () => ctx.go(id) }, "#" + known.name);
}

/** A link opens in a new tab; a link to a message of this workspace goes to that message. */
export function link(url, label, ctx) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return el("span", {}, label || url);
  const shown = label || url.replace(/^mailto:/, "");
  const message = url.match(/\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})(?:\?.*thread_ts=([\d.]+))?/);
  const here = message && ctx.conversations.has(message[1]);
  const onclick = (event) => {
    event.preventDefault();
    ctx.go(message[1], `${message[2]}.${message[3]}`, message[4]);
  };
  if (here) return el("a", { href: url, onclick }, shown);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/** Words for a screen reader's announcement. */
export function spoken(text, ctx) {
  return mrkdwn(text, ctx).map((node) => (typeof node === "string" ? node : node.textContent || " ")).join("");
}

export function richText(block, ctx) {
  return block.elements.map((part) => {
    if (part.type === "rich_text_quote") return el("blockquote", {}, ...richInline(part.elements, ctx));
    if (part.type === "rich_text_preformatted") return el("pre", {}, el("code", {}, ...richInline(part.elements, ctx)));
    if (part.type !== "rich_text_list") return el("p", {}, ...richInline(part.elements, ctx));
    const items = part.elements.map((item) => el("li", {}, ...richInline(item.elements, ctx)));
    const start = part.offset ? part.offset + 1 : undefined;
    return el(part.style === "ordered" ? "ol" : "ul", { class: `rich indent-${part.indent || 0}`, start }, ...items);
  });
}

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];
function richInline(elements, ctx) {
  return elements.flatMap((part) => {
    const nodes = richPart(part, ctx);
    return STYLES.reduce((inner, [style, tag]) => (part.style?.[style] ? [el(tag, {}, ...inner)] : inner), nodes);
  });
}

function richPart(part, ctx) {
  if (part.type === "text") return lines(part.text);
  if (part.type === "emoji") return [emoji(part.name) || `:${part.name}:`];
  if (part.type === "user") return [mention(part.user_id, ctx)];
  if (part.type === "channel") return [channelLink(part.channel_id, ctx)];
  if (part.type === "broadcast") return [el("span", { class: "mention" }, "@" + part.range)];
  if (part.type === "link") return [link(part.url, part.text || null, ctx)];
  if (part.type !== "date") return [part.fallback || part.text || ""];
  return [dateMention(`!date^${part.timestamp}^${part.format}${part.url ? "^" + part.url : ""}`, part.fallback, ctx)];
}

/** The everyday part of Markdown: headings, lists, quotes, fences, bold, italic, strike, code, links. */
export function markdown(text, ctx) {
  return text.split(/^```\w*$/m).flatMap((part, i) => {
    if (i % 2) return [el("pre", {}, el("code", {}, part.replace(/^\n|\n$/g, "")))];
    return part.split(/\n{2,}/).filter((p) => p.trim()).flatMap((p) => markdownParagraph(p.trim().split("\n"), ctx));
  });
}

const KINDS = [["h", /^#{1,6}\s+/], ["ul", /^\s*[-*+]\s+/], ["ol", /^\s*\d+[.)]\s+/], ["blockquote", /^>\s?/], ["hr", /^(-{3,}|\*{3,})$/], ["p", /^/]];
function markdownParagraph(rows, ctx) {
  const runs = [];
  for (const row of rows) {
    const [kind, mark] = KINDS.find(([, pattern]) => pattern.test(row));
    const last = runs[runs.length - 1];
    const bare = row.replace(mark, "");
    if (last && last.kind === kind && kind !== "h") last.rows.push(bare);
    else runs.push({ kind, rows: [bare] });
  }
  return runs.map(({ kind, rows: texts }) => {
    if (kind === "hr") return el("hr");
    if (kind === "h") return el("h4", { class: "block-header" }, ...markdownInline(texts[0], ctx));
    if (kind === "ul" || kind === "ol") return el(kind, { class: "rich" }, ...texts.map((t) => el("li", {}, ...markdownInline(t, ctx))));
    return el(kind, {}, ...markdownInline(texts.join("\n"), ctx));
  });
}

const MARKDOWN = /`([^`]+)`|\*\*(\S(?:.*?\S)?)\*\*|~~(.+?)~~|(?<!\w)[*_](\S(?:.*?\S)?)[*_](?!\w)|\[([^\]]+)\]\(([^)\s]+)\)|<([@#!][^<>]+)>|:([a-z0-9_+-]+):/g;
function markdownInline(text, ctx) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(MARKDOWN)) {
    const [whole, code, bold, strike, italic, label, url, angle, face] = found;
    nodes.push(...lines(decode(text.slice(at, found.index))));
    at = found.index + whole.length;
    if (code) nodes.push(el("code", {}, code));
    else if (bold) nodes.push(el("strong", {}, ...markdownInline(bold, ctx)));
    else if (strike) nodes.push(el("s", {}, ...markdownInline(strike, ctx)));
    else if (italic) nodes.push(el("em", {}, ...markdownInline(italic, ctx)));
    else if (label) nodes.push(link(url, label, ctx));
    else if (angle) nodes.push(reference(angle, ctx));
    else nodes.push(emoji(face) || whole);
  }
  return [...nodes, ...lines(decode(text.slice(at)))];
}
