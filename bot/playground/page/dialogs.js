/** Modals (a person's stack of views) and confirmations: focus goes in, stays in, and comes back. */

import { drawBlocks, named } from "./blocks.js";
import { byId, el, findKey, freshId, reconcile } from "./dom.js";
import { answers } from "./elements.js";
import { plain, textObject } from "./mrkdwn.js";

const words = (text) => (typeof text === "string" ? text : plain(text));
const FOCUSABLE = "button, [href], input, select, textarea, [tabindex='0']";
const reachable = (root) => [...root.querySelectorAll(FOCUSABLE)].filter((n) => !n.disabled && n.tabIndex >= 0 && n.getClientRects().length);

let opener = null;
let top = null;
const forms = new Map();

/** Draws the stack; only the topmost view shows. act(verb, args) → outcome; context(view) → renderer's ctx. */
export function drawViews(views, act, context) {
  const overlays = byId("dialogs");
  const newTop = views.at(-1)?.id ?? null;
  if (top === null && newTop !== null) opener = { node: document.activeElement, key: document.activeElement?.dataset.key };
  for (const view of views) {
    if (!forms.has(view.id)) forms.set(view.id, form(view.id, act));
    forms.get(view.id).update(view, context(view));
  }
  for (const id of [...forms.keys()].filter((known) => !views.some((view) => view.id === known))) forms.delete(id);
  reconcile(overlays, views.map((view) => ({ key: view.id, stamp: view.id, build: () => forms.get(view.id).overlay })));
  for (const view of views) forms.get(view.id).overlay.hidden = view.id !== newTop;
  settleLayers();
  if (newTop !== top) newTop === null ? giveBack(opener) : forms.get(newTop).enter();
  top = newTop;
}

/** Everything under the topmost layer is out of reach, for hands and for screen readers. */
function settleLayers() {
  const asking = document.querySelector(".overlay.confirm");
  byId("dialogs").inert = Boolean(asking);
  byId("app").inert = Boolean(asking) || byId("dialogs").childElementCount > 0;
}

function giveBack(from) {
  const here = from?.node?.isConnected && from.node !== document.body ? from.node : findKey(document, from?.key);
  (here || byId("composer-text") || byId("conversation-name")).focus();
}

function trap(dialog, escape) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      escape();
    } else if (event.key === "Tab") {
      const stops = reachable(dialog);
      const edge = event.shiftKey ? stops[0] : stops.at(-1);
      const outside = !stops.includes(document.activeElement) && event.shiftKey;
      if (document.activeElement !== edge && !outside) return;
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
    }
  });
}

function showFirst(body) {
  const control = body.querySelector("[aria-invalid=true]:is(input, select, textarea), [aria-invalid=true] input");
  control?.focus({ preventScroll: true });
  control?.closest(".input").scrollIntoView({ block: "nearest" });
}

function form(id, act) {
  const title = el("h2", { id: freshId("dialog-title"), tabindex: "-1" });
  const problem = el("p", { class: "error general", role: "alert" });
  const body = el("div", { class: "blocks" });
  const scroller = el("div", { class: "dialog-body" }, problem, body);
  const submit = el("button", { type: "submit", class: "button primary", "data-testid": "dialog-submit", "data-key": `${id}/submit` });
  const close = el("button", { type: "button", class: "button", "data-testid": "dialog-close", "data-key": `${id}/close`, onclick: () => leave() });
  const inside = el("form", { novalidate: true }, el("div", { class: "dialog-head" }, title), scroller, el("div", { class: "dialog-foot" }, close, submit));
  const dialog = el("div", { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": title.id, "data-testid": "dialog" }, inside);
  const overlay = el("div", { class: "overlay" }, dialog);
  let view, ctx, last;
  let errors = {};

  const leave = async () => say(await act("close", { view: id }));
  const say = (outcome) => {
    const known = Object.keys(outcome.errors || {}).filter((block) => view.blocks.some((b) => b.block_id === block));
    errors = outcome.ok ? {} : outcome.errors || {};
    problem.textContent = outcome.ok || known.length ? "" : outcome.error || Object.values(errors).join(" ") || "That did not work. Please try again.";
    drawBlocks(body, view.blocks, { ...ctx, errors });
    if (known.length) showFirst(body);
    else if (problem.textContent) scroller.scrollTop = 0;
  };

  inside.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!view.submit || submit.getAttribute("aria-busy") === "true") return;
    submit.setAttribute("aria-busy", "true");
    const outcome = await act("submit", { view: id, values: answers(named(view.blocks), ctx) });
    submit.removeAttribute("aria-busy");
    say(outcome);
  });
  dialog.addEventListener("focusin", (event) => (last = event.target));
  trap(dialog, leave);

  const update = (newView, newCtx) => {
    const had = dialog.contains(document.activeElement);
    const turned = Boolean(view) && view.callback_id !== newView.callback_id;
    const told = Boolean(view) && named(view.blocks)[0]?.block_id !== named(newView.blocks)[0]?.block_id;
    [view, ctx] = [newView, newCtx];
    title.textContent = words(view.title);
    close.textContent = words(view.close) || (view.submit ? "Cancel" : "Close");
    submit.textContent = words(view.submit) || "Submit";
    submit.hidden = !view.submit;
    drawBlocks(body, view.blocks, { ...ctx, errors });
    if (had && turned) return begin();
    if (had && told) scroller.scrollTop = 0, title.focus(); // what is said on top is about what they just did
    const here = document.activeElement;
    if (had && (here === submit ? submit.hidden : !dialog.contains(here))) title.focus(); // what had it is gone
  };
  /** At its beginning: where a form has turned into another one, too, so that Enter never sends the next unread. */
  const begin = () => {
    scroller.scrollTop = 0;
    const first = named(view.blocks)[0]?.type === "input" ? reachable(body)[0] : null;
    (body.querySelector("[data-focus]") || first || title).focus();
  };
  const enter = () => (last?.isConnected ? last.focus() : begin());
  return { overlay, update, enter };
}

/** Asks Slack's `confirm` question; true when the person says yes. */
export function confirmed(question, from, ctx) {
  return new Promise((answer) => {
    const before = { node: from, key: from.dataset.key };
    const [titleId, textId] = [freshId("confirm"), freshId("confirm")];
    const finish = (yes) => {
      overlay.remove();
      settleLayers();
      giveBack(before);
      answer(yes);
    };
    const no = el("button", { type: "button", class: "button", "data-testid": "confirm-no", onclick: () => finish(false) }, plain(question.deny));
    const yesStyle = question.style === "danger" ? "button danger" : "button primary";
    const yes = el("button", { type: "button", class: yesStyle, "data-testid": "confirm-yes", onclick: () => finish(true) }, plain(question.confirm));
    const dialog = el(
      "div",
      { class: "dialog small", role: "alertdialog", "aria-modal": "true", "aria-labelledby": titleId, "aria-describedby": textId },
      el("div", { class: "dialog-head" }, el("h2", { id: titleId }, plain(question.title))),
      el("div", { class: "dialog-body", id: textId }, ...textObject(question.text, ctx)),
      el("div", { class: "dialog-foot" }, no, yes),
    );
    const overlay = el("div", { class: "overlay confirm" }, dialog);
    trap(dialog, () => finish(false));
    document.body.append(overlay);
    settleLayers();
    no.focus();
  });
}
