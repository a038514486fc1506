/** The box people write in: Enter sends, "/" offers the bot's commands, "@" offers people. */

import { el, freshId } from "./dom.js";
import { openMenu } from "./menu.js";

const drafts = new Map();
const HINT = "Enter sends, Shift+Enter starts a new line. Type / for commands, @ for people.";

/** room() → {key, name, people, commands, shortcuts, send(text) → outcome, shortcut(callback_id)}. */
export function composer(id, testid, sendTestid, room) {
  const [listId, hintId, errorId] = [freshId("suggestions"), freshId("hint"), freshId("error")];
  const box = el("textarea", {
    id, rows: 2, "data-testid": testid, "aria-describedby": hintId, "aria-autocomplete": "list", "aria-controls": listId, "data-key": id,
    autocomplete: "off", spellcheck: "true",
  });
  const name = el("label", { for: id, class: "unseen" });
  const list = el("ul", { id: listId, role: "listbox", class: "suggestions", "aria-label": "Suggestions", hidden: true });
  const hint = el("p", { class: "hint", id: hintId }, HINT);
  const error = el("p", { class: "error", id: errorId, role: "alert" });
  const send = el("button", { type: "submit", class: "button primary", "data-testid": sendTestid }, "Send");
  const more = el("button", { type: "button", class: "button", "aria-haspopup": "menu", hidden: true }, "Shortcuts");
  const frame = el("div", { class: "composer-box" }, list, box, el("div", { class: "composer-row" }, hint, more, send));
  const form = el("form", { class: "composer" }, name, frame, error);
  let key = null;
  let offers = [];
  let at = 0;

  const resize = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 220)}px`;
  };
  const put = (text) => {
    box.value = text;
    drafts.set(key, text);
    resize();
  };
  const refuse = (text) => {
    error.textContent = text;
    box.setAttribute("aria-describedby", text ? `${errorId} ${hintId}` : hintId);
  };

  const suggest = () => {
    offers = offersFor(box.value.slice(0, box.selectionStart), room());
    at = 0;
    showOffers();
  };
  const showOffers = () => {
    list.replaceChildren(...offers.map((offer, i) => option(offer, i)));
    list.hidden = !offers.length;
    const chosen = list.children[at];
    if (chosen) {
      box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };
  const option = (offer, i) => {
    const parts = [el("strong", {}, offer.label), offer.usage ? el("code", {}, offer.usage) : null, el("small", {}, offer.note || "")];
    const row = el("li", { id: `${listId}-${i}`, role: "option", "aria-selected": String(i === at) }, ...parts);
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => take(offer));
    return row;
  };
  const shut = () => {
    offers = [];
    showOffers();
  };
  const take = (offer) => {
    const caret = box.selectionStart;
    const before = box.value.slice(0, caret - offer.typed.length) + offer.label + " ";
    put(before + box.value.slice(caret).replace(/^ /, ""));
    box.setSelectionRange(before.length, before.length);
    box.focus();
    shut();
    usage();
  };
  const usage = () => {
    const command = room().commands.find((c) => box.value.startsWith(c.command + " "));
    hint.textContent = command ? `${command.command} ${command.usage_hint || ""} — ${command.description || ""}` : HINT;
    hint.classList.toggle("usage", Boolean(command));
  };

  box.addEventListener("input", () => {
    drafts.set(key, box.value);
    refuse("");
    resize();
    suggest();
    usage();
  });
  box.addEventListener("blur", shut);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offers.length && browse(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const browse = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const whole = offers[at].typed.toLowerCase() === offers[at].label.toLowerCase();
    if (step) at = (at + step + offers.length) % offers.length;
    if (step) showOffers();
    else if (event.key === "Escape") shut();
    else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !event.shiftKey && !whole)) take(offers[at]);
    else return false;
    event.stopPropagation();
    return true;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [text, sentFrom] = [box.value, key];
    if (!text.trim() || send.getAttribute("aria-busy") === "true") return;
    shut();
    refuse("");
    send.setAttribute("aria-busy", "true");
    const outcome = await room().send(text);
    send.removeAttribute("aria-busy");
    if (!outcome.ok) return key === sentFrom && refuse(outcome.error || "That could not be sent. Please try again.");
    if (drafts.get(sentFrom) === text) drafts.delete(sentFrom);
    if (key === sentFrom && box.value === text) put("");
    usage();
  });
  more.addEventListener("click", () => openMenu(more, room().shortcuts.map((s) => ({ text: s.name, choose: () => room().shortcut(s.callback_id) }))));

  const update = () => {
    const now = room();
    if (name.textContent !== now.name) box.placeholder = name.textContent = now.name;
    more.hidden = !now.shortcuts.length;
    if (now.key === key) return;
    key = now.key;
    put(drafts.get(key) || "");
    refuse("");
    shut();
    usage();
  };
  return { form, box, update, refuse };
}

/** What could complete the word before the caret. */
function offersFor(before, { people, commands }) {
  const slash = before.match(/^\/\S*$/);
  if (slash) return commands.filter((c) => c.command.startsWith(before.toLowerCase())).map((c) => ({ typed: before, label: c.command, usage: c.usage_hint, note: c.description }));
  const name = before.match(/(?:^|[\s(])(@[\p{L}\p{N}._-]*)$/u)?.[1];
  if (!name) return [];
  return people
    .filter((p) => p.name.toLowerCase().startsWith(name.slice(1).toLowerCase()))
    .map((p) => ({ typed: name, label: "@" + p.name, note: p.title || (p.bot ? "app" : "") }));
}
