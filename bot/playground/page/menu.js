/** A small menu under a button: arrows, Home, End and letters move, Enter chooses, Esc goes back. */

import { el } from "./dom.js";

export function openMenu(opener, items) {
  const home = opener.closest("[role=dialog]") || document.body;
  const entries = items.map((item) =>
    el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => (close(), item.choose()) }, item.text),
  );
  const menu = el("div", { role: "menu", class: "menu", "aria-label": opener.getAttribute("aria-label") || opener.textContent }, ...entries);
  const close = (refocus = true) => {
    menu.remove();
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (refocus) opener.focus();
  };
  const outside = (event) => menu.contains(event.target) || close(false);
  menu.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const letter = event.key.length === 1 && entries.find((entry, i) => i > at && entry.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
    const next = { ArrowDown: entries[(at + 1) % entries.length], ArrowUp: entries.at(at - 1), Home: entries[0], End: entries.at(-1) }[event.key] || letter;
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (next) next.focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  home.append(menu);
  place(menu, opener);
  opener.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  entries[0]?.focus();
}

function place(menu, opener) {
  const at = opener.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - menu.offsetWidth - 8);
  const below = at.bottom + menu.offsetHeight + 8 < window.innerHeight;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
}
