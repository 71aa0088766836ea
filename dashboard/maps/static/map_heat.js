// Where passages crowd: a kernel density of the marks that are shown, weighted by their passages.
//
// Marks are counted in squares of a few pixels; five box blurs in either direction come close to
// a Gaussian kernel, whatever the number of marks.

import { MapCanvas } from "./map_canvas.js";

const CELL = 4; // px
const REACH = 2; // cells on either side of a box
const BLURS = 5;
export const RADIUS = 24; // px that the kernel reaches, about
const HEIGHT = 440;
const WIDE = 3; // radii: what is wider than this is not at a point
const STEPS = 256;
export const HEAT = {
  light: ["#fde3a700", "#f8bb5cb0", "#e6702ed8", "#b5201ae8", "#5c0d2ef0"],
  dark: ["#4a1c5c00", "#8a2a6cb8", "#d9483bd8", "#f5a04ae8", "#fff3b8f4"],
};

// Blurs a grid along rows (step 1) or columns (step: its width); edges lose what flows over them.
function blur(from, to, lines, length, between, step) {
  const share = 1 / (2 * REACH + 1);
  for (let line = 0; line < lines; line++) {
    const first = line * between;
    let sum = 0;
    for (let at = 0; at < Math.min(REACH, length); at++) sum += from[first + at * step];
    for (let at = 0; at < length; at++) {
      if (at + REACH < length) sum += from[first + (at + REACH) * step];
      if (at > REACH) sum -= from[first + (at - REACH - 1) * step];
      to[first + at * step] = Math.max(0, sum) * share; // a rest of subtracting is no negative heat
    }
  }
}

export function blurred(grid, width, height) {
  let [from, to] = [grid, new Float32Array(grid.length)];
  for (let round = 0; round < BLURS; round++) {
    blur(from, to, height, width, width, 1);
    blur(to, from, width, height, 1, width);
  }
  return from;
}

// Colours of an ImageData for each step, from stops with opacity.
function paletteOf(stops) {
  const c = Object.assign(document.createElement("canvas"), { width: STEPS, height: 1 }).getContext("2d");
  const gradient = c.createLinearGradient(0, 0, STEPS, 0);
  stops.forEach((stop, at) => gradient.addColorStop(at / (stops.length - 1), stop));
  c.fillStyle = gradient;
  c.fillRect(0, 0, STEPS, 1);
  const palette = new Uint32Array(c.getImageData(0, 0, STEPS, 1).data.buffer);
  palette[0] = 0; // nothing at all
  return palette;
}

export function mapHeat(map, room, marks, told = () => {}) {
  const layer = new MapCanvas(map, "sitmap-heat", HEIGHT);
  let scheme = room.scheme;
  const isOn = () => room.address.get("layer") === "heat";

  function paint() {
    const { shown, places } = marks;
    if (!isOn() || !shown || !places) return layer.clear();
    const sheet = layer.start(1 / CELL);
    if (!sheet) return;
    const { width, height } = layer.canvas;
    const { left, top, world } = sheet;
    const grid = new Float32Array(width * height);
    for (let i = 0; i < shown.at.length; i++) {
      const place = shown.at[i];
      if (places.extent[place] * world > WIDE * RADIUS) continue;
      const y = Math.floor((places.y[place] * world - top) / CELL);
      if (y < 0 || y >= height) continue;
      let x = places.x[place] * world;
      x = Math.floor((x + Math.ceil((left - x) / world) * world - left) / CELL);
      for (; x < width; x += Math.round(world / CELL)) grid[y * width + x] += shown.passages[i];
    }
    const heat = blurred(grid, width, height);
    let most = 0;
    for (const value of heat) if (value > most) most = value;
    const image = sheet.c.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const palette = paletteOf(HEAT[scheme]);
    // By the square root, or the busiest town alone would be seen.
    if (most) heat.forEach((value, at) => (pixels[at] = palette[Math.round(Math.sqrt(value / most) * (STEPS - 1))]));
    sheet.c.putImageData(image, 0, 0);
    told({
      layer: "heat",
      title: "Where passages crowd",
      gradient: HEAT[scheme].map((stop) => stop.slice(0, 7)),
      note: most ? "Places much wider than a spot, as whole countries, are left out." : "Nothing is in view.",
    });
  }

  const moved = () => isOn() && paint();
  let was = isOn();
  const follow = () => {
    if (was !== isOn()) paint();
    was = isOn();
  };
  map.on("drawn moveend zoomend resize", moved);
  const undo = [
    room.address.onchange(follow),
    room.onscheme?.((now) => ((scheme = now ?? room.scheme), moved())),
    () => map.off("drawn moveend zoomend resize", moved),
  ];
  paint();
  return {
    paint,
    destroy() {
      for (const one of undo) one?.();
      layer.remove();
    },
  };
}
