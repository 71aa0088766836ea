// What the server sends of one class of zoom, made into paths on a world of width 1: x from west, y from north.
const CELLS = 32; // across the world: small things of one cell are one path
const EDGE = 1e-6;
const SOUTH = 1.1; // below the map

// Lines are flat: x, y, x, y … A level has half a million corners, of which a view shows few: paths are
// made when they are first in view.
export function pathsOf(content) {
  const { grid, arcs, units, areas } = content;
  const drawn = arcs.map((arc) => corners(arc, grid));
  const ring = (numbers) => joined(numbers.map((n) => (n >= 0 ? drawn[n] : backwards(drawn[~n]))));
  const rings = (coded) => coded.map((polygon) => polygon.map((one) => corners(one, grid)));
  const lines = (numbers) => cells(numbers.map((n) => [drawn[n]]), false);
  const cuts = content.cuts.map((line) => [corners(line, grid)]);
  const filled = (unit) => unit.rings.map((polygon) => polygon.map(ring));
  const countries = units.filter((unit) => !unit.disputed).flatMap(filled);
  const inland = new Set([...content.borders, ...content.dashed]);
  const coast = arcs.map((_, n) => n).filter((n) => !inland.has(n));
  const borders = lines(content.borders);
  const fixed = {
    land: cells(countries, true),
    lakes: cells(rings(content.lakes), true),
    rivers: cells(content.rivers.map((line) => [corners(line, grid)]), false),
    admin1: cells(content.admin1.map((line) => [corners(line, grid)]), false),
    coast: lines(coast),
  };
  const views = new Map();
  // What the neutral view draws, or the view of a state on what it claims.
  return (code = null) => {
    if (views.has(code)) return views.get(code);
    const view = content.views.find((one) => one.code === code) ?? { ours: [], solid: [], hidden: [], solid_cuts: [], hidden_cuts: [] };
    const ours = new Set(view.ours);
    const solid = new Set(view.solid), gone = new Set([...view.solid, ...view.hidden]);
    const solidCuts = new Set(view.solid_cuts), goneCuts = new Set([...view.solid_cuts, ...view.hidden_cuts]);
    const disputed = [
      ...units.filter((unit) => unit.disputed && !ours.has(unit.id)).flatMap(filled),
      ...areas.filter((area) => !ours.has(area.id)).flatMap((area) => rings(area.rings)),
    ];
    views.set(code, {
      ...fixed,
      ours: cells(units.filter((unit) => unit.disputed && ours.has(unit.id)).flatMap(filled), true),
      disputed: cells(disputed, true),
      borders: [...borders, ...lines([...solid]), ...cells(cuts.filter((_, n) => solidCuts.has(n)), false)],
      dashed: [...lines(content.dashed.filter((n) => !gone.has(n))), ...cells(cuts.filter((_, n) => !goneCuts.has(n)), false)],
      names: namesOf(content, ours),
    });
    return views.get(code);
  };
}

function corners(coded, grid) {
  const line = new Float64Array(coded.length);
  for (let i = 0, x = 0, y = 0; i < coded.length; i += 2) {
    line[i] = (x += coded[i]) / grid;
    line[i + 1] = (y += coded[i + 1]) / grid;
  }
  return line;
}

function backwards(line) {
  const turned = new Float64Array(line.length);
  for (let i = 0; i < line.length; i += 2) {
    turned[i] = line[line.length - 2 - i];
    turned[i + 1] = line[line.length - 1 - i];
  }
  return turned;
}

// Each line begins where the one before it ends.
function joined(lines) {
  if (lines.length === 1) return lines[0];
  const whole = new Float64Array(lines.reduce((length, line) => length + line.length - 2, 2));
  let at = 0;
  for (const line of lines) {
    whole.set(line, at);
    at += line.length - 2;
  }
  return whole;
}

// Paths with the boxes around them. Each shape is a list of rings, or of one line.
function cells(shapes, closed) {
  const found = new Map();
  for (const [n, cut] of shapes.entries()) {
    const shape = cut.map(unrolled);
    const box = boxOf(shape[0]);
    const small = box[2] - box[0] < 1 / CELLS && box[3] - box[1] < 1 / CELLS;
    const key = small ? `${Math.floor(box[0] * CELLS)},${Math.floor(box[1] * CELLS)}` : n;
    if (!found.has(key)) found.set(key, new Cell(closed));
    found.get(key).add(shape, box);
  }
  return [...found.values()];
}

class Cell {
  constructor(closed) {
    Object.assign(this, { closed, box: [9, 9, -9, -9], lines: [] });
  }

  add(shape, box) {
    this.lines.push(...shape);
    this.box = [Math.min(this.box[0], box[0]), Math.min(this.box[1], box[1]), Math.max(this.box[2], box[2]), Math.max(this.box[3], box[3])];
  }

  get path() {
    if (!this.made) {
      this.made = new Path2D();
      for (const line of this.lines) trace(this.made, line, this.closed);
      this.lines = null;
    }
    return this.made;
  }
}

// Where land is cut at the antimeridian is no coast.
function isCut(x, before) {
  return Math.abs(x - Math.round(x)) < EDGE && Math.abs(x - before) < EDGE;
}

// What crosses the antimeridian goes on beyond the edge of the map.
function unrolled(line) {
  let from = 2;
  while (from < line.length && Math.abs(line[from] - line[from - 2]) <= 0.5) from += 2;
  if (from >= line.length) return line;
  const whole = line.slice();
  for (let i = from, turn = 0; i < line.length; i += 2) {
    const step = line[i] - line[i - 2];
    if (step > 0.5) turn--;
    else if (step < -0.5) turn++;
    whole[i] += turn;
  }
  return whole;
}

function boxOf(line) {
  const box = [9, 9, -9, -9];
  for (let i = 0; i < line.length; i += 2) {
    if (line[i] < box[0]) box[0] = line[i];
    if (line[i] > box[2]) box[2] = line[i];
    if (line[i + 1] < box[1]) box[1] = line[i + 1];
    if (line[i + 1] > box[3]) box[3] = line[i + 1];
  }
  return box;
}

function trace(path, line, closed) {
  path.moveTo(line[0], line[1]);
  for (let i = 2; i < line.length; i += 2) {
    if (closed || !isCut(line[i], line[i - 2])) path.lineTo(line[i], line[i + 1]);
    else path.moveTo(line[i], line[i + 1]);
  }
  if (!closed) return;
  const last = line.length - 2;
  // A ring round the pole does not come back to where it began.
  if (Math.abs(line[last] - line[0]) > 0.5) for (const x of [line[last], line[0]]) path.lineTo(x, SOUTH);
  path.closePath();
}

function namesOf({ units, areas, places }, ours) {
  const disputed = [...units.filter((unit) => unit.disputed), ...areas, ...places];
  return [
    ...units.filter((unit) => unit.name && !unit.disputed),
    ...disputed
      .filter((one) => one.name)
      .map((one) => ({ ...one, name: ours.has(one.id) ? one.name : `${one.name} (disputed)`, disputed: true })),
  ].sort((a, b) => b.width - a.width);
}
