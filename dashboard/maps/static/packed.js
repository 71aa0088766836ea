// Reads what dashboard/maps/packed_marks.py writes: a header in JSON and columns of numbers.

export function unpacked(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const kinds = { Uint8Array, Uint16Array, Int32Array };
  const columns = {};
  let at = 4 + size;
  for (const [name, kind, length] of header.columns) {
    const array = new kinds[kind](buffer, at, length);
    columns[name] = array;
    at += array.byteLength + ((4 - (array.byteLength % 4)) % 4);
  }
  return { header, columns };
}

// Everything that can be drawn: rows of the workspace, and where they lie on a world of width 1.
export function places({ header, columns }) {
  const n = columns.row.length;
  const row = Int32Array.from(columns.row);
  for (let i = 1; i < n; i++) row[i] += row[i - 1];
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    [x[i], y[i]] = onWorld(columns.lon[i] / header.steps, columns.lat[i] / header.steps);
  }
  const extent = Float64Array.from(columns.size, (s) => (s ? header.least * 2 ** (s / header.doubling) : 0));
  return { header, row, mark: columns.mark, lon: columns.lon, lat: columns.lat, kind: columns.kind, x, y, extent };
}

const LIMIT = 85.0511287798066; // where Mercator's square world ends

export function onWorld(lon, lat) {
  const sine = Math.sin((Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export function onEarth(x, y) {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

// What a choice shows: numbers of places, and for each how often and how.
export function marks({ header, columns }) {
  const at = Int32Array.from(columns.at);
  for (let i = 1; i < at.length; i++) at[i] += at[i - 1];
  const families = header.families.map((family) => columns[`family:${family}`]);
  return { header, at, passages: columns.passages, flags: columns.flags, sure: columns.sure, families };
}

export const ACTOR = 1; // only named as an actor
export const AMBIGUOUS = 2;

// West, south, east and north of points on a world of width 1, given as columns; null for none.
// Where they stand on both sides of the 180th meridian the box goes across it: east is beyond 180.
export function boundsOf(xs, ys, rows) {
  if (!rows.length) return null;
  const sorted = Float64Array.from(rows, (row) => xs[row]).sort();
  let top = Infinity;
  let bottom = -Infinity;
  for (const row of rows) {
    top = Math.min(top, ys[row]);
    bottom = Math.max(bottom, ys[row]);
  }
  // The widest gap is what the box leaves out.
  let [gap, first] = [sorted[0] + 1 - sorted.at(-1), 0];
  for (let at = 1; at < sorted.length; at++) {
    const next = sorted[at] - sorted[at - 1];
    if (next > gap) [gap, first] = [next, at];
  }
  const [west, north] = onEarth(sorted[first], top);
  const [east, south] = onEarth(first ? sorted[first - 1] + 1 : sorted.at(-1), bottom);
  return [west, south, east, north];
}
