// Choosing a place: the candidates by their numbers, others by name or position, or drawn on the map.
import { amount, bare, button, element } from "./pane_elements.js";

const REST = 150; // ms after the last letter until places are looked up
const STAY = 350; // ms over a candidate until the map shows it, where it is out of view
const DIGITS = 9;
const HINT = "A name, an id, or latitude, longitude";
export const DRAWN = [["point", "Drop a pin"], ["line", "Draw a line"], ["area", "Draw an area"]];

/** A place in a line. */
export function placeLine(place) {
  const where = [place.kind, place.where].filter(Boolean).join(", ");
  return [element("b", {}, bare(place.name)), where ? element("span", { class: "desk-where" }, ", ", bare(where)) : null,
    place.population ? element("span", { class: "desk-people" }, ` · ${amount(place.population)} people`) : null,
    place.also ? element("span", { class: "desk-people" }, " · also ", bare(place.also)) : null];
}

export class PlacePicker {
  // `choose({place})` or `choose({geometry, name})` is told what is meant; `chosen` is the id of the
  // place that is meant now; `draws` says whether there is a map to draw on.
  constructor(room, { candidates, chosen = null, choose, draws = true, words = "" }) {
    Object.assign(this, { room, candidates, chosen, choose, words, found: [] });
    this.list = element("ol", { class: "desk-candidates", "data-testid": "fix-candidates", "aria-label": "What may be meant" });
    this.results = element("ul", { class: "desk-candidates", "aria-label": "Places found", hidden: true });
    this.note = element("p", { class: "pane-muted", role: "status" });
    this.search = element("input", {
      type: "search", class: "desk-input", "data-testid": "fix-search", placeholder: "Search the gazetteer", "aria-label": "Search the gazetteer",
      title: HINT, autocomplete: "off", spellcheck: "false", dir: "auto",
      oninput: () => { clearTimeout(this.resting); this.resting = setTimeout(() => this.look(), REST); },
      onkeydown: (event) => this.typed(event),
    });
    this.point = null;
    this.root = element("div", { class: "desk-picker" }, this.list, this.search, this.note, this.results,
      draws ? this.drawing() : null);
    this.draw();
  }

  destroy() {
    clearTimeout(this.resting);
    clearTimeout(this.staying);
    this.heard?.();
    this.tell("draw-place", { kind: null });
  }

  tell(name, detail) {
    this.room.bus.dispatchEvent(new CustomEvent(name, { detail }));
  }

  draw() {
    this.list.replaceChildren(...this.candidates.map((place, at) => this.row(place, String(at + 1))));
    this.list.hidden = !this.candidates.length;
    this.haunt();
  }

  row(place, key = "") {
    const isChosen = place.id === this.chosen;
    // Pointed at is what the hand moves to, and not what is drawn under a hand that rests.
    const point = (is) => {
      this.pointed = is ? place.id : null;
      this.haunt();
      clearTimeout(this.staying);
      if (is && place.lat !== null) this.staying = setTimeout(() => this.tell("look", { points: [place, ...this.candidates.filter((one) => one.id === this.chosen && one.lat !== null)] }), STAY);
    };
    return element("li", {}, element("button", {
      type: "button", class: `desk-candidate${isChosen ? " chosen" : ""}`, "data-testid": key ? "fix-candidate" : "fix-found", "data-place": place.id,
      "data-focus": `candidate ${place.id}`, "aria-keyshortcuts": key || null, title: `${place.id}${place.lat === null ? "" : ` · ${place.lat}, ${place.lon}`}`,
      onclick: () => this.choose({ place }), onpointermove: () => this.pointed === place.id || point(true), onpointerleave: () => point(false),
      onfocus: () => point(true), onblur: () => point(false),
    }, key ? element("kbd", { "aria-hidden": "true" }, key) : null,
    element("span", {}, placeLine(place), isChosen ? element("span", { class: "desk-now" }, "chosen now") : null)));
  }

  /** All that may be meant, on the map; the one under the hand stands out. */
  haunt() {
    const all = [...this.candidates.map((place, at) => ({ place, key: String(at + 1) })), ...this.found.map((place) => ({ place, key: "" }))];
    const ghosts = all.filter(({ place }) => place.lat !== null && place.id !== this.chosen || place.id === this.pointed)
      .map(({ place, key }) => ({ lat: place.lat, lon: place.lon, key, id: place.id, strong: place.id === this.pointed, label: [place.name, place.where].filter(Boolean).join(", ") }));
    this.tell("ghosts", { candidates: ghosts.filter((one) => one.lat !== null), moves: [] });
  }

  look() {
    const typed = this.search.value.trim();
    if (!typed) {
      this.found = [];
      this.results.hidden = true;
      this.note.textContent = "";
      return this.haunt();
    }
    return this.ask(typed);
  }

  async ask(typed) {
    const number = (this.asked = (this.asked ?? 0) + 1);
    let said;
    try {
      said = await this.room.fetch("candidates", { typed }, { filters: "" });
    } catch (problem) {
      if (number === this.asked) this.note.textContent = `The gazetteer could not be asked: ${problem.message}`;
      return;
    }
    if (number !== this.asked) return;
    this.found = said.places;
    const { point } = said;
    const pin = point ? element("li", {}, button([element("b", {}, "A pin at "), `${point.lat}, ${point.lon}`],
      () => this.choose({ geometry: { type: "Point", coordinates: [point.lon, point.lat] } }), { kind: "desk-candidate", "data-testid": "fix-found" })) : null;
    this.results.replaceChildren(...[pin, ...said.places.map((place) => this.row(place))].filter(Boolean));
    this.results.hidden = !this.results.childElementCount;
    this.note.textContent = this.results.hidden ? `Nothing in the gazetteer is called “${typed}”.` : point ? "Near it:" : "";
    this.haunt();
    const shown = [...said.places.filter((one) => one.lat !== null), ...(point ? [point] : [])];
    if (shown.length) this.tell("look", { points: shown.slice(0, 1) });
  }

  typed(event) {
    if (event.key === "Escape" && this.search.value) {
      event.stopPropagation();
      this.search.value = "";
      this.look();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = this.results.querySelector("button");
      if (!first || this.results.hidden) return;
      event.preventDefault();
      first.focus();
    }
  }

  /** The candidate of a digit. */
  key(digit) {
    const place = this.candidates[Number(digit) - 1];
    if (place && Number(digit) <= DIGITS) this.choose({ place });
    return Boolean(place);
  }

  // ---- on the map

  drawing() {
    this.status = element("p", { class: "pane-muted", role: "status" });
    const begin = (kind) => {
      this.heard?.();
      const drawn = ({ detail }) => {
        this.heard?.();
        this.status.textContent = "";
        this.choose({ geometry: detail.geometry, name: this.words });
      };
      const left = () => { this.heard?.(); this.status.textContent = ""; };
      this.room.bus.addEventListener("place-drawn", drawn);
      this.room.bus.addEventListener("place-not-drawn", left);
      this.heard = () => {
        this.room.bus.removeEventListener("place-drawn", drawn);
        this.room.bus.removeEventListener("place-not-drawn", left);
        this.heard = null;
      };
      this.status.textContent = "Draw it on the map.";
      this.tell("draw-place", { kind });
    };
    return element("div", { class: "desk-drawing" },
      element("span", { class: "pane-muted" }, "Or on the map:"),
      DRAWN.map(([kind, label]) => button(label, () => begin(kind), { "data-testid": `fix-${kind}`, focus: `draw ${kind}` })),
      this.status);
  }
}
