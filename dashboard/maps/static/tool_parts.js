// What tools of the map are made of: signs, buttons with a sign, and menus behind such buttons.

import { SIGNS as THEMES } from "./theme_signs.js";
import { make } from "./timeline_parts.js";

const SVG = "http://www.w3.org/2000/svg";

// Strokes on a square of 20, by what they stand for.
export const SIGNS = {
  ...THEMES,
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  home: "M3 10l7-6 7 6M5.5 8.5V16h9V8.5M8.5 16v-4h3v4",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M10 7.5v5M7.5 10h5",
  measure: "M2.5 13.5l11-11 4 4-11 11zM6 10l1.7 1.7M8.7 7.3l1.7 1.7M11.4 4.6l1.7 1.7",
  draw: "M3.5 16.5l1-4 8.5-8.5 3 3-8.5 8.5zM11 6l3 3",
  borders: "M5 17.5V3M5 4h10l-2.5 3.5L15 11H5",
  layer: "M10 3l7.5 4L10 11 2.5 7zM3 10.5l7 3.7 7-3.7M3 13.8l7 3.7 7-3.7",
  family: "M10 3a7 7 0 1 0 0 14c1.5 0 1.7-1 1.2-1.9-.6-1.1 0-2.1 1.3-2.1H15c1.3 0 2-1 2-2.5C17 6 13.9 3 10 3zM6.5 10h.01M8 6.7h.01M12 6.7h.01",
  rectangle: "M3.5 5h13v10h-13z",
  polygon: "M5 16L3 8l7-5 7 6-3 7z",
  circle: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z",
  lasso: "M6 13c-4-2-3-8 4-9 7-.5 9 5 5 8-3 2-6 1-9 1-2 0-2 3 1 4",
  marks: "M7 8.5a2.5 2.5 0 1 0 0-.01M14 14a2 2 0 1 0 0-.01",
  areas: "M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2zM8 3v12M12 5v12",
  heat: "M10 17a5 5 0 0 0 5-5c0-4-4-5-4-9-3 2-3.5 4-3 6-1 0-1.5-1-1.5-2C5 8.5 5 10 5 12a5 5 0 0 0 5 5z",
  list: "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
  cross: "M5 5l10 10M15 5L5 15",
};

export function sign(parent, name, classes = "sitmap-sign") {
  const svg = parent.appendChild(document.createElementNS(SVG, "svg"));
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", SIGNS[name] ?? SIGNS.circle);
  return svg;
}

export function signButton(parent, name, label, act) {
  const button = make(parent, "button", "sitmap-tool", { type: "button", "aria-label": label, title: label });
  sign(button, name);
  button.addEventListener("click", act);
  return button;
}

// Gives one element after another the focus by arrow keys; only one of them is a stop of Tab.
export function roving(box, elements, { next = "ArrowDown", previous = "ArrowUp" } = {}) {
  const among = () => elements().filter((element) => !element.hidden);
  const stop = (element) => {
    for (const other of among()) other.tabIndex = other === element ? 0 : -1;
  };
  box.addEventListener("focusin", (event) => among().includes(event.target) && stop(event.target));
  box.addEventListener("keydown", (event) => {
    const all = among();
    const at = all.indexOf(event.target);
    const to = { [next]: at + 1, [previous]: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[(to + all.length) % all.length].focus();
  });
  if (among().length) stop(among()[0]);
  return stop;
}

// A button that opens a menu beside it. `items` are {id, label}; with `chosen` they are a choice of one.
export function menuButton(parent, name, label, items, act, chosen = null) {
  const wrap = make(parent, "div", "sitmap-menu-wrap");
  const button = signButton(wrap, name, label, () => show(menu.hidden));
  button.setAttribute("aria-haspopup", "menu");
  const menu = make(wrap, "div", "sitmap-menu", { role: "menu", "aria-label": label });
  const entries = items.map(({ id, label: words }) => {
    const entry = make(menu, "button", "sitmap-menu-item", {
      type: "button",
      role: chosen ? "menuitemradio" : "menuitem",
      "data-id": id,
    });
    if (id in SIGNS) sign(entry, id);
    entry.append(words);
    entry.addEventListener("click", () => {
      show(false, true);
      act(id);
    });
    return entry;
  });
  const stop = roving(menu, () => entries);
  const show = (open, back = false) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (chosen) for (const entry of entries) entry.setAttribute("aria-checked", String(entry.dataset.id === chosen()));
    const first = entries.find((entry) => chosen && entry.dataset.id === chosen()) ?? entries[0];
    if (open) stop(first);
    if (open) first.focus();
    else if (back) button.focus();
  };
  wrap.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) show(false, true);
    else if (event.key === "ArrowRight" && event.target === button) show(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  wrap.addEventListener("focusout", (event) => wrap.contains(event.relatedTarget) || show(false));
  show(false);
  return button;
}
