/** The page: who I am, where I am, and everything redrawn from the server's state. */

import { drawBlocks, named } from "./blocks.js";
import { composer } from "./composer.js";
import { confirmed, drawViews } from "./dialogs.js";
import { byId, el, reconcile, setText } from "./dom.js";
import { answers } from "./elements.js";
import { openMenu } from "./menu.js";
import { drawMessages, keyOf } from "./messages.js";
import { emoji, link, spoken } from "./mrkdwn.js";
import { act, again, moveClock, watch } from "./net.js";
import { dayOf, fullMoment, shortMoment, zoneName } from "./time.js";

const here = new URLSearchParams(location.search);
const FIRST = "U0ANA";
const SPOKEN = 5000; // what was read out goes, so that nobody finds it twice when browsing the page
const narrow = matchMedia("(max-width: 760px)");
const ui = { as: here.get("as") || FIRST, room: here.get("in") || "", tab: here.get("tab") || "", thread: null, firstNew: null, dismissed: new Set() };
let state = null;
let known = null;
let watching = null;
const typed = new Map();

// ---- what this person sees -------------------------------------------------------------------------------------

const room = () => state.conversations.find((c) => c.id === ui.room) || state.conversations[0];
const replies = (message) => message.thread_ts && message.thread_ts !== message.ts;
const onHome = () => room()?.kind === "app" && ui.tab === "home";
const roomName = (c) => (c.kind === "app" ? c.name : `#${c.name}`);

function base() {
  const now = new Date(state.now);
  return {
    me: state.me,
    now,
    people: new Map(state.people.map((person) => [person.id, person])),
    conversations: new Map(state.conversations.map((c) => [c.id, c])),
    epoch: `${state.me.id} ${dayOf(now, state.me.tz)} ${state.people.length} ${state.conversations.map((c) => c.id + c.name).join()}`,
    go,
  };
}

/** What blocks need on one surface; `where` is {channel, ts} or {view}. What people typed there outlives every redraw. */
function surface(key, where, blocks, more = {}) {
  const mine = `${state.me.id} ${key}`;
  if (!typed.has(mine)) typed.set(mine, { values: new Map() });
  const screen = Object.assign(typed.get(mine), { blocks, remembered: more.remembered });
  const common = base();
  const press = async (block, spec, action) => {
    const place = block.given ? { block_id: block.block_id } : {};
    const values = answers(named(screen.blocks), screen);
    const outcome = await tell("press", { ...where, ...place, action_id: spec.action_id, action, values });
    return outcome.ok ? "" : inWords(outcome.error);
  };
  const gone = (words) => setText(byId("connection"), words);
  return { ...common, surface: key, values: screen.values, press, gone, confirm: (question, from) => confirmed(question, from, common), ...more };
}

/** Slack's codes are for programs; the words about them stand in the warning at the top. */
const inWords = (error) => (!error || /^[a-z_0-9]+$/.test(error) ? "That did not go through. Try again?" : error);

/** What was typed into a view goes with the view. */
function forgetClosed(views) {
  const open = new Set(views.map((view) => `${state.me.id} view ${view.id}`));
  for (const key of typed.keys()) if (key.startsWith(`${state.me.id} view `) && !open.has(key)) typed.delete(key);
}

const tell = (verb, args = {}) => act(ui.as, verb, args);

// ---- drawing ---------------------------------------------------------------------------------------------------

function draw() {
  const current = room();
  ui.room = current?.id || "";
  document.body.dataset.thread = ui.thread ? "open" : "";
  setText(byId("team"), state.team);
  drawClock();
  drawWho();
  drawRooms(byId("channels"), state.conversations.filter((c) => c.kind !== "app"));
  drawRooms(byId("apps"), state.conversations.filter((c) => c.kind === "app"));
  if (current) drawRoom(current);
  drawViews(state.views, tell, (view) => surface(`view ${view.id}`, { view: view.id }, view.blocks, { remembered: view.state?.values }));
  forgetClosed(state.views);
  drawWarnings();
  tellNews();
  readIfSeen();
  const unread = state.conversations.reduce((sum, c) => sum + c.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${current ? roomName(current) : ""} — ${state.me.name} — ${state.team}`;
}

function drawClock() {
  const now = new Date(state.now);
  const node = byId("now");
  node.dateTime = state.now;
  const zone = el("span", { class: "zone" }, ` ${zoneName(state.me.tz)}`);
  const parts = [el("span", { class: "long" }, fullMoment(now, state.me.tz)), el("span", { class: "short" }, shortMoment(now, state.me.tz)), zone];
  if (node.textContent !== parts.map((part) => part.textContent).join("")) node.replaceChildren(...parts);
}

function drawWho() {
  const people = state.people.filter((person) => !person.bot);
  reconcile(byId("who"), people.map((person) => {
    const words = `${person.name} — ${person.title}${person.guest ? " (guest)" : ""}${person.deleted ? " (deactivated)" : ""}`;
    return { key: person.id, stamp: words, build: () => el("option", { value: person.id }, words) };
  }));
  byId("who").value = state.me.id;
  setText(byId("note"), state.note);
  const other = people.find((person) => person.id !== state.me.id && !person.deleted);
  if (other) byId("second-window").href = `?as=${other.id}`;
}

function drawRooms(list, rooms) {
  reconcile(list, rooms.map((c) => {
    const chosen = c.id === ui.room;
    return { key: c.id, stamp: JSON.stringify([c.name, c.kind, c.unread, c.member, chosen]), build: () => el("li", {}, roomButton(c, chosen)) };
  }));
}

function roomButton(c, chosen) {
  const sign = { public: "#", private: "🔒", app: "◆" }[c.kind];
  const aside = c.kind === "private" ? el("span", { class: "unseen" }, " (private channel)") : null;
  const away = c.member === false ? el("span", { class: "quiet" }, " not joined") : null;
  const badge = c.unread ? el("span", { class: "badge" }, String(c.unread), el("span", { class: "unseen" }, " unread")) : null;
  const props = { type: "button", class: "room", "data-testid": `conv-${c.id}`, "data-key": `conv-${c.id}`, "aria-current": chosen ? "true" : undefined };
  return el("button", { ...props, onclick: () => enter(c.id) }, el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "room-name" }, c.name, aside, away), badge);
}

function drawRoom(c) {
  setText(byId("conversation-name"), roomName(c));
  setText(byId("conversation-note"), note(c));
  drawTabs(c);
  drawRoomMenu(c);
  drawBookmarks(c);
  const home = onHome();
  drawSkip(home);
  byId("home").hidden = !home;
  byId("messages").hidden = home;
  byId("composer-place").hidden = home;
  if (home) drawHome();
  drawComposer(c);
  const roots = c.messages.filter((message) => !replies(message));
  keepScroll(byId("messages"), `${state.me.id} ${c.id}`, () => drawMessages(byId("message-list"), roots, listContext(c, openThread)));
  drawThread(c);
}

function note(c) {
  if (c.kind === "app") return "App — only you see this conversation";
  const app = state.people.find((person) => person.bot)?.name || "Alongside";
  const presence = c.app_member ? `${app} is in this channel` : `${app} is not here. /invite @${app} adds it`;
  return `${c.kind === "private" ? "Private channel" : "Channel"} · ${presence}`;
}

function drawTabs(c) {
  byId("tabs").hidden = c.kind !== "app";
  byId("tabs").setAttribute("aria-label", c.name);
  const panel = byId("messages");
  panel.setAttribute("role", c.kind === "app" ? "tabpanel" : "region");
  for (const name of ["home", "messages"]) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(ui.tab === name));
    byId(`tab-${name}`).tabIndex = ui.tab === name ? 0 : -1;
  }
}

function drawRoomMenu(c) {
  const items = c.kind === "app" || !c.member ? [] : [{ text: "Leave this channel", choose: () => tell("leave", { channel: c.id }).then(complain) }];
  const build = () => {
    const button = el("button", { type: "button", class: "tool", "aria-haspopup": "menu", "data-key": "room-menu" }, "This channel");
    button.addEventListener("click", () => openMenu(button, items));
    return button;
  };
  reconcile(byId("conversation-menu"), items.length ? [{ key: "menu", stamp: c.id, build }] : []);
}

/** Past everything that is always here, to what they came for. */
function drawSkip(home) {
  byId("skip").setAttribute("href", home ? "#home" : "#composer-text");
  setText(byId("skip"), home ? "Skip to Home" : "Skip to the message box");
}

/** What everybody in the channel finds above its messages. */
function drawBookmarks(c) {
  byId("bookmarks").hidden = onHome() || !c.bookmarks.length;
  const ctx = base();
  reconcile(byId("bookmarks").firstElementChild, c.bookmarks.map((mark) => {
    const sign = el("span", { "aria-hidden": "true" }, `${emoji(mark.emoji) || "🔖"} `);
    return { key: mark.id, stamp: JSON.stringify([mark, ctx.epoch]), build: () => el("li", {}, sign, link(mark.link, mark.title, ctx)) };
  }));
}

function drawHome() {
  const ctx = surface("home", { view: state.home?.id }, state.home?.blocks || [], { heading: "h3" });
  const build = () => el("div", { class: "blocks" });
  const blank = () => el("p", { class: "empty" }, "There is nothing on this Home tab yet.");
  reconcile(byId("home"), [state.home ? { key: `home ${state.me.id}`, stamp: "", build } : { key: "blank", stamp: "", build: blank }]);
  if (state.home) drawBlocks(byId("home").firstElementChild, state.home.blocks, ctx);
}

function listContext(c, open) {
  return {
    ...base(),
    empty: open ? "No messages here yet." : "No replies yet. Yours can be the first.",
    firstNew: open ? ui.firstNew : null,
    openThread: open,
    messageShortcuts: state.shortcuts.filter((shortcut) => shortcut.type === "message"),
    messageShortcut: (callback_id, ts) => tell("message_shortcut", { callback_id, channel: c.id, ts }).then(complain),
    context: (message) => surface(`${open ? "" : "thread "}${c.id} ${keyOf(message)}`, { channel: c.id, ts: message.ts }, message.blocks),
  };
}

/** A list read at its end stays at its end; anywhere else it stays where it was. */
const scrolled = new Map();
function keepScroll(node, key, redraw) {
  const fresh = scrolled.get(node) !== key;
  const atEnd = fresh || node.dataset.end === "yes";
  redraw();
  if (!scrolled.has(node)) new ResizeObserver(() => node.dataset.end && (node.scrollTop = node.scrollHeight)).observe(node);
  if (!scrolled.has(node)) node.addEventListener("scroll", () => (node.dataset.end = nearEnd(node) ? "yes" : ""));
  scrolled.set(node, key);
  if (atEnd) node.scrollTop = node.scrollHeight;
  node.dataset.end = atEnd ? "yes" : "";
}
const nearEnd = (node) => node.scrollHeight - node.scrollTop - node.clientHeight < 60;

function drawComposer(c) {
  const kind = c.archived ? "archived" : c.member === false ? "join" : "composer";
  const build = { archived: () => el("p", { class: "join" }, "This channel is archived."), join: joinBar, composer: () => main.form }[kind];
  reconcile(byId("composer-place"), [{ key: kind, stamp: "", build }]);
  if (kind === "composer") main.update();
}

function joinBar() {
  const button = el("button", { type: "button", class: "button primary", "data-testid": "join" }, "Join this channel");
  button.addEventListener("click", () => tell("join", { channel: ui.room }).then(complain));
  return el("p", { class: "join" }, "You are not a member of this channel. ", button);
}

function writing(thread) {
  const c = room();
  const app = state.people.find((person) => person.bot);
  const invite = { command: "/invite", usage_hint: `@${app?.name}`, description: "Add the app to this channel" };
  return {
    key: `${state.me.id} ${c.id} ${thread || ""}`,
    name: thread ? "Reply in this thread" : `Message ${roomName(c)}`,
    people: state.people.filter((person) => !person.deleted && person.id !== state.me.id),
    commands: thread ? [] : c.kind !== "app" && !c.app_member ? [...state.commands, invite] : state.commands,
    shortcuts: thread ? [] : state.shortcuts.filter((shortcut) => shortcut.type === "global"),
    send: (text) => tell("post", { channel: c.id, text, ...(thread ? { thread_ts: thread } : {}) }),
    shortcut: (callback_id) => tell("shortcut", { callback_id }).then(complain),
  };
}
const main = composer("composer-text", "composer", "send", () => writing(null));
const reply = composer("thread-text", "thread-composer", "thread-send", () => writing(ui.thread));
const complain = (outcome) => outcome.ok || main.refuse(inWords(outcome.error));

function drawThread(c) {
  const root = ui.thread && c.messages.find((message) => message.ts === ui.thread && !message.ephemeral);
  if (ui.thread && !root) ui.thread = null;
  byId("thread").hidden = !root;
  document.body.dataset.thread = root ? "open" : "";
  if (!root) return;
  setText(byId("thread-note"), roomName(c));
  reconcile(byId("thread-composer-place"), [{ key: "reply", stamp: "", build: () => reply.form }]);
  reply.update();
  const messages = [root, ...c.messages.filter((message) => replies(message) && message.thread_ts === ui.thread)];
  keepScroll(byId("thread-messages"), `${state.me.id} ${ui.thread}`, () => drawMessages(byId("thread-list"), messages, listContext(c, null)));
}

function drawWarnings() {
  const shown = state.warnings.filter((warning) => !ui.dismissed.has(warning.id));
  reconcile(byId("toasts"), shown.map((warning) => {
    const dismiss = el("button", { type: "button", class: "tool", onclick: () => (ui.dismissed.add(warning.id), drawWarnings()) }, "Dismiss");
    return { key: String(warning.id), stamp: warning.text, build: () => el("div", { class: "toast", role: "alert" }, el("p", {}, `⚠ ${warning.text}`), dismiss) };
  }));
}

// ---- news and reading ------------------------------------------------------------------------------------------

/** New posts are spoken, each once; a card that was redrawn says nothing, as in Slack. */
function tellNews() {
  const now = new Map(state.conversations.flatMap((c) => c.messages.map((message) => [`${c.id} ${keyOf(message)}`, { c, message }])));
  const before = known;
  known = new Set(now.keys());
  if (!before) return;
  const ctx = base();
  for (const [key, { c, message }] of now) {
    if (before.has(key) || message.user === state.me.id) continue;
    const who = message.name || ctx.people.get(message.user)?.name || "Someone";
    const only = message.ephemeral ? ", just for you" : "";
    const said = el("p", {}, `${who} in ${roomName(c)}${only}: ${spoken(message.text, ctx)}`);
    byId("news").append(said);
    setTimeout(() => said.remove(), SPOKEN);
  }
}

function seeing() {
  const showing = !narrow.matches || (document.body.dataset.screen === "room" && !ui.thread);
  return state && document.visibilityState === "visible" && showing && !onHome();
}

let reading = null;
function readIfSeen() {
  const c = room();
  if (!c?.unread || !seeing() || reading === `${c.id} ${state.rev}`) return;
  ui.firstNew ??= c.messages.find((message) => message.new && !replies(message))?.ts ?? null;
  reading = `${c.id} ${state.rev}`;
  tell("read", { channel: c.id });
}

// ---- going about -----------------------------------------------------------------------------------------------

function enter(id, { tab, thread = null, keepFocus = false } = {}) {
  const target = state.conversations.find((c) => c.id === id);
  if (!target) return;
  if (id !== ui.room || target.unread) ui.firstNew = target.messages.find((message) => message.new && !replies(message))?.ts ?? null;
  Object.assign(ui, { room: id, thread });
  if (target.kind === "app") ui.tab = tab || (target.unread ? "messages" : ui.tab || "home");
  document.body.dataset.screen = "room";
  remember();
  draw();
  if (onHome()) tell("home");
  if (!keepFocus) (narrow.matches || onHome() ? byId("conversation-name") : byId("composer-text") || byId("conversation-name")).focus();
}

/** Goes to a message, as a link to it does. */
function go(channel, ts, thread) {
  enter(channel, { tab: "messages", thread: thread && thread !== ts ? thread : null, keepFocus: Boolean(ts) });
  const message = ts && document.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!message) return;
  message.tabIndex = -1;
  message.scrollIntoView({ block: "center" });
  message.focus({ preventScroll: true });
}

function openThread(ts) {
  ui.thread = ts;
  draw();
  byId("thread-text").focus();
}

function closeThread() {
  const from = ui.thread;
  ui.thread = null;
  draw();
  (document.querySelector(`[data-key="thread-${CSS.escape(from)}"]`) || byId("composer-text"))?.focus();
}

function remember() {
  const query = new URLSearchParams({ as: ui.as, in: ui.room, ...(room()?.kind === "app" ? { tab: ui.tab } : {}) });
  history.replaceState(null, "", `?${query}`);
}

function chooseTab(tab, focus) {
  enter(ui.room, { tab, keepFocus: true });
  if (focus) byId(`tab-${tab}`).focus();
}

async function step(button) {
  const buttons = [...document.querySelectorAll("[data-step]")];
  if (buttons.some((b) => b.getAttribute("aria-busy") === "true")) return;
  button.setAttribute("aria-busy", "true");
  buttons.forEach((b) => b.setAttribute("aria-disabled", "true"));
  const outcome = await moveClock({ [button.dataset.step]: 1 });
  button.removeAttribute("aria-busy");
  buttons.forEach((b) => b.removeAttribute("aria-disabled"));
  if (outcome.ok) setText(byId("connection"), `It is now ${fullMoment(new Date(outcome.now), state.me.tz)}`);
  else complain(outcome);
}

const AGAIN = {
  title: "Start again?",
  text: "All that was written here goes, for everybody who has this page open.",
  confirm: "Start again",
  deny: "Keep it",
};
/** Another workspace, as new, in the place of this one; nothing of it is kept. */
async function startAgain(button) {
  const sure = Object.fromEntries(Object.entries(AGAIN).map(([part, text]) => [part, { type: "plain_text", text }]));
  if (!(await confirmed(sure, button, base()))) return;
  button.setAttribute("aria-busy", "true");
  const outcome = await again();
  button.removeAttribute("aria-busy");
  if (outcome.ok) location.assign("/");
  else complain(outcome);
}

/** Becomes a person: forget what the last one saw, and watch with their eyes. */
function become(id) {
  watching?.abort();
  watching = new AbortController();
  Object.assign(ui, { as: id, thread: null, firstNew: null, dismissed: new Set() });
  known = null;
  watch(id, watching.signal, see, lost, () => id !== FIRST && become(FIRST));
}

/** Nothing is redrawn under a finger: what it lies on would be gone before it is lifted, and the press lost. */
let [pressed, waiting] = [false, null];
function lift() {
  pressed = false;
  if (waiting) see(waiting);
}
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(lift), true);

function see(next) {
  waiting = pressed ? next : null;
  if (pressed) return;
  const first = state?.me.id !== next.me.id;
  const last = state && room();
  state = next;
  ui.as = state.me.id;
  if (first && last?.kind === "app") ui.room = state.conversations.find((c) => c.kind === "app" && c.name === last.name)?.id || ui.room;
  if (first && !ui.tab) ui.tab = "home";
  draw();
  if (!first) return;
  remember();
  if (onHome()) tell("home");
}

function lost(away) {
  document.body.dataset.lost = away ? "yes" : "";
  const words = "The playground is not answering. Trying again…";
  if (away) setText(byId("connection"), words);
  else if (byId("connection").textContent === words) setText(byId("connection"), "");
}

byId("who").addEventListener("change", (event) => become(event.target.value));
byId("back-to-list").addEventListener("click", () => {
  document.body.dataset.screen = "list";
  document.querySelector("[aria-current=true]")?.focus();
});
byId("close-thread").addEventListener("click", closeThread);
byId("thread").addEventListener("keydown", (event) => event.key === "Escape" && closeThread());
byId("tab-home").addEventListener("click", () => chooseTab("home"));
byId("tab-messages").addEventListener("click", () => chooseTab("messages"));
byId("tabs").addEventListener("keydown", (event) => {
  if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) chooseTab(ui.tab === "home" ? "messages" : "home", true);
});
document.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => step(button)));
byId("again").addEventListener("click", () => startAgain(byId("again")));
document.addEventListener("visibilitychange", () => state && readIfSeen());
if (here.get("in")) document.body.dataset.screen = "room";
become(ui.as);
