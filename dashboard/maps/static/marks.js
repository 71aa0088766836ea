// The marks on the map: fetched by address, counted together where they crowd, drawn on one canvas.
import { marks, onEarth, onWorld, places, unpacked } from "./packed.js";
import { clustered, radius } from "./clusters.js";
import { paintGhosts } from "./ghosts.js";
import { Shapes } from "./shapes.js";

const MARGIN = 0.15; // of the view, drawn around it
const MOST_LABELS = 120;
const MOST_LETTERS = 36;
const MOST_LISTED = 40;
const FIT_ZOOM = 12;
const PARTED = 40; // pixels between marks that a deeper zoom shows apart
const INKS = {
  light: { ink: "#1f2933", halo: "#ffffff", edge: "#ffffff", plain: "#47566b", chosen: "#111111", ghost: "#7a3db8" },
  dark: { ink: "#e5eaf0", halo: "#10141a", edge: "#10141a", plain: "#b4c0cf", chosen: "#ffffff", ghost: "#c9a2f2" },
};
// Where themes don't colour them, marks are the darker the more passages they have (in dark dress the lighter).
const GRADES = {
  light: [[100, "#16324f"], [30, "#274c74"], [8, "#3d6d9e"], [0, "#5d87b1"]],
  dark: [[100, "#e3f0ff"], [30, "#b9d7f5"], [8, "#8fb9e3"], [0, "#6f9dcb"]],
};
const DIM = 0.22;

export class Marks {
  // `at(path)` is the address of what the server offers; `picked(id)` is told of clicks, `pointed(id)` of what
  // the mouse is over (null for nothing); `fly(centre, zoom)` moves the map; `together(answer)` lets what
  // is asked at once come in at once.
  constructor(map, root, at, { picked, pointed, fly, together = (answer) => answer }) {
    Object.assign(this, { map, root, at, picked, pointed, fly, together, scheme: "light", circles: [], labels: new Map(), naming: new Map(), ghosts: [], moves: [] });
    this.canvas = L.DomUtil.create("canvas", "sitmap-marks leaflet-zoom-hide");
    const pane = map.createPane("sitmap-marks");
    pane.style.zIndex = 450;
    pane.append(this.canvas);
    this.shapes = new Shapes(map, (path) => this.answered(path));
    this.tip = root.appendChild(Object.assign(document.createElement("div"), { className: "sitmap-tip", hidden: true }));
    this.tip.setAttribute("role", "tooltip");
    map.on("moveend zoomend resize", () => this.draw());
    map.on("zoomstart movestart", () => this.pointAt(null));
    map.on("mousemove", (event) => this.pointAt(this.busy ? null : this.find(event.containerPoint)));
    map.on("mouseout", () => this.pointAt(null));
    // `busy`: a hand draws or measures on the map.
    map.on("click", (event) => this.busy || this.click(this.find(event.containerPoint), event.containerPoint));
    root.sitmapAt = (id) => this.positionOf(id);
    root.sitmapCircles = () => {
      const box = map.getContainer().getBoundingClientRect();
      return this.circles.map((o) => [box.left + o.left, box.top + o.top, o.radius, o.members.length]);
    };
    root.sitmapRows = () => (this.shown ? Array.from(this.shown.at, (place) => this.places.row[place]) : []);
  }

  async answered(path) {
    const answer = await fetch(this.at(path));
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? `status ${answer.status}`);
    return answer;
  }

  // Shows what a choice shows; of several asked for in a row the last one wins.
  async show({ query, revision, families, coloured, report = null }) {
    const look = `${coloured} ${this.hidden}`;
    const same = look === this.look;
    Object.assign(this, { families, coloured, look });
    const wanted = `${query}&v=${revision}`;
    const key = `${wanted} ${report ?? ""}`;
    if (key === this.wanted) return this.shown && !same && this.draw();
    this.wanted = key;
    this.root.dataset.ready = "false";
    const fetched = (asked) => this.together(this.answered(`data/marks?${asked}`).then((answer) => answer.arrayBuffer()));
    try {
      const [held, chosen, own] = await Promise.all([
        this.placesOf(revision),
        this.chosen?.wanted === wanted ? this.chosen.content : fetched(wanted),
        report ? fetched(`report=${encodeURIComponent(report)}&v=${revision}`) : null,
      ]);
      if (key !== this.wanted) return;
      this.chosen = { wanted, content: chosen };
      // Of a report that is open, its own marks are bright among the others.
      this.bright = own && new Set(marks(unpacked(own)).at);
      const shown = marks(unpacked(chosen));
      if (shown.header.revision !== held.header.revision) {
        // More came between the two answers: ask again for the newer state.
        this.wanted = null;
        return this.show({ query, revision: shown.header.revision, families, coloured, report });
      }
      if (this.places !== held) this.labels.clear();
      this.places = held;
      this.shown = shown;
      this.said?.remove();
      this.draw();
    } catch (problem) {
      if (key !== this.wanted) return;
      this.wanted = null;
      this.say(`The marks could not be loaded: ${problem.message}`);
    }
  }

  async placesOf(revision) {
    if (this.held?.header.revision === revision) return this.held;
    const answer = await this.answered(`data/places?v=${revision}`);
    this.held = places(unpacked(await answer.arrayBuffer()));
    return this.held;
  }

  say(words) {
    this.said?.remove();
    this.said = this.root.appendChild(Object.assign(document.createElement("div"), { className: "sitmap-said", textContent: words }));
    this.said.setAttribute("role", "alert");
  }

  select(selected) {
    const before = this.selected;
    this.selected = selected ?? null;
    this.root.dataset.selected = selected?.id ?? "";
    if (this.shown && (before?.id !== this.selected?.id || before?.row !== this.selected?.row)) this.repaint();
  }

  // Rings the mark of a row, as long as its words are pointed at.
  ring(row) {
    if (row === this.ringed) return;
    this.ringed = row;
    if (this.shown) this.paint(this.view());
  }

  // Shows places that may be meant as well, [{lat, lon, label}], and where marks would move,
  // [{before, after}].
  haunt(candidates, moves = []) {
    this.ghosts = (candidates ?? []).filter((one) => typeof one.lon === "number");
    this.moves = moves;
    this.root.dataset.ghosts = this.ghosts.length + this.moves.length;
    if (this.shown) this.paint(this.view());
  }

  repaint() {
    const view = this.view();
    this.paint(view);
    this.shapes.draw(this, view);
  }

  isInView(circle) {
    const { x, y } = this.map.getSize();
    return circle.left >= 0 && circle.top >= 0 && circle.left <= x && circle.top <= y;
  }

  // Number of a place by its row; -1 of what can't be drawn.
  placeOf(row) {
    if (!this.places) return -1;
    if (this.numbered !== this.places) {
      this.numbered = this.places;
      this.numbers = new Map(Array.from(this.places.row, (one, number) => [one, number]));
    }
    return this.numbers.get(row) ?? -1;
  }

  // West, south, east and north of a place, by its number.
  boxOf(place) {
    const { x, y, extent } = this.places;
    const half = extent[place] / 2;
    const [west, north] = onEarth(x[place] - half, Math.max(0, y[place] - half));
    const [east, south] = onEarth(x[place] + half, Math.min(1, y[place] + half));
    return [west, south, east, north];
  }

  restyle(scheme) {
    this.scheme = scheme;
    this.draw();
  }

  // ---- drawing

  view() {
    const { map } = this;
    const size = map.getSize();
    const origin = map.getPixelBounds().min;
    return {
      zoom: map.getZoom(),
      size,
      origin,
      box: {
        left: origin.x - size.x * MARGIN,
        right: origin.x + size.x * (1 + MARGIN),
        top: origin.y - size.y * MARGIN,
        bottom: origin.y + size.y * (1 + MARGIN),
      },
    };
  }

  draw() {
    const { map, root } = this;
    const centre = map.getCenter();
    root.dataset.view = `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${map.getZoom()}`;
    if (!this.shown) return;
    const view = this.view();
    if (!view.size.x) return;
    this.circles = clustered(this.places, this.shown, view.zoom, view.box);
    for (const circle of this.circles) {
      circle.left = circle.x - view.origin.x;
      circle.top = circle.y - view.origin.y;
      circle.radius = radius(circle.members.length, circle.passages);
    }
    this.paint(view);
    if (!this.flying) {
      this.shapes.draw(this, view);
      this.nameAlone(view);
    }
    root.dataset.marks = this.shown.header.shown;
    root.dataset.shown = this.circles.length;
    root.dataset.ready = String(this.wanted !== null && !this.flying);
    const box = (o) => [o.left - o.radius, o.top - o.radius, o.left + o.radius, o.top + o.radius];
    if (!this.flying) map.fire("avoid", { boxes: this.hidden ? [] : this.circles.map(box) });
    map.fire("drawn");
  }

  paint(view) {
    const { canvas, map } = this;
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = view.size.x * ratio;
    canvas.height = view.size.y * ratio;
    canvas.style.width = `${view.size.x}px`;
    canvas.style.height = `${view.size.y}px`;
    const c = canvas.getContext("2d");
    c.scale(ratio, ratio);
    if (this.hidden) {
      this.paintHidden(c, view, true);
      paintGhosts(c, this, view, INKS[this.scheme]);
      return;
    }
    for (const circle of [...this.circles].reverse()) {
      c.save();
      if (this.bright && !circle.members.some((m) => this.bright.has(this.shown.at[m]))) c.globalAlpha = DIM;
      this.paintCircle(c, circle, c.globalAlpha);
      c.restore();
    }
    this.paintHidden(c, view);
    this.paintLabels(c, view, paintGhosts(c, this, view, INKS[this.scheme]));
  }

  paintCircle(c, circle, opacity) {
    const inks = INKS[this.scheme];
    const { left, top } = circle;
    const chosen = this.holdsSelected(circle);
    const alone = circle.members.length === 1;
    const colour = this.colourOf(circle);
    c.beginPath();
    c.arc(left, top, circle.radius, 0, 2 * Math.PI);
    c.fillStyle = circle.actor ? inks.halo : alone ? colour : inks.halo;
    c.globalAlpha = opacity * (circle.actor ? 0.75 : 0.95);
    c.fill();
    c.globalAlpha = opacity;
    c.lineWidth = circle.actor || !alone ? 3 : 2;
    c.strokeStyle = circle.actor || !alone ? colour : inks.edge;
    if (alone && circle.ambiguous) c.setLineDash([3, 3]);
    if (!alone) this.paintRing(c, circle);
    else c.stroke();
    c.setLineDash([]);
    if (chosen || this.isRinged(circle)) {
      c.beginPath();
      c.arc(left, top, circle.radius + 5, 0, 2 * Math.PI);
      c.lineWidth = 3;
      c.strokeStyle = inks.chosen;
      c.stroke();
    }
    if (!alone || circle.ambiguous) {
      c.fillStyle = alone && !circle.actor ? inks.edge : inks.ink;
      c.font = "600 11px system-ui, sans-serif";
      c.textAlign = "center";
      c.textBaseline = "middle";
      c.fillText(alone ? "?" : short(circle.passages), left, top + 0.5);
    }
  }

  // A selected mark that the choice hides is drawn nevertheless.
  paintHidden(c, view, always = false) {
    const { selected } = this;
    if (typeof selected?.lon !== "number" || (!always && this.circles.some((circle) => this.holdsSelected(circle)))) return;
    const inks = INKS[this.scheme];
    const [x, y] = onWorld(selected.lon, selected.lat).map((share) => share * 256 * 2 ** view.zoom);
    c.beginPath();
    c.arc(x - view.origin.x, y - view.origin.y, radius(1, 1) + 4, 0, 2 * Math.PI);
    c.setLineDash([4, 3]);
    c.lineWidth = 3;
    c.strokeStyle = inks.chosen;
    c.stroke();
    c.setLineDash([]);
  }

  // Around a number: how the passages are shared out among the themes.
  paintRing(c, circle) {
    const total = circle.families.reduce((sum, count) => sum + count, 0);
    let from = -Math.PI / 2;
    c.lineWidth = 4;
    const arc = (share, colour) => {
      c.beginPath();
      c.arc(circle.left, circle.top, circle.radius - 1, from, from + share * 2 * Math.PI);
      c.strokeStyle = colour;
      c.stroke();
      from += share * 2 * Math.PI;
    };
    if (!total || !this.coloured) return arc(1, this.coloured ? this.plain() : this.gradeOf(circle));
    circle.families.forEach((count, number) => count && arc(count / total, this.families[number].colour));
  }

  plain() {
    return INKS[this.scheme].plain;
  }

  gradeOf(circle) {
    return GRADES[this.scheme].find(([least]) => (circle.passages ?? 0) >= least)[1];
  }

  colourOf(circle) {
    if (!this.coloured) return this.gradeOf(circle);
    const most = Math.max(...circle.families);
    return most > 0 ? this.families[circle.families.indexOf(most)].colour : this.plain();
  }

  // `boxes` are taken by other names.
  paintLabels(c, view, boxes) {
    const inks = INKS[this.scheme];
    const taken = [...boxes, ...this.circles.map((o) => [o.left - o.radius, o.top - o.radius, o.left + o.radius, o.top + o.radius])];
    c.font = "600 12px system-ui, sans-serif";
    c.textAlign = "left";
    c.textBaseline = "middle";
    c.lineJoin = "round";
    for (const circle of this.alone(view)) {
      const label = shortened(this.labels.get(this.rowOf(circle))?.[1]);
      if (!label) continue;
      const wide = c.measureText(label).width;
      const off = circle.radius + (this.holdsSelected(circle) ? 10 : 4); // beside the ring around it
      const right = circle.left + off;
      const at = right + wide < view.size.x ? right : circle.left - off - wide;
      const box = [at, circle.top - 8, at + wide, circle.top + 8];
      if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
      taken.push(box);
      c.lineWidth = 4;
      c.strokeStyle = inks.halo;
      c.strokeText(label, at, circle.top);
      c.fillStyle = inks.ink;
      c.fillText(label, at, circle.top);
    }
  }

  // Marks that stand for themselves in the view, those with most passages first.
  alone(view) {
    const inside = (o) => o.left >= 0 && o.top >= 0 && o.left <= view.size.x && o.top <= view.size.y;
    return this.circles
      .filter((circle) => circle.members.length === 1 && inside(circle))
      .sort((a, b) => b.passages - a.passages)
      .slice(0, MOST_LABELS);
  }

  rowOf(circle) {
    return this.places.row[this.shown.at[circle.members[0]]];
  }

  async nameAlone(view) {
    const rows = this.alone(view).map((circle) => this.rowOf(circle));
    const held = this.places;
    if ((await this.named(rows)) && held === this.places) this.paint(this.view());
  }

  // Learns what marks are called; true when any was new. Each is asked for once.
  async named(rows) {
    const unknown = rows.filter((row) => !this.labels.has(row));
    const missing = unknown.filter((row) => !this.naming.has(row));
    if (missing.length) {
      const asked = this.askNames(missing);
      for (const row of missing) this.naming.set(row, asked);
      asked.finally(() => missing.forEach((row) => this.naming.delete(row)));
    }
    const come = await Promise.all(new Set(unknown.map((row) => this.naming.get(row))));
    return come.includes(true);
  }

  async askNames(rows) {
    try {
      const answer = await this.answered(`data/labels?row=${rows.join(",")}&v=${this.places.header.revision}`);
      for (const [row, label] of Object.entries(await answer.json())) this.labels.set(Number(row), label);
      return true;
    } catch (problem) {
      this.say(`The names could not be loaded: ${problem.message}`);
      return false;
    }
  }

  // ---- pointing and clicking

  find(point) {
    let best = null;
    let least = Infinity;
    for (const circle of this.circles) {
      const far = Math.hypot(circle.left - point.x, circle.top - point.y);
      if (far <= circle.radius + 3 && far < least) [best, least] = [circle, far];
    }
    return best;
  }

  async pointAt(circle) {
    if (circle === (this.over ?? null)) return;
    this.over = circle;
    this.map.getContainer().style.cursor = circle ? "pointer" : "";
    this.tip.hidden = !circle;
    if (!circle) return this.pointed(null);
    await this.named(circle.members.length === 1 ? [this.rowOf(circle)] : []);
    if (circle !== this.over) return;
    this.pointed(circle.members.length === 1 ? this.labels.get(this.rowOf(circle))?.[0] ?? null : null);
    this.tip.textContent = this.wordsOf(circle);
    this.tip.style.left = `${Math.max(4, Math.min(circle.left + 14, this.map.getSize().x - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(4, circle.top - circle.radius - this.tip.offsetHeight - 6)}px`;
  }

  wordsOf(circle) {
    const passages = `${circle.passages} passage${circle.passages === 1 ? "" : "s"}`;
    if (circle.members.length > 1) return `${circle.members.length} places · ${passages}`;
    const [, label, kind] = this.labels.get(this.rowOf(circle)) ?? ["", "…", ""];
    const doubts = [circle.actor && "named as an actor", circle.ambiguous && "may be another place"];
    return [label, kind, passages, ...doubts].filter(Boolean).join(" · ");
  }

  async click(circle, point) {
    this.list?.remove();
    if (!circle) return;
    if (circle.members.length === 1) {
      await this.named([this.rowOf(circle)]);
      const label = this.labels.get(this.rowOf(circle));
      if (label) this.picked(label[0]);
      return;
    }
    const box = L.latLngBounds([]);
    for (const member of circle.members) {
      const place = this.shown.at[member];
      const [lon, lat] = onEarth(this.places.x[place], this.places.y[place]);
      box.extend([lat, lon]);
    }
    const zoom = Math.min(this.map.getBoundsZoom(box.pad(0.2)), FIT_ZOOM);
    const corners = [box.getNorthWest(), box.getSouthEast()].map((corner) => this.map.project(corner, FIT_ZOOM));
    const parts = corners[0].distanceTo(corners[1]) > PARTED;
    if (parts && zoom > this.map.getZoom()) this.fly(box.getCenter(), zoom);
    else await this.open(circle, point);
  }

  // A list of the marks that no zoom parts.
  async open(circle, point) {
    const members = [...circle.members].sort((a, b) => this.shown.passages[b] - this.shown.passages[a]);
    const rows = members.slice(0, MOST_LISTED).map((member) => this.places.row[this.shown.at[member]]);
    await this.named(rows);
    const list = Object.assign(document.createElement("div"), { className: "sitmap-list" });
    list.setAttribute("role", "menu");
    list.style.left = `${Math.min(point.x, Math.max(0, this.map.getSize().x - 260))}px`;
    list.style.top = `${Math.min(point.y, Math.max(0, this.map.getSize().y - 200))}px`;
    for (const [number, row] of rows.entries()) {
      const label = this.labels.get(row);
      if (!label) continue;
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.setAttribute("role", "menuitem");
      button.textContent = `${label[1]} · ${label[2]} · ${this.shown.passages[members[number]]}`;
      button.onclick = () => (this.picked(label[0]), list.remove());
      list.append(button);
    }
    if (members.length > rows.length) {
      list.append(Object.assign(document.createElement("p"), { textContent: `and ${members.length - rows.length} more` }));
    }
    list.onkeydown = (event) => event.key === "Escape" && (event.stopPropagation(), list.remove());
    L.DomEvent.disableClickPropagation(list).disableScrollPropagation(list);
    this.list = this.root.appendChild(list);
    list.querySelector("button")?.focus();
  }

  holdsSelected(circle) {
    return this.holds(circle, this.selected?.row);
  }

  isRinged(circle) {
    return this.holds(circle, this.ringed);
  }

  holds(circle, row) {
    return row !== undefined && row !== null && circle.members.some((m) => this.places.row[this.shown.at[m]] === row);
  }

  // Where on the page a mark, or the circle that holds it, is drawn; null when it is not.
  positionOf(id) {
    const row = this.rowCalled(id);
    if (row === null) return null;
    const circle = this.circles.find((o) => o.members.some((m) => this.places.row[this.shown.at[m]] === row));
    if (!circle) return null;
    const box = this.map.getContainer().getBoundingClientRect();
    return [box.left + circle.left, box.top + circle.top];
  }

  rowCalled(id) {
    for (const [row, label] of this.labels) if (label[0] === id) return row;
    if (!this.places) return null;
    // Asked at once, because whoever asks wants an answer and no promise.
    const asked = new XMLHttpRequest();
    asked.open("GET", this.at(`data/find?id=${encodeURIComponent(id)}&v=${this.places.header.revision}`), false);
    asked.send();
    const found = asked.status === 200 ? JSON.parse(asked.responseText) : null;
    if (found) this.labels.set(found.row, [found.id, found.label, found.kind]);
    return found ? found.row : null;
  }
}

function shortened(label) {
  return label && label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1).trimEnd()}…` : label;
}

function short(count) {
  return count < 1000 ? String(count) : count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}
