// The head of a place's page, its months, and what lies in or near it.

import { amount, bare, button, drawing, element, plural, unfolding } from "./pane_elements.js";

export const TABS = [["passages", "Passages"], ["report", "Report"], ["why", "Why"], ["fix", "Fix"]];
const PANEL = "pane-panel";
const FIRST = 4; // parts that are seen before the rest unfolds
const HEIGHT = 28;

export function placePage(what, content, room, { close, turn, choose, kept, panel }) {
  const where = [content.kind, content.country].filter(Boolean).join(", ");
  const itself = content.named && content.named !== content.total
    ? ` · ${amount(content.named)} ${content.named === 1 ? "names" : "name"} it itself` : "";
  return element("section", { "data-testid": "place", "aria-label": content.label },
    element("header", { class: "pane-head" },
      element("div", { class: "pane-title-row" },
        element("h2", { dir: "auto" }, content.label),
        where ? element("span", { class: "pane-muted pane-where" }, where) : null, closer(close)),
      element("p", { class: "pane-sub" },
        `${plural(content.total, "passage")} · ${plural(content.reports, "report")}${itself}`,
        " ", only(content, room),
        content.hidden ? element("span", { class: "pane-hidden" }, ` · ${amount(content.hidden)} more hidden by filters`) : null),
      tabs(what, content, turn)),
    element("div", { role: "tabpanel", id: PANEL, class: "pane-panel", "aria-labelledby": `pane-tab-${what.tab}` },
      what.tab === "passages" ? summary(content, room, choose, kept) : null, panel));
}

/** A place as a filter: what lies in it, along it, or within its zone. */
function only(content, room) {
  const key = content.id.includes(":") ? "place" : "in"; // a place of the gazetteer, or a shape
  const isOn = room.address.get(key) === content.id;
  const change = () => room.address.change(isOn ? { [key]: null } : { place: null, in: null, [key]: content.id });
  return button(isOn ? "Filtered to it" : "Filter to it", change, {
    kind: "pane-link", focus: "only", "aria-pressed": String(isOn),
    title: isOn ? "Take this filter back" : "Show only what lies in it, along it or near it, on the map and the timeline too",
  });
}

export const closer = (close) => button("×", close, {
  kind: "pane-close", focus: "close", "aria-label": "Close", title: "Close (Escape)",
});

function tabs(what, content, turn) {
  const list = element("div", { role: "tablist", class: "pane-tabs", "aria-label": "What is shown of the place" });
  const off = (id) => id === "report" && !what.doc && !content.passages.length;
  for (const [id, label] of TABS) {
    list.append(element("button", {
      type: "button", role: "tab", id: `pane-tab-${id}`, "data-focus": `tab ${id}`, "data-tab": id,
      "aria-selected": String(id === what.tab), "aria-controls": PANEL, "aria-disabled": off(id) ? "true" : null,
      tabindex: id === what.tab ? "0" : "-1",
      onclick: () => off(id) || turn(id),
    }, label));
  }
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: "first", End: "last" };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const open = [...list.children].filter((tab) => !tab.getAttribute("aria-disabled"));
    const at = open.indexOf(document.activeElement);
    const next = step === "first" ? 0 : step === "last" ? open.length - 1 : (at + step + open.length) % open.length;
    open[next]?.focus({ preventScroll: true });
  });
  return list;
}

function summary(content, room, choose, kept) {
  const chip = (one) => button([bare(one.label), element("span", { class: "pane-count" }, amount(one.passages))],
    () => choose(one.id), { kind: "pane-chip", focus: `place ${one.id}`, title: plural(one.passages, "passage") });
  const row = (title, things) => (things.length ? element("div", { class: "pane-around" },
    element("span", { class: "pane-muted" }, title),
    unfolding(things.map(chip), FIRST, { focus: `${title} ${content.id}`, kept })) : null);
  return element("div", { class: "pane-summary" }, months(content.time, room),
    row("In or near it", content.parts), row("Named with it", content.together));
}

/** Bars by month; one is the period, if it is clicked. */
function months(time, room) {
  const { bars } = time;
  if (bars.length < 2) return null;
  const most = Math.max(1, ...bars.map((bar) => bar.overlapping));
  const chosen = [room.address.get("from"), room.address.get("to")].join();
  const made = bars.map((bar, at) => {
    const isChosen = chosen === [bar.from, bar.to].join();
    const wider = bar.overlapping > bar.passages ? `, ${amount(bar.overlapping)} with those of longer times` : "";
    const words = `${bar.label}: ${plural(bar.passages, "passage")}${wider}`;
    const tall = (count) => (count ? Math.max(2, (HEIGHT * count) / most) : 0);
    const rect = (count, kind) => drawing("rect", {
      x: at + 0.12, width: 0.76, y: HEIGHT - tall(count), height: tall(count), class: kind,
    });
    const pickIt = () => room.address.change(isChosen ? { from: null, to: null } : { from: bar.from, to: bar.to });
    return drawing("g", {
      role: "button", tabindex: "-1", "aria-label": words, "aria-pressed": String(isChosen),
      class: `pane-month${isChosen ? " chosen" : ""}`, "data-focus": `month ${bar.from}`,
      onclick: pickIt,
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        pickIt();
      },
    }, drawing("title", {}, words), drawing("rect", { x: at, y: 0, width: 1, height: HEIGHT, class: "pane-month-all" }),
    rect(bar.overlapping, "pane-month-vague"), rect(bar.passages, "pane-month-exact"));
  });
  (made.find((bar) => bar.classList.contains("chosen")) || made.at(-1)).setAttribute("tabindex", "0");
  const chart = drawing("svg", {
    class: "pane-months", viewBox: `0 0 ${bars.length} ${HEIGHT}`, preserveAspectRatio: "none", role: "group",
    "aria-label": `Passages by ${time.bins}`,
    onkeydown: (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1 };
      if (!steps[event.key]) return;
      event.preventDefault();
      const next = made[made.indexOf(document.activeElement) + steps[event.key]];
      if (!next) return;
      made.forEach((bar) => bar.setAttribute("tabindex", bar === next ? "0" : "-1"));
      next.focus({ preventScroll: true });
    },
  }, made);
  const undated = time.undated ? `${plural(time.undated, "passage")} without a date` : "";
  return element("figure", { class: "pane-time" }, chart,
    element("figcaption", { class: "pane-muted" }, element("span", {}, bars[0].label),
      element("span", {}, undated), element("span", {}, bars.at(-1).label)));
}
