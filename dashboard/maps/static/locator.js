// A small still map of a few places: land and borders from the files of the large one, no tools.
import { paintGhosts } from "./ghosts.js";
import { pathsOf } from "./ground_paths.js";
import { onWorld } from "./packed.js";

const COLOURS = {
  light: { sea: "#d7e5ee", land: "#f7f4ec", disputed: "#e9e5da", border: "#8f8a80", coast: "#a9bac6", ghost: "#7a3db8", halo: "#ffffff" },
  dark: { sea: "#131c24", land: "#232b33", disputed: "#2d353d", border: "#687783", coast: "#3f505d", ghost: "#c9a2f2", halo: "#10141a" },
};
const LEVEL = 5; // of the ground's files
const MOST_ZOOM = 6.5;
const LEAST_ZOOM = 0;
const EDGE = 36; // px around the places
const levels = new Map();

function levelOf(url) {
  if (!levels.has(url)) {
    const asked = fetch(`${url}/${LEVEL}.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))).then((content) => pathsOf(content)());
    levels.set(url, asked);
    asked.catch(() => levels.delete(url));
  }
  return levels.get(url);
}

export class Locator {
  // `url` is where the ground's files are; `scheme()` says which colours to draw in.
  constructor(url, scheme) {
    Object.assign(this, { url, scheme, ghosts: [] });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "sitmap-locator";
    this.canvas.setAttribute("role", "img");
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  // Places as {lat, lon, label, key, strong}; what is shown does not move while only `strong` changes.
  show(ghosts) {
    this.ghosts = ghosts;
    this.canvas.setAttribute("aria-label", `Where they lie: ${ghosts.map((one) => `${one.key} ${one.label}`).join("; ")}`);
    this.paint();
    if (this.level) return;
    levelOf(this.url).then((level) => { this.level = level; this.paint(); }).catch(() => {}); // places are drawn without land
  }

  // Where it looks: all places, and no nearer than the land is drawn for.
  view(width, height) {
    const at = this.ghosts.map(({ lat, lon }) => onWorld(lon, lat));
    const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((width - 2 * EDGE) / Math.max(east - west, 1e-9), (height - 2 * EDGE) / Math.max(south - north, 1e-9));
    const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, Math.log2(scale / 256)));
    const world = 256 * 2 ** zoom;
    return { zoom, world, origin: { x: ((west + east) / 2) * world - width / 2, y: ((north + south) / 2) * world - height / 2 } };
  }

  paint() {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height || !this.ghosts.length) return;
    const ratio = window.devicePixelRatio || 1;
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    const c = canvas.getContext("2d");
    const colours = COLOURS[this.scheme()] ?? COLOURS.light;
    const view = this.view(width, height);
    c.fillStyle = colours.sea;
    c.fillRect(0, 0, canvas.width, canvas.height);
    if (this.level) this.land(c, view, ratio, width, colours);
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    // The list beside it has the names; numbers are enough here.
    const ghosts = this.ghosts.map((one) => (one.strong ? one : { ...one, label: "" }));
    paintGhosts(c, { ghosts, moves: [] }, view, colours);
    canvas.dataset.drawn = this.level ? "true" : "places";
  }

  land(c, { world, origin }, ratio, width, colours) {
    const { level } = this;
    for (let turn = Math.floor(origin.x / world); turn <= Math.floor((origin.x + width) / world); turn++) {
      c.setTransform(world * ratio, 0, 0, world * ratio, (turn * world - origin.x) * ratio, -origin.y * ratio);
      for (const [parts, colour] of [[level.land, colours.land], [level.disputed, colours.disputed], [level.lakes, colours.sea]]) {
        c.fillStyle = colour;
        for (const part of parts) c.fill(part.path, "evenodd");
      }
      for (const [parts, colour] of [[level.coast, colours.coast], [level.borders, colours.border]]) {
        c.strokeStyle = colour;
        c.lineWidth = 0.8 / world;
        for (const part of parts) c.stroke(part.path);
      }
    }
  }
}
