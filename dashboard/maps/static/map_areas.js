// Countries, and closer in their subdivisions, shaded by the share of reports that name a place there.
//
// Counts come with the filters, outlines once. A share and not a number is shaded, so that a country
// of which few reports speak much does not win.

import { MapCanvas } from "./map_canvas.js";
import { onWorld } from "./packed.js";
import { make, plural } from "./timeline_parts.js";

export const CLASSES = 5;
// Light to dark on the light map, dark to light on the dark one: told apart by lightness alone.
export const RAMPS = {
  light: ["#fde3a7", "#f8bb5c", "#e68a2e", "#b9581a", "#74300f"],
  dark: ["#5a3418", "#8a4f1c", "#bd7426", "#e5a446", "#fde08e"],
};
const EDGES = { light: "#5b4a3a", dark: "#10141a" };
const CHOSEN = { light: "#111111", dark: "#ffffff" };
const OPACITY = 0.85;
const ADMIN1_ZOOM = 5;
const ZOOMS = [4, 6, 9]; // outlines are made for these
const BATCH = 8; // countries whose regions are asked for at once
const HEIGHT = 250; // above the ground, below its names
const WORLD = 256;

// Quantiles of what is above zero: [{from, to, count}], fewer than five where values are alike.
export function classesOf(values, most = CLASSES) {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const found = [];
  let first = 0;
  for (let number = 1; number <= most && first < sorted.length; number++) {
    const last = Math.ceil((number * sorted.length) / most) - 1;
    if (last < first) continue; // alike values have taken it already
    const to = sorted[last];
    const next = sorted.findLastIndex((value) => value <= to) + 1;
    found.push({ from: sorted[first], to, count: next - first });
    first = next;
  }
  return found;
}

// Colours of so many classes: few ones stand as far apart as there is room.
export function coloursOf(count, scheme) {
  const ramp = RAMPS[scheme];
  return Array.from({ length: count }, (_, at) => ramp[count > 1 ? Math.round((at * (ramp.length - 1)) / (count - 1)) : 2]);
}

const percent = (share) => {
  const of = share * 100;
  return of.toLocaleString("en-GB", { maximumFractionDigits: of < 1 ? 2 : of < 10 ? 1 : 0 });
};

export function mapAreas(root, map, room, told = () => {}) {
  return new Areas(root, map, room, told);
}

class Areas {
  constructor(root, map, room, told) {
    Object.assign(this, { root, map, room, told, shapes: new Map(), had: new Set(), asking: new Map(), shown: [], scheme: room.scheme });
    this.layer = new MapCanvas(map, "sitmap-areas", HEIGHT);
    this.probe = document.createElement("canvas").getContext("2d");
    this.tip = make(root, "div", "sitmap-tip sitmap-area-tip");
    this.tip.hidden = true;
    this.tip.setAttribute("role", "tooltip");
    const follow = () => this.follow();
    const point = (event) => {
      this.hand = event.containerPoint;
      this.pointAt(this.isOn ? this.find(this.hand) : null, this.hand);
    };
    const leave = () => {
      this.hand = null;
      this.pointAt(null);
    };
    const click = (event) => this.isOn && this.choose(this.find(event.containerPoint));
    map.on("moveend zoomend resize", follow).on("mousemove", point).on("mouseout movestart", leave).on("click", click);
    room.bus.addEventListener("revision", follow);
    this.undo = [
      room.address.onchange(follow),
      room.onscheme?.((scheme) => ((this.scheme = scheme ?? room.scheme), this.isOn && this.paint())),
      () => room.bus.removeEventListener("revision", follow),
      () => map.off("moveend zoomend resize", follow).off("mousemove", point).off("mouseout movestart", leave).off("click", click),
    ];
    this.follow();
  }

  destroy() {
    this.gone = true;
    for (const undo of this.undo) undo?.();
    this.layer.remove();
    this.tip.remove();
  }

  get isOn() {
    return this.room.address.get("layer") === "areas";
  }

  get level() {
    return this.map.getZoom() < ADMIN1_ZOOM ? "country" : "admin1";
  }

  async follow() {
    if (!this.isOn) {
      if (this.wanted) this.layer.clear();
      this.wanted = null;
      this.shown = [];
      return this.pointAt(null);
    }
    const { level } = this;
    const wanted = `${level}|${this.room.v}|${this.room.address.filters()}`;
    const zoom = ZOOMS.find((deep) => deep >= this.map.getZoom()) ?? ZOOMS.at(-1);
    try {
      if (wanted !== this.wanted) {
        this.wanted = wanted;
        this.pointAt(null);
        if (this.counts && this.counts.level !== level) this.paint(); // the map has moved beneath them
        const counts = await this.room.fetch("areas", { level });
        if (this.gone || wanted !== this.wanted) return;
        this.counts = counts;
        this.classify();
      }
      const { counts } = this;
      this.paint();
      if (counts?.level !== level) return; // on its way
      await this.learn(level, level === "country" ? ZOOMS[0] : zoom);
      if (!this.gone && counts === this.counts && this.isOn) this.paint();
    } catch (problem) {
      if (wanted !== this.wanted || this.gone) return;
      this.wanted = null;
      this.told({ layer: "areas", problem: `The areas could not be loaded: ${problem.message}` });
    }
  }

  // Fetches outlines that are in view and not here yet; those most spoken of first.
  async learn(level, zoom) {
    await this.have("country", ZOOMS[0], [""]);
    if (level === "country") return;
    const view = this.view();
    const named = new Map();
    for (const [code, [passages]] of Object.entries(this.counts.areas)) {
      const country = code.split(".")[0];
      named.set(country, (named.get(country) ?? 0) + passages);
    }
    const near = [...named.keys()].filter((code) => {
      const country = this.shapes.get(`country|${ZOOMS[0]}|${code}`);
      return !country || country.boxes.some((box) => copies(box, view).length);
    });
    near.sort((one, other) => named.get(other) - named.get(one));
    const missing = near.filter((code) => !this.had.has(`${level}|${zoom}|${code}`));
    for (let at = 0; at < missing.length && this.isOn && this.level === level; at += BATCH) {
      await this.have(level, zoom, missing.slice(at, at + BATCH));
      if (this.gone || this.counts?.level !== level || !this.isOn) return;
      this.paint();
    }
  }

  // Fetches the outlines in some countries, "" for those of all countries themselves, unless they are here or asked for.
  async have(level, zoom, countries) {
    const key = (code) => `${level}|${zoom}|${code}`;
    const missing = countries.filter((code) => !this.had.has(key(code)));
    if (!missing.length) return this.asking.get(key(countries[0]));
    const asked = this.load(level, zoom, missing, key);
    for (const code of missing) {
      this.had.add(key(code));
      this.asking.set(key(code), asked);
    }
    try {
      await asked;
    } catch (problem) {
      for (const code of missing) this.had.delete(key(code));
      throw problem;
    } finally {
      for (const code of missing) this.asking.delete(key(code));
    }
  }

  async load(level, zoom, countries, key) {
    const asked = { level, zoom, of: [...countries].sort().join(",") };
    const found = await this.room.fetch("area-shapes", asked, { filters: "" });
    for (const [code, [name, rings]] of Object.entries(found)) {
      this.shapes.set(key(code), { code, name, ...drawn(rings) });
    }
  }

  classify() {
    const { areas, reports } = this.counts;
    const shares = Object.values(areas).map(([, of]) => of / reports);
    this.classes = classesOf(shares);
    this.tell();
  }

  tell() {
    const { reports, level } = this.counts;
    const colours = coloursOf(this.classes.length, this.scheme);
    const word = level === "country" ? ["country", "countries"] : ["region", "regions"];
    this.told({
      layer: "areas",
      title: `Share of the ${plural(reports, "report")} that name a place there`,
      entries: this.classes.map(({ from, to, count }, at) => ({
        colour: colours[at],
        words: `${percent(from)}${percent(to) === percent(from) ? "" : `–${percent(to)}`} % (${count} ${word[Number(count !== 1)]})`,
      })),
      note: this.classes.length ? "" : "No place of this choice lies in a known area.",
    });
  }

  // ---- drawing

  view() {
    const { min, max } = this.map.getPixelBounds();
    const scale = 2 ** this.map.getZoom();
    return { left: min.x / scale, right: max.x / scale, top: min.y / scale, bottom: max.y / scale };
  }

  shapeOf(code) {
    for (const zoom of [...ZOOMS].sort((a, b) => this.far(a) - this.far(b))) {
      const shape = this.shapes.get(`${this.counts.level}|${zoom}|${code}`);
      if (shape) return shape;
    }
    return null;
  }

  far(zoom) {
    const best = ZOOMS.find((deep) => deep >= this.map.getZoom()) ?? ZOOMS.at(-1);
    return Math.abs(zoom - best);
  }

  paint() {
    const sheet = this.layer.start();
    if (!sheet || !this.counts) return;
    const { c, scale, left, top, world } = sheet;
    const colours = coloursOf(this.classes.length, this.scheme);
    const chosen = new Set(this.room.address.all(this.counts.level));
    const within = { left: left * (WORLD / world), right: (left + sheet.width) * (WORLD / world) };
    Object.assign(within, { top: top * (WORLD / world), bottom: (top + sheet.height) * (WORLD / world) });
    const zoomed = (scale * world) / WORLD;
    this.shown = [];
    for (const [code, [passages, reports]] of Object.entries(this.counts.areas)) {
      const shape = this.shapeOf(code);
      if (!shape) continue;
      const share = reports / this.counts.reports;
      const colour = colours[this.classes.findIndex(({ to }) => share <= to)];
      const at = copies(shape.box, within);
      if (at.length) this.shown.push({ ...shape, passages, reports, isChosen: chosen.has(code) });
      for (const copy of at) {
        c.setTransform(zoomed, 0, 0, zoomed, (copy * world - left) * scale, -top * scale);
        c.globalAlpha = OPACITY;
        c.fillStyle = colour;
        c.fill(shape.path, "evenodd");
        c.globalAlpha = 1;
        c.lineWidth = (chosen.has(code) ? 3 : 0.8) / (zoomed / scale);
        c.strokeStyle = chosen.has(code) ? CHOSEN[this.scheme] : EDGES[this.scheme];
        c.stroke(shape.path);
      }
    }
    if (this.toldScheme !== this.scheme) this.tell();
    this.toldScheme = this.scheme;
    this.layer.canvas.dataset.shown = this.shown.length;
    if (this.hand) this.pointAt(this.find(this.hand), this.hand); // it rests on what has changed
    this.map.fire("areas");
  }

  // ---- pointing and choosing

  find(point) {
    const scale = 2 ** this.map.getZoom();
    const { x, y } = this.map.getPixelBounds().min.add(point).divideBy(scale);
    const on = ((x % WORLD) + WORLD) % WORLD;
    return this.shown.find(
      ({ box, path }) =>
        on >= box.left && on <= box.right && y >= box.top && y <= box.bottom && this.probe.isPointInPath(path, on, y, "evenodd"),
    );
  }

  words({ name, passages, reports }) {
    return `${name}: ${plural(passages)} in ${reports} of ${plural(this.counts.reports, "report")}`;
  }

  pointAt(area, point) {
    this.tip.hidden = !area;
    if (this.isOn && !this.root.dataset.drawing) this.map.getContainer().style.cursor = area ? "pointer" : "";
    if (!area) return;
    this.tip.textContent = this.words(area);
    const size = this.map.getSize();
    this.tip.style.left = `${Math.max(4, Math.min(point.x + 14, size.x - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(4, point.y - this.tip.offsetHeight - 10)}px`;
  }

  // Chooses an area as the place of the filter; the chosen one is left again.
  choose(area) {
    if (!area) return;
    const { level } = this.counts;
    const isChosen = this.room.address.all(level).includes(area.code); // maybe not painted yet
    this.room.address.change({ [level]: isChosen ? null : area.code });
  }

  // What can be gone through by keys: like marks, with the middle of what is in view of the largest part.
  entries() {
    const view = this.view();
    const scale = 2 ** this.map.getZoom();
    return this.shown.flatMap((area) => {
      const parts = area.boxes.flatMap((box) =>
        copies(box, view).map((copy) => {
          const across = [Math.max(view.left, box.left + copy * WORLD), Math.min(view.right, box.right + copy * WORLD)];
          const down = [Math.max(view.top, box.top), Math.min(view.bottom, box.bottom)];
          return { x: (across[0] + across[1]) / 2, y: (down[0] + down[1]) / 2, size: (across[1] - across[0]) * (down[1] - down[0]) };
        }),
      );
      if (!parts.length) return [];
      const { x, y } = parts.reduce((best, part) => (part.size > best.size ? part : best));
      return [
        {
          key: area.code,
          passages: area.passages,
          left: (x - view.left) * scale,
          top: (y - view.top) * scale,
          radius: 12,
          words: this.words(area) + (area.isChosen ? ", chosen" : ""),
          open: () => this.choose(area),
        },
      ];
    });
  }
}

// The copies of the world in which a box meets a view, both in pixels of zoom 0.
function copies(box, view) {
  if (box.bottom < view.top || box.top > view.bottom) return [];
  const found = [];
  for (let copy = Math.ceil((view.left - box.right) / WORLD); box.left + copy * WORLD <= view.right; copy++) found.push(copy);
  return found;
}

// Rings as steps of a thousandth of a degree, as a path in pixels of zoom 0; with the box around each and all.
function drawn(rings) {
  const path = new Path2D();
  const boxes = rings.map((ring) => {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    let [lon, lat] = [0, 0];
    for (let at = 0; at < ring.length; at += 2) {
      lon += ring[at];
      lat += ring[at + 1];
      const [x, y] = onWorld(lon / 1000, lat / 1000).map((share) => share * WORLD);
      if (at) path.lineTo(x, y);
      else path.moveTo(x, y);
      extend(box, { left: x, right: x, top: y, bottom: y });
    }
    path.closePath();
    return box;
  });
  const whole = { ...boxes[0] };
  for (const box of boxes) extend(whole, box);
  return { path, boxes, box: whole };
}

function extend(box, other) {
  box.left = Math.min(box.left, other.left);
  box.right = Math.max(box.right, other.right);
  box.top = Math.min(box.top, other.top);
  box.bottom = Math.max(box.bottom, other.bottom);
}
