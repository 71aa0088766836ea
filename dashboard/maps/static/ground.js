// The ground under the marks. Outlines become Path2D once; every view draws them through the canvas's own transform.
const COLOURS = {
  light: { sea: "#d6e4ec", land: "#f6f3ea", line: "#8d8a80", admin: "#c9c4b6", disputed: "#e2dfd6", dash: "#6b6961", ink: "#2d3236", halo: "#f6f3ea" },
  dark: { sea: "#14202a", land: "#27313a", line: "#71808c", admin: "#42505b", disputed: "#36404a", dash: "#a1adb7", ink: "#dde4e9", halo: "#1b252d" },
};
const LEVELS = [3, 5, 7, 9];
const ADMIN1_FROM = 5;
const MARGIN = 3;

export function ground(map, { url = "assets/ground", scheme = "light" } = {}) {
  const layer = new Ground(url, scheme, map);
  layer.addTo(map);
  return layer;
}

const Ground = L.Renderer.extend({
  options: { padding: 0.2, pane: "tilePane" },
  initialize(url, scheme, map) {
    L.stamp(this);
    this._layers = {};
    Object.assign(this, { url, scheme, levels: new Map(), asked: new Set(), failed: new Set(), towns: [], boxes: [] });
    this._host = map;
  },
  onAdd() {
    L.Renderer.prototype.onAdd.call(this);
    this._said = L.DomUtil.create("div", "ground-notice", this._map.getContainer());
    this._said.setAttribute("role", "status");
    this._said.style.cssText = "position:absolute;left:50%;bottom:8px;transform:translateX(-50%);z-index:900;padding:2px 8px;background:#fff;color:#222;font-size:13px;border-radius:3px";
    this._said.hidden = true;
    this._get("towns.json").then((towns) => { if (towns) { this.towns = towns.map(([lon, lat, name]) => ({ at: mercator(lon, lat), name })); this._update(); } });
    this._ask(3);
  },
  onRemove() { this._said.remove(); L.Renderer.prototype.onRemove.call(this); },
  _initContainer() { this._container = document.createElement("canvas"); this._container.setAttribute("aria-hidden", "true"); this._ctx = this._container.getContext("2d"); },
  _destroyContainer() { this._container.remove(); delete this._container; },
  restyle(scheme) { this.scheme = scheme; this._update(); },
  avoid(boxes) { this.boxes = boxes; this._update(); },

  async _get(name) {
    try {
      const answer = await fetch(`${this.url}/${name}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const content = await answer.json();
      this.failed.delete(name);
      return content;
    } catch {
      this.failed.add(name);
      return null;
    } finally { this._say(); }
  },
  _say() {
    const what = [...this.failed].map((name) => (name === "towns.json" ? "the names of towns" : "part of the ground"));
    this._said.textContent = what.length ? `The map can't load ${[...new Set(what)].join(" and ")}.` : "";
    this._said.hidden = !what.length;
  },
  async _ask(level) {
    if (this.asked.has(level)) return;
    this.asked.add(level);
    const content = await this._get(`${level}.json`);
    if (content) this.levels.set(level, paths(content));
    if (this._map && content) this._update();
  },
  _level(zoom) {
    const wanted = LEVELS.find((level) => zoom <= level) ?? LEVELS.at(-1);
    this._ask(wanted);
    return this.levels.get(wanted) ?? [...this.levels.entries()].sort((a, b) => Math.abs(a[0] - wanted) - Math.abs(b[0] - wanted))[0]?.[1];
  },
  _update() {
    if (!this._map || !this._container || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const map = this._map, zoom = map.getZoom(), size = this._bounds.getSize(), ratio = devicePixelRatio || 1;
    const canvas = this._container, ctx = this._ctx, colours = COLOURS[this.scheme] ?? COLOURS.light;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    ctx.fillStyle = colours.sea; ctx.fillRect(0, 0, canvas.width, canvas.height);
    const level = this._level(zoom);
    const scale = 256 * 2 ** zoom, at = map.getPixelOrigin().add(this._bounds.min);
    const view = { west: at.x / scale, north: at.y / scale, east: (at.x + size.x) / scale, south: (at.y + size.y) / scale, scale, at, ratio };
    for (let world = Math.floor(view.west) - 1; level && world <= Math.floor(view.east) + 1; world++) this._draw(level, world, view, colours, zoom);
    this._labels(level, view, colours, zoom, size);
  },
  _draw(level, world, view, colours, zoom) {
    const { scale, at, ratio } = view, ctx = this._ctx, k = scale * ratio;
    const seen = ({ box }) => box[0] + world <= view.east && box[2] + world >= view.west && box[1] <= view.south && box[3] >= view.north;
    ctx.setTransform(k, 0, 0, k, (world * scale - at.x) * ratio, -at.y * ratio);
    ctx.lineJoin = "round"; ctx.setLineDash([]);
    for (const part of level.parts) if (seen(part)) { ctx.fillStyle = part.disputed ? colours.disputed : colours.land; ctx.fill(part.path, "evenodd"); }
    for (const [lines, colour, width, dash] of [
      [zoom >= ADMIN1_FROM ? level.admin1 : [], colours.admin, 0.7, []], [level.borders, colours.line, 0.9, []], [level.dashed, colours.dash, 1.1, [4, 3]],
    ]) {
      ctx.strokeStyle = colour; ctx.lineWidth = width / scale; ctx.setLineDash(dash.map((d) => d / scale));
      for (const line of lines) if (seen(line)) ctx.stroke(line.path);
    }
    ctx.setLineDash([]);
  },
  _labels(level, view, colours, zoom, size) {
    const ctx = this._ctx, origin = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    const taken = this.boxes.map((b) => [b[0] + origin.x, b[1] + origin.y, b[2] + origin.x, b[3] + origin.y]);
    ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    ctx.lineJoin = "round"; ctx.textBaseline = "middle"; ctx.strokeStyle = colours.halo; ctx.fillStyle = colours.ink; ctx.lineWidth = 3;
    const family = getComputedStyle(this._map.getContainer()).fontFamily;
    const put = (name, [x, y], centred) => {
      for (let world = Math.floor(view.west); world <= Math.floor(view.east); world++) {
        const px = (x + world) * view.scale - view.at.x, py = y * view.scale - view.at.y;
        if (px < 0 || py < 0 || px > size.x || py > size.y) continue;
        const width = ctx.measureText(name).width, left = centred ? px - width / 2 : px + 5;
        const box = [left - MARGIN, py - 8, left + width + MARGIN, py + 8];
        if (taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) continue;
        taken.push(box);
        ctx.strokeText(name, left, py); ctx.fillText(name, left, py);
        if (!centred) { ctx.beginPath(); ctx.arc(px, py, 1.8, 0, 7); ctx.fill(); }
      }
    };
    ctx.font = `600 12px ${family}`;
    if (zoom <= 7) for (const { name, middle, width } of level?.names ?? []) if (width * view.scale > ctx.measureText(name).width * 0.8) put(name, middle, true);
    ctx.font = `11px ${family}`;
    if (zoom < 4) return;
    const most = 40 + 30 * (zoom - 4); // more names the deeper the view
    let shown = 0;
    for (const { at: [x, y], name } of this.towns) {
      const wraps = Math.floor(view.east) > Math.floor(view.west);
      if (y < view.north || y > view.south || (!wraps && (x + Math.floor(view.west) < view.west || x + Math.floor(view.west) > view.east))) continue;
      const before = taken.length;
      put(name, [x, y], false);
      if (taken.length > before && ++shown >= most) break;
    }
  },
});

function mercator(lon, lat) {
  const s = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
}

function points(coded, grid) {
  const found = [];
  for (let i = 0, x = 0, y = 0; i < coded.length; i += 2) { x += coded[i]; y += coded[i + 1]; found.push([x / grid, y / grid]); }
  return found;
}

function pathOf(rings, closed) {
  const path = new Path2D(), box = [9, 9, -9, -9];
  for (const ring of rings) {
    let turn = 0, before = ring[0]?.[0] ?? 0;
    ring.forEach(([flat, y], i) => {
      if (flat - before > 0.5) turn -= 1; else if (flat - before < -0.5) turn += 1; // over the antimeridian
      before = flat;
      const x = flat + turn;
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
      if (i) path.lineTo(x, y); else path.moveTo(x, y);
    });
    if (closed) path.closePath();
  }
  return { path, box };
}

function paths({ grid, arcs, units, admin1, overlays }) {
  const drawn = arcs.map((arc) => points(arc, grid));
  const ringOf = (numbers) => numbers.flatMap((n, i) => (n >= 0 ? drawn[n] : [...drawn[~n]].reverse()).slice(i ? 1 : 0));
  const parts = [], names = [], dashed = new Set(), used = new Set();
  for (const unit of units) {
    let largest = null;
    for (const polygon of unit.rings) {
      const part = { ...pathOf(polygon.map(ringOf), true), disputed: unit.disputed };
      parts.push(part);
      if (!largest || extent(part) > extent(largest)) largest = part;
      for (const n of polygon.flat()) (unit.disputed ? dashed : used).add(n >= 0 ? n : ~n);
    }
    if (largest) names.push(named(unit, largest));
  }
  const overlaid = [];
  for (const unit of overlays) for (const polygon of unit.lines) {
    const part = { ...pathOf(polygon.map((ring) => points(ring, grid)), true), disputed: true };
    parts.push(part); overlaid.push(part); names.push(named(unit, part));
  }
  names.sort((a, b) => b.width - a.width);
  const line = (n) => pathOf([drawn[n]], false);
  return {
    parts, names,
    borders: [...used].filter((n) => !dashed.has(n)).map(line),
    dashed: [...[...dashed].map(line), ...overlaid],
    admin1: admin1.map((arc) => pathOf([points(arc, grid)], false)),
  };
}

function extent({ box }) { return (box[2] - box[0]) * (box[3] - box[1]); }

function named(unit, { box }) {
  return { name: unit.disputed ? `${unit.name} (disputed)` : unit.name, middle: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], width: box[2] - box[0] };
}
