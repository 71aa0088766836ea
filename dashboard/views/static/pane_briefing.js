// What the pane shows when nothing is chosen: what is new, named, rising, unsure, and not read.

import { amount, bare, button, element, number, plural } from "./pane_elements.js";

export function briefing(content, room, { choose, open }) {
  const parts = [
    fresh(content.new, room),
    named(content.named, room, choose),
    changed(content.trends, room, choose),
    reports(content, room, open),
    unsure(content.unsure, room, choose),
    unplaced(content.unplaced, room, choose),
    unread(content.unread),
  ];
  const nothing = content.reports ? null : element("div", { class: "pane-said" },
    element("p", {}, content.unread.waiting ? "Reports are being read; what they say comes here." : "There are no reports yet."),
    content.unread.waiting ? null : button("Add reports", () => room.tell?.("add"), { focus: "add" }));
  return element("section", { "data-testid": "briefing", class: "pane-briefing", "aria-label": "Briefing" },
    element("header", { class: "pane-head" },
      element("div", { class: "pane-title-row" }, element("h2", {}, "Briefing")),
      content.reports ? element("p", { class: "pane-sub" },
        `${plural(content.reports, "report")} · ${plural(content.passages, "passage")}`) : null),
    nothing, parts);
}

const card = (title, note, ...children) => element("section", { class: "pane-card" },
  element("h3", {}, title), note ? element("p", { class: "pane-muted" }, note) : null, ...children);

function fresh(counted, room) {
  if (!counted) return null;
  const words = counted.reports
    ? element("p", {}, `${plural(counted.reports, "report")} with `,
      number(room, counted, { words: plural(counted.passages, "passage"), said: "New" }))
    : element("p", { class: "pane-muted" }, "Nothing came since.");
  return card("New since your last visit", "", words);
}

/** Rows of places; the longest bar is that of the most passages. */
function rows(places, room, choose) {
  const most = Math.max(1, ...places.map((place) => place.passages));
  return element("ul", { class: "pane-rows" }, places.map((place) => {
    const bar = element("span", { class: "pane-bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * place.passages) / most}%`;
    return element("li", {}, bar, chooser(place, choose),
      element("span", { class: "pane-muted pane-kind" }, place.kind),
      number(room, place, { said: place.label }));
  }));
}

const chooser = (place, choose, label = place.label) => button(bare(label), () => choose(place.id), {
  kind: "pane-link", focus: `place ${place.id}`,
});

const named = (places, room, choose) =>
  places.length ? card("Most named", "", rows(places, room, choose)) : null;

function changed(trends, room, choose) {
  if (!trends) return null;
  const { places, themes, now, before } = trends;
  const byTheme = (theme) => element("span", { class: "pane-name" }, theme.label);
  const byPlace = (place) => chooser(place, choose);
  const lists = [
    change("Rose", "↑", places.rose, byPlace, room), change("Rose", "↑", themes.rose, byTheme, room),
    change("Went quiet", "↓", places.quiet, byPlace, room), change("Went quiet", "↓", themes.quiet, byTheme, room),
  ].filter(Boolean);
  const note = `${now.words} (${now.from} to ${now.to}), against the ${before.days} days before (${before.from} to ${before.to})`;
  const nothing = element("p", {}, "No place or theme stands out from the weeks before.");
  return card("What rose and what went quiet", note, ...(lists.length ? lists : [nothing]));
}

function change(words, sign, things, label, room) {
  if (!things.length) return null;
  return element("ul", { class: "pane-rows pane-changes" }, things.map((thing) => element("li", {},
    element("span", { class: `pane-sign ${sign === "↑" ? "rose" : "quiet"}`, role: "img", "aria-label": words, title: words }, sign),
    label(thing), element("span", { class: "pane-kind pane-muted" }, thing.kind || ""),
    number(room, thing.now, { said: `${thing.label}, now` }),
    element("span", { class: "pane-muted" }, "before"),
    number(room, thing.before, { said: `${thing.label}, before` }))));
}

function reports(content, room, open) {
  if (!content.newest.length) return null;
  const more = content.reports - content.newest.length;
  return card("Newest reports", "", element("ul", { class: "pane-rows pane-reports" },
    content.newest.map((report) => element("li", {},
      element("div", { class: "pane-name" },
        button(bare(report.title || report.file), () => open({ document: report.document, passage: null }), {
          kind: "pane-link", focus: `report ${report.document}`,
        }),
        element("p", { class: "pane-muted" }, report.date || "no date", report.source ? " · " : null,
          report.source ? bare(report.source) : null)),
      number(room, report, { said: report.title || report.file })))),
  more > 0 ? element("p", { class: "pane-muted" }, `and ${plural(more, "older report")}`) : null);
}

function unsure(counted, room, choose) {
  if (!counted.passages) return null;
  return card("What is unsure", "",
    element("p", {}, "Names that may mean another place stand in ",
      number(room, counted, { words: plural(counted.passages, "passage"), said: "Unsure" }), "."),
    rows(counted.places, room, choose));
}

function unplaced(counted, room, choose) {
  if (!counted.passages) return null;
  return card("What could not be placed", "",
    element("p", {}, "Places that no gazetteer knows are named in ",
      number(room, counted, { words: plural(counted.passages, "passage"), said: "Not placed" }), "."),
    element("ul", { class: "pane-rows" }, counted.words.map((one) => element("li", {},
      chooser(one, choose, one.words), element("span", { class: "pane-kind" }),
      number(room, one, { said: one.words })))));
}

function unread(found) {
  if (!found.count) return null;
  const more = found.count - found.inputs.length;
  return card("What could not be read", plural(found.count, "file"),
    element("ul", { class: "pane-unread" }, found.inputs.map((one) => element("li", {},
      element("b", { title: one.origin }, bare(one.name)), element("br"),
      element("span", { class: "pane-muted" }, bare(one.reason))))),
    more > 0 ? element("p", { class: "pane-muted" }, `and ${amount(more)} more`) : null);
}
