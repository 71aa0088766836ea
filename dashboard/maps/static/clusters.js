// Which marks stand for themselves, and which are counted together, at one zoom and view.
//
// Marks are first put into squares of a grid, which takes one pass however many there are; then
// squares whose circles would cover one another's middle are joined, nearest first, so that every
// circle's middle is seen and can be clicked.
import { AMBIGUOUS, ACTOR } from "./packed.js";

export const CELL = 48; // pixels
const MARK_RADIUS = 7;
const TOUCH = 4; // pixels left between a circle's edge and another's middle
const OVERLAP = 0.85; // of both radii: so far apart that both numbers can be read

export function radius(places, passages) {
  return places === 1 ? MARK_RADIUS : Math.min(30, 10 + 3.2 * Math.log2(1 + passages / 4));
}

// Returns circles: {x, y (pixels of the world at this zoom), members (numbers of marks), passages,
// families, actor, ambiguous}. `box` is the view in pixels of the world, with some room around.
export function clustered(places, shown, zoom, box, skip) {
  const scale = 256 * 2 ** zoom;
  const world = scale;
  const cells = new Map();
  const wide = Math.ceil(world / CELL) + 1;
  for (let i = 0; i < shown.at.length; i++) {
    const place = shown.at[i];
    if (skip?.(place)) continue;
    const y = places.y[place] * scale;
    if (y < box.top || y > box.bottom) continue;
    let x = places.x[place] * scale;
    // The world repeats: a mark is drawn in the copy that is in view.
    x += Math.ceil((box.left - x) / world) * world;
    if (x > box.right) continue;
    const key = Math.floor(y / CELL) * wide * 4 + Math.floor((x - box.left) / CELL);
    const cell = cells.get(key);
    if (cell) add(cell, x, y, shown, i);
    else cells.set(key, start(x, y, shown, i));
  }
  return joined([...cells.values()]);
}

function start(x, y, shown, i) {
  const circle = { x: 0, y: 0, weight: 0, members: [], passages: 0, actor: true, ambiguous: true };
  circle.families = new Float64Array(shown.families.length);
  add(circle, x, y, shown, i);
  return circle;
}

function add(circle, x, y, shown, i) {
  const passages = shown.passages[i];
  const total = circle.weight + passages;
  circle.x += ((x - circle.x) * passages) / total;
  circle.y += ((y - circle.y) * passages) / total;
  circle.weight = total;
  circle.passages += passages;
  circle.members.push(i);
  circle.actor &&= (shown.flags[i] & ACTOR) > 0;
  circle.ambiguous &&= (shown.flags[i] & AMBIGUOUS) > 0;
  for (let f = 0; f < circle.families.length; f++) circle.families[f] += shown.families[f][i];
}

// Joins circles until none covers the middle of another. The fuller one takes the other in.
function joined(circles) {
  let again = true;
  while (again) {
    again = false;
    circles.sort((a, b) => b.passages - a.passages || a.x - b.x || a.y - b.y);
    const grid = new Map();
    const reach = 2 * CELL;
    const key = (x, y) => `${Math.floor(x / reach)},${Math.floor(y / reach)}`;
    const kept = [];
    for (const circle of circles) {
      const own = radius(circle.members.length, circle.passages);
      let taken = null;
      for (let dx = -1; dx <= 1 && !taken; dx++) {
        for (let dy = -1; dy <= 1 && !taken; dy++) {
          for (const other of grid.get(key(circle.x + dx * reach, circle.y + dy * reach)) ?? []) {
            const far = Math.hypot(other.x - circle.x, other.y - circle.y);
            const both = radius(other.members.length, other.passages);
            if (far < Math.max(Math.max(own, both) + TOUCH, (own + both) * OVERLAP)) {
              taken = other;
              break;
            }
          }
        }
      }
      if (taken) {
        merge(taken, circle);
        again = true;
      } else {
        kept.push(circle);
        const at = key(circle.x, circle.y);
        if (grid.has(at)) grid.get(at).push(circle);
        else grid.set(at, [circle]);
      }
    }
    circles = kept;
  }
  return circles;
}

function merge(into, circle) {
  const total = into.weight + circle.weight;
  into.x += ((circle.x - into.x) * circle.weight) / total;
  into.y += ((circle.y - into.y) * circle.weight) / total;
  into.weight = total;
  into.passages += circle.passages;
  into.members = into.members.concat(circle.members);
  into.actor &&= circle.actor;
  into.ambiguous &&= circle.ambiguous;
  for (let f = 0; f < into.families.length; f++) into.families[f] += circle.families[f];
}
