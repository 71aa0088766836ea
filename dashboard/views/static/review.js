// The review: words in doubt, alike ones together, decided one group after another by keys alone.
//
// A decision is shown as made at once, and the next group with it; it is sent in the order in which it
// was made, and comes back with a word of why when it can't be stored.
import { TYPING } from "./elements.js";
import { fillWindow } from "./fill_window.js";
import { amount, bare, button, element, plural } from "./pane_elements.js";
import { PlacePicker } from "./place_picker.js";
import { ACTS, ReviewHistory } from "./review_history.js";
import { Locator } from "../sitmap/locator.js";

const MOST = 60; // groups that are asked for
const AHEAD = 3; // groups whose words are fetched before they are looked at
const LISTED = 40; // words of a group that are shown before the rest unfolds
const REST = 300; // ms after the last decision until the queue is asked for anew
const SETTLING_REST = 4000; // the same while reports are read again for a decision: each step of that is a revision
const TABS = [["", "To decide"], ["decided", "Decided"], ["history", "History"]];

export class Review {
  constructor(room, { keys, ground }) {
    this.locator = new Locator(room.at(ground), () => room.scheme);
    room.onscheme(() => this.locator.paint());
    room.bus.addEventListener("ghosts", ({ detail }) => this.isHere && this.locate(detail.candidates));
    Object.assign(this, { room, keys, groups: [], at: 0, words: new Map(), meant: new Map(), skipped: new Set(), gone: new Set(), left: new Set(), reach: "alike", queue: null, asked: 0 });
    this.tabs = element("div", { role: "tablist", class: "pane-tabs", "aria-label": "What is shown" });
    this.count = element("p", { class: "review-count", role: "status", "data-testid": "review-count" });
    this.list = element("ol", { class: "review-list", "data-testid": "review-list", "aria-label": "Words in doubt, those first that would move most" });
    this.card = element("section", { class: "review-card pane", "data-testid": "review-card", "aria-label": "What is decided now", tabindex: "-1" });
    this.past = new ReviewHistory(room);
    this.body = element("div", { class: "review-body" }, this.list, this.card);
    this.root = element("div", { class: "review", "data-testid": "review" },
      element("div", { class: "review-head" }, element("h1", {}, "Review"), this.tabs, this.count),
      this.body, this.past.root);
    this.tabs.append(...TABS.map(([id, label]) => element("button", { type: "button", role: "tab", "data-tab": id || "open", onclick: () => room.address.change({ tab: id || null }) }, label)));
    this.tabs.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const all = [...this.tabs.children];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    });
    room.address.onchange(() => this.isHere && this.follow());
    room.bus.addEventListener("revision", () => this.isHere && this.rest());
    room.bus.addEventListener("decided", ({ detail }) => this.isHere && detail.kind !== "decide" && this.back());
    document.addEventListener("keydown", (event) => this.key(event));
    this.fill = fillWindow(this.root, (height) => this.root.style.setProperty("--review-height", `${height}px`));
  }

  get isHere() {
    return this.root.isConnected;
  }

  get group() {
    return this.groups[this.at] ?? null;
  }

  get tab() {
    const tab = this.room.address.get("tab");
    return TABS.some(([id]) => id && id === tab) ? tab : "";
  }

  open() {
    this.fill();
    this.follow();
  }

  follow() {
    const filters = this.room.address.filters().toString();
    for (const tab of this.tabs.children) {
      const isOn = tab.dataset.tab === (this.tab || "open");
      tab.setAttribute("aria-selected", String(isOn));
      tab.tabIndex = isOn ? 0 : -1;
    }
    this.body.hidden = this.tab !== "";
    this.past.root.hidden = this.tab === "";
    if (this.tab) return this.history();
    const isNew = filters !== this.filters;
    this.filters = filters;
    if (isNew) Object.assign(this, { at: 0, groups: [], gone: new Set(), shownKey: null });
    return this.load();
  }

  // ---- the queue

  rest() {
    if (this.tab) return this.history();
    const { settling } = this.room;
    if (this.resting && settling) return undefined; // it is asked for anew soon, and not later for every step
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      if (this.room.deciding.open) this.rest();
      else this.load();
    }, settling ? SETTLING_REST : REST);
    return undefined;
  }

  back() {
    this.gone.clear();
    this.meant.clear();
    if (this.tab) this.history();
    else this.load();
  }

  history() {
    this.count.textContent = "";
    return this.past.show(this.tab === "history");
  }

  async load() {
    const number = ++this.asked;
    this.words.clear();
    let said;
    try {
      said = await this.room.fetch("queue", { most: MOST });
    } catch (problem) {
      if (number === this.asked) this.fail(problem, () => this.load());
      return;
    }
    if (number !== this.asked) return;
    const key = this.group?.key;
    // What was decided and is not read again yet is not shown again; what is read is forgotten here.
    this.gone = new Set(said.groups.map((one) => one.key).filter((one) => this.gone.has(one)));
    this.groups = said.groups.filter((one) => !this.gone.has(one.key));
    this.groups.sort((one, other) => this.skipped.has(one.key) - this.skipped.has(other.key));
    const found = this.groups.findIndex((one) => one.key === key);
    this.at = found >= 0 ? found : Math.max(0, Math.min(this.at, this.groups.length - 1));
    this.queue = said;
    this.show();
  }

  fail(problem, again) {
    this.card.replaceChildren(element("div", { class: "pane-said", role: "alert" }, element("p", {}, `This could not be fetched: ${problem.message}`), button("Try again", again)));
  }

  show() {
    const { queue } = this;
    this.count.textContent = this.groups.length
      ? `${plural(queue.total - this.gone.size, "group")} of words, ${plural(queue.mentions, "mention")}${this.skipped.size ? ` · ${amount(this.skipped.size)} skipped` : ""}`
      : "";
    this.list.replaceChildren(...this.groups.map((one, at) => element("li", {}, element("button", {
      type: "button", class: `review-row${this.skipped.has(one.key) ? " skipped" : ""}`, "data-testid": "review-row", "data-key": one.key, tabindex: at === this.at ? "0" : "-1",
      "aria-current": at === this.at ? "true" : null, onclick: () => this.go(at),
    }, element("b", {}, bare(one.wording)), element("span", { class: "review-taken" }, bare(one.taken)),
    element("span", { class: "review-facts" }, `${one.certainty.per_cent} % · ${plural(one.mentions, "mention")}${one.spread_km > 1 ? ` · ${amount(one.spread_km)} km apart` : ""}`)))));
    this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    if (this.groups.length) this.look();
    else {
      this.shownKey = null;
      this.card.replaceChildren(element("div", { class: "pane-said", role: "status" }, element("p", {}, "Nothing that passes the filters is in doubt.")));
    }
  }

  go(at) {
    if (at < 0 || at >= this.groups.length) return;
    this.at = at;
    this.left.clear();
    this.show();
  }

  /** Words of a group and what they may mean; fetched once. */
  ask(group) {
    if (!this.words.has(group.key)) {
      const asked = this.room.fetch("alike", { key: group.key });
      this.words.set(group.key, asked);
      asked.catch(() => this.words.delete(group.key));
    }
    return this.words.get(group.key);
  }

  /** What the least sure words of a group may mean. That is weighed anew, which takes a while: once is enough. */
  candidates({ words: [first] }) {
    if (!first) return Promise.resolve([]);
    const key = keyOf(first);
    if (!this.meant.has(key)) {
      const asked = this.room.fetch("fix", { doc: first.document, start: first.start, end: first.end }, { filters: "" })
        .then((page) => page?.mentions.find((one) => one.start === first.start)?.candidates ?? []);
      this.meant.set(key, asked);
      asked.catch(() => this.meant.delete(key));
    }
    return this.meant.get(key);
  }

  async look() {
    const { group } = this;
    const number = (this.looking = (this.looking ?? 0) + 1);
    let said;
    try {
      said = await this.ask(group);
    } catch (problem) {
      if (number === this.looking) this.fail(problem, () => this.look());
      return;
    }
    for (const next of this.groups.slice(this.at + 1, this.at + 1 + AHEAD)) this.ask(next).then((known) => this.candidates(known)).catch(() => {});
    if (number !== this.looking || group.key !== this.group?.key) return;
    const isSame = this.shownKey === group.key && this.said && said.words.map(keyOf).join() === this.said.words.map(keyOf).join();
    this.said = said;
    if (isSame) return; // what is typed or ticked stays
    this.shownKey = group.key;
    this.weighed = false;
    this.draw(group, said);
    this.catchUp();
    await this.weigh(said, number);
  }

  async weigh(said, number) {
    const { picker } = this;
    try {
      const candidates = await this.candidates(said);
      if (number !== this.looking || picker !== this.picker || !picker) return;
      picker.candidates = candidates;
      picker.draw();
      if (!picker.search.value) picker.note.textContent = "";
      this.weighed = true;
      this.catchUp();
    } catch (problem) {
      if (picker === this.picker && !picker.search.value) picker.note.textContent = "";
      if (number === this.looking) this.say(`What else may be meant could not be fetched: ${problem.message}`);
    }
  }

  get mention() {
    const { page, words } = this.said ?? {};
    return page?.mentions.find((one) => one.start === words[0].start) ?? null;
  }

  draw(group, { words }) {
    const { mention } = this;
    this.unfolded = false;
    const wasIn = this.card.contains(document.activeElement);
    this.picker?.destroy();
    if (!mention) {
      this.card.replaceChildren(element("div", { class: "pane-said" }, element("p", {}, "These words are decided already.")));
      return;
    }
    this.picker = new PlacePicker(this.room, {
      candidates: mention.candidates, chosen: mention.place?.id ?? null, draws: false, words: mention.words,
      choose: ({ place, geometry }) => this.decide(geometry ? { act: "draw", geometry, name: mention.words } : place.id === mention.place?.id ? { act: "confirm" } : { act: "place", place_id: place.id }, place?.name ?? "a pin"),
    });
    const act = (label, testid, key, run, kind = "pane-button") => button([label, element("kbd", {}, key)], run, { kind, "data-testid": `review-${testid}`, "aria-keyshortcuts": key });
    const first = words[0];
    this.problem = element("p", { role: "alert", class: "desk-problem", "data-testid": "review-problem", hidden: true });
    this.where = element("ul", { class: "desk-moves review-words", "data-testid": "review-words", tabindex: "0", "aria-label": "Where they stand" });
    this.drawWords(words);
    const link = this.room.address.to(this.room.base, { mark: mention.mark, doc: first.document, passage: String(first.passage), tab: "fix" });
    this.card.replaceChildren(
      element("h2", { dir: "auto" }, group.wording),
      element("p", { class: "pane-sub" }, `${plural(words.length, "mention")} in ${plural(new Set(words.map((one) => one.document)).size, "report")} · ${mention.place ? `taken for ${[mention.place.name, mention.place.where].filter(Boolean).join(", ")}` : mention.outcome_words} · ${mention.certainty.words} (${mention.certainty.per_cent} %)`,
        " ", element("a", { href: link, class: "review-link", "data-testid": "review-map" }, "on the map")),
      element("p", { class: "desk-quote", dir: "auto" }, first.before, element("mark", {}, first.words), first.behind),
      element("div", { class: "desk-acts" },
        mention.place ? act("✓ Right", "confirm", "Enter", () => this.confirm(), "room-button strong") : null,
        act("Not a place", "reject", "x", () => this.decide({ act: "reject" })),
        act("A place we don't have", "unknown", "u", () => this.decide({ act: "unknown" })),
        act("Skip", "skip", "s", () => this.skip())),
      this.problem, this.reaches(words), element("h3", {}, "Which place is meant"),
      element("div", { class: "review-meant" }, this.picker.root, this.locator.canvas),
      element("h3", {}, "Where they stand"), this.where,
      element("details", { class: "review-keys" }, element("summary", {}, "Keys"), element("dl", {}, this.keys.flatMap(([keys, what]) => [element("dt", {}, element("kbd", {}, keys)), element("dd", {}, what)]))));
    this.card.scrollTop = 0;
    this.picker.note.textContent = "Weighing what else may be meant …";
    this.picker.haunt();
    if (wasIn) this.card.focus({ preventScroll: true });
  }

  /** What may be meant, on a small map: the chosen one too. */
  locate(ghosts) {
    const chosen = this.mention?.place;
    const isIn = !chosen || chosen.lat === null || ghosts.some((one) => one.id === chosen.id);
    const all = (isIn ? ghosts : [{ ...chosen, key: "1", label: [chosen.name, chosen.where].filter(Boolean).join(", ") }, ...ghosts])
      .map((one) => ({ ...one, chosen: one.id === chosen?.id }));
    this.locator.canvas.hidden = !all.length;
    this.locator.show(all);
  }

  drawWords(words) {
    const shown = words.slice(0, this.unfolded ? words.length : LISTED);
    const rest = words.length - shown.length;
    this.where.replaceChildren(...shown.map((one) => element("li", {}, element("label", {},
      element("input", { type: "checkbox", checked: !this.left.has(keyOf(one)), "aria-label": `${one.words} in ${one.title}`,
        onchange: (event) => { if (event.target.checked) this.left.delete(keyOf(one)); else this.left.add(keyOf(one)); } }),
      element("span", { dir: "auto" }, element("bdi", {}, tail(one.before), element("b", {}, one.words), head(one.behind)),
        element("span", { class: "pane-muted" }, " — ", bare(one.title), one.source ? [", ", bare(one.source)] : null, one.date ? `, ${one.date}` : ""))))),
    ...(rest > 0 ? [element("li", {}, button(`${amount(rest)} more`, () => { this.unfolded = true; this.drawWords(words); }, { kind: "pane-more-of" }))] : []));
  }

  reaches(words) {
    const label = { alike: words.length > 1 ? `these ${amount(words.length)} mentions` : "this mention", everywhere: `“${this.mention.words}” everywhere, in reports to come too` };
    this.reachField = element("fieldset", { class: "desk-reaches review-reach" }, element("legend", {}, "How far"), Object.keys(label).map((reach) => element("label", { class: "desk-reach" },
      element("input", { type: "radio", name: "review-reach", value: reach, checked: reach === this.reach, "data-testid": `review-reach-${reach}`, onchange: () => { this.reach = reach; this.sayReach(); } }),
      element("span", {}, label[reach]))));
    this.reachNote = element("p", { class: "pane-muted", role: "status", "data-testid": "review-preview" });
    this.sayReach();
    return element("div", {}, this.reachField, this.reachNote);
  }

  /** What “everywhere” reaches, before it is done. */
  async sayReach() {
    this.reachNote.textContent = "";
    if (this.reach !== "everywhere") return;
    const { mention, said } = this;
    const note = this.reachNote;
    try {
      const [first] = said.words;
      const found = await this.room.deciding.preview({ document: first.document, start: first.start, end: first.end }, mention.place ? { act: "confirm" } : { act: "unknown" }, "everywhere");
      note.textContent = `It reaches ${plural(found.reached, "mention")}, also those that are sure.`;
    } catch (problem) {
      note.textContent = problem.message;
    }
  }

  // ---- deciding

  confirm() {
    if (this.mention?.place) this.decide({ act: "confirm" }, this.mention.place.name);
  }

  skip() {
    if (!this.group) return;
    this.skipped.add(this.group.key);
    const next = this.groups.findIndex((one, at) => at > this.at && !this.skipped.has(one.key));
    this.go(next >= 0 ? next : Math.min(this.at + 1, this.groups.length - 1));
  }

  async decide(verdict, name = "") {
    const { group, said, mention } = this;
    if (!group || this.shownKey !== group.key || !mention) return;
    const targets = said.words.filter((one) => !this.left.has(keyOf(one))).map(targetOf);
    const isWhole = targets.length === said.words.length;
    const chosen = this.reach === "everywhere"
      ? { target: targetOf(said.words[0]), reach: "everywhere", leave_out: said.words.slice(1).filter((one) => this.left.has(keyOf(one))).map(targetOf) }
      : { targets };
    if (chosen.targets && !targets.length) return this.say("Every mention is left out; leave one in.");
    const what = { confirm: `is ${name}`, place: `is ${name}`, draw: `is ${name}` }[verdict.act] ?? ACTS[verdict.act];
    // The next one is there at once.
    const at = this.at;
    this.gone.add(group.key);
    this.left.clear();
    this.groups = this.groups.filter((one) => one !== group);
    this.at = Math.min(at, Math.max(0, this.groups.length - 1));
    this.show();
    try {
      await this.room.deciding.decide({ ...chosen, verdict }, { words: `“${mention.words}” ${what}` });
    } catch (problem) {
      this.gone.delete(group.key);
      if (!this.groups.includes(group)) this.groups.splice(Math.min(at, this.groups.length), 0, group);
      this.at = this.groups.indexOf(group);
      this.shownKey = null;
      this.show();
      await this.look();
      this.say(problem.message);
      return;
    }
    if (!isWhole) this.gone.delete(group.key); // what was left out is still to be decided
    if (this.groups.length < AHEAD + 1) this.load();
  }

  say(words) {
    if (!this.problem) return;
    this.problem.textContent = words;
    this.problem.hidden = !words;
  }

  // ---- keys

  key(event) {
    if (!this.isHere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.tab) return;
    if (event.target.closest?.(TYPING) && !event.target.matches?.("input[type=radio], input[type=checkbox]")) return;
    if (document.querySelector("[role=dialog][aria-modal=true]")) return;
    const onControl = event.target.closest?.("button, a, summary, input, [role=tab]") && !event.target.closest(".review-list");
    const { key } = event;
    const isArrow = key.startsWith("Arrow") && (onControl || event.target === this.where);
    const acts = {
      j: () => this.go(this.at + 1), ArrowDown: () => this.go(this.at + 1),
      k: () => this.go(this.at - 1), ArrowUp: () => this.go(this.at - 1),
      x: () => this.decide({ act: "reject" }), u: () => this.decide({ act: "unknown" }), s: () => this.skip(),
      g: () => this.picker?.search.focus(),
      e: () => this.turnReach(),
    };
    const decides = /^[1-9xu]$/.test(key) || (key === "Enter" && !onControl);
    // A key that comes too early is done when the group is shown; "2, Enter" means the second place then too.
    const waits = this.pressed && this.pressed.of === this.group?.key && key === "Enter";
    if (decides && this.group && !this.isReadyFor(key)) this.pressed = { key, of: this.group.key };
    else if (decides && waits) this.say("What else may be meant is still weighed; the place is chosen then.");
    else if (/^[1-9]$/.test(key)) this.picker?.key(key);
    else if (key === "Enter" && !onControl) this.confirm();
    else if (acts[key] && !isArrow) acts[key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What was pressed before the group was there. */
  catchUp() {
    const { pressed } = this;
    if (!pressed || pressed.of !== this.group?.key || !this.isReadyFor(pressed.key)) return;
    this.pressed = null;
    if (pressed.key === "Enter") this.confirm();
    else if (pressed.key === "x") this.decide({ act: "reject" });
    else if (pressed.key === "u") this.decide({ act: "unknown" });
    else this.picker?.key(pressed.key);
  }

  /** Whether what is shown is what a key would decide about. */
  isReadyFor(key) {
    return this.shownKey === this.group.key && (this.weighed || !/[1-9]/.test(key));
  }

  turnReach() {
    this.reach = this.reach === "alike" ? "everywhere" : "alike";
    for (const one of this.reachField?.querySelectorAll("input") ?? []) one.checked = one.value === this.reach;
    this.sayReach();
  }
}

const keyOf = (one) => `${one.document} ${one.start}`;
const targetOf = ({ document, start, end }) => ({ document, start, end });
const SIDE = 70; // letters on each side of words in the list
const tail = (text) => (text.length > SIDE ? `…${text.slice(-SIDE).replace(/^\S*\s/, "")}` : text);
const head = (text) => (text.length > SIDE ? `${text.slice(0, SIDE).replace(/\s\S*$/, "")}…` : text);
