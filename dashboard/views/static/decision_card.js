// One decision before it is made: how far it reaches, what it would move, why, and who decides.
import { bare, button, element, plural, reveal } from "./pane_elements.js";

const MOST_LISTED = 100; // moves that are listed before the rest unfolds
const RESTED = 60; // ms
export const OF_PASSAGE = new Set(["theme", "date"]); // acts that are about a passage and its words, not about a mention
const REACHES = ["mention", "document", "source", "everywhere"];
let cards = 0;

export class DecisionCard {
  /**
   * `target` and `verdict` go to the server; `title` says in nodes what is decided; `words` are those
   * that are decided about, `source` is the report's; `reaches` are those that make sense, the first is
   * chosen. `done(answer)` is called when it is made, `cancel()` when it is not to be.
   */
  constructor(room, { target, verdict, title, words, source, reaches = REACHES, asking = null, said = "", done, cancel, from = null, follow = null }) {
    Object.assign(this, { room, target, verdict, words, said, done, cancel, from, follow, left: new Set(), id: (cards += 1) });
    this.reach = reaches[0];
    const label = {
      mention: "only here", document: ["“", bare(words), "” in this report"],
      source: source ? ["“", bare(words), "” in reports of ", bare(source)] : ["“", bare(words), "” in reports without a source"],
      everywhere: ["“", bare(words), "” everywhere, in reports to come too"],
    };
    const choice = (reach) => element("label", { class: "desk-reach" },
      element("input", { type: "radio", name: `desk-reach-${this.id}`, value: reach, checked: reach === this.reach, "data-testid": `fix-reach-${reach}`,
        onchange: () => { this.reach = reach; this.left.clear(); this.look(); } }),
      element("span", {}, label[reach]));
    this.status = element("p", { role: "status", class: "desk-status", "data-testid": "fix-preview" }, "Looking what it would move …");
    this.list = element("ul", { class: "desk-moves", "data-testid": "fix-moves", hidden: true });
    this.problem = element("p", { role: "alert", class: "desk-problem", "data-testid": "fix-problem", hidden: true });
    this.why = element("input", { type: "text", class: "desk-input", maxlength: "2000", dir: "auto", "data-testid": "fix-why" });
    this.act = button("Decide", () => this.decide(), { kind: "room-button strong", "data-testid": "fix-decide", focus: "decide" });
    this.root = element("section", { class: "desk-card", "data-testid": "fix-card", "aria-label": "Decide", tabindex: "-1", onkeydown: (event) => this.key(event) },
      element("p", { class: "desk-title" }, title), asking,
      reaches.length > 1 ? element("fieldset", { class: "desk-reaches" }, element("legend", {}, "How far"), reaches.map(choice)) : null,
      this.status, this.list,
      element("label", { class: "desk-field" }, element("span", {}, "Why (may stay empty)"), this.why),
      room.demonstration ? element("p", { class: "pane-muted" }, "You decide about the demonstration; your own reports are kept apart from it.") : null,
      this.whoField(), this.problem,
      element("div", { class: "desk-actions" }, this.act, button("Back", () => this.cancel(), { "data-testid": "fix-cancel", focus: "cancel" })));
    this.look();
  }

  whoField() {
    const { deciding } = this.room;
    const ask = () => {
      this.who = element("input", { type: "text", class: "desk-input", maxlength: "120", dir: "auto", value: deciding.who, autocomplete: "name", "data-testid": "fix-who" });
      return element("label", { class: "desk-field" }, element("span", {}, "Your name (may stay empty)"), this.who);
    };
    if (!deciding.isAsked) return ask();
    const line = element("p", { class: "pane-muted" }, deciding.who ? ["As ", bare(deciding.who), " · "] : "Without a name · ",
      button("change", () => { line.replaceWith(ask()); this.who.focus(); }, { kind: "pane-link", "data-testid": "fix-who-change" }));
    return line;
  }

  /** Takes the focus; the button has it as soon as it is known what it does. */
  focus() {
    this.root.focus({ preventScroll: true });
    reveal(this.root);
  }

  destroy() {
    this.asked?.abort();
    clearTimeout(this.resting);
    this.draw([]);
  }

  // ---- what it would move

  look() {
    clearTimeout(this.resting);
    this.act.disabled = true; // what it moves is seen before
    this.resting = setTimeout(() => this.preview(), RESTED);
  }

  async preview() {
    this.asked?.abort();
    this.asked = new AbortController();
    this.act.disabled = true;
    this.say(null);
    let found;
    try {
      found = await this.room.deciding.preview(this.target, this.verdict, this.reach, this.asked.signal);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.status.textContent = "";
      this.list.hidden = true;
      return this.say(problem.message);
    }
    this.act.disabled = false;
    this.found = found;
    this.show();
    if (document.activeElement !== this.root) return;
    this.act.focus({ preventScroll: true });
    reveal(this.act);
  }

  show() {
    const { found } = this;
    if (OF_PASSAGE.has(this.verdict.act)) { // nothing on the map moves, and the title says what changes
      this.status.textContent = found.mentions ? "Changes this passage only." : "Changes nothing: it is so already.";
      return;
    }
    const others = found.reached - found.mentions;
    const moves = found.mentions ? `Moves ${plural(found.mentions, "mention")} in ${plural(found.reports, "report")}.` : "Moves nothing.";
    const stay = others > 0 ? ` ${plural(others, "mention")} ${others === 1 ? "means" : "mean"} that already.` : "";
    const most = found.moves.length < found.reached ? ` The first ${found.moves.length} are listed.` : "";
    this.status.textContent = moves + stay + most;
    const shown = found.moves.slice(0, this.unfolded ? found.moves.length : MOST_LISTED);
    const rest = found.moves.length - shown.length;
    this.list.replaceChildren(...shown.map((move) => this.row(move)),
      ...(rest ? [element("li", {}, button(`${rest} more`, () => { this.unfolded = true; this.show(); }, { kind: "pane-more-of" }))] : []));
    this.list.hidden = found.moves.length < 2 && !found.mentions;
    this.draw(found.moves.filter((move) => move.changes && !this.left.has(keyOf(move))));
  }

  row(move) {
    const key = keyOf(move);
    const own = move.document === this.target.document && move.start === this.target.start;
    const alone = this.found.reached === 1; // nothing can be left out of it
    const box = alone ? null : element("input", { type: "checkbox", checked: !this.left.has(key), disabled: own, "aria-label": `${move.words} in ${move.title}`,
      onchange: (event) => { if (event.target.checked) this.left.delete(key); else this.left.add(key); this.show(); } });
    return element("li", { class: move.changes ? "" : "same" }, element("label", {}, box,
      element("span", {}, inContext(move), element("span", { class: "pane-muted" }, " — ", bare(move.title)),
        element("span", { class: "desk-move" }, move.changes ? [named(move.before), " → ", named(move.after)] : "stays"))));
  }

  /** On the map: where they stand now, and where they will. */
  draw(moves) {
    const distinct = new Map(moves.map((move) => [`${move.before?.id} ${move.after?.id} ${move.after?.lon}`, { before: move.before, after: move.after }]));
    this.room.bus.dispatchEvent(new CustomEvent("ghosts", { detail: { candidates: [], moves: [...distinct.values()] } }));
    const points = [...distinct.values()].flatMap(({ before, after }) => [before, after]).filter(Boolean);
    if (points.length) this.room.bus.dispatchEvent(new CustomEvent("look", { detail: { points: points.slice(0, 20) } }));
  }

  // ---- making it

  async decide() {
    if (this.act.disabled) return;
    this.act.disabled = true;
    this.say(null);
    if (this.who) this.room.deciding.who = this.who.value.trim();
    const left = this.found.moves.filter((move) => this.left.has(keyOf(move)));
    try {
      const answer = await this.room.deciding.decide({
        target: this.target, verdict: this.verdict, reach: this.reach, why: this.why.value,
        leave_out: left.map(({ document, start, end }) => ({ document, start, end })),
      }, { from: this.from, follow: this.follow, words: this.said });
      this.done(answer);
    } catch (problem) {
      this.act.disabled = false;
      this.say(problem.message);
    }
  }

  say(words) {
    this.problem.hidden = !words;
    this.problem.textContent = words ?? "";
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      this.decide();
    }
  }
}

const keyOf = (move) => `${move.document} ${move.start} ${move.end}`;
const named = (place) => (place ? bare(place.name) : element("i", {}, "no place"));

/** The words of a move lit in what stands around them. */
function inContext({ context, words }) {
  const at = context.indexOf(words);
  if (at < 0) return [element("b", {}, bare(words)), " ", bare(context)];
  // What is cut off is cut between words.
  const before = context.slice(0, at).replace(/^…\S*\s/, "…"), behind = context.slice(at + words.length).replace(/\s\S*…$/, "…");
  return element("bdi", {}, before, element("b", {}, words), behind);
}
