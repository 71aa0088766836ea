// A place that somebody draws because no source knows it: a pin, a line or an area.
//
// The bus: "draw-place" begins with {kind, words}, or takes all away with {kind: null}; "place-drawn"
// is told with {geometry} when one is drawn, and "place-not-drawn" when nobody draws any more.

import { drawnPane, Sketch } from "./map_sketch.js";

const NARROW = "(max-width: 899px)";
const DIGITS = 5;
const CLOSE = 12; // px from the first corner that closes an area
const WORDS = {
  point: "Click where it is, or move the cross with the arrow keys and press Space. Escape cancels.",
  line: "Set points along it; Enter or a double-click ends the line, Backspace takes one back. Escape cancels.",
  area: "Set corners; Enter or a double-click closes the area, Backspace takes one back. Escape cancels.",
};
const LEAST = { point: 1, line: 2, area: 3 };

export function mapPlace(root, map, room) {
  return new PlaceDrawing(root, map, room);
}

class PlaceDrawing {
  constructor(root, map, room) {
    Object.assign(this, { root, map, room, sketch: null, points: [] });
    this.style = { ...drawnPane(map), className: "sitmap-drawn sitmap-placed" };
    this.layer = L.layerGroup().addTo(map);
    this.asked = ({ detail }) => (detail.kind ? this.start(detail.kind) : this.clear());
    room.bus.addEventListener("draw-place", this.asked);
  }

  destroy() {
    this.clear();
    this.room.bus.removeEventListener("draw-place", this.asked);
    this.layer.remove();
  }

  tell(name, detail = {}) {
    this.room.bus.dispatchEvent(new CustomEvent(name, { detail }));
  }

  start(kind) {
    this.clear();
    this.kind = kind;
    if (matchMedia(NARROW).matches) this.root.scrollIntoView({ block: "nearest" }); // it stands above the pane there
    this.sketch = new Sketch(this.root, this.map, kind, WORDS[kind], {
      tap: (point) => this.tap(point),
      move: (point) => this.draw(this.earth(point)),
      done: () => this.done(),
      back: () => { this.points.pop(); this.draw(null); this.offer(); },
      escape: () => { this.clear(); this.tell("place-not-drawn"); },
    });
  }

  stop() {
    const { sketch } = this;
    this.sketch = null;
    sketch?.remove();
  }

  clear() {
    this.stop();
    this.points = [];
    this.layer.clearLayers();
  }

  earth(point) {
    const { lng, lat } = this.map.containerPointToLatLng(point).wrap();
    return [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
  }

  tap(point) {
    const [first] = this.points;
    const closes = this.kind === "area" && this.points.length >= LEAST.area &&
      this.map.latLngToContainerPoint([first[1], first[0]]).distanceTo(point) < CLOSE;
    if (closes) return this.done();
    this.points.push(this.earth(point));
    if (this.kind === "point") return this.done();
    this.draw(null);
    this.offer();
  }

  offer() {
    const { length } = this.points;
    this.sketch.finish.hidden = length < LEAST[this.kind];
    this.sketch.say(`${WORDS[this.kind]}${length ? ` ${length} set.` : ""}`);
  }

  draw(next) {
    const points = next && (this.points.length || this.kind === "point") ? [...this.points, next] : this.points;
    const at = points.map(([lon, lat]) => [lat, lon]);
    this.layer.clearLayers();
    if (this.kind === "area" && at.length > 2) this.layer.addLayer(L.polygon(at, this.style));
    else if (at.length > 1) this.layer.addLayer(L.polyline(at, this.style));
    for (const one of at) this.layer.addLayer(L.circleMarker(one, { ...this.style, radius: this.kind === "point" ? 7 : 4, className: "sitmap-drawn sitmap-measured-dot" }));
  }

  // What is drawn stays until it is decided about, or taken away.
  done() {
    if (this.points.length < LEAST[this.kind]) return;
    this.draw(null);
    const { kind, points } = this;
    this.stop();
    const geometry = {
      point: () => ({ type: "Point", coordinates: points[0] }),
      line: () => ({ type: "LineString", coordinates: points }),
      area: () => ({ type: "Polygon", coordinates: [[...points, points[0]]] }),
    }[kind]();
    this.tell("place-drawn", { geometry });
  }
}
