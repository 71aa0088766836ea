// What was decided: who, when and why, with the undo of each.
import { bare, button, day, element, plural } from "./pane_elements.js";

const ENTRIES = 50; // at a time
const CLOCK = { hour: "2-digit", minute: "2-digit" };
export const ACTS = { confirm: "confirmed", place: "is another place", draw: "is a place drawn by hand", unknown: "is a place no source knows", reject: "is not a place", role: "has another role", span: "other words are the name", add: "was missed", theme: "theme", date: "date", undo: "taken back", redo: "done again" };
const REACHES = { mention: "only there", document: "in that report", source: "in reports of that source", everywhere: "everywhere" };

export class ReviewHistory {
  constructor(room) {
    Object.assign(this, { room, asked: 0 });
    this.root = element("div", { class: "review-history", hidden: true, "data-testid": "review-history" });
  }

  /** All that was decided, or what holds of it; of those before a batch. */
  async show(isAll, before = "") {
    const number = ++this.asked;
    let entries;
    try {
      entries = await this.room.fetch("history", { most: ENTRIES, before }, { filters: "" });
    } catch (problem) {
      if (number === this.asked) this.root.replaceChildren(element("div", { class: "pane-said", role: "alert" }, element("p", {}, `This could not be fetched: ${problem.message}`), button("Try again", () => this.show(isAll))));
      return;
    }
    if (number !== this.asked) return;
    const shown = entries.filter((one) => isAll || (!one.undone && one.act !== "undo"));
    const rows = shown.map((one) => this.entry(one));
    const last = entries.at(-1)?.batch;
    const more = entries.length === ENTRIES ? element("div", { class: "pane-more" }, button("Show older ones", () => this.show(isAll, last), { "data-testid": "history-more" })) : null;
    if (before) {
      this.root.querySelector(".pane-more")?.remove();
      this.root.querySelector("ol")?.append(...rows);
      if (more) this.root.append(more);
      return;
    }
    this.root.replaceChildren(...(rows.length ? [element("ol", { class: "review-entries" }, rows), more].filter(Boolean)
      : [element("div", { class: "pane-said" }, element("p", {}, isAll ? "Nothing was decided yet." : "No decision holds yet."))]));
  }

  /** What was decided of a passage and its words; nothing of what is about a mention. */
  ofPassage({ act, theme, holds, date }) {
    if (act === "theme" && theme) return `${holds ? "is" : "is not"} about ${this.room.themes.find((known) => known.id === theme)?.label ?? theme}`;
    if (act === "date") return date ? `is of ${date.replace("/", " to ")}` : "has no date";
    return null;
  }

  entry(one) {
    const link = one.title ? element("a", { href: this.room.address.to(this.room.base, { doc: one.document }) }, bare(one.title)) : element("span", {}, "a report that is not here");
    const place = one.after && one.act !== "confirm" ? [" ", bare(one.after.name)] : null;
    const moved = one.before && one.after && one.before.id !== one.after.id ? element("span", { class: "pane-muted" }, " instead of ", bare(one.before.name)) : null;
    const what = one.act === "place" && place ? "is" : this.ofPassage(one) ?? ACTS[one.act] ?? one.act;
    return element("li", { class: one.undone ? "undone" : "", "data-testid": "history-entry", "data-batch": one.batch },
      element("div", {}, element("p", {}, element("b", {}, bare(one.words || "—")), ` ${what}`, place, moved,
        one.undone ? element("span", { class: "desk-badge" }, "taken back") : null),
      element("p", { class: "pane-muted" }, day(one.at, CLOCK), one.who ? [" · ", bare(one.who)] : null, ` · ${one.mentions > 1 ? plural(one.mentions, "mention") : REACHES[one.reach] ?? one.reach} · `, link,
        one.why ? [" · “", bare(one.why), "”"] : null, one.notes?.length ? ` · ${one.notes.join(" ")}` : null)),
      one.undone || one.act === "undo" ? null : button("Undo", () => this.room.deciding.undo(one.batch), { kind: "pane-button", "data-testid": "history-undo", "aria-label": `Undo: ${one.words} ${what}` }));
  }
}
