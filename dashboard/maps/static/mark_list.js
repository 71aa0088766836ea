// Marks for the keyboard and for who does not see the map: arrow keys go from mark to mark on it, and
// a panel lists those in view. Both are in step with what is drawn, also where areas are shaded.

import { make, plural } from "./timeline_parts.js";
import { roving, sign } from "./tool_parts.js";

const MOST = 200;
const AHEAD = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ASIDE = 2; // how much a step to the side counts against one ahead
const LEAST = 2; // px ahead
const NOTHING = { mark: null, doc: null, passage: null, tab: null };
const LABEL = "Map. Arrow keys go from mark to mark and Enter opens one; Shift with arrow keys moves the map, plus and minus zoom, Escape clears what is chosen.";

// The nearest of some entries from a point in the direction of an arrow key.
export function ahead(entries, from, [x, y]) {
  let best = null;
  let least = Infinity;
  for (const entry of entries) {
    const [dx, dy] = [entry.left - from.left, entry.top - from.top];
    const along = dx * x + dy * y;
    const across = Math.abs(dx * y) + Math.abs(dy * x);
    if (along < LEAST || across > 2 * along) continue;
    const far = along + ASIDE * across;
    if (far < least) [best, least] = [entry, far];
  }
  return best;
}

export function markList(root, map, room, marks, areas = null) {
  return new MarkList(root, map, room, marks, areas);
}

class MarkList {
  constructor(root, map, room, marks, areas) {
    Object.assign(this, { root, map, room, marks, areas, current: null, named: 0 });
    this.build();
    const step = () => this.follow();
    const key = (event) => this.key(event);
    const box = map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", LABEL);
    box.addEventListener("keydown", key);
    const blur = () => this.forget();
    box.addEventListener("blur", blur);
    map.on("drawn areas", step).on("zoomstart", () => (this.ring.hidden = true));
    const move = () => this.place();
    map.on("move", move);
    this.undo = [
      room.address.onchange(step),
      () => map.off("drawn areas", step).off("move", move),
      () => box.removeEventListener("keydown", key),
      () => box.removeEventListener("blur", blur),
    ];
    this.follow();
  }

  destroy() {
    for (const undo of this.undo) undo?.();
    for (const part of [this.ring, this.said, this.wrap]) part.remove();
  }

  build() {
    this.ring = make(this.root, "div", "sitmap-focus");
    this.ring.hidden = true;
    this.said = make(this.root, "div", "sitmap-unseen", { role: "status", "aria-live": "polite" });
    this.wrap = make(this.root, "div", "sitmap-marklist");
    this.button = make(this.wrap, "button", "sitmap-word", { type: "button", "aria-expanded": "false" });
    sign(this.button, "list");
    this.button.append("List of marks");
    this.button.addEventListener("click", () => this.open(this.panel.hidden));
    this.panel = make(this.wrap, "div", "sitmap-marklist-panel", { role: "group", "aria-label": "Marks in view" });
    this.panel.hidden = true;
    this.count = make(this.panel, "p", "sitmap-marklist-count");
    this.list = make(this.panel, "ul", "sitmap-marklist-list");
    this.stop = roving(this.list, () => [...this.list.querySelectorAll("button")]);
    this.wrap.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (!this.clear() && !this.panel.hidden) this.open(false);
    });
    this.list.addEventListener("focusin", (event) => this.point(this.entryOf(event.target), "list"));
    this.list.addEventListener("focusout", (event) => this.list.contains(event.relatedTarget) || this.forget());
    this.list.addEventListener("pointerover", (event) => this.show(this.entryOf(event.target.closest("button"))));
    this.list.addEventListener("pointerleave", () => this.show(this.current));
  }

  open(wanted) {
    this.panel.hidden = !wanted;
    this.button.setAttribute("aria-expanded", String(wanted));
    if (wanted) this.follow();
    else this.button.focus();
  }

  // Takes back what is chosen; whether there was anything.
  clear() {
    const { address } = this.room;
    if (!["mark", "doc", "passage"].some((key) => address.get(key))) return false;
    address.change({ ...NOTHING });
    return true;
  }

  // ---- what there is

  // Circles and areas in view as {key, left, top, radius, passages, words, open, circle}, fullest first.
  entries() {
    const layer = this.room.address.get("layer");
    const all = layer === "areas" ? (this.areas?.entries() ?? []) : this.circles();
    return all.sort((a, b) => b.passages - a.passages || a.left - b.left || a.top - b.top);
  }

  circles() {
    const { marks } = this;
    const size = this.map.getSize();
    const inside = (o) => o.left >= 0 && o.top >= 0 && o.left <= size.x && o.top <= size.y;
    return (marks.circles ?? []).filter(inside).map((circle) => ({
      key: marks.rowOf(circle),
      left: circle.left,
      top: circle.top,
      radius: circle.radius,
      passages: circle.passages,
      circle,
      open: () => marks.click(circle, L.point(circle.left, circle.top)),
    }));
  }

  wordsOf(entry) {
    if (entry.words) return entry.words;
    const { circle } = entry;
    const passages = plural(circle.passages);
    if (circle.members.length > 1) return `${plural(circle.members.length, "place")}, ${passages}`;
    const label = this.marks.labels.get(entry.key);
    const doubts = [circle.actor && "named as an actor", circle.ambiguous && "may be another place"];
    const chosen = label && this.room.address.get("mark") === label[0] && "chosen";
    return [label?.[1] ?? "…", passages, ...doubts, chosen].filter(Boolean).join(", ");
  }

  async name(entries) {
    const rows = entries.filter(({ circle }) => circle?.members.length === 1).map(({ key }) => key);
    if (rows.length) await this.marks.named(rows);
  }

  async follow() {
    const all = this.entries();
    if (this.current) this.keep(all);
    const panel = !this.panel.hidden;
    if (!panel) return;
    const shown = all.slice(0, MOST);
    const turn = ++this.named;
    await this.name(shown);
    if (turn !== this.named || this.panel.hidden) return;
    this.fill(shown, all.length);
  }

  // A mark that is gone to a circle with others is found again in it.
  keep(all) {
    const { key } = this.current;
    const { marks } = this;
    const holds = ({ circle }) => circle?.members.some((member) => marks.places.row[marks.shown.at[member]] === key);
    this.current = all.find((entry) => entry.key === key) ?? all.find(holds) ?? null;
    this.place();
  }

  fill(shown, total) {
    const held = this.list.contains(document.activeElement) ? document.activeElement : null;
    const key = held && this.entryOf(held)?.key;
    this.list.replaceChildren();
    this.listed = new Map();
    for (const entry of shown) {
      const button = make(make(this.list, "li", ""), "button", "", { type: "button" });
      button.textContent = this.wordsOf(entry);
      button.dir = "auto";
      button.addEventListener("click", () => entry.open());
      this.listed.set(button, entry);
    }
    const more = total - shown.length;
    const kind = this.room.address.get("layer") === "areas" ? "area" : "mark";
    this.count.textContent = total
      ? `${plural(total, kind)} in view, most passages first${more ? `; ${more.toLocaleString("en-GB")} more are not listed` : ""}`
      : `No ${kind} in view.`;
    const buttons = [...this.listed.keys()];
    const again = buttons.find((button) => held && this.listed.get(button).key === key) ?? buttons[0];
    if (again) this.stop(again);
    if (held) (again ?? this.button).focus();
  }

  entryOf(button) {
    return this.listed?.get(button) ?? null;
  }

  // ---- pointing

  async point(entry, from) {
    this.current = entry;
    this.place();
    if (!entry) return;
    await this.name([entry]);
    if (entry !== this.current) return;
    const single = entry.circle?.members.length === 1;
    const mark = single ? (this.marks.labels.get(entry.key)?.[0] ?? null) : null;
    this.room.bus.dispatchEvent(new CustomEvent("point", { detail: { mark, from } }));
    this.said.textContent = from === "map" ? this.wordsOf(entry) : ""; // a button says itself
  }

  forget() {
    if (!this.current) return;
    this.current = null;
    this.place();
    this.room.bus.dispatchEvent(new CustomEvent("point", { detail: { mark: null, from: "list" } }));
  }

  place() {
    this.show(this.current);
  }

  show(entry) {
    this.ring.hidden = !entry;
    if (!entry) return;
    const size = 2 * (entry.radius + 6);
    const now = this.entryNow(entry);
    this.ring.style.width = this.ring.style.height = `${size}px`;
    this.ring.style.translate = `${now.left - size / 2}px ${now.top - size / 2}px`;
  }

  // While the map is dragged circles move with it, and are only drawn anew at its end.
  entryNow(entry) {
    const { circle } = entry;
    if (circle?.x === undefined) return entry;
    const { min } = this.map.getPixelBounds();
    return { left: circle.x - min.x, top: circle.y - min.y };
  }

  // ---- keys on the map

  key(event) {
    if (event.target !== this.map.getContainer() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (!this.clear() && !this.current) return;
      this.forget();
    } else if (event.key === "Enter" && this.current) this.current.open();
    else if (event.key in AHEAD && !event.shiftKey) this.go(AHEAD[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Leaflet would move the map
  }

  go(direction) {
    const size = this.map.getSize();
    const from = this.current ?? { left: size.x / 2, top: size.y / 2, key: null };
    const all = this.entries();
    const others = all.filter((entry) => entry.key !== from.key);
    const next = ahead(others, from, direction) ?? (this.current ? null : all[0]);
    if (next) this.point(next, "map");
    else this.said.textContent = all.length ? "No mark further that way." : "No mark in view.";
  }
}
