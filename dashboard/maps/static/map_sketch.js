// A sheet over the map on which points are set by mouse, finger or keys, while a line says how.
//
// It lies inside the map's own element, so that the wheel still zooms; everything else stays here.

import { make } from "./timeline_parts.js";

const TREMBLE = 5; // px
const TWICE = 400; // ms between two taps that are one double tap
const STEP = { coarse: 24, fine: 2 }; // px of an arrow key
const EDGE = 30; // px from where the map moves on under the cross
const HELD = ["mousedown", "mouseup", "mousemove", "click", "dblclick", "contextmenu", "touchstart", "touchmove", "touchend"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const current = new WeakMap(); // by map: only one sketch at a time

export class Sketch {
  // `on` has press(point), move(point, isDown), drag(from, to), tap(point), done(), back(), escape().
  constructor(root, map, kind, words, on) {
    current.get(map)?.on.escape();
    current.set(map, this);
    Object.assign(this, { root, map, on, down: null, last: { at: -Infinity }, cross: null });
    this.sheet = make(map.getContainer(), "div", "sitmap-sketch", { tabindex: "0", role: "application", "aria-label": words });
    this.pointer = make(this.sheet, "div", "sitmap-cross");
    this.pointer.hidden = true;
    this.hint = make(root, "div", "sitmap-hint");
    this.words = make(this.hint, "span", "", { role: "status" });
    this.finish = this.button("Done", () => on.done());
    this.finish.hidden = true;
    this.button("Cancel", () => on.escape());
    this.say(words);
    for (const name of HELD) this.sheet.addEventListener(name, (event) => event.stopPropagation());
    this.sheet.addEventListener("pointerdown", (event) => this.press(event));
    this.sheet.addEventListener("pointermove", (event) => this.move(event));
    this.sheet.addEventListener("pointerup", (event) => this.release(event));
    this.sheet.addEventListener("pointercancel", () => (this.down = null));
    this.key = (event) => this.pressed(event);
    document.addEventListener("keydown", this.key, true);
    this.wasDragged = map.dragging.enabled();
    map.dragging.disable();
    root.dataset.drawing = kind;
    map.fire("sketch", { kind });
    this.sheet.focus({ preventScroll: true });
  }

  button(label, act) {
    const made = make(this.hint, "button", "sitmap-word", { type: "button" });
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  say(words) {
    if (this.words.textContent !== words) this.words.textContent = words;
  }

  remove() {
    if (current.get(this.map) !== this) return;
    current.delete(this.map);
    document.removeEventListener("keydown", this.key, true);
    const held = this.sheet.contains(document.activeElement) || this.hint.contains(document.activeElement);
    this.sheet.remove();
    this.hint.remove();
    if (this.wasDragged) this.map.dragging.enable();
    this.root.dataset.drawing = "";
    this.map.fire("sketch", { kind: "" });
    if (held) this.map.getContainer().focus({ preventScroll: true });
  }

  press(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    this.sheet.setPointerCapture(event.pointerId);
    this.sheet.focus({ preventScroll: true });
    this.pointer.hidden = true;
    this.down = this.map.mouseEventToContainerPoint(event);
    this.on.press?.(this.down);
  }

  move(event) {
    if (!event.isPrimary) return;
    this.on.move?.(this.map.mouseEventToContainerPoint(event), this.down);
  }

  release(event) {
    if (!event.isPrimary || !this.down) return;
    const point = this.map.mouseEventToContainerPoint(event);
    const from = this.down;
    this.down = null;
    if (point.distanceTo(from) > TREMBLE && this.on.drag) return this.on.drag(from, point);
    this.tap(point);
  }

  tap(point) {
    const now = performance.now();
    const twice = now - this.last.at < TWICE && point.distanceTo(this.last.point) <= 2 * TREMBLE;
    this.last = { at: now, point };
    if (twice) this.on.done();
    else this.on.tap(point);
  }

  pressed(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (target !== document.body && !this.root.contains(target)) return;
    const onSheet = target === document.body || this.sheet.contains(target) || target === this.map.getContainer();
    if (key === "Escape") this.on.escape();
    else if (!onSheet) return;
    else if (key === "Enter") this.on.done();
    else if (key === "Backspace") this.on.back?.();
    else if (key === " ") this.on.tap(this.crossAt());
    else if (key in ARROWS) this.steer(ARROWS[key], event.shiftKey ? STEP.fine : STEP.coarse);
    else if (key === "+" || key === "=") this.map.zoomIn();
    else if (key === "-") this.map.zoomOut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Where the keys point: the middle, until an arrow moves it.
  crossAt() {
    const size = this.map.getSize();
    if (this.pointer.hidden) this.cross = L.point(size.x / 2, size.y / 2);
    this.place();
    return this.cross;
  }

  steer([x, y], step) {
    const size = this.map.getSize();
    const to = this.crossAt().add([x * step, y * step]);
    const within = L.point(
      Math.max(EDGE, Math.min(size.x - EDGE, to.x)),
      Math.max(EDGE, Math.min(size.y - EDGE, to.y)),
    );
    if (!within.equals(to)) this.map.panBy(to.subtract(within), { animate: false });
    this.cross = within;
    this.place();
    this.on.move?.(this.cross, null);
  }

  place() {
    this.pointer.hidden = false;
    this.pointer.style.translate = `${this.cross.x}px ${this.cross.y}px`;
  }
}

// Lines and areas that are drawn on the map by a hand; in the room's accent, dashed.
export function drawnPane(map) {
  const name = "sitmap-drawn";
  if (!map.getPane(name)) {
    const pane = map.createPane(name);
    pane.style.zIndex = 460;
    pane.style.pointerEvents = "none";
  }
  return { pane: name, renderer: L.svg({ pane: name, padding: 0.5 }), interactive: false, fill: false };
}
