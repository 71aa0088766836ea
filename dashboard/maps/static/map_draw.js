// Areas that are drawn to filter: what lies in them. They live in the address: a rectangle as "box"
// (west,south,east,north), everything else as "ring" (lon,lat of each corner).

import { circleAround, distance, inWords } from "./geodesic.js";
import { drawnPane, Sketch } from "./map_sketch.js";
import { signButton } from "./tool_parts.js";

const DIGITS = 5;
const CIRCLE_CORNERS = 32;
const MOST_CORNERS = 60;
const LEAST_CORNERS = 3;
const CLOSE = 12; // px from the first corner that closes a polygon
const MOST_LAT = 85;
const BUTTON = 28; // px
const WORDS = {
  rectangle: "Drag a rectangle, or set two corners. Escape cancels.",
  polygon: "Set corners; Enter or a double-click closes, Backspace takes one back. Escape cancels.",
  circle: "Drag from the middle outwards, or set the middle and a point of the edge. Escape cancels.",
  lasso: "Draw around an area with the pointer held down. Escape cancels.",
};
const ACROSS = "This reaches across the 180th meridian: only a rectangle can. Draw it again.";
const POLE = "This reaches around a pole: only a rectangle can. Draw it again.";

export const KINDS = [
  { id: "rectangle", label: "Rectangle" },
  { id: "polygon", label: "Polygon" },
  { id: "circle", label: "Circle" },
  { id: "lasso", label: "Freehand" },
];

const rounded = (degree) => Number(degree.toFixed(DIGITS));
const wrapped = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

// "west,south,east,north" of two corners as [lon, lat]; west is more than east across the meridian.
export function boxOf(one, other) {
  const [west, east] = [Math.min(one[0], other[0]), Math.max(one[0], other[0])];
  const lats = [one[1], other[1]].sort((a, b) => a - b);
  if (east - west >= 360) return [-180, lats[0], 180, lats[1]].map(rounded).join(",");
  const from = wrapped(west);
  let to = from + (east - west);
  if (to > 180) to -= 360;
  return [from, lats[0], to, lats[1]].map(rounded).join(",");
}

// "lon,lat,lon,lat…" of corners; throws words for what can't be one.
export function ringOf(corners) {
  const middle = corners.reduce((sum, [lon]) => sum + lon, 0) / corners.length;
  const shift = wrapped(middle) - middle;
  const moved = corners.map(([lon, lat]) => [lon + shift, lat]);
  const lons = moved.map(([lon]) => lon);
  if (Math.max(...lons) - Math.min(...lons) > 300 || moved.some(([, lat]) => Math.abs(lat) > 90)) throw new Error(POLE);
  if (lons.some((lon) => Math.abs(lon) > 180)) throw new Error(ACROSS);
  return moved.flat().map(rounded).join(",");
}

// As few corners as the eye needs: coarser until there are no more than can be asked for.
export function simplified(points) {
  for (let tolerance = 2; ; tolerance *= 1.5) {
    const found = L.LineUtil.simplify(points, tolerance);
    if (found.length <= MOST_CORNERS) return found;
  }
}

export function mapDraw(root, map, room) {
  return new Draw(root, map, room);
}

class Draw {
  constructor(root, map, room) {
    Object.assign(this, { root, map, room, sketch: null });
    this.style = { ...drawnPane(map), className: "sitmap-drawn" };
    this.clearing = signButton(root, "cross", "Clear the drawn area", () => {
      room.address.change({ box: null, ring: null });
      map.getContainer().focus({ preventScroll: true });
    });
    this.clearing.classList.add("sitmap-undraw");
    this.placed = () => this.place();
    map.on("move zoomend resize sketch", this.placed);
    this.undo = room.address.onchange(() => this.follow());
    this.follow();
  }

  destroy() {
    this.stop();
    this.undo();
    this.map.off("move zoomend resize sketch", this.placed);
    this.area?.remove();
    this.clearing.remove();
  }

  // ---- what the address says

  follow() {
    const { address } = this.room;
    const said = `${address.get("box") ?? ""}|${address.get("ring") ?? ""}`;
    if (said === this.said) return;
    this.said = said;
    this.area?.remove();
    this.area = null;
    const corners = cornersOf(address.get("box"), address.get("ring"));
    this.corners = corners;
    if (corners) {
      this.area = L.polygon([], this.style).addTo(this.map);
      this.shift = null;
    }
    this.place();
  }

  // The world repeats: an area is drawn in the copy that is in view.
  place() {
    const isSketching = Boolean(this.root.dataset.drawing); // it would be in the way of the hand
    this.clearing.hidden = !this.corners || isSketching;
    if (!this.corners) return;
    const lons = this.corners.map(([lon]) => lon);
    const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
    const shift = Math.round((this.map.getCenter().lng - middle) / 360) * 360;
    if (shift !== this.shift) this.area.setLatLngs(this.corners.map(([lon, lat]) => [lat, lon + shift]));
    this.shift = shift;
    const bounds = this.area.getBounds();
    const corner = this.map.latLngToContainerPoint(bounds.getNorthEast());
    const opposite = this.map.latLngToContainerPoint(bounds.getSouthWest());
    const size = this.map.getSize();
    this.clearing.hidden ||= corner.x < 0 || opposite.x > size.x || opposite.y < 0 || corner.y > size.y;
    const left = Math.max(0, Math.min(size.x - BUTTON, corner.x - BUTTON / 2));
    const top = Math.max(0, Math.min(size.y - BUTTON, corner.y - BUTTON / 2));
    this.clearing.style.translate = `${left}px ${top}px`;
  }

  // ---- drawing

  start(kind) {
    this.stop();
    this.kind = kind;
    this.points = []; // as [lon, lat], or in pixels for what is drawn freehand
    const on = {
      tap: (point) => this.tap(point),
      move: (point, down) => this.move(point, down),
      done: () => this.done(),
      back: () => this.back(),
      escape: () => this.stop(),
    };
    if (kind !== "polygon") on.drag = (from, to) => this.drag(from, to);
    if (kind === "lasso") on.press = (point) => (this.points = [point]);
    this.sketch = new Sketch(this.root, this.map, kind, WORDS[kind], on);
    this.preview = L.polygon([], { ...this.style, className: "sitmap-drawn sitmap-drawing" }).addTo(this.map);
  }

  stop() {
    this.preview?.remove();
    this.preview = null;
    const { sketch } = this;
    this.sketch = null;
    sketch?.remove();
  }

  earth(point) {
    const { lng, lat } = this.map.containerPointToLatLng(point);
    return [lng, Math.max(-MOST_LAT, Math.min(MOST_LAT, lat))];
  }

  tap(point) {
    if (this.kind === "lasso") return (this.points = []);
    if (this.kind !== "polygon") {
      if (!this.points.length) this.points = [this.earth(point)];
      else this.finish(this.points[0], this.earth(point));
      return;
    }
    const [first] = this.points;
    const near = first && this.map.latLngToContainerPoint([first[1], first[0]]).distanceTo(point) < CLOSE;
    if (near && this.points.length >= LEAST_CORNERS) return this.done();
    if (!near) this.points.push(this.earth(point));
    this.outline(null);
    this.tell();
  }

  drag(from, to) {
    if (this.kind === "lasso") return this.done();
    this.finish(this.earth(from), this.earth(to));
  }

  move(point, down) {
    if (this.kind === "lasso") {
      if (!down) return;
      this.points.push(point);
      this.preview.setLatLngs(this.points.map((one) => this.map.containerPointToLatLng(one)));
    } else if (this.kind === "polygon") this.outline(this.earth(point));
    else {
      const from = down ? this.earth(down) : this.points[0];
      if (from) this.between(from, this.earth(point));
    }
  }

  outline(next) {
    const corners = next ? [...this.points, next] : this.points;
    this.preview.setLatLngs(corners.map(([lon, lat]) => [lat, lon]));
  }

  between(from, to) {
    const corners = this.kind === "circle" ? this.circle(from, to) : cornersOf([...from, ...to].join(","), null, true);
    this.preview.setLatLngs(corners.map(([lon, lat]) => [lat, lon]));
    if (this.kind === "circle") this.sketch.say(`Radius ${inWords(distance(from, to))}`);
  }

  circle(from, to) {
    return circleAround(from, distance(from, to), CIRCLE_CORNERS);
  }

  tell() {
    const { length } = this.points;
    this.sketch.finish.hidden = length < LEAST_CORNERS;
    const set = length ? ` ${length} ${length === 1 ? "corner" : "corners"} set.` : "";
    this.sketch.say(WORDS.polygon + set);
  }

  back() {
    this.points.pop();
    this.outline(null);
    if (this.kind === "polygon") this.tell();
  }

  done() {
    if (this.kind === "polygon") {
      if (this.points.length >= LEAST_CORNERS) this.write(() => ({ ring: ringOf(this.points), box: null }));
    } else if (this.kind === "lasso") {
      const corners = simplified(this.points);
      if (corners.length >= LEAST_CORNERS) this.write(() => ({ ring: ringOf(corners.map((one) => this.earth(one))), box: null }));
      else this.points = [];
    }
  }

  finish(from, to) {
    if (from[0] === to[0] || from[1] === to[1]) {
      if (this.kind === "rectangle" || distance(from, to) === 0) return;
    }
    this.write(() =>
      this.kind === "circle" ? { ring: ringOf(this.circle(from, to)), box: null } : { box: boxOf(from, to), ring: null },
    );
  }

  write(make) {
    let change = null;
    try {
      change = make();
    } catch (problem) {
      this.points = [];
      this.preview.setLatLngs([]);
      this.sketch.finish.hidden = true;
      return this.sketch.say(problem.message);
    }
    this.stop();
    this.room.address.change(change);
  }
}

// Corners of what an address holds, or null when that is nothing that can be drawn.
function cornersOf(box, ring, asDrawn = false) {
  const numbers = (box || ring || "").split(",").map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) return null;
  if (!box) {
    if (numbers.length < 2 * LEAST_CORNERS || numbers.length % 2) return null;
    return numbers.reduce((all, number, at) => (at % 2 ? (all.at(-1).push(number), all) : [...all, [number]]), []);
  }
  if (numbers.length !== 4) return null;
  const [west, south, given, north] = numbers;
  const east = !asDrawn && given < west ? given + 360 : given;
  return [[west, south], [east, south], [east, north], [west, north]];
}
