// Small elements of the pane. Words of reports are put in as text, never as markup.

import { amount, drawing, element, plural } from "./elements.js";

export { amount, drawing, element, plural };

export const bare = (words) => element("bdi", {}, words);

/** The day of a moment that the server wrote; with its time of day where `clock` says how. */
export function day(at, clock = {}) {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? at : moment.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", ...clock });
}

/** A button; `focus` names it, so that the focus outlives a redraw. */
export function button(words, onclick, { kind = "pane-button", focus = null, ...facts } = {}) {
  return element("button", { type: "button", class: kind, "data-focus": focus, onclick, ...facts }, words);
}

/** A number that becomes the filter which shows exactly as many passages. */
export function number(room, counted, { words = "", said = "" } = {}) {
  const label = words || amount(counted.passages);
  return button(label, () => room.address.change(counted.filter), {
    kind: "pane-number",
    focus: `number ${JSON.stringify(counted.filter)} ${label}`,
    title: "Show these passages",
    "aria-label": `${said ? `${said}: ` : ""}${plural(counted.passages, "passage")}, show them`,
    disabled: counted.passages ? null : "",
  });
}

/** Some of many: the rest unfolds. */
export function unfolding(items, shown, { focus, kept, tag = "span", kind = "pane-chips" }) {
  const box = element(tag, { class: kind });
  const draw = () => {
    const rest = items.length - shown;
    const open = kept.has(focus) || rest <= 1; // "1 more" takes as much room as the one
    box.replaceChildren(...(open ? items : items.slice(0, shown)));
    if (rest <= 1) return;
    box.append(button(open ? "fewer" : `${amount(rest)} more`, () => {
      if (open) kept.delete(focus);
      else kept.add(focus);
      draw();
      box.lastElementChild.focus({ preventScroll: true });
    }, { kind: "pane-more-of", focus, "aria-expanded": String(open) }));
  };
  draw();
  return box;
}

export function said(words, ...more) {
  return element("div", { class: "pane-said", role: "status" }, element("p", {}, words), ...more);
}

/** Scroll a box, and never the page, until a node of it is seen whole below what sticks to its top. */
export function scrollTo(box, node, { place = "nearest" } = {}) {
  const around = box.getBoundingClientRect(), at = node.getBoundingClientRect();
  const head = box.querySelector(".pane-head");
  const top = head ? Math.max(around.top, head.getBoundingClientRect().bottom) : around.top;
  if (at.top >= top && at.bottom <= around.bottom) return;
  const fits = at.height <= around.bottom - top;
  if (place === "start" || at.top < top || !fits) box.scrollTop += at.top - top - 6;
  else box.scrollTop += at.bottom - around.bottom + 6;
}

/** Bring a node of the pane into sight. The page itself is scrolled only where it is longer than the window. */
export function reveal(node) {
  const box = node.closest(".pane");
  if (box) scrollTo(box, node);
  if (matchMedia("(max-width: 899px)").matches) node.scrollIntoView({ block: "nearest" });
}
