// A passage with its highlights. Offsets count letters as Python does: JavaScript counts halves of
// some of them, so texts are taken apart into letters first.

import { keepLit, kept, dim, lightCues } from "./cue_light.js";
import { bare, button, element } from "./pane_elements.js";

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

function when(passage) {
  if (!passage.date) return element("span", { class: "pane-muted", title: passage.date_note }, "no date");
  const reported = passage.dated === "report";
  const days = passage.from === passage.to ? passage.from : `${passage.from} to ${passage.to}`;
  return element("time", {
    class: "pane-date", datetime: passage.from,
    title: reported ? `Undated; reported on ${passage.date}: the report is of ${passage.date_note}` : `Its words say: ${days}`,
  }, reported ? `reported ${passage.date}` : passage.date);
}

/** The page of the file on which a passage begins; nothing where a file has none. */
function page(passage) {
  if (!passage.page) return null;
  return element("span", { class: "pane-muted", "data-page": String(passage.page), title: `Page ${passage.page} of the file` }, `p. ${passage.page}`);
}

/** What a passage is about. Pointing at a theme lights its cue words; a click keeps them lit. */
function themes(passage, room, paragraph) {
  const known = new Map((room.themes || []).map((theme) => [theme.id, theme]));
  return passage.themes.map(({ id, cues, hint }) => {
    const theme = known.get(id);
    const dot = element("span", { class: "pane-dot", "aria-hidden": "true" });
    if (theme?.colour) dot.style.background = theme.colour;
    const light = () => lightCues(paragraph, passage, cues);
    const chip = button([dot, theme?.label || id], () => keepLit(chip, light), {
      kind: "pane-theme", tabindex: "-1", title: hint, "data-testid": "theme", "data-theme": id, "aria-pressed": "false",
      onpointerenter: light, onpointerleave: () => (kept.light ?? dim)(),
    });
    return chip;
  });
}

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
    when(passage), " ",
    passage.text === passage.title
      ? element("span", { class: "pane-muted" }, "title of the report")
      : button(bare(title), open, { kind: "pane-title", tabindex: "-1", title: "Open report" }),
    passage.source ? element("span", { class: "pane-muted" }, " · ", bare(passage.source)) : null,
    passage.page ? " · " : null, page(passage)) : null;
  const paragraph = words(passage, how);
  const chips = themes(passage, room, paragraph);
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
  chips.length || opener || missed || (passage.page && !how.heading) ? element("footer", {},
    element("span", { class: "pane-themes" }, how.heading ? null : page(passage), chips), missed, opener) : null);
}
