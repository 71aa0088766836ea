// Measures the distance along points that are set on the map.

import { distance, inWords, wayBetween } from "./geodesic.js";
import { drawnPane, Sketch } from "./map_sketch.js";
import { make } from "./timeline_parts.js";

const WORDS = "Set points to measure along; Enter ends the line, Backspace takes a point back. Escape clears.";
const STRAIGHT = 50_000; // metres from where a line is seen to be curved
const PARTS = 48;

export function mapMeasure(root, map) {
  return new Measure(root, map);
}

class Measure {
  constructor(root, map) {
    Object.assign(this, { root, map, sketch: null, points: [] });
    this.style = { ...drawnPane(map), className: "sitmap-drawn sitmap-measured" };
    this.label = make(root, "div", "sitmap-distance", { "aria-hidden": "true" });
    this.label.hidden = true;
    this.placed = () => this.place();
    map.on("move zoomend resize", this.placed);
  }

  destroy() {
    this.stop();
    this.map.off("move zoomend resize", this.placed);
    this.label.remove();
  }

  get total() {
    return this.points.slice(1).reduce((sum, point, at) => sum + distance(this.points[at], point), 0);
  }

  start() {
    this.stop();
    this.ended = false;
    this.line = L.polyline([], this.style).addTo(this.map);
    this.dots = L.layerGroup().addTo(this.map);
    this.sketch = new Sketch(this.root, this.map, "measure", WORDS, {
      tap: (point) => this.tap(point),
      move: (point) => !this.ended && this.draw(this.earth(point)),
      done: () => this.end(),
      back: () => this.back(),
      escape: () => this.stop(),
    });
  }

  stop() {
    this.points = [];
    this.line?.remove();
    this.dots?.remove();
    this.line = this.dots = null;
    this.label.hidden = true;
    const { sketch } = this;
    this.sketch = null;
    sketch?.remove();
  }

  earth(point) {
    const { lng, lat } = this.map.containerPointToLatLng(point);
    return [lng, lat];
  }

  tap(point) {
    if (this.ended) this.points = []; // a new line
    this.ended = false;
    this.points.push(this.earth(point));
    this.draw(null);
    this.tell();
  }

  back() {
    this.points.pop();
    this.ended = false;
    this.draw(null);
    this.tell();
  }

  // The line stays until it is cleared, or another is begun.
  end() {
    this.ended = this.points.length > 1;
    this.draw(null);
    this.tell();
  }

  tell() {
    const { length } = this.points;
    this.sketch.finish.hidden = this.ended || length < 2;
    if (!length) this.sketch.say(WORDS);
    else if (length === 1) this.sketch.say("1 point set. Set the next one. Escape clears.");
    else this.sketch.say(`${this.ended ? "Distance" : "So far"} ${inWords(this.total)}, ${length} points. Escape clears.`);
  }

  draw(next) {
    const points = next && this.points.length ? [...this.points, next] : this.points;
    const way = points.flatMap((point, at) => {
      if (!at) return [point];
      const far = distance(points[at - 1], point) > STRAIGHT;
      return far ? wayBetween(points[at - 1], point, PARTS).slice(1) : [point];
    });
    this.line.setLatLngs(way.map(([lon, lat]) => [lat, lon]));
    this.dots.clearLayers();
    for (const [lon, lat] of this.points) {
      this.dots.addLayer(L.circleMarker([lat, lon], { ...this.style, radius: 4, className: "sitmap-drawn sitmap-measured-dot" }));
    }
    this.tip = points.at(-1);
    const more = next && this.points.length ? distance(this.points.at(-1), next) : 0;
    this.label.textContent = inWords(this.total + more);
    this.label.hidden = points.length < 2;
    this.place();
  }

  place() {
    if (this.label.hidden || !this.tip) return;
    const { x, y } = this.map.latLngToContainerPoint([this.tip[1], this.tip[0]]);
    const size = this.map.getSize();
    const left = Math.max(4, Math.min(size.x - this.label.offsetWidth - 4, x + 10));
    this.label.style.translate = `${left}px ${Math.max(4, Math.min(size.y - 28, y - 30))}px`;
  }
}
