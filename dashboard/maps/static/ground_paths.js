// What the server sends of one class of zoom, made into paths on a world of width 1: x from west, y from north.
const CELLS = 32; // across the world: small things of one cell are one path
const EDGE = 1e-6;
const SOUTH = 1.1; // below the map

export function pathsOf(content) {
  const { grid, arcs, units, areas } = content;
  const drawn = arcs.map((arc) => points(arc, grid));
  const ring = (numbers) => numbers.flatMap((n, i) => (n >= 0 ? drawn[n] : [...drawn[~n]].reverse()).slice(i ? 1 : 0));
  const rings = (coded) => coded.map((polygon) => polygon.map((one) => points(one, grid)));
  const lines = (numbers) => cells(numbers.map((n) => [drawn[n]]), false);
  const land = [], disputed = [];
  for (const unit of units) (unit.disputed ? disputed : land).push(...unit.rings.map((polygon) => polygon.map(ring)));
  for (const area of areas) disputed.push(...rings(area.rings));
  const inland = new Set([...content.borders, ...content.dashed]);
  const coast = arcs.map((_, n) => n).filter((n) => !inland.has(n));
  return {
    land: cells(land, true),
    disputed: cells(disputed, true),
    lakes: cells(rings(content.lakes), true),
    rivers: cells(content.rivers.map((line) => [points(line, grid)]), false),
    admin1: cells(content.admin1.map((line) => [points(line, grid)]), false),
    coast: lines(coast),
    borders: lines(content.borders),
    dashed: [...lines(content.dashed), ...cells(content.cuts.map((line) => [points(line, grid)]), false)],
    names: namesOf(content),
  };
}

function points(coded, grid) {
  const found = new Array(coded.length / 2);
  for (let i = 0, x = 0, y = 0; i < found.length; i++) found[i] = [(x += coded[2 * i]) / grid, (y += coded[2 * i + 1]) / grid];
  return found;
}

// Paths with the boxes around them. Each shape is a list of rings, or of one line.
function cells(shapes, closed) {
  const found = new Map();
  for (const [n, cut] of shapes.entries()) {
    const shape = cut.map(unrolled);
    const box = boxOf(shape);
    const small = box[2] - box[0] < 1 / CELLS && box[3] - box[1] < 1 / CELLS;
    const key = small ? `${Math.floor(box[0] * CELLS)},${Math.floor(box[1] * CELLS)}` : n;
    if (!found.has(key)) found.set(key, { path: new Path2D(), box: [9, 9, -9, -9] });
    const cell = found.get(key);
    cell.box = [Math.min(cell.box[0], box[0]), Math.min(cell.box[1], box[1]), Math.max(cell.box[2], box[2]), Math.max(cell.box[3], box[3])];
    for (const line of shape) trace(cell.path, line, closed);
  }
  return [...found.values()];
}

// Where land is cut at the antimeridian is no coast.
function isCut(x, before) {
  return Math.abs(x - Math.round(x)) < EDGE && Math.abs(x - before) < EDGE;
}

// What crosses the antimeridian goes on beyond the edge of the map.
function unrolled(line) {
  let turn = 0;
  return line.map(([x, y], i) => {
    const step = i ? x - line[i - 1][0] : 0;
    if (step > 0.5) turn--;
    else if (step < -0.5) turn++;
    return [x + turn, y];
  });
}

function boxOf(shape) {
  const box = [9, 9, -9, -9];
  for (const [x, y] of shape[0]) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

function trace(path, line, closed) {
  line.forEach(([x, y], i) => (i && (closed || !isCut(x, line[i - 1][0])) ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (!closed) return;
  const around = line.at(-1)[0] - line[0][0]; // a ring round the pole does not come back to where it began
  if (Math.abs(around) > 0.5) for (const end of [line.at(-1), line[0]]) path.lineTo(end[0], SOUTH);
  path.closePath();
}

function namesOf({ units, areas, places }) {
  const disputed = [...units.filter((unit) => unit.disputed), ...areas, ...places];
  return [
    ...units.filter((unit) => unit.name && !unit.disputed),
    ...disputed.filter((one) => one.name).map((one) => ({ ...one, name: `${one.name} (disputed)`, disputed: true })),
  ].sort((a, b) => b.width - a.width);
}
