// What the timeline is made of: its buttons, its plot, and the words beside a bar.

import { binName } from "./time_axis.js";

export const PLAY = "M4 2.5v11l9-5.5z";
export const PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z";

export const plural = (count, word = "passage") =>
  `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;

export function make(parent, name, classes, attributes = {}) {
  const element = parent.appendChild(document.createElement(name));
  element.className = classes;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function button(parent, classes, text, act) {
  const element = make(parent, "button", classes, { type: "button" });
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function icon(parent, path) {
  const svg = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const drawn = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  drawn.setAttribute("d", path);
  return drawn;
}

// `act` has what is done: play, faster, clear, preset(label), off(side), undated, key(event, side).
export function parts(host, labels, act) {
  const root = make(host, "section", "timeline", { "data-testid": "timeline", "aria-label": "Timeline" });
  const head = make(root, "div", "timeline-head");
  const playing = button(head, "timeline-icon", "", act.play);
  const playIcon = icon(playing, PLAY);
  const fast = button(head, "timeline-speed", "", act.faster);
  const said = make(head, "span", "timeline-said");
  const clearing = button(head, "timeline-clear", "Clear", act.clear);
  clearing.setAttribute("aria-label", "Clear the period");
  const off = ["before", "after"].map((side) => button(head, "timeline-off", "", () => act.off(side)));
  const menu = make(head, "select", "timeline-menu", { "aria-label": "Period" });
  menu.addEventListener("change", () => act.choose(menu.value));
  make(head, "span", "timeline-space");
  const presetGroup = make(head, "div", "timeline-presets", { role: "group" });
  const upTo = make(presetGroup, "span", "timeline-upto");
  const presets = labels.map((label) => {
    const made = button(presetGroup, "timeline-preset", "", () => act.choose(label));
    make(made, "span", "timeline-word").textContent = "Last ";
    made.append(label);
    return made;
  });
  const all = button(presetGroup, "timeline-preset", "All", act.clear);
  const undated = button(head, "timeline-undated", "", act.undated);

  const plot = make(root, "div", "timeline-plot");
  const brush = make(plot, "div", "timeline-brush");
  const canvas = make(plot, "canvas", "timeline-bars", { role: "img" });
  const edges = ["First day", "Last day"].map((label, side) => {
    const edge = make(plot, "div", "timeline-edge", { role: "slider", tabindex: "0", "aria-label": label });
    edge.addEventListener("keydown", (event) => act.key(event, side));
    return edge;
  });
  const empty = make(root, "p", "timeline-empty", { role: "status" });
  const tip = make(root, "div", "timeline-tip", { "aria-hidden": "true" });
  tip.hidden = true;
  return {
    ...{ root, playing, playIcon, fast, said, clearing, off, menu, presetGroup, upTo, presets, all, undated },
    ...{ plot, brush, canvas, edges, empty, tip },
  };
}

// Options as [value, text]; the first is what holds now.
export function fillMenu(menu, options) {
  if (CSS.supports("selector(:open)") && menu.matches(":open")) return; // not under the hand
  menu.replaceChildren();
  for (const [value, text] of options) make(menu, "option", "", { value }).textContent = text;
  menu.selectedIndex = 0;
}

// What a bar is: its time, its passages, and of which families.
export function fillTip(tip, data, bin, families) {
  tip.replaceChildren();
  const title = `${binName(data.bins, data.edges[bin])}: ${plural(data.total[bin])}`;
  make(tip, "strong", "").textContent = title;
  const name = (id) => families?.find((family) => family.id === id)?.label ?? (id || "no theme");
  const parts = data.families
    .map((id, number) => [name(id), data.counts[bin][number]])
    .filter(([, count]) => count)
    .sort((one, other) => other[1] - one[1]);
  if (parts.length) make(tip, "span", "").textContent = parts.map((part) => part.join(" ")).join(" · ");
  if (data.vague[bin]) make(tip, "span", "").textContent = `${plural(data.vague[bin], "wider date")} may fall here`;
}
