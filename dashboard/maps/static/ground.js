// The ground under the marks, on two canvases: land, water and lines; and above them names. Paths are made once for
// each class of zoom; every view draws them through the canvas's own transform. On the map's element `data-ground` says
// "loading", "ready" or "failed", `data-names` how many names are written, `data-ground-ms` how long the last view took.
//
// The map's events "scheme" ({scheme: "light" | "dark"}) and "avoid" ({boxes: [[left, top, right, bottom], …]}, pixels
// of the map's element that marks cover) do the same as restyle and avoid.
import { Names } from "./ground_names.js";
import { pathsOf } from "./ground_paths.js";
import { Towns } from "./ground_towns.js";

const COLOURS = {
  light: {
    sea: "#d7e5ee", land: "#f7f4ec", disputed: "#e9e5da", water: "#b9d2e2", coast: "#a9bac6", admin: "#d3cdbf",
    border: "#8f8a80", dash: "#7b7468", ink: "#454b52", country: "#7c7568", dispute: "#6e675b", halo: "#f7f4ec",
  },
  dark: {
    sea: "#131c24", land: "#232b33", disputed: "#2d353d", water: "#2f4557", coast: "#3f505d", admin: "#36424c",
    border: "#687783", dash: "#8996a1", ink: "#c2ccd4", country: "#8b98a3", dispute: "#a3afb9", halo: "#1b232a",
  },
};
const LEVELS = [3, 5, 7, 9];
const LAST_OF_RIVERS = 8; // zoom: their courses are too coarse for deeper ones
const ADMIN1_FROM = 5;
const NAMES_REST = 80; // ms

// `files` answers, for "5.json", "towns.json" or "towns/6/37/21.json", a promise of what is in it.
export function ground(map, { url = "assets/ground", scheme = "light", files = fetched(url) } = {}) {
  const layer = new Ground(files, scheme);
  map.addLayer(layer);
  map.on("scheme", (event) => layer.restyle(event.scheme));
  map.on("claims", (event) => layer.see(event.claimant));
  map.on("avoid", (event) => layer.avoid(event.boxes));
  map.attributionControl?.addAttribution("Natural Earth, GeoNames");
  return layer;
}

function fetched(url) {
  return async (name) => {
    const answer = await fetch(`${url}/${name}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
}

const Canvas = L.Renderer.extend({
  initialize(pane, draw) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.2, pane });
    this._layers = {};
    this._paint = draw;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._container.style.pointerEvents = "none";
    this._ctx = this._container.getContext("2d");
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  _updatePaths() {}, // Leaflet's own renderers draw layers here
  _update() {
    if (!this._map || !this._container || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), ratio = devicePixelRatio || 1, canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio }); // clears it
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    const zoom = this._map.getZoom(), scale = 256 * 2 ** zoom;
    const at = this._map.getPixelOrigin().add(this._bounds.min);
    this._paint(this._ctx, { zoom, scale, at, size, ratio });
  },
});

const Ground = L.Layer.extend({
  initialize(files, scheme) {
    Object.assign(this, { files, scheme, levels: new Map(), asked: new Set(), failed: new Set(), boxes: [] });
  },
  onAdd(map) {
    this.claimant = map.options.claimant ?? null;
    const pane = map.getPane("names") ?? map.createPane("names");
    Object.assign(pane.style, { zIndex: 350, pointerEvents: "none" }); // below marks
    map.getContainer().ground = this; // for tests, which move the map
    this._say();
    this.towns = new Towns((name) => this._get(name), () => this._map && this.names._update());
    this.land = new Canvas("tilePane", (ctx, view) => this._land(ctx, view));
    this.names = new Canvas("names", (ctx, view) => this._names(ctx, view));
    map.addLayer(this.land).addLayer(this.names);
  },
  onRemove() {
    clearTimeout(this._moving);
    this.land.remove();
    this.names.remove();
    this._notice?.remove();
  },
  restyle(scheme) {
    this.scheme = scheme;
    this._draw();
  },
  // Draws disputed ground as a state sees it that claims some; null for the neutral view.
  see(claimant) {
    if (claimant === this.claimant) return;
    this.claimant = claimant;
    this._draw();
  },
  // Names move out of the way a little later: while marks change several times in a row, once.
  avoid(boxes) {
    this.boxes = boxes;
    this._moving ??= setTimeout(() => {
      this._moving = undefined;
      if (this._map) this.names._update();
    }, NAMES_REST);
  },
  _draw() {
    if (!this._map) return;
    this.land._update();
    this.names._update();
  },

  async _get(name) {
    if (this.asked.has(name)) return null;
    this.asked.add(name);
    try {
      const content = await this.files(name);
      this.failed.clear(); // the server is there again; what is missing is asked for when it is needed
      return content;
    } catch {
      this.failed.add(name);
      this.asked.delete(name); // the next view asks again
      return null;
    } finally {
      if (this._map) this._say();
    }
  },
  // The level of a zoom, or until it is there the nearest that is.
  _level(zoom) {
    const wanted = LEVELS.find((level) => zoom <= level) ?? LEVELS.at(-1);
    this._get(`${wanted}.json`).then((content) => {
      if (!content) return;
      this.levels.set(wanted, pathsOf(content));
      this._draw();
      this._say();
    });
    const near = [...this.levels.keys()].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
    return this.levels.get(near)?.(this.claimant);
  },
  _say() {
    const root = this._map.getContainer();
    root.dataset.ground = this.failed.size ? "failed" : this.levels.size ? "ready" : "loading";
    if (!this.failed.size) this._notice = void this._notice?.remove();
    if (!this.failed.size || this._notice) return;
    this._notice = L.DomUtil.create("div", "ground-notice", root);
    this._notice.setAttribute("role", "alert");
    this._notice.style.cssText =
      "position:absolute;right:8px;top:8px;z-index:900;padding:4px 8px;background:#fff;color:#a00;border:1px solid #a00";
    this._notice.textContent = "The basemap could not be loaded whole: land or names are missing.";
  },

  _land(ctx, view) {
    const { scale, at, size, ratio, zoom } = view, began = performance.now();
    const colours = COLOURS[this.scheme] ?? COLOURS.light, level = this._level(zoom);
    this._map.getContainer().style.background = colours.sea;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = colours.sea;
    ctx.fillRect(0, 0, size.x * ratio, size.y * ratio);
    if (!level) return;
    const west = at.x / scale, east = (at.x + size.x) / scale, north = at.y / scale, south = (at.y + size.y) / scale;
    ctx.lineJoin = "round";
    for (let world = Math.floor(west) - 1; world <= Math.floor(east) + 1; world++) {
      const seen = ({ box }) => box[0] + world <= east && box[2] + world >= west && box[1] <= south && box[3] >= north;
      ctx.setTransform(scale * ratio, 0, 0, scale * ratio, (world * scale - at.x) * ratio, -at.y * ratio);
      const fill = (parts, colour) => {
        ctx.fillStyle = colour;
        for (const part of parts) if (seen(part)) ctx.fill(part.path, "evenodd");
      };
      const stroke = (parts, colour, width, dash = []) => {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width / scale;
        ctx.setLineDash(dash.map((length) => length / scale));
        for (const part of parts) if (seen(part)) ctx.stroke(part.path);
      };
      const thick = zoom < 5 ? 0.8 : 1.1;
      fill(level.land, colours.land);
      fill(level.ours, colours.land);
      fill(level.disputed, colours.disputed);
      stroke(level.dashed, colours.disputed, 1); // no sea shows between the dashes
      if (zoom >= ADMIN1_FROM) stroke(level.admin1, colours.admin, zoom < 7 ? 0.6 : 0.9);
      fill(level.lakes, colours.sea);
      stroke(level.lakes, colours.coast, 0.6);
      if (zoom <= LAST_OF_RIVERS) stroke(level.rivers, colours.water, zoom < 6 ? 0.9 : 1.4);
      stroke(level.coast, colours.coast, 0.8);
      stroke(level.borders, colours.border, thick);
      stroke(level.dashed, colours.dash, thick + 0.2, [4, 3]);
    }
    ctx.setLineDash([]);
    this._map.getContainer().dataset.groundMs = Math.round(performance.now() - began);
  },

  _names(ctx, view) {
    const map = this._map, level = this._level(view.zoom);
    const origin = map.containerPointToLayerPoint([0, 0]).subtract(this.names._bounds.min);
    const taken = this.boxes.map((b) => [b[0] + origin.x, b[1] + origin.y, b[2] + origin.x, b[3] + origin.y]);
    const family = getComputedStyle(map.getContainer()).fontFamily;
    const names = new Names(ctx, { ...view, taken, family, colours: COLOURS[this.scheme] ?? COLOURS.light });
    names.countries(level?.names ?? []);
    names.towns(this.towns.of(view));
    map.getContainer().dataset.names = names.count;
  },
});
