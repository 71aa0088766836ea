// What is larger than a dot: roads, zones, borders and areas, drawn where they are in view.
//
// A shape is asked for when it is wide enough to be seen and not wider than what the view can show;
// those with most passages first. Countries are outlines and never filled, or they would cover
// everything.

const LEAST = 18; // pixels
const MOST_VIEWS = 4; // times the view's width
const MOST_SHAPES = 60;
const LINES = new Set(["route", "border"]);
const FILLED = new Set(["zone", "part", "offset", "between", "buffer"]);

export class Shapes {
  constructor(map, answered) {
    this.map = map;
    this.answered = answered;
    this.kept = new Map();
    const pane = map.createPane("sitmap-shapes");
    pane.style.zIndex = 400;
    this.renderer = L.canvas({ pane: "sitmap-shapes", padding: 0.2 });
    this.group = L.layerGroup().addTo(map);
  }

  async draw(marks, view) {
    const chosen = this.chosen(marks, view);
    const zoom = Math.min(12, Math.round(view.zoom));
    const asked = (this.asked = chosen.map((shape) => shape.mark).join(","));
    const revision = marks.places.header.revision;
    this.fetch(chosen.map((shape) => shape.mark), zoom, revision);
    let geometries;
    try {
      geometries = await Promise.all(chosen.map((shape) => this.kept.get(`${zoom}/${shape.mark}`)));
    } catch (problem) {
      marks.say(`The outlines could not be loaded: ${problem.message}`);
      return;
    }
    if (asked !== this.asked || revision !== marks.places.header.revision) return;
    // What stands there already stays: making it anew costs more than all else of a change.
    const look = (shape) => [shape.mark, marks.selected?.row === shape.row, shape.actor, marks.colourOf(shape.circle)];
    const drawn = marks.hidden ? "" : JSON.stringify([zoom, revision, marks.scheme, chosen.map(look)]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.group.clearLayers();
    if (marks.hidden) return;
    for (const [n, shape] of chosen.entries()) if (geometries[n]) this.add(marks, shape, geometries[n]);
  }

  // Asks for outlines once, however often the map is drawn before they come.
  fetch(rows, zoom, revision) {
    const missing = rows.filter((row) => !this.kept.has(`${zoom}/${row}`));
    if (!missing.length) return;
    const answer = this.answered(`data/shapes?row=${missing.join(",")}&zoom=${zoom}&v=${revision}`).then((found) => found.json());
    for (const row of missing) this.kept.set(`${zoom}/${row}`, answer.then((found) => found[row] ?? null));
    answer.catch(() => missing.forEach((row) => this.kept.delete(`${zoom}/${row}`)));
  }

  add(marks, shape, geometry) {
    const selected = marks.selected?.row === shape.row;
    // Countries and provinces are many and large: in colours they would be all that is seen.
    const colour = shape.kind === "area" && !selected ? marks.plain() : marks.colourOf(shape.circle);
    const line = LINES.has(shape.kind);
    const layer = L.geoJSON(geometry, {
      renderer: this.renderer,
      pane: "sitmap-shapes",
      interactive: false,
      style: {
        color: colour,
        weight: (line ? 3.5 : 1.2) + (selected ? 1.8 : 0),
        opacity: selected ? 1 : shape.actor || shape.kind === "area" ? 0.55 : 0.9,
        dashArray: FILLED.has(shape.kind) ? "6 5" : null,
        fill: FILLED.has(shape.kind),
        fillColor: colour,
        fillOpacity: selected ? 0.22 : 0.04,
      },
    });
    this.group.addLayer(layer);
  }

  chosen(marks, view) {
    const { places, shown } = marks;
    const scale = 256 * 2 ** view.zoom;
    const wide = Math.max(view.size.x, view.size.y) * MOST_VIEWS;
    const found = [];
    for (let i = 0; i < shown.at.length; i++) {
      const place = shown.at[i];
      const extent = places.extent[place] * scale;
      const selected = marks.selected?.row === places.row[place];
      if (!extent || (!selected && (extent < LEAST || extent > wide))) continue;
      const y = places.y[place] * scale;
      let x = places.x[place] * scale;
      x += Math.round((view.origin.x + view.size.x / 2 - x) / scale) * scale;
      const reach = extent;
      if (x + reach < view.box.left || x - reach > view.box.right) continue;
      if (y + reach < view.box.top || y - reach > view.box.bottom) continue;
      found.push({ i, place, selected, passages: shown.passages[i] });
    }
    found.sort((a, b) => b.selected - a.selected || b.passages - a.passages || a.i - b.i);
    return found.slice(0, MOST_SHAPES).map(({ i, place }) => ({
      row: places.row[place],
      mark: places.row[place] + places.mark[place],
      kind: places.header.kinds[places.kind[place]],
      actor: (shown.flags[i] & 1) > 0,
      circle: { families: shown.families.map((family) => family[i]), passages: shown.passages[i] },
    }));
  }
}
