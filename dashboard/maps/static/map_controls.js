// The tools at the edge of the map, as one toolbar: a single stop of Tab, arrow keys inside it.

import { KINDS } from "./map_draw.js";
import { boundsOf } from "./packed.js";
import { make } from "./timeline_parts.js";
import { menuButton, roving, signButton } from "./tool_parts.js";

const LAYERS = [
  { id: "marks", label: "Marks" },
  { id: "areas", label: "Areas shaded" },
  { id: "heat", label: "Heat" },
];
const PADDING = 40; // px around what is fitted
const DEEPEST = 11;
const CORNER = "bottomright";

export function mapControls(root, map, room, marks, { draw, measure, home }) {
  const first = home ? [home.slice(0, 2), home[2]] : [map.getCenter(), map.getZoom()];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const bar = make(root, "div", "sitmap-tools", { role: "toolbar", "aria-label": "Map tools", "aria-orientation": "vertical" });
  const group = () => make(bar, "div", "sitmap-tool-group");
  const { address } = room;

  map.zoomControl?.remove();
  const looks = group();
  const nearer = signButton(looks, "plus", "Zoom in", () => map.zoomIn());
  const farther = signButton(looks, "minus", "Zoom out", () => map.zoomOut());
  signButton(looks, "home", "First view", () => map.setView(...first, { animate: !calm.matches }));
  const fitting = signButton(looks, "fit", "Fit all marks", () => fit({ animate: !calm.matches }));

  const draws = group();
  const measuring = signButton(draws, "measure", "Measure a distance", () => (measure.sketch ? measure.stop() : measure.start()));
  const drawing = menuButton(draws, "draw", "Draw an area to filter", KINDS, (kind) => draw.start(kind));

  const shows = group();
  const layer = () => address.get("layer") ?? "marks";
  menuButton(shows, "layer", "What the map shows", LAYERS, (id) => address.change({ layer: id === "marks" ? null : id }), layer);
  // Disputed ground is nobody's, unless somebody asks for the view of a state.
  const views = [{ id: "", label: "Disputed ground as disputed" }, ...(room.claimants ?? []).map(([id, name]) => ({ id, label: `As ${name} sees it` }))];
  const claimant = () => (views.some(({ id }) => id === address.get("borders")) ? address.get("borders") : "");
  const claims = menuButton(shows, "borders", "Whose view of disputed ground", views, (id) => address.change({ borders: id || null }), claimant);
  const family = signButton(shows, "family", "Colour marks by theme family", () =>
    address.change({ family: address.get("family") === "1" ? null : "1" }),
  );
  roving(bar, () => [...bar.querySelectorAll(".sitmap-tool")]);

  const scale = L.control.scale({ metric: true, imperial: false, position: CORNER }).addTo(map);
  map.attributionControl?.setPosition(CORNER);

  function fit({ animate }) {
    const { places, shown } = marks;
    const found = shown && places && boundsOf(places.x, places.y, Array.from(shown.at));
    if (!found) return;
    const [west, south, east, north] = found;
    const corners = [[south, west], [north, east]];
    map.fitBounds(corners, { padding: [PADDING, PADDING], maxZoom: DEEPEST, animate });
  }

  // Whose view it is stands on the map, also in a picture of it.
  let said = "";
  function sayView() {
    map.options.claimant = claimant() || null; // for a ground that comes later
    map.fire("claims", { claimant: map.options.claimant });
    const name = (room.claimants ?? []).find(([id]) => id === claimant())?.[1];
    const words = name ? `Disputed ground as ${name} sees it` : "";
    if (words === said) return;
    if (said) map.attributionControl?.removeAttribution(said);
    if (words) map.attributionControl?.addAttribution(words);
    said = words;
  }

  function follow() {
    const off = { [nearer.title]: map.getZoom() >= map.getMaxZoom(), [farther.title]: map.getZoom() <= map.getMinZoom() };
    for (const button of [nearer, farther]) button.setAttribute("aria-disabled", String(off[button.title]));
    fitting.setAttribute("aria-disabled", String(marks.shown?.at.length === 0));
    family.setAttribute("aria-pressed", String(address.get("family") === "1"));
    claims.classList.toggle("is-on", claimant() !== "");
    sayView();
    measuring.setAttribute("aria-pressed", String(Boolean(measure.sketch)));
    drawing.classList.toggle("is-on", Boolean(draw.sketch));
  }
  // After whoever is told of a sketch has taken or left it.
  const later = () => queueMicrotask(follow);
  map.on("zoomend zoomlevelschange drawn", follow).on("sketch", later);
  const undo = address.onchange(follow);
  follow();
  return {
    fit,
    destroy() {
      undo?.();
      map.off("zoomend zoomlevelschange drawn", follow).off("sketch", later);
      scale.remove();
      bar.remove();
    },
  };
}
