// The timeline: bars of passages by time, and a period chosen on them with hand or keys.
//
// The period lives in the address (from, to). While a hand or a key moves it, "range" is told on the
// bus once a frame and the address waits; when it is let go the address changes once, and "range" null says
// that the address holds again.

import { addMonths, binName, dayOf, isoOf, longDay, periodName, shortDay } from "./time_axis.js";
import { paint } from "./timeline_paint.js";

const NONE = "none"; // "without a date" in an address
const KEYS_REST = 350; // ms after the last key until the address changes
const STEP_EVERY = 800; // ms of a step while playing
const SPEEDS = [1, 2, 4];
const CLICK = 4; // px that a hand trembles
const PAGE = 10; // bins
const PRESETS = [
  { label: "7 days", from: (newest) => newest - 6 },
  { label: "30 days", from: (newest) => newest - 29 },
  { label: "12 months", from: (newest) => addMonths(newest, -12) + 1 },
];
const PLAY = "M4 2.5v11l9-5.5z";
const PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";

function make(parent, name, classes, attributes = {}) {
  const element = parent.appendChild(document.createElement(name));
  element.className = classes;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function button(parent, classes, text, act) {
  const element = make(parent, "button", classes, { type: "button" });
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function icon(parent, path) {
  const svg = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const drawn = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  drawn.setAttribute("d", path);
  return drawn;
}

const plural = (count, word = "passage") => `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;
const same = (one, other) => one.from === other.from && one.to === other.to;
const OPEN = { from: null, to: null };

export function timeline(host, room) {
  return new Timeline(host, room);
}

class Timeline {
  constructor(host, room) {
    this.room = room;
    this.data = null;
    this.period = OPEN; // as it is drawn; days or null
    this.held = null; // how a hand holds it
    this.asked = 0;
    this.speed = 0;
    this.build(host);
    const redraw = () => this.draw();
    const revision = () => this.load();
    room.bus.addEventListener("revision", revision);
    const watch = new ResizeObserver(redraw);
    watch.observe(this.plot);
    this.undo = [
      room.address.onchange(() => this.follow()),
      room.onscheme?.(redraw),
      () => room.bus.removeEventListener("revision", revision),
      () => watch.disconnect(),
    ];
    this.follow();
  }

  destroy() {
    this.gone = true;
    this.stop(false);
    clearTimeout(this.resting);
    cancelAnimationFrame(this.frame);
    for (const undo of this.undo) undo?.();
    this.root.remove();
  }

  // ---- what it is made of

  build(host) {
    this.root = make(host, "section", "timeline", { "data-testid": "timeline", "aria-label": "Timeline" });
    const head = make(this.root, "div", "timeline-head");
    this.playing = make(head, "button", "timeline-icon timeline-play", { type: "button" });
    this.playIcon = icon(this.playing, PLAY);
    this.playing.addEventListener("click", () => this.play());
    this.fast = button(head, "timeline-speed", "", () => this.faster());
    this.said = make(head, "span", "timeline-said");
    this.clearing = button(head, "timeline-clear", "Clear", () => this.settle(OPEN));
    this.clearing.setAttribute("aria-label", "Clear the period");
    make(head, "span", "timeline-space");
    const presets = make(head, "div", "timeline-presets", { role: "group" });
    this.upTo = make(presets, "span", "timeline-upto");
    this.presets = PRESETS.map((preset) => {
      const made = button(presets, "timeline-preset", "", () => this.settle(this.presetPeriod(preset)));
      make(made, "span", "timeline-word").textContent = "Last ";
      made.append(preset.label);
      return made;
    });
    this.all = button(presets, "timeline-preset", "All", () => this.settle(OPEN));
    this.presetGroup = presets;
    this.undated = button(head, "timeline-undated", "", () => this.toggleUndated());

    this.plot = make(this.root, "div", "timeline-plot");
    this.canvas = make(this.plot, "canvas", "timeline-bars", { role: "img" });
    this.brush = make(this.plot, "div", "timeline-brush");
    this.edges = ["First day", "Last day"].map((label, side) => {
      const edge = make(this.plot, "div", "timeline-edge", { role: "slider", tabindex: "0", "aria-label": label });
      edge.addEventListener("keydown", (event) => this.key(event, side));
      return edge;
    });
    this.off = ["before", "after"].map((side) => button(this.plot, `timeline-off ${side}`, "", () => this.settle(this.offAxis(side))));
    this.empty = make(this.root, "p", "timeline-empty", { role: "status" });
    this.tip = make(this.root, "div", "timeline-tip", { "aria-hidden": "true" });
    this.tip.hidden = true;

    this.plot.addEventListener("pointerdown", (event) => this.grab(event));
    this.plot.addEventListener("pointermove", (event) => (this.held ? this.drag(event) : this.hover(event)));
    this.plot.addEventListener("pointerup", (event) => this.release(event));
    this.plot.addEventListener("pointercancel", () => this.abandon());
    this.plot.addEventListener("pointerleave", () => this.hover(null));
    this.plot.addEventListener("dblclick", (event) => event.target.closest("button") || this.settle(OPEN));
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || (!this.held && same(this.period, OPEN))) return;
      event.stopPropagation();
      if (this.held) this.abandon();
      else this.settle(OPEN);
    });
  }

  // ---- what it shows

  // The address changed, by whomever.
  follow() {
    const { address } = this.room;
    const period = { from: dayOf(address.get("from")), to: dayOf(address.get("to")) };
    const moved = !this.told || !same(period, this.told);
    this.told = period;
    if (moved && !this.held) {
      // Who goes elsewhere by a link or Back wants that, not what was being played or typed.
      clearTimeout(this.resting);
      this.stop(false);
      this.period = period;
    }
    const rest = new URLSearchParams(address.filters());
    rest.delete("from");
    rest.delete("to");
    if (rest.toString() !== this.shown) this.load(rest.toString());
    else this.draw();
  }

  async load(filters = this.shown) {
    this.shown = filters;
    const asked = ++this.asked;
    let data = null;
    try {
      data = await this.room.fetch("timeline");
    } catch {
      if (asked === this.asked) this.shown = null; // so that the next change asks again
    }
    if (this.gone || asked !== this.asked) return;
    this.take(data);
  }

  take(data) {
    this.failed = data === null;
    if (data) {
      const edges = data.starts.map(dayOf);
      if (edges.length) edges.push(dayOf(data.last) + 1);
      this.data = { ...data, edges, newest: dayOf(data.newest), first: edges[0], last: edges[edges.length - 1] - 1 };
      if (this.held) this.abandon();
    }
    this.hover(null);
    this.draw();
  }

  draw() {
    const { data } = this;
    const bars = !!data?.edges.length && !this.failed;
    this.root.classList.toggle("is-empty", !bars);
    const said = data ? "No passage of this choice has a date." : "";
    const words = this.failed ? "The timeline could not be read. It is tried again at the next change." : said;
    if (this.empty.textContent !== words || bars) this.empty.textContent = bars ? "" : words;
    this.drawHead(bars);
    if (!bars) return;
    paint(this.canvas, data, this.period, this.room.families);
    this.canvas.setAttribute("aria-label", this.sentence());
    for (const [number, side] of ["before", "after"].entries()) {
      const count = data[side];
      const day = number ? data.last : data.first;
      this.off[number].hidden = !count;
      this.off[number].textContent = number ? `${count} after ›` : `‹ ${count} before`;
      this.off[number].title = `${plural(count)} dated ${side} ${longDay(day)}: choose them`;
      this.off[number].setAttribute("aria-label", this.off[number].title);
    }
    this.place();
  }

  drawHead(bars) {
    const { data } = this;
    const chosen = !same(this.period, OPEN);
    this.said.textContent = bars || chosen ? periodName(this.period.from, this.period.to) : "";
    this.clearing.hidden = !chosen;
    this.playing.hidden = this.fast.hidden = this.presetGroup.hidden = !bars;
    this.undated.hidden = !data?.undated && !this.onlyUndated;
    this.undated.textContent = `no date: ${(data?.undated ?? 0).toLocaleString("en-GB")}`;
    this.undated.setAttribute("aria-pressed", String(this.onlyUndated));
    this.undated.title = this.onlyUndated ? "Show passages with a date again" : "Show only passages without a date";
    const running = !!this.timer;
    this.playIcon.setAttribute("d", running ? PAUSE : PLAY);
    const does = this.still() ? "Step the period on" : "Play: move the period on";
    this.playing.setAttribute("aria-label", running ? "Pause" : does);
    this.playing.title = running ? "Pause" : does;
    this.fast.textContent = `${SPEEDS[this.speed]}×`;
    this.fast.setAttribute("aria-label", `Speed ${SPEEDS[this.speed]} times`);
    this.fast.hidden ||= this.still();
    if (!bars) return;
    this.upTo.textContent = `Up to ${shortDay(data.newest)}, the newest:`;
    this.presetGroup.setAttribute("aria-label", `Up to the newest dated passage, ${longDay(data.newest)}`);
    PRESETS.forEach((preset, number) => {
      this.presets[number].setAttribute("aria-pressed", String(same(this.period, this.presetPeriod(preset))));
      this.presets[number].title = `The ${preset.label} up to the newest dated passage, ${longDay(data.newest)}`;
    });
    this.all.setAttribute("aria-pressed", String(!chosen));
  }

  sentence() {
    const { data } = this;
    const most = data.total.indexOf(Math.max(...data.total));
    const span = `Passages by ${data.bins}, ${longDay(data.first)} to ${longDay(data.last)}`;
    return `${span}; most in ${binName(data.bins, data.edges[most])}: ${plural(data.total[most])}.`;
  }

  // Put brush and edges where the period is.
  place() {
    const { first, last } = this.data;
    const chosen = !same(this.period, OPEN);
    const days = this.ends();
    const beyond = days[1] < first || days[0] > last;
    const at = (day) => (Math.max(0, Math.min(1, (day - first) / (last - first + 1))) * 100).toFixed(3);
    const [left, right] = [at(days[0]), at(days[1] + 1)];
    this.brush.hidden = !chosen || beyond;
    this.brush.style.left = `${left}%`;
    this.brush.style.width = `${right - left}%`;
    this.edges.forEach((edge, side) => {
      edge.style.left = `${side ? right : left}%`;
      edge.classList.toggle("is-chosen", chosen && !beyond);
      edge.setAttribute("aria-valuemin", Math.min(first, days[side]));
      edge.setAttribute("aria-valuemax", Math.max(last, days[side]));
      edge.setAttribute("aria-valuenow", days[side]);
      edge.setAttribute("aria-valuetext", longDay(days[side]));
    });
  }

  // First and last day, open ends as those of the axis.
  ends() {
    const { first, last } = this.data;
    const { from, to } = this.period;
    return [from ?? Math.min(first, to ?? first), to ?? Math.max(last, from ?? last)];
  }

  hover(event) {
    const number = event && this.data?.edges.length && !event.target.closest("button") ? this.binAt(event.clientX) : -1;
    const one = number >= 0 && (this.data.total[number] || this.data.vague[number]);
    this.tip.hidden = !one;
    if (!one) return;
    const { data, room } = this;
    this.tip.replaceChildren();
    make(this.tip, "strong", "").textContent = `${binName(data.bins, data.edges[number])}: ${plural(data.total[number])}`;
    const names = data.families.map((id, n) => [room.families?.find((one) => one.id === id)?.label ?? (id || "no theme"), data.counts[number][n]]);
    const parts = names.filter(([, count]) => count).sort((a, b) => b[1] - a[1]).map(([label, count]) => `${label} ${count}`);
    if (parts.length) make(this.tip, "span", "").textContent = parts.join(" · ");
    if (data.vague[number]) make(this.tip, "span", "").textContent = `${plural(data.vague[number], "wider date")} may fall here`;
    const box = this.plot.getBoundingClientRect();
    const half = this.tip.offsetWidth / 2 + 6;
    this.tip.style.left = `${Math.max(half, Math.min(innerWidth - half, event.clientX))}px`;
    this.tip.style.top = `${box.top - 6}px`;
  }

  // ---- the period by hand

  binAt(x) {
    const { data } = this;
    const box = this.plot.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (x - box.left) / box.width));
    return this.binOf(data.first + share * (data.last - data.first + 1));
  }

  binOf(day) {
    const { edges } = this.data;
    let number = 0;
    while (number < edges.length - 2 && edges[number + 1] <= day) number++;
    return number;
  }

  grab(event) {
    if (event.button || !this.data?.edges.length || event.target.closest("button")) return;
    event.preventDefault(); // else words of the page are marked
    clearTimeout(this.resting);
    this.stop(false);
    const side = this.edges.indexOf(event.target);
    const how = side >= 0 ? "edge" : event.target === this.brush ? "move" : "new";
    this.held = { how, side, pointer: event.pointerId, x: event.clientX, bin: this.binAt(event.clientX), was: this.period };
    this.plot.setPointerCapture(event.pointerId);
    this.edges[side >= 0 ? side : 1].focus({ preventScroll: true }); // so that keys go on from here
    this.root.classList.add("is-held");
    this.hover(null);
  }

  drag(event) {
    const { held, data } = this;
    if (event.pointerId !== held.pointer) return;
    if (!held.moved && Math.abs(event.clientX - held.x) < CLICK) return;
    held.moved = true;
    const bin = this.binAt(event.clientX);
    if (held.how === "move") return this.show(this.shifted(held.was, bin - held.bin));
    let fixed = [data.edges[held.bin], data.edges[held.bin + 1] - 1];
    if (held.how === "edge") {
      this.period = held.was;
      const other = this.ends()[1 - held.side];
      fixed = [other, other];
    }
    const [start, end] = [data.edges[bin], data.edges[bin + 1] - 1];
    const edge = held.how === "edge"; // an edge that passes the other takes its part
    const from = edge && held.side === 1 && start >= fixed[0] ? fixed[0] : Math.min(fixed[0], start);
    const to = edge && held.side === 0 && end <= fixed[1] ? fixed[1] : Math.max(fixed[1], end);
    return this.show({ from, to });
  }

  release(event) {
    const { held, data } = this;
    if (!held || event.pointerId !== held.pointer) return;
    this.held = null;
    this.root.classList.remove("is-held");
    if (!held.moved && held.how === "new") this.period = { from: data.edges[held.bin], to: data.edges[held.bin + 1] - 1 };
    this.settle(this.period);
  }

  abandon() {
    const { held } = this;
    this.held = null;
    this.root.classList.remove("is-held");
    if (!held) return;
    this.period = this.told;
    this.tell(null);
    this.draw();
  }

  // The period moved by bins, as far as the axis reaches; one of whole bins stays one.
  shifted(period, by) {
    const { edges, first, last } = this.data;
    const [from, to] = [period.from ?? first, period.to ?? last];
    const bins = [this.binOf(from), this.binOf(to)];
    const step = Math.max(-bins[0], Math.min(edges.length - 2 - bins[1], by));
    if (edges[bins[0]] === from && edges[bins[1] + 1] - 1 === to) {
      return { from: edges[bins[0] + step], to: edges[bins[1] + step + 1] - 1 };
    }
    const days = Math.max(first - from, Math.min(last - to, edges[bins[0] + step] - edges[bins[0]]));
    return { from: from + days, to: to + days };
  }

  key(event, side) {
    const { data } = this;
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -PAGE, PageUp: PAGE }[event.key];
    const ends = { Home: -Infinity, End: Infinity }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || !(by || ends) || !data?.edges.length) return;
    event.preventDefault();
    this.stop(false);
    const step = Math.max(-data.edges.length, Math.min(data.edges.length, by ?? ends));
    if (event.shiftKey) this.show(this.shifted(this.period, step));
    else {
      const days = this.ends();
      const bin = this.binOf(days[side]);
      const most = data.edges.length - 2;
      // From inside a bin the first step goes to its border.
      const onto = (number) => data.edges[Math.max(0, Math.min(most, number)) + side] - side;
      const border = onto(bin);
      let day = onto(bin + step);
      if (step === -1 && !side && days[side] > border) day = border;
      if (step === 1 && side && days[side] < border) day = border;
      days[side] = side ? Math.max(days[0], day) : Math.min(days[1], day);
      this.show({ from: days[0], to: days[1] });
    }
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.settle(this.period), KEYS_REST);
  }

  // ---- telling the others

  // Draw a period that is still being moved.
  show(period) {
    this.period = period;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.gone) return;
      this.tell({ from: isoOf(this.period.from), to: isoOf(this.period.to) });
      this.draw();
    });
  }

  tell(detail) {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.room.bus.dispatchEvent(new CustomEvent("range", { detail }));
  }

  // Let the period stand: in the address, once.
  settle(period) {
    this.stop(false);
    clearTimeout(this.resting);
    this.held = null;
    const { first, last } = this.data ?? {};
    const everything = period.from === first && period.to === last;
    this.period = everything ? OPEN : period;
    if (!same(this.period, this.told)) {
      this.told = this.period;
      const change = { from: isoOf(this.period.from), to: isoOf(this.period.to) };
      // A period and "no date" together would show nothing.
      if (this.onlyUndated && !same(this.period, OPEN)) change.dated = this.otherDated();
      this.room.address.change(change);
    }
    this.tell(null);
    this.draw();
  }

  presetPeriod(preset) {
    const { newest } = this.data;
    return { from: preset.from(newest), to: newest };
  }

  offAxis(side) {
    return side === "before" ? { from: null, to: this.data.first - 1 } : { from: this.data.last + 1, to: null };
  }

  get onlyUndated() {
    return this.room.address.all("dated").includes(NONE);
  }

  otherDated() {
    const others = this.room.address.all("dated").filter((value) => value !== NONE);
    return others.length ? others : null;
  }

  toggleUndated() {
    this.stop(false);
    if (this.onlyUndated) this.room.address.change({ dated: this.otherDated() });
    else this.room.address.change({ dated: [NONE], from: null, to: null });
  }

  // ---- playing

  still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  faster() {
    this.speed = (this.speed + 1) % SPEEDS.length;
    if (this.timer) this.run();
    this.drawHead(true);
  }

  play() {
    if (this.timer) return this.stop();
    const { edges, last } = this.data;
    const [, to] = this.ends();
    if (same(this.period, OPEN) || to >= last || to < edges[0]) {
      // From the start, with a window as long as the period, or a twelfth of it all.
      const count = edges.length - 1;
      const wide = same(this.period, OPEN) ? Math.ceil(count / 12) : this.binOf(to) - this.binOf(this.ends()[0]) + 1;
      const bins = wide >= count ? Math.ceil(count / 12) : wide;
      this.show({ from: edges[0], to: edges[bins] - 1 });
    } else if (this.still()) this.show(this.shifted(this.period, 1));
    if (this.still()) return this.settle(this.period); // nothing moves by itself
    this.run();
    return this.drawHead(true);
  }

  run() {
    clearInterval(this.timer);
    this.timer = setInterval(() => {
      const on = this.shifted(this.period, 1);
      if (same(on, this.period)) this.stop();
      else this.show(on);
    }, STEP_EVERY / SPEEDS[this.speed]);
  }

  // Stop playing; what was reached stands unless something else is to.
  stop(keep = true) {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    if (keep) this.settle(this.period);
  }
}
