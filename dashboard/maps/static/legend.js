// The legend: how marks are read, theme families that filter, and the scales of shaded areas and heat.

import { make } from "./timeline_parts.js";
import { sign } from "./tool_parts.js";

const NONE = "none"; // "no theme" in an address
const SVG = "http://www.w3.org/2000/svg";
const SAMPLES = [
  { words: "a place", circle: { class: "is-full", r: 6 } },
  { words: "places close together, with how many passages", circle: { class: "is-ring", r: 9 }, text: "14" },
  { words: "only named as an actor", circle: { class: "is-hollow", r: 6 } },
  { words: "may be another place", circle: { class: "is-full is-unsure", r: 7 }, text: "?" },
];
const RING = "The ring around a number shows how theme families share its passages.";

export function legend(root, map, room) {
  return new Legend(root, map, room);
}

class Legend {
  constructor(root, map, room) {
    Object.assign(this, { root, map, room, scales: {} });
    this.box = make(root, "section", "sitmap-legend", { "aria-label": "Legend" });
    this.head = make(this.box, "button", "sitmap-word", { type: "button" });
    this.head.textContent = "Legend";
    this.head.addEventListener("click", () => this.fold(!this.body.hidden));
    this.body = make(this.box, "div", "sitmap-legend-body");
    this.fold(true); // a map is for looking at; the legend is a click away
    this.undo = [
      room.address.onchange(() => this.follow()),
      room.onscheme?.(() => this.follow()),
    ];
    this.follow();
  }

  destroy() {
    for (const undo of this.undo) undo?.();
    this.box.remove();
  }

  fold(folded) {
    this.body.hidden = folded;
    this.head.setAttribute("aria-expanded", String(!folded));
  }

  get layer() {
    return this.room.address.get("layer") ?? "marks";
  }

  // What a layer says of its colours: {layer, title, entries: [{colour, words}]} or {gradient}, note or problem.
  scale(detail) {
    this.scales[detail.layer] = detail;
    if (detail.layer === this.layer) this.follow();
  }

  follow() {
    const held = this.body.contains(document.activeElement) ? document.activeElement.dataset.family : null;
    this.body.replaceChildren();
    if (this.layer === "marks") this.marks();
    else this.fillScale(this.scales[this.layer]);
    this.families();
    if (held !== null) this.body.querySelector(`[data-family="${CSS.escape(held ?? "")}"]`)?.focus();
  }

  marks() {
    const list = make(this.body, "ul", "sitmap-samples");
    for (const { words, circle, text } of SAMPLES) {
      const item = make(list, "li", "");
      const svg = item.appendChild(document.createElementNS(SVG, "svg"));
      svg.setAttribute("viewBox", "0 0 22 22");
      svg.setAttribute("aria-hidden", "true");
      const drawn = svg.appendChild(document.createElementNS(SVG, "circle"));
      for (const [key, value] of Object.entries({ cx: 11, cy: 11, ...circle })) drawn.setAttribute(key, value);
      if (text) {
        const label = svg.appendChild(document.createElementNS(SVG, "text"));
        label.setAttribute("x", 11);
        label.setAttribute("y", 14.5);
        label.setAttribute("class", circle.class);
        label.textContent = text;
      }
      item.append(words);
    }
    make(this.body, "p", "").textContent = RING;
  }

  fillScale(scale) {
    if (!scale) return;
    if (scale.problem) return (make(this.body, "p", "", { role: "alert" }).textContent = scale.problem);
    make(this.body, "p", "sitmap-scale-title").textContent = scale.title;
    if (scale.entries?.length) {
      const list = make(this.body, "ul", "sitmap-scale");
      for (const { colour, words } of scale.entries) {
        const item = make(list, "li", "");
        make(item, "span", "sitmap-swatch").style.background = colour;
        item.append(words);
      }
    }
    if (scale.gradient) {
      make(this.body, "div", "sitmap-gradient").style.background = `linear-gradient(to right, ${scale.gradient.join(", ")})`;
      const ends = make(this.body, "div", "sitmap-ends");
      for (const words of ["few passages", "many"]) make(ends, "span", "").textContent = words;
    }
    if (scale.note) make(this.body, "p", "").textContent = scale.note;
  }

  // Families are filters: each sets or takes back its themes in the address.
  families() {
    const { families, themes = [] } = this.room;
    if (!families?.length) return;
    const chosen = new Set(this.room.address.all("theme"));
    const group = make(this.body, "div", "sitmap-families", { role: "group", "aria-label": "Show only these themes" });
    make(group, "p", "sitmap-scale-title").textContent = "Show only";
    const entries = families.map((family) => ({
      ...family,
      members: themes.filter((theme) => theme.family === family.id).map((theme) => theme.id),
    }));
    entries.push({ id: NONE, label: "No theme", colour: "var(--muted)", icon: "circle", members: [NONE] });
    for (const { id, label, colour, icon, members } of entries) {
      if (!members.length) continue;
      const all = members.every((theme) => chosen.has(theme));
      const some = !all && members.some((theme) => chosen.has(theme));
      const button = make(group, "button", "sitmap-family", {
        type: "button",
        "aria-pressed": all ? "true" : some ? "mixed" : "false",
        "data-family": id,
      });
      const mark = make(button, "span", "sitmap-family-sign");
      mark.style.color = colour;
      sign(mark, icon);
      button.append(label);
      button.addEventListener("click", () => {
        const rest = [...chosen].filter((theme) => !members.includes(theme));
        const wanted = all ? rest : [...rest, ...members];
        this.room.address.change({ theme: wanted.length ? wanted : null });
      });
    }
  }
}
