// [Fix]: everything that can be put right about words of a report. What is chosen is shown as a card
// with its consequences first, and done only then.
import { DecisionCard } from "./decision_card.js";
import { bare, button, day, element, plural } from "./pane_elements.js";
import { PlacePicker, placeLine } from "./place_picker.js";
import { SpanEditor } from "./span_editor.js";

const ROLES = { literal: "it happens there", associative: "only named as an actor" };
const REVIEWED = { confirmed: "Confirmed", corrected: "Corrected", rejected: "Not a place" };
const ONE = ["mention"];
const MOVING = new Set(["confirm", "place", "draw", "unknown", "role", "span", "add"]); // acts after which words may mean something else
const isOpen = (mention) => Boolean(mention?.place) && mention.review !== "confirmed"; // whether it may be confirmed
const MODIFIED = (event) => event.ctrlKey || event.metaKey || event.altKey;

export class FixPanel {
  /**
   * `page` is what the server says of a passage; `at` where the words begin that are looked at, `mark` the
   * place that is open. `draws`: whether there is a map beside it.
   */
  constructor(room, page, { at = null, mark = null, draws = true, ...others }) {
    Object.assign(this, { room, page, draws, ...others });
    const { mentions } = page;
    const isMeant = (one) => one.mark === mark || one.place?.id === mark;
    const found = at === null ? -1 : mentions.findIndex((one) => one.start >= at && (mark === null || isMeant(one)));
    this.at = Math.max(0, found >= 0 ? found : mentions.findIndex(isMeant));
    this.root = element("div", { "data-testid": "fix", class: "pane-fix", tabindex: "-1" });
    this.show();
  }

  get mention() {
    return this.page.mentions[this.at];
  }

  /** Whether something was begun that a redraw would lose. */
  get isBusy() {
    return Boolean(this.card) || !this.root.querySelector(".desk-passage");
  }

  destroy() {
    this.leave();
    this.room.bus.dispatchEvent(new CustomEvent("ghosts", { detail: { candidates: [], moves: [] } }));
  }

  leave() {
    this.picker?.destroy();
    this.card?.destroy();
    this.picker = this.card = null;
  }

  // ---- what can be done

  show() {
    this.leave();
    const { mention } = this;
    this.root.replaceChildren(...(mention ? [this.head(mention), this.main(mention)] : [element("p", {}, "These words name no place any more.")]),
      this.passage(), this.standing());
  }

  head(mention) {
    const { mentions } = this.page;
    const several = mentions.filter((one) => one.place?.id === mention.place?.id || one === mention).length > 1;
    const chips = several ? element("div", { class: "pane-chips desk-which", role: "group", "aria-label": "Which words" },
      mentions.map((one, at) => button(bare(one.words), () => { this.at = at; this.show(); }, {
        kind: "pane-chip", focus: `which ${at}`, "aria-pressed": String(at === this.at) }))) : null;
    const review = REVIEWED[mention.review];
    return element("div", {}, chips,
      element("p", { class: "desk-quote", dir: "auto" }, mention.before, element("mark", {}, mention.words), mention.behind),
      mention.shape ? element("p", { class: "pane-muted" }, `Part of “${mention.shape.words}” (${mention.shape.kind}).`) : null,
      element("p", {}, mention.place ? ["Taken for ", placeLine(mention.place)] : mention.outcome_words,
        element("span", { class: "pane-muted" }, ` · ${mention.role_words}`),
        review ? element("span", { class: "desk-badge" }, review)
          : mention.place ? element("span", { class: "pane-muted" }, ` · ${mention.certainty.words} (${mention.certainty.per_cent} %)`) : null));
  }

  main(mention) {
    const isAlone = mention.candidates.every((one) => one.id === mention.place?.id); // nothing else was weighed
    this.picker = new PlacePicker(this.room, {
      candidates: isAlone ? [] : mention.candidates, chosen: mention.place?.id ?? null, draws: this.draws, words: mention.words,
      choose: (choice) => this.choose(choice),
    });
    const other = mention.role === "literal" ? "associative" : "literal";
    const act = (label, testid, key, verdict, said) => button([label, key ? element("kbd", {}, key) : null], () => this.ask(verdict, said), {
      kind: "pane-button", "data-testid": `fix-${testid}`, focus: `act ${testid}`, "aria-keyshortcuts": key || null });
    return element("div", { class: "desk-main" },
      element("div", { class: "desk-acts" },
        isOpen(mention) ? button(["✓ This is right", element("kbd", {}, "Enter")], () => this.confirm(), { kind: "room-button strong", "data-testid": "fix-confirm", focus: "confirm", "aria-keyshortcuts": "Enter" }) : null,
        act("Not a place", "reject", "x", { act: "reject" }, "is not a place"),
        act("A place we don't have", "unknown", "u", { act: "unknown" }, "is a place that no source knows"),
        act(other === "literal" ? "It happens there" : "Only named as an actor", "role", "", { act: "role", role: other }, ROLES[other]),
        button("These words are wrong", () => this.span(), { kind: "pane-button", "data-testid": "fix-words", focus: "act words" }),
        button("A mention was missed", () => this.add(), { kind: "pane-button", "data-testid": "fix-missed", focus: "act missed" })),
      element("h3", {}, isAlone ? "Another place is meant" : "Which place is meant"), this.picker.root);
  }

  confirm() {
    const { mention } = this;
    if (isOpen(mention)) this.ask({ act: "confirm" }, ["is ", bare(mention.place.name)]);
  }

  choose({ place = null, geometry = null, name = "" }) {
    const { mention } = this;
    if (place && place.id === mention.place?.id) return this.confirm();
    if (place) return this.ask({ act: "place", place_id: place.id }, ["is ", placeLine(place)], place.name);
    return this.askDrawn({ act: "draw", geometry, name: name || mention.words });
  }

  /** A place that was drawn wants a name. */
  askDrawn(verdict, target = null, words = this.mention?.words ?? "") {
    const name = element("input", { type: "text", class: "desk-input", value: verdict.name, maxlength: "200", dir: "auto", "data-testid": "fix-name",
      oninput: () => { verdict.name = name.value.trim(); } });
    const kind = { Point: "a pin on the map", LineString: "a line on the map", Polygon: "an area on the map" }[verdict.geometry.type];
    const field = element("label", { class: "desk-field" }, element("span", {}, "What it is called"), name);
    this.ask(verdict, ["is ", kind], "", { asking: field, target, words, keepsDrawing: true });
  }

  /** Shows the consequences first. */
  ask(verdict, said, name = "", { target = null, words = this.mention?.words ?? "", reaches = undefined, asking = null, keepsDrawing = false } = {}) {
    const { room, page } = this;
    this.came = document.activeElement?.dataset?.focus ?? null;
    if (!keepsDrawing) this.picker?.destroy();
    this.card?.destroy();
    const { document: hash, passage } = page;
    const mention = target ?? this.mention;
    const { address } = room;
    const was = target ? null : mention.mark;
    const before = Object.fromEntries(["mark", "doc", "passage", "tab"].map((key) => [key, address.get(key)]));
    this.card = new DecisionCard(room, {
      target: { document: hash, start: mention.start, end: mention.end }, verdict, words, source: page.source, reaches, asking,
      title: [words ? ["“", element("b", {}, bare(words)), "” "] : null, said].flat(),
      said: words ? `“${words}”${name ? ` is ${name}` : ""}` : "",
      from: before,
      // The page goes where the words go, if they mean something else now.
      follow: (answer) => (MOVING.has(verdict.act) && answer.mark && answer.mark !== was
        ? { mark: answer.mark, doc: hash, passage: String(passage), tab: before.mark ? before.tab : "report" } : null),
      done: () => this.finish(),
      cancel: () => this.back(),
    });
    this.root.replaceChildren(this.card.root);
    this.card.focus();
  }

  /** What is shown next is what holds now. */
  finish() {
    this.room.bus.dispatchEvent(new CustomEvent("draw-place", { detail: { kind: null } }));
    if (!this.onBack) {
      this.show();
      this.root.focus({ preventScroll: true });
    }
    this.onDone?.();
  }

  back() {
    const came = this.came;
    if (this.onBack) return this.onBack();
    this.show();
    const found = came && this.root.querySelector(`[data-focus="${CSS.escape(came)}"]`);
    (found || this.root.querySelector("button"))?.focus({ preventScroll: true });
    return undefined;
  }

  // ---- other words

  span() {
    const { mention, page } = this;
    const at = page.start;
    let [start, end] = [mention.start, mention.end];
    const editor = new SpanEditor({ text: page.text, start: start - at, end: end - at, changed: (first, last) => { [start, end] = [first + at, last + at]; } });
    this.edit("Which words are the name?", editor, "These are the words", () => {
      const words = editor.inside.data;
      this.ask({ act: "span", start, end }, ["the name is “", bare(words), "”"], "", { reaches: ONE });
    });
  }

  /** A mention that was missed: its words, then what they mean. */
  add(first = null, last = null) {
    const { page } = this;
    const at = page.start;
    let [start, end] = [first ?? at, last ?? at + Array.from(page.text.split(/\s/, 1)[0] || page.text).length];
    const next = (words) => new AddPanel(this.room, page, { start, end, words }, this);
    if (first !== null) return next(Array.from(page.text).slice(start - at, end - at).join(""));
    const editor = new SpanEditor({ text: page.text, start: start - at, end: end - at, changed: (one, other) => { [start, end] = [one + at, other + at]; } });
    return this.edit("Which words name a place?", editor, "This is a place …", () => next(editor.inside.data));
  }

  edit(title, editor, label, act) {
    this.came = document.activeElement?.dataset?.focus ?? null;
    this.leave();
    this.root.replaceChildren(element("section", { class: "desk-card", "aria-label": title, onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.back(); }
      else if (event.key === "Enter" && event.target.matches(".desk-handle")) { event.preventDefault(); act(); }
    } }, element("p", { class: "desk-title" }, title), editor.root,
    element("div", { class: "desk-actions" }, button(label, act, { kind: "room-button strong", "data-testid": "fix-span-done" }), button("Back", () => this.back(), {}))));
    editor.last.focus({ preventScroll: true });
  }

  // ---- the passage

  passage(title = "This passage") {
    const { page, room } = this;
    const known = new Map(room.themes.map((theme) => [theme.id, theme]));
    const label = (id) => known.get(id)?.label ?? id;
    const whole = { start: page.start, end: page.end };
    const theme = (id, holds) => this.ask({ act: "theme", theme: id, holds }, [holds ? "The passage is about " : "The passage is not about ", element("b", {}, label(id))], "", { target: whole, words: "", reaches: ONE });
    const chips = page.themes.map((id) => element("span", { class: "desk-chip" }, label(id),
      button("×", () => theme(id, false), { kind: "desk-x", focus: `theme ${id}`, "aria-label": `Not about ${label(id)}`, title: "The passage is not about this", "data-testid": "fix-theme-wrong" })));
    const more = element("select", { class: "desk-input", "aria-label": "Add a theme", "data-testid": "fix-theme-add", onchange: () => more.value && theme(more.value, true) },
      element("option", { value: "" }, "+ theme"), byFamily(room, room.themes.filter((one) => one.id && !page.themes.includes(one.id))));
    return element("div", { class: "desk-passage" }, element("h3", {}, title),
      element("div", { class: "pane-chips" }, chips, more),
      page.dates.map((one) => this.dateRow(one)), this.dateRow({ ...whole, words: "", date: "" }));
  }

  dateRow({ start, end, words, date }) {
    const input = element("input", { type: "text", class: "desk-input desk-day", value: date, placeholder: "YYYY-MM-DD", title: "A day, month or year (2020-03-05, 2020-03, 2020), or two days (2020-03-05/2020-03-09); empty for no date", maxlength: "21", "aria-label": words ? `The day that “${words}” means` : "The day of the passage", "data-testid": "fix-date",
      onkeydown: (event) => event.key === "Enter" && set() });
    const set = () => this.ask({ act: "date", date: input.value.trim() }, [words ? null : "The passage ", input.value.trim() ? ["is of ", element("b", {}, input.value.trim())] : "has no date"].flat().filter(Boolean), "", { target: { start, end }, words, reaches: ONE });
    return element("div", { class: "desk-date" }, element("span", {}, words ? ["“", bare(words), "” means"] : "The passage’s date"), input,
      button("Set", set, { kind: "pane-button", focus: `date ${start}` }));
  }

  // ---- what was decided

  standing() {
    const box = element("div", { class: "desk-standing" });
    const { page, room } = this;
    room.fetch("standing", { doc: page.document }, { filters: "" }).then((all) => {
      const here = all.filter((one) => one.start >= page.start && one.end <= page.end);
      if (here.length) box.append(element("h3", {}, `Decided in this passage`), element("ul", {}, here.map((one) => standingRow(one, room))));
      const others = all.length - here.length;
      if (others) box.append(element("p", { class: "pane-muted" }, `${plural(others, "decision")} elsewhere in this report.`));
    }).catch((problem) => box.append(element("p", { class: "pane-muted" }, `Decisions could not be fetched: ${problem.message}`)));
    return box;
  }

  // ---- keys

  key(event) {
    if (MODIFIED(event) || event.target.closest?.("input, textarea, select, .desk-handle")) return false;
    if (!this.picker || this.card) return false;
    if (/^[1-9]$/.test(event.key)) return this.picker.key(event.key);
    if (event.key === "x") this.ask({ act: "reject" }, "is not a place");
    else if (event.key === "u") this.ask({ act: "unknown" }, "is a place that no source knows");
    else if (event.key === "Enter" && !event.target.closest?.("button, a, [role=button], [role=tab]")) this.confirm();
    else return false;
    return true;
  }
}

/** Themes to choose from, under the names of their families. */
function byFamily(room, themes) {
  return (room.families ?? []).flatMap((family) => {
    const own = themes.filter((theme) => theme.family === family.id);
    return own.length ? [element("optgroup", { label: family.label }, own.map((one) => element("option", { value: one.id, title: one.definition ?? null }, one.label)))] : [];
  });
}

/** What a missed mention means. It stands in the place of a `FixPanel`'s content. */
class AddPanel {
  constructor(room, page, { start, end, words }, panel) {
    panel.leave();
    const target = { start, end };
    const choose = ({ place = null, geometry = null, name = "" }) => {
      if (geometry) return panel.askDrawn({ act: "add", geometry, name: name || words }, target, words);
      return panel.ask({ act: "add", place_id: place.id }, ["is ", placeLine(place)], place.name, { target, words });
    };
    panel.picker = new PlacePicker(room, { candidates: [], choose, draws: panel.draws, words });
    const { picker } = panel;
    picker.search.value = words;
    picker.look();
    panel.root.replaceChildren(element("section", { class: "desk-card", "data-testid": "add-card", "aria-label": "A mention that was missed", onkeydown: (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) { event.preventDefault(); event.stopPropagation(); panel.back(); }
    } }, element("p", { class: "desk-title" }, "“", element("b", {}, bare(words)), "” is a place. Which one?"), picker.root,
    element("div", { class: "desk-actions" },
      button("One that no source knows", () => panel.ask({ act: "add" }, "is a place that no source knows", "", { target, words }), { "data-testid": "add-unknown" }),
      button("Back", () => panel.back(), {}))));
    picker.search.focus({ preventScroll: true });
    picker.search.select();
  }
}

const ACTS = { confirm: "confirmed", place: "is", draw: "is", unknown: "no source knows it", reject: "no place", role: "", span: "other words", add: "is", theme: "", date: "" };

/** A decision that holds, in a line, with its undo. */
export function standingRow(one, room) {
  const what = [ACTS[one.act], one.after && one.act !== "confirm" ? one.after.name : "", one.role && ROLES[one.role],
    one.theme ? `${one.holds ? "about" : "not about"} ${room.themes.find((theme) => theme.id === one.theme)?.label ?? one.theme}` : "", one.date].filter(Boolean).join(" ");
  return element("li", { "data-testid": "standing" }, element("b", {}, bare(one.words)), what ? [": ", bare(what)] : null,
    element("span", { class: "pane-muted" }, ` · ${one.who ? "by " : ""}`, one.who ? bare(one.who) : "", ` ${day(one.at)}`, machine(one), one.why ? [" · “", bare(one.why), "”"] : null, one.note ? [" · ", bare(one.note)] : null),
    " ", button("Undo", () => room.deciding.undo(one.batch), { kind: "pane-link", "data-testid": "standing-undo", focus: `undo ${one.batch}` }));
}

/** What the machine said, beside what a person decided. */
export function machine(one) {
  if (one.machine_confidence === null || one.machine_confidence === undefined) return one.act === "add" ? " · the machine saw no place" : "";
  return ` · the machine said ${one.machine ? `${one.machine.name}, ` : ""}${one.machine_confidence.toFixed(2)}`;
}
