// Why words were taken for a place, and what to do where that is wrong. Codes and ids stand here only.

import { machine } from "./fix_panel.js";
import { amount, bare, button, day, element } from "./pane_elements.js";

const STRONGEST = 5;
const sure = (one) => `${one.words} (${one.per_cent} %)`;

export function whyPanel(content, { open }) {
  if (!content) return element("div", { "data-testid": "why" }, element("p", {}, "No report says anything of this place any more."));
  const carried = content.carried
    ? element("p", { class: "pane-note" }, "This passage does not name it: ", bare(content.carried)) : null;
  return element("div", { "data-testid": "why", class: "pane-why" },
    element("p", {}, element("q", { class: "pane-quote" }, bare(content.words)), " in ",
      button(bare(content.title), () => open({ document: content.document, passage: content.passage }), { kind: "pane-link", focus: "why report" }),
      content.times > 1 ? element("span", { class: "pane-muted" }, `said ${amount(content.times)} times there`) : null),
    carried,
    element("p", { "data-testid": "why-when" }, "When: ", bare(content.when)),
    content.decided.length ? element("ul", { class: "pane-decided", "data-testid": "why-decided" }, content.decided.map(decided)) : null,
    content.mentions.length > 1 ? element("p", {}, `All together: ${sure(content.certainty)}; ${content.role}.`) : null,
    content.mentions.map((mention) => why(mention, content.mentions.length > 1)),
    element("h3", {}, "What is drawn"),
    element("p", {}, bare(content.note), content.kind ? element("span", { class: "pane-muted" }, ` (${content.kind}, ${content.exact ? "exact" : "approximate"}${
      content.uncertainty_km ? `, up to ${amount(Math.round(content.uncertainty_km * 10) / 10)} km off` : ""})`) : null));
}

const DONE = { confirm: "Confirmed", place: "Corrected", draw: "Corrected", unknown: "Corrected", reject: "Said to be no place", role: "Role corrected", span: "Words corrected", add: "Added", theme: "Theme corrected", date: "Date corrected" };

/** Who decided what stands here, and what the machine had said. */
function decided(one) {
  return element("li", {}, element("b", {}, DONE[one.act] ?? one.act), one.who ? [" by ", bare(one.who)] : null, ` on ${day(one.at)}`, machine(one),
    one.why ? [" · “", bare(one.why), "”"] : null);
}

function why(mention, several) {
  return element("section", {},
    several ? element("h3", {}, element("q", {}, bare(mention.words))) : null,
    mention.place ? chosen(mention) : element("p", {}, "No place was chosen for it."),
    reasons("Why this place", mention.evidence.filter((one) => one.about === "place")),
    others(mention.others),
    reasons(`Why its words name a place: ${sure(mention.is_name)}`, mention.evidence.filter((one) => one.about === "name")),
    reasons(`Why “${mention.role}”: ${sure(mention.role_certainty)}`, mention.evidence.filter((one) => one.about === "role")));
}

function chosen(mention) {
  const { place } = mention;
  const facts = [
    ["Taken for", [bare(place.name), `, ${[place.kind, place.admin1, place.country].filter(Boolean).join(", ")}`]],
    ["How sure", `${sure(mention.certainty)}; ${mention.outcome}`],
    ["Role", `${mention.role}, ${sure(mention.role_certainty)}`],
    ["People", place.population ? amount(place.population) : "not known"],
    ["Position", `${place.lat}, ${place.lon} (latitude, longitude)`],
    ["How exact", place.exactness || "the source's own point"],
    ["Id", [place.id, place.code ? ` (${place.code})` : ""]],
    ["Source", [bare(place.source), place.licence ? `; ${place.licence}` : ""]],
  ];
  return element("dl", { class: "pane-facts" },
    facts.filter(([, value]) => value[0] !== "" && (value[0].textContent !== ""))
      .flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

/** Evidence as sentences, the strongest first; the rest unfolds. */
function reasons(title, evidence) {
  if (!evidence.length) return null;
  const ranked = [...evidence].sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const list = (some) => element("ul", { class: "pane-evidence" }, some.map((one) => {
    const speaksFor = one.weight >= 0;
    return element("li", { class: speaksFor ? "for" : "against" },
      element("span", { class: "pane-sign", role: "img", "aria-label": speaksFor ? "for" : "against", title: `${speaksFor ? "for" : "against"} it: ${one.weight}` }, speaksFor ? "+" : "−"),
      bare(one.words));
  }));
  const rest = ranked.slice(STRONGEST);
  return element("div", {}, element("h3", {}, title), list(ranked.slice(0, STRONGEST)),
    rest.length ? element("details", {}, element("summary", {}, `${amount(rest.length)} weaker ones`), list(rest)) : null);
}

function others(candidates) {
  if (!candidates.length) return null;
  return element("div", {}, element("h3", {}, "Not chosen"),
    element("p", { class: "pane-muted" }, "The map shows them faintly."),
    element("ol", { class: "pane-others" }, candidates.map((one) => element("li", {},
      element("b", {}, bare(one.name)), `, ${[one.kind, one.where].filter(Boolean).join(", ")}`,
      one.population ? `, ${amount(one.population)} people` : "",
      element("br"), element("span", { class: "pane-muted" },
        `${one.id}${one.lat === null ? "" : ` · ${one.lat}, ${one.lon}`} · score ${one.score}`)))));
}

/** Places that were not chosen, as the map takes them. */
export function ghostsOf(content) {
  const all = (content?.mentions || []).flatMap((mention) => mention.others);
  return all.filter((one) => one.lat !== null && one.lon !== null)
    .map((one) => ({ lat: one.lat, lon: one.lon, label: [one.name, one.where].filter(Boolean).join(", "), id: one.id }));
}
