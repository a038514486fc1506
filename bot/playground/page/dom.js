/** Building DOM nodes from data without ever parsing it as markup, and changing only what changed. */

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (["value", "checked", "selected", "disabled", "readOnly"].includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

let count = 0;
export const freshId = (stem) => `${stem}-${++count}`;

/** Sets text only when it differs, so that nothing flickers and no reader speaks again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes the children of `parent` match `items`, each {key, stamp, build}: a child whose key and stamp
 * are as before stays the very same node, with its focus, scroll and half-typed text.
 */
export function reconcile(parent, items) {
  const old = new Map([...parent.children].map((child) => [child.dataset.item, child]));
  const held = rememberFocus(parent);
  let place = parent.firstElementChild;
  for (const item of items) {
    let node = old.get(item.key);
    if (node && node.stamp !== item.stamp) {
      if (place === node) place = node.nextElementSibling;
      node.remove();
      node = null;
    }
    if (!node) {
      node = item.build();
      node.dataset.item = item.key;
      node.stamp = item.stamp;
    }
    old.delete(item.key);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const gone of old.values()) gone.remove();
  held();
}

/** Returns a function that puts focus (and the caret) back after `root` was redrawn. */
export function rememberFocus(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return () => {};
  const key = active.dataset.key;
  const item = active.closest("[data-item]")?.dataset.item;
  const caret = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    if (active.isConnected && document.activeElement === active) return;
    const target = active.isConnected ? active : findKey(root, key) || (item && findItem(root, item));
    if (!target) return;
    if (target.matches("li, article, div") && !target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    if (caret && caret[0] !== null && target.setSelectionRange) target.setSelectionRange(...caret);
  };
}

export const findKey = (root, key) => key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
const findItem = (root, item) => root.querySelector(`[data-item="${CSS.escape(item)}"]`);
