// A passage with its highlights. Offsets count letters as Python does: JavaScript counts halves of
// some of them, so texts are taken apart into letters first.

import { dim, lightCues } from "./cue_light.js";
import { bare, button, element } from "./pane_elements.js";
import { themeSign } from "../sitmap/theme_signs.js";

/** Text with its dates marked, each with what it means, and the words searched lit. */
function plain(letters, from, to, passage) {
  const pieces = [];
  let reached = from;
  for (const date of passage.dates || []) {
    if (date.start < reached || date.end > to) continue;
    pieces.push(...lit(letters, reached, date.start, passage.hits));
    pieces.push(element("span", { class: date.history ? "pane-when history" : "pane-when", "data-testid": "date", title: date.hint }, lit(letters, date.start, date.end, passage.hits)));
    reached = date.end;
  }
  pieces.push(...lit(letters, reached, to, passage.hits));
  return pieces;
}

/** Plain text with the words searched lit. */
function lit(letters, from, to, hits) {
  const pieces = [];
  let reached = from;
  for (const [start, end] of hits) {
    const begin = Math.max(start, reached), stop = Math.min(end, to);
    if (begin >= stop) continue;
    pieces.push(letters.slice(reached, begin).join(""));
    pieces.push(element("span", { class: "pane-hit" }, letters.slice(begin, stop).join("")));
    reached = stop;
  }
  pieces.push(letters.slice(reached, to).join(""));
  return pieces;
}

export const focusOf = (passage, mention) => `words ${passage.document} ${passage.passage} ${mention.start}`;

function highlight(passage, mention, letters, { chosen, pick }) {
  const choose = (event) => {
    event.stopPropagation();
    pick(mention, passage);
  };
  const classes = ["pane-mention"];
  if (mention.mark === chosen) classes.push("chosen");
  if (mention.actor) classes.push("actor");
  if (mention.doubt) classes.push("doubt");
  if (mention.review) classes.push("decided", mention.review);
  return element("mark", {
    "data-testid": "mention", "data-mark": mention.mark, "data-start": String(mention.start), "data-review": mention.review || null, "data-focus": focusOf(passage, mention),
    role: "button", tabindex: "-1", title: mention.hint, class: classes.join(" "),
    "aria-pressed": String(mention.mark === chosen),
    onclick: choose,
    onkeydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(event);
    },
  }, lit(letters, mention.start, mention.end, passage.hits));
}

export function words(passage, how) {
  const letters = Array.from(passage.text);
  const pieces = [];
  let reached = 0;
  for (const mention of passage.mentions) {
    if (mention.row !== null) how.rows?.set(mention.mark, mention.row);
    pieces.push(...plain(letters, reached, mention.start, passage));
    pieces.push(highlight(passage, mention, letters, how));
    reached = mention.end;
  }
  pieces.push(...plain(letters, reached, letters.length, passage));
  return element("p", { class: "pane-words", dir: "auto" }, pieces);
}

/** The date of a passage. `alone`: it stands without its report, whose own date is then said as well. */
function when(passage, alone = true) {
  const facts = { title: passage.date_why, "data-testid": "when" };
  if (!passage.date) return element("span", { class: "pane-undated", ...facts }, "undated");
  const reported = passage.dated === "report";
  if (reported && !alone) return element("span", { class: "pane-undated", ...facts }, "undated");
  return element("time", { class: reported ? "pane-undated" : "pane-date", datetime: passage.from, ...facts },
    reported ? `undated; reported on ${passage.date}` : passage.date);
}

/** Says of what tells only what was before that it is no news. */
const background = (passage) => (passage.background ? element("span", { class: "pane-background", title: "What was before the news of the report" }, "background") : null);

/** The page of the file on which a passage begins; nothing where a file has none. */
function page(passage) {
  if (!passage.page) return null;
  return element("span", { class: "pane-muted", "data-page": String(passage.page), title: `Page ${passage.page} of the file` }, `p. ${passage.page}`);
}

/** What a passage is about: a click shows only what is about it too, and takes that back. Pointing lights its cue words. */
function themes(passage, room, paragraph) {
  const known = new Map((room.themes || []).map((theme) => [theme.id, theme]));
  return passage.themes.map(({ id, cues, hint }) => {
    const theme = known.get(id);
    return filterChip([themeSign(theme), theme?.label || id], room, ["theme", id], {
      kind: "pane-theme", title: hint, "data-testid": "theme", "data-theme": id, ...lighting(paragraph, passage, cues),
    });
  });
}

/** Whom a passage counts, most of each kind; that there was nobody is said, and no filter. */
function casualties(passage, room, paragraph) {
  const most = new Map();
  for (const one of passage.casualties ?? []) {
    const before = most.get(one.kind);
    if (!before || (one.number ?? -1) > (before.number ?? -1)) most.set(one.kind, one);
  }
  return [...most.values()].map((one) => {
    const lit = lighting(paragraph, passage, [[one.start, one.end]]);
    const facts = { kind: "pane-harm", title: `“${one.text}”`, "data-testid": "harm", "data-harm": one.kind, ...lit };
    return one.number === 0 ? element("span", { class: "pane-harm none", ...lit }, one.words) : filterChip(one.words, room, ["harm", one.kind], facts);
  });
}

/** A button that is a filter: pressed while it is the one that is set. */
function filterChip(words, room, [key, value], facts) {
  const chosen = room.address.all(key);
  const isChosen = chosen.length === 1 && chosen[0] === value;
  return button(words, () => room.address.change({ [key]: isChosen ? null : [value] }), {
    tabindex: "-1", "aria-pressed": String(isChosen), focus: `${key} ${value}`, ...facts,
  });
}

/** What lights words of a passage while somebody points at what they are the reason of. */
export const lighting = (paragraph, passage, spans) => {
  const light = () => lightCues(paragraph, passage, spans);
  return { onpointerenter: light, onfocus: light, onpointerleave: dim, onblur: dim };
};

/**
 * One passage. `how`: `chosen` (id of the place chosen), `current` (whether the address names it),
 * `heading` (whether it stands outside of its report), `pick(mention, passage)`, `open(passage)`, `add(passage)`.
 */
export function passageElement(passage, room, how) {
  const open = () => how.open(passage);
  const title = passage.title || passage.file;
  const classes = ["pane-passage"];
  if (how.current) classes.push("current");
  if (passage.passes === false) classes.push("faded");
  const heading = how.heading ? element("header", {},
    when(passage), passage.background ? " · " : null, background(passage),
    passage.source ? element("span", { class: "pane-muted" }, " · ", bare(passage.source)) : null,
    passage.page ? " · " : null, page(passage),
    element("div", {}, passage.text === passage.title
      ? element("span", { class: "pane-muted" }, "title of the report")
      : button(bare(title), open, { kind: "pane-title", tabindex: "-1", title: "Open report" }))) : null;
  const paragraph = words(passage, how);
  const chips = [
    how.heading ? null : when(passage, false), how.heading ? null : background(passage),
    ...casualties(passage, room, paragraph), ...themes(passage, room, paragraph),
  ];
  const why = how.explain ? button("Why", () => how.explain(passage), {
    kind: "pane-missed", tabindex: "-1", "data-testid": "passage-ask", title: "Why it has its date and themes, and what to do where they are wrong (w)",
    "aria-label": "Why this passage has its date and themes", "aria-keyshortcuts": "w",
  }) : null;
  const opener = how.heading ? button("Open report", open, {
    kind: "pane-open", focus: `open ${passage.document} ${passage.passage}`, "aria-label": `Open report: ${title}`,
  }) : null;
  const missed = how.add ? button("+ place", () => how.add(passage), {
    kind: "pane-missed", tabindex: "-1", "data-testid": "passage-add", title: "A place was missed in this passage (a)", "aria-label": "A place was missed in this passage", "aria-keyshortcuts": "a",
  }) : null;
  return element("article", {
    "data-testid": "passage", "data-document": passage.document, "data-passage": String(passage.passage), "data-start": String(passage.start),
    class: classes.join(" "), "aria-current": how.current ? "true" : null,
  },
  heading, paragraph,
  passage.carried ? element("p", { class: "pane-muted" }, "Belongs here: ", bare(passage.carried)) : null,
  element("footer", {},
    element("span", { class: "pane-themes" }, how.heading ? null : page(passage), chips),
    why || missed || opener ? element("span", { class: "pane-acts" }, missed, why, opener) : null));
}
