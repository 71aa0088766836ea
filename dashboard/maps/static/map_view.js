// A folium map as a part of the page: its script is run once, its marks follow the address.
import { mapTools } from "./map_tools.js";
import { Marks } from "./marks.js";

const files = new Map();
const FLIGHT = 0.35; // seconds
const SLOW_FRAME = 100; // ms: where two frames of a flight take longer, the rest of it is left out
const NEAR_ZOOM = 9; // at least, for a point that was out of view
const INNER = -0.08; // of the view: what is nearer to its edge counts as out of view

function load(url, kind) {
  if (!files.has(url)) {
    const loaded = new Promise((done, failed) => {
      const made =
        kind === "css"
          ? Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })
          : Object.assign(document.createElement("script"), { src: url, async: false });
      made.onload = done;
      made.onerror = () => (files.delete(url), failed(new Error(`${url} could not be loaded`)));
      document.head.append(made);
    });
    files.set(url, loaded);
  }
  return files.get(url);
}

// `parts` is what `map_parts` makes of a folium map; `home` where it looks at first, [lat, lon, zoom].
export async function mapView(host, room, { parts, home }) {
  const root = host.appendChild(document.createElement("div"));
  root.className = "sitmap-map";
  root.dataset.testid = "map";
  root.dataset.ready = "false";
  root.dataset.selected = "";
  const box = root.appendChild(document.createElement("div"));
  box.id = parts.name; // folium's script looks it up, so it has to be in the document by then
  try {
    await Promise.all(parts.css.map((path) => load(room.at(path), "css")));
    for (const path of parts.js) await load(room.at(path), "js");
    const map = new Function("sitmapUrl", `${parts.script}\nreturn ${parts.name};`)((path) => room.at(path));
    return new MapView(root, room, map, home);
  } catch (problem) {
    root.textContent = `The map could not be loaded: ${problem.message}`;
    throw problem;
  }
}

class MapView {
  constructor(root, room, map, home) {
    Object.assign(this, { root, room, map, home, found: new Map(), shown: {} });
    this.marks = new Marks(map, root, (path) => room.at(`${path}&w=${room.workspace}`), {
      picked: (id) => this.pick(id),
      fly: (centre, zoom) => this.goTo(centre, zoom),
      together: (answer) => room.together(answer),
      pointed: (id) => room.bus.dispatchEvent(new CustomEvent("point", { detail: { mark: id, from: "map" } })),
    });
    const { address } = room;
    const given = viewOf(address.get("view"));
    map.setView((given ?? home).slice(0, 2), (given ?? home)[2], { animate: false });
    this.tools = mapTools(root, map, room, this.marks, { home });
    map.on("moveend", () => this.look());
    const on = (name, act) => (room.bus.addEventListener(name, act), () => room.bus.removeEventListener(name, act));
    this.undo = [
      address.onchange(() => this.follow()),
      room.onscheme((scheme) => this.dress(scheme)),
      on("revision", () => this.follow()),
      on("point", ({ detail }) => detail.from !== "map" && this.point(detail.mark)),
      on("fly", ({ detail }) => this.fly(detail.mark, true)),
      on("range", ({ detail }) => this.drag(detail)),
      on("ghosts", ({ detail }) => this.marks.haunt(detail.candidates, detail.moves)),
      on("look", ({ detail }) => this.lookAt(detail.points)),
      on("view", ({ detail }) => this.turnTo(viewOf(detail.view))),
    ];
    const watch = new ResizeObserver(() => map.invalidateSize({ animate: false, pan: true }));
    watch.observe(root);
    this.undo.push(() => watch.disconnect());
    this.mark = given ? address.get("mark") : null; // a link that does not say where to look leads to its place
    this.isFirst = !given;
    this.dress(room.scheme);
    this.follow();
    this.look();
  }

  dress(scheme) {
    this.map.fire("scheme", { scheme });
    this.marks.restyle(scheme);
  }

  // Writes into the address where the map looks.
  look() {
    const centre = this.map.getCenter();
    if (!this.root.isConnected || !this.map.getSize().x) return;
    this.told = this.room.address.get("view");
    if (this.isAt(viewOf(this.told))) return;
    this.room.address.note({ view: `${centre.lat.toFixed(4)},${centre.wrap().lng.toFixed(4)},${this.map.getZoom()}` });
    this.told = this.room.address.get("view");
  }

  // Whether the map looks there, as exactly as it can: it stands on whole pixels.
  isAt(view) {
    if (!view || view[2] !== this.map.getZoom()) return false;
    const [wanted, held] = [view.slice(0, 2), this.map.getCenter()].map((point) => this.map.project(point));
    return wanted.distanceTo(held) < 1.5;
  }

  pick(id) {
    this.room.bus.dispatchEvent(new CustomEvent("pick", { detail: { mark: id, from: "map" } }));
    this.mark = id; // the hand is there already: the map stays where it is
    this.room.address.change({ mark: id, doc: null, passage: null, tab: null });
  }

  // The address changed, by whomever.
  async follow() {
    const { address } = this.room;
    const view = viewOf(address.get("view"));
    if (view && this.told !== undefined && address.get("view") !== this.told) this.turnTo(view);
    const mark = address.get("mark");
    const moved = mark !== this.mark;
    this.mark = mark;
    const filters = address.filters().toString();
    const other = this.filters !== undefined && filters !== this.filters;
    this.filters = filters;
    const drawn = (this.drawing = this.show());
    this.select(mark, moved && mark && !(view && address.get("view") !== this.told));
    await drawn;
    if (this.isFirst && filters) this.fitIfEmpty();
    else if (other && !moved) this.fitIfEmpty();
    this.isFirst = false;
  }

  // The marks of what is chosen; while a hand holds the timeline, of its period.
  show(range = null) {
    const { address } = this.room;
    const query = new URLSearchParams(address.filters());
    if (range) for (const key of ["from", "to"]) range[key] ? query.set(key, range[key]) : query.delete(key);
    const coloured = address.get("family") === "1" || address.all("theme").length > 0;
    this.marks.hidden = ["areas", "heat"].includes(address.get("layer"));
    return this.marks.show({ query: query.toString(), revision: this.room.v, families: this.room.families, coloured, report: address.get("doc") });
  }

  // One request at a time, then the newest.
  async drag(range) {
    this.range = range;
    if (this.dragging) return;
    this.dragging = true;
    try {
      while (this.range !== this.drawn) {
        this.drawn = this.range;
        await this.show(this.drawn);
      }
    } finally {
      this.dragging = false;
    }
  }

  // What is known of a place without asking: its row from the passages, where it lies from the marks.
  known(id) {
    const row = this.room.rows.get(id);
    const at = row === undefined ? -1 : this.marks.placeOf(row);
    return at < 0 ? null : { row, id, bounds: this.marks.boxOf(at) };
  }

  find(id) {
    const known = this.known(id);
    if (known) return known;
    const key = `${id} ${this.room.v}`;
    if (!this.found.has(key)) {
      if (this.found.size > 500) this.found.clear();
      this.found.set(key, this.room.fetch("find", { id }, { filters: "" }).catch(() => null));
    }
    return this.found.get(key);
  }

  async select(id, fly) {
    if (!id) return this.marks.select(null);
    let found = this.known(id);
    if (!found) {
      if (this.marks.selected?.id !== id) this.marks.select({ id });
      found = await this.find(id);
      if (this.room.address.get("mark") !== id) return;
    }
    this.marks.select(found ? { ...found, ...middle(found.bounds) } : { id });
    if (fly) this.fly(id);
  }

  // Goes to a place; one that is well in view is left where it is, unless `always`.
  async fly(id, always = false) {
    const bounds = (this.known(id) ?? (await this.find(id)))?.bounds;
    if (!this.marks.shown) await this.drawing; // whether it stands alone is seen when marks are drawn
    if (!bounds || this.room.address.get("mark") !== id) return;
    const [west, south, east, north] = bounds;
    const box = L.latLngBounds([[south, west], [north, east]]);
    const { map, marks } = this;
    const circle = marks.circles.find((one) => marks.holdsSelected(one));
    const stands = !circle || circle.members.length === 1;
    if (!always && stands && map.getBounds().pad(INNER).contains(box)) return;
    const isPoint = east - west < 1e-4 && north - south < 1e-4;
    const zoom = isPoint ? Math.max(map.getZoom(), NEAR_ZOOM) : map.getBoundsZoom(box.pad(0.15));
    this.goTo(box.getCenter(), zoom);
  }

  goTo(centre, zoom) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.map.setView(centre, zoom, { animate: false });
    this.marks.flying = true; // what is asked for is drawn when it has landed
    this.root.dataset.ready = "false";
    let at = performance.now(), slow = 0;
    const watch = () => {
      const now = performance.now();
      slow += now - at > SLOW_FRAME;
      at = now;
      // The view is set while the map is told of a frame: not before Leaflet has done with that.
      if (slow === 2) setTimeout(() => this.marks.flying && this.map.setView(centre, zoom, { animate: false }));
    };
    this.map.on("move", watch);
    this.map.flyTo(centre, zoom, { duration: FLIGHT });
    this.map.once("moveend", () => {
      this.map.off("move", watch);
      this.marks.flying = false;
      this.marks.draw();
    });
  }

  // Shows points that are given as {lat, lon}, where they are not all in view.
  lookAt(points) {
    const box = L.latLngBounds(points.map(({ lat, lon }) => [lat, lon]));
    if (!box.isValid() || this.map.getBounds().pad(INNER).contains(box)) return;
    const whole = box.pad(0.2);
    this.goTo(whole.getCenter(), Math.min(NEAR_ZOOM, this.map.getBoundsZoom(whole)));
  }

  turnTo(view) {
    if (!view) return;
    this.map.stop();
    this.marks.flying = false;
    this.told = this.room.address.get("view");
    this.map.setView(view.slice(0, 2), view[2], { animate: false });
  }

  fitIfEmpty() {
    if (this.marks.shown?.header.shown && !this.marks.circles.some((circle) => this.marks.isInView(circle))) this.tools.controls.fit({ animate: false });
  }

  async point(id) {
    this.pointing = id;
    const row = id ? (this.known(id) ?? (await this.find(id)))?.row ?? null : null;
    if (this.pointing === id) this.marks.ring(row);
  }

  destroy() {
    for (const undo of this.undo) undo();
    this.tools.destroy();
    this.map.remove();
    this.root.remove();
  }
}

function viewOf(text) {
  const numbers = (text ?? "").split(",").map(Number);
  const sound = numbers.length === 3 && numbers.every(Number.isFinite) && Math.abs(numbers[0]) <= 90 && numbers[2] >= 0 && numbers[2] <= 24;
  return sound ? numbers : null;
}

function middle(bounds) {
  return bounds ? { lon: (bounds[0] + bounds[2]) / 2, lat: (bounds[1] + bounds[3]) / 2 } : { lon: null, lat: null };
}
