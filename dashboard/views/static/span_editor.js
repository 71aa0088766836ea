// Which words are the name: their two ends are dragged, or stepped by the arrow keys.
//
// Offsets count letters as Python does, from the beginning of the text that is shown.
import { element } from "./elements.js";

const AROUND = 140; // letters that are shown on each side

export class SpanEditor {
  // `changed(start, end)` is told of each change.
  constructor({ text, start, end, changed, locale = undefined }) {
    Object.assign(this, { letters: Array.from(text), start, end, changed });
    [this.starts, this.ends] = edges(text, locale);
    this.before = document.createTextNode("");
    this.inside = document.createTextNode("");
    this.behind = document.createTextNode("");
    this.first = this.handle("start", "First letter of the name");
    this.last = this.handle("end", "Last letter of the name");
    this.words = element("p", { class: "desk-span", dir: "auto", "data-testid": "fix-span" }, this.before, this.first, element("mark", {}, this.inside), this.last, this.behind);
    this.root = element("div", {}, this.words,
      element("p", { class: "pane-muted" }, "Drag an end, or step it with ← → (with Shift by a letter)."));
    this.show();
  }

  handle(side, label) {
    return element("span", {
      class: `desk-handle ${side}`, role: "slider", tabindex: "0", "aria-label": label, "data-testid": `fix-span-${side}`,
      onkeydown: (event) => this.step(side, event),
      onpointerdown: (event) => this.grab(side, event),
    });
  }

  show() {
    const text = (from, to) => this.letters.slice(from, to).join("");
    const [from, to] = [Math.max(0, this.start - AROUND), Math.min(this.letters.length, this.end + AROUND)];
    this.before.data = (from ? "…" : "") + text(from, this.start);
    this.inside.data = text(this.start, this.end);
    this.behind.data = text(this.end, to) + (to < this.letters.length ? "…" : "");
    for (const [handle, at] of [[this.first, this.start], [this.last, this.end]]) {
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(this.letters.length));
      handle.setAttribute("aria-valuenow", String(at));
      handle.setAttribute("aria-valuetext", this.inside.data);
    }
  }

  set(side, at) {
    if (side === "start") this.start = Math.max(0, Math.min(at, this.end - 1));
    else this.end = Math.min(this.letters.length, Math.max(at, this.start + 1));
    this.show();
    this.changed(this.start, this.end);
  }

  step(side, event) {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this[side];
    if (event.shiftKey) return this.set(side, at + by);
    const stops = side === "start" ? this.starts : this.ends;
    const next = by > 0 ? stops.find((one) => one > at) : stops.findLast((one) => one < at);
    if (next !== undefined && (side === "end" ? next > this.start : next < this.end)) this.set(side, next);
  }

  grab(side, event) {
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    const move = (moved) => {
      const at = this.under(moved.clientX, moved.clientY);
      if (at === null) return;
      const stops = side === "start" ? this.starts.filter((one) => one < this.end) : this.ends.filter((one) => one > this.start);
      if (!stops.length) return;
      const nearest = stops.reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best));
      if (nearest !== this[side]) this.set(side, nearest);
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  }

  // Which letter lies under a point of the window; null for none.
  under(x, y) {
    const at = document.caretPositionFromPoint?.(x, y);
    const range = at ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
    const from = Math.max(0, this.start - AROUND);
    const base = new Map([[this.before, from - (from ? 1 : 0)], [this.inside, this.start], [this.behind, this.end]]).get(node);
    if (base === undefined) return null;
    return Math.max(0, Math.min(this.letters.length, base + Array.from(node.data.slice(0, offset)).length));
  }
}

// Where words begin and where they end, in letters; in scripts without spaces too.
function edges(text, locale) {
  const starts = [], ends = [];
  let at = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter(locale, { granularity: "word" }).segment(text)) {
    const long = Array.from(segment).length;
    if (isWordLike) {
      starts.push(at);
      ends.push(at + long);
    }
    at += long;
  }
  return [starts, ends];
}
