// A report whole: all its passages, all its highlights.

import { amount, bare, button, element, plural } from "./pane_elements.js";
import { closer } from "./pane_place.js";

/** The facts of a report: under its title, or inside a place's page. */
function facts(content) {
  const of = [content.date || "no date", content.source, content.author].filter(Boolean);
  const link = /^https?:\/\//i.test(content.url)
    ? element("a", { href: content.url, target: "_blank", rel: "noopener noreferrer" }, "original") : null;
  return element("p", { class: "pane-sub", title: content.date_note },
    of.flatMap((fact, at) => [at ? " · " : null, bare(fact)]), link ? " · " : null, link,
    content.file && content.file !== content.title ? element("span", { class: "pane-file", title: content.origin }, " · ", bare(content.file)) : null);
}

function steps(content, step) {
  const count = content.passages.reduce((sum, passage) => sum + passage.mentions.length, 0);
  const hidden = content.passages.length - content.passing;
  return element("div", { class: "pane-steps" },
    button("‹ Previous", () => step(-1), { disabled: count ? null : "", focus: "previous", "aria-label": "Previous mention", "aria-keyshortcuts": "p", title: "Previous mention (p)" }),
    button("Next ›", () => step(1), { disabled: count ? null : "", focus: "next", "aria-label": "Next mention", "aria-keyshortcuts": "n", title: "Next mention (n)" }),
    element("span", { class: "pane-muted", "data-steps": amount(count), role: "status" }, plural(count, "mention")),
    hidden ? element("span", { class: "pane-muted" }, `${plural(hidden, "passage")} faded: the filters hide ${hidden === 1 ? "it" : "them"}`) : null);
}

const note = (content) => (content.note ? element("p", { class: "pane-note" }, bare(content.note)) : null);

/** Reports that share most of their words with this one. */
function copies(content) {
  if (!content.near_copies?.length) return null;
  return element("p", { class: "pane-sub", "data-copies": amount(content.near_copies.length) }, "Near copies: ",
    content.near_copies.flatMap((copy, at) => [
      at ? " · " : null,
      element("a", { href: `./?doc=${encodeURIComponent(copy.document)}`, target: "_self" }, bare(copy.title)),
      ` (${[copy.source, `${Math.round(100 * copy.share)}% of the words`].filter(Boolean).join(", ")})`,
    ]));
}

export function reader(content, passages, { close, step }) {
  return element("section", { "data-testid": "reader", "aria-label": "Report" },
    element("header", { class: "pane-head" },
      element("div", { class: "pane-title-row" },
        element("h2", { dir: "auto" }, content.title || content.file), closer(close)),
      facts(content), steps(content, step)),
    note(content), copies(content), passages);
}

/** The report inside the page of a place. */
export function reportPanel(content, passages, { step, open }) {
  return element("div", { class: "pane-report" },
    element("div", { class: "pane-report-head" },
      element("h3", { dir: "auto" }, content.title || content.file), facts(content),
      element("div", { class: "pane-report-row" }, steps(content, step),
        button("Report alone", open, { kind: "pane-open", focus: "alone", title: "Show the report without the place" }))),
    note(content), passages);
}
