// The timeline: bars of passages by time, and a period chosen on them with hand or keys.
//
// The period lives in the address (from, to). While a hand or a key moves it, "range" is told on the
// bus once a frame and the address waits; when it is let go the address changes once, and "range" null says
// that the address holds again.

import { addMonths, binName, binOf, dayOf, daysOf, isoOf, longDay, periodName, shifted, shortDay, stepped } from "./time_axis.js";
import { paint } from "./timeline_paint.js";
import { fillMenu, fillTip, parts, PAUSE, PLAY, plural } from "./timeline_parts.js";

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
const same = (one, other) => one.from === other.from && one.to === other.to;
const SIDES = ["before", "after"];
const ALL = "all";
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
    const act = {
      play: () => this.play(),
      faster: () => this.faster(),
      clear: () => this.settle(OPEN),
      choose: (name) => this.choose(name),
      off: (side) => this.settle(this.offAxis(side)),
      undated: () => this.toggleUndated(),
      key: (event, side) => this.key(event, side),
    };
    Object.assign(this, parts(host, PRESETS.map((preset) => preset.label), act));
    this.plot.addEventListener("pointerdown", (event) => this.grab(event));
    this.plot.addEventListener("pointermove", (event) => (this.held ? this.drag(event) : this.hover(event)));
    this.plot.addEventListener("pointerup", (event) => this.release(event));
    this.plot.addEventListener("pointercancel", () => this.abandon());
    this.plot.addEventListener("pointerleave", () => this.hover(null));
    this.plot.addEventListener("dblclick", () => this.settle(OPEN));
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
    this.menu.hidden = !bars;
    for (const made of this.off) made.hidden = true;
    if (!bars) return;
    this.drawOff();
    this.drawMenu();
    this.upTo.textContent = `Up to ${shortDay(data.newest)}, the newest:`;
    this.presetGroup.setAttribute("aria-label", `Up to the newest dated passage, ${longDay(data.newest)}`);
    PRESETS.forEach((preset, number) => {
      this.presets[number].setAttribute("aria-pressed", String(same(this.period, this.presetPeriod(preset))));
      this.presets[number].title = `The ${preset.label} up to the newest dated passage, ${longDay(data.newest)}`;
    });
    this.all.setAttribute("aria-pressed", String(!chosen));
  }

  // Dates that the axis leaves out.
  drawOff() {
    const { data } = this;
    SIDES.forEach((side, number) => {
      const count = data[side];
      const made = this.off[number];
      made.hidden = !count;
      made.textContent = `${count.toLocaleString("en-GB")} ${side} ${shortDay(number ? data.last : data.first)}`;
      made.title = `Choose ${plural(count)} with a date ${side} the bars`;
      made.setAttribute("aria-pressed", String(same(this.period, this.offAxis(side))));
    });
  }

  // What the buttons are where there is room for them.
  drawMenu() {
    const options = [["", periodName(this.period.from, this.period.to)]];
    for (const { label } of PRESETS) options.push([label, `Last ${label} (to ${shortDay(this.data.newest)})`]);
    SIDES.forEach((side, number) => this.data[side] && options.push([side, this.off[number].textContent]));
    if (!same(this.period, OPEN)) options.push([ALL, "All dates"]);
    fillMenu(this.menu, options);
  }

  choose(name) {
    const preset = PRESETS.find(({ label }) => label === name);
    if (preset) this.settle(this.presetPeriod(preset));
    else if (SIDES.includes(name)) this.settle(this.offAxis(name));
    else if (name === ALL) this.settle(OPEN);
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
    const number = event && this.data?.edges.length ? this.binAt(event.clientX) : -1;
    const one = number >= 0 && (this.data.total[number] || this.data.vague[number]);
    this.tip.hidden = !one;
    if (!one) return;
    fillTip(this.tip, this.data, number, this.room.families);
    const half = this.tip.offsetWidth / 2 + 6;
    this.tip.style.left = `${Math.max(half, Math.min(innerWidth - half, event.clientX))}px`;
    this.tip.style.top = `${this.root.getBoundingClientRect().top - 4}px`;
  }

  // ---- the period by hand

  binAt(x) {
    const { data } = this;
    const box = this.plot.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (x - box.left) / box.width));
    return this.binOf(data.first + share * (data.last - data.first + 1));
  }

  binOf(day) {
    return binOf(this.data.edges, day);
  }

  shifted(period, by) {
    return shifted(this.data.edges, period, by);
  }

  days(bin) {
    return daysOf(this.data.edges, bin);
  }

  grab(event) {
    if (event.button || !this.data?.edges.length) return;
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
    const { held } = this;
    if (event.pointerId !== held.pointer) return;
    if (!held.moved && Math.abs(event.clientX - held.x) < CLICK) return;
    held.moved = true;
    const bin = this.binAt(event.clientX);
    if (held.how === "move") return this.show(this.shifted(held.was, bin - held.bin));
    const [start, end] = this.days(bin);
    if (held.how === "new") {
      const [from, to] = this.days(held.bin);
      return this.show({ from: Math.min(from, start), to: Math.max(to, end) });
    }
    this.period = held.was;
    const other = this.ends()[1 - held.side];
    const [from, to] = this.days(this.binOf(other));
    // An edge that passes the other takes its part, from the other's whole bin.
    if (held.side) return this.show(end >= other ? { from: other, to: end } : { from: start, to });
    return this.show(start <= other ? { from: start, to: other } : { from, to: end });
  }

  release(event) {
    const { held } = this;
    if (!held || event.pointerId !== held.pointer) return;
    this.held = null;
    this.root.classList.remove("is-held");
    const [from, to] = this.days(held.bin);
    if (!held.moved && held.how === "new") this.period = { from, to };
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
      const days = stepped(data.edges, this.ends(), side, step);
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
