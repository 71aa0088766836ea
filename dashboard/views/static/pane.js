// The right pane. It shows what the address says: the briefing when nothing is chosen, the passages
// that pass the filters, a place, or a report; and it changes nothing but the address.
//
// The bus: "point" is told and heard (a word under the hand, a mark under it), "pick" is told when a
// word was clicked, "ghosts" holds the places that [Why] says were not chosen, "revision" is heard.
// `room.since` is the revision of the last visit, where it is known. The pane outlives changes of the
// page: while it does not stand in it, keys are not its own, and it scrolls when it is seen again.

import { NOTHING_OPENED } from "./address.js";
import { TYPING } from "./elements.js";
import { briefing } from "./pane_briefing.js";
import { button, element, plural, said, scrollTo } from "./pane_elements.js";
import { closer, placePage, TABS } from "./pane_place.js";
import { PaneFixing } from "./pane_fixing.js";
import { reader, reportPanel } from "./pane_reader.js";
import { ghostsOf, whyPanel } from "./pane_why.js";
import { passageElement } from "./passage_element.js";

const STEP = 50;
const KEPT = 40; // answers
const BUSY_AFTER = 200, BRIEF = 30_000; // ms

export function pane(host, room) {
  return new Pane(host, room);
}

class Pane {
  constructor(host, room) {
    Object.assign(this, { host, room, asked: 0, shown: {}, pointing: null, ghosts: false });
    this.answers = new Map(); // by what was asked, the latest last
    this.views = new Map(); // how far a list is unfolded and scrolled, by what it lists
    this.unfolded = new Set();
    host.classList.add("pane");
    host.dataset.testid = "pane";
    host.tabIndex = -1;
    const heard = {
      point: (event) => this.light(event.detail?.mark ?? null),
      revision: (event) => {
        this.revision = event.detail?.v;
        this.show();
      },
    };
    for (const [name, listener] of Object.entries(heard)) room.bus.addEventListener(name, listener);
    const onkey = (event) => this.key(event);
    document.addEventListener("keydown", onkey);
    const over = (event) => this.point(event.target.closest?.(".pane-mention")?.dataset.mark ?? null);
    const away = () => this.point(null);
    host.addEventListener("pointerover", over);
    host.addEventListener("pointerleave", away);
    host.addEventListener("focusin", over);
    host.addEventListener("focusout", away);
    const scrolled = () => this.keepScroll();
    host.addEventListener("scroll", scrolled, { passive: true });
    this.fixing = new PaneFixing(this);
    const watch = new ResizeObserver(() => this.seen());
    watch.observe(host);
    this.undo = [
      () => host.removeEventListener("scroll", scrolled),
      () => this.fixing.destroy(),
      () => watch.disconnect(),
      room.address.onchange(() => this.show()),
      ...Object.entries(heard).map(([name, listener]) => () => room.bus.removeEventListener(name, listener)),
      () => document.removeEventListener("keydown", onkey),
      () => host.removeEventListener("pointerover", over),
      () => host.removeEventListener("pointerleave", away),
      () => host.removeEventListener("focusin", over),
      () => host.removeEventListener("focusout", away),
    ];
    this.show();
  }

  destroy() {
    this.asked += 1;
    clearTimeout(this.waiting);
    this.point(null);
    this.tellGhosts([]);
    for (const undo of this.undo) undo?.();
    this.host.replaceChildren();
  }

  // ---- what is wanted

  wanted() {
    const { address } = this.room;
    const mark = address.get("mark"), doc = address.get("doc");
    const passage = address.get("passage"), tab = address.get("tab");
    const filters = String(address.filters());
    const what = { mark, doc, passage, filters, tab: null };
    what.v = Math.max(this.room.v ?? 0, this.revision ?? 0);
    if (mark) {
      const known = TABS.some(([id]) => id === tab);
      return { ...what, name: "place", tab: known ? tab : "passages" };
    }
    return { ...what, name: doc ? "reader" : filters ? "list" : "briefing" };
  }

  /** What a list or page is of: as long as it is the same, it stays where it was scrolled to. */
  static pageOf(what) {
    const of = what.name === "reader" || what.tab === "report" ? what.doc : null;
    return JSON.stringify([what.name, what.mark, what.tab, of, what.filters]);
  }

  view(page) {
    if (!this.views.has(page)) this.views.set(page, { parts: 1, top: null });
    return this.views.get(page);
  }

  /** An answer of the server, asked once for each state. */
  ask(name, facts, what) {
    const key = JSON.stringify([name, facts, what.filters, what.v]);
    const known = this.answers.get(key);
    this.answers.delete(key);
    const answer = known || this.room.fetch(name, facts);
    this.answers.set(key, answer);
    if (!known) answer.catch(() => this.answers.get(key) === answer && this.answers.delete(key));
    // It also says what could not be read, which is no state of its own.
    if (!known && name === "briefing") setTimeout(() => this.answers.delete(key), BRIEF);
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
    return answer;
  }

  async listed(name, facts, what) {
    const { parts } = this.view(Pane.pageOf(what));
    const asked = Array.from({ length: parts }, (_, part) =>
      this.ask(name, part ? { ...facts, most: STEP, skip: part * STEP } : { ...facts, most: STEP }, what));
    const [first, ...rest] = await Promise.all(asked);
    if (!first || !rest.length) return first;
    return { ...first, passages: [first, ...rest].flatMap((part) => part?.passages ?? []) };
  }

  async contentOf(what) {
    if (what.name === "briefing") {
      const { since } = this.room;
      return this.ask("briefing", since === null || since === undefined ? {} : { visited: since }, what);
    }
    if (what.name === "list") return this.listed("passages", {}, what);
    if (what.name === "reader") return this.ask("document", { doc: what.doc }, what);
    const passages = what.tab === "passages" ? what : { ...what, tab: "passages" };
    const place = await this.listed("place", { mark: what.mark }, passages);
    return place && { ...place, inside: await this.insideOf(what, place) };
  }

  /** What an open tab of a place needs besides. */
  async insideOf(what, place) {
    if (what.tab === "report") {
      const doc = what.doc || place.passages[0]?.document;
      return doc ? this.ask("document", { doc }, what) : null;
    }
    if (what.tab === "fix" || what.tab === "why") {
      const where = what.doc && what.passage !== null ? { doc: what.doc, passage: what.passage } : {};
      return this.ask(what.tab, { mark: what.mark, ...where }, what);
    }
    // The passage that was clicked may stand further down than the list is read.
    const isListed = (one) => one.document === what.doc && String(one.passage) === what.passage;
    if (what.tab !== "passages" || !what.doc || what.passage === null || place.passages.some(isListed)) return null;
    const whole = await this.ask("document", { doc: what.doc }, what);
    const found = whole?.passages.find(isListed);
    return found?.mentions.some((mention) => mention.mark === what.mark) ? { ...found, carried: "" } : null;
  }

  async show() {
    const what = this.wanted(), page = Pane.pageOf(what);
    const key = JSON.stringify([page, what.doc, what.passage, what.v, this.room.since, this.view(page).parts]);
    if (key === this.wantedKey) return; // the map moved, say
    this.wantedKey = key;
    const number = ++this.asked;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.host.setAttribute("aria-busy", "true"), BUSY_AFTER);
    let made;
    try {
      made = this.made(what, await this.contentOf(what));
    } catch (problem) {
      if (number === this.asked) this.wantedKey = ""; // so that it can be asked again
      made = this.around(what, said(`This could not be fetched: ${problem?.message || problem}`,
        button("Try again", () => this.show(), { focus: "again" })));
    }
    if (number !== this.asked) return; // a newer one was asked for meanwhile
    clearTimeout(this.waiting);
    this.host.removeAttribute("aria-busy");
    this.draw(what, page, made);
  }

  // ---- what is made of it

  made(what, content) {
    const how = {
      close: () => this.change(NOTHING_OPENED),
      choose: (mark) => this.choose(mark),
      open: (passage) => this.open(passage),
      step: (by) => this.step(by),
      kept: this.unfolded,
    };
    if (what.name !== "place" || what.tab !== "why" || !content) this.tellGhosts([]);
    this.fixing.follow(what);
    if (what.name === "briefing") return briefing(content, this.room, how);
    if (what.name === "list") return this.list(content, what);
    if (!content) {
      const back = what.name === "place" && what.doc
        ? button("Open the report", () => this.change({ mark: null, tab: null }), { focus: "report alone" }) : "";
      return this.around(what, said(what.name === "place" ? "No report names this place any more." : "This report is not here any more.", back));
    }
    if (what.name === "reader") return reader(content, this.passages(content.passages, what, false), how);
    return placePage(what, content, this.room, {
      ...how, turn: (tab) => this.turn(tab, what, content), panel: this.panel(what, content, how),
    });
  }

  /** Words in place of a page, with the way out. */
  around(what, words) {
    const hook = { place: "place", reader: "reader", briefing: "briefing" }[what.name];
    const close = what.name === "briefing" || what.name === "list" ? null : closer(() => this.change(NOTHING_OPENED));
    return element("section", { "data-testid": hook ?? null },
      element("header", { class: "pane-head" },
        element("div", { class: "pane-title-row" }, element("h2", {}, { place: "Place", reader: "Report" }[what.name] || "Passages"), close)),
      words);
  }

  panel(what, content, how) {
    const { inside } = content;
    if (what.tab === "fix") return this.fixing.panel(inside, what);
    if (what.tab === "why") {
      this.tellGhosts(ghostsOf(inside));
      return whyPanel(inside, how);
    }
    if (what.tab === "report") {
      if (!inside) return said("This report is not here any more.");
      const first = content.passages.find((one) => one.document === inside.document);
      const seen = { ...what, doc: inside.document, passage: what.passage ?? (first ? String(first.passage) : null) };
      return reportPanel(inside, this.passages(inside.passages, seen, false), {
        ...how, open: () => this.change({ mark: null, tab: null, doc: inside.document }),
      });
    }
    const here = inside ? [element("p", { class: "pane-muted" }, "The words that were clicked; the newest follow."), ...this.passages([inside], what, true)] : [];
    const none = content.total ? [] : [said(content.hidden ? "The filters hide all that is said of it." : "Nothing is said of it.")];
    return [...here, ...none, ...this.passages(content.passages, what, true), this.more(content)];
  }

  list(content, what) {
    const order = content.ranked ? "best first" : "newest first";
    return element("section", { class: "pane-list", "aria-label": "Passages" },
      element("header", { class: "pane-head" },
        element("div", { class: "pane-title-row" }, element("h2", {}, plural(content.total, "passage"))),
        element("p", { class: "pane-sub" }, content.total ? `in ${plural(content.reports, "report")}, ${order}` : "")),
      content.total ? null : said("No passage passes the words and filters that are set."),
      this.passages(content.passages, what, true), this.more(content));
  }

  passages(passages, what, heading) {
    return passages.map((one) => passageElement(one, this.room, {
      rows: this.room.rows,
      heading, chosen: what.mark,
      current: one.document === what.doc && String(one.passage) === what.passage,
      pick: (mention, passage) => this.pick(mention, passage),
      open: (passage) => this.open(passage),
      add: (passage) => this.fixing.add(passage),
      explain: (passage) => this.fixing.explain(passage),
    }));
  }

  more(content) {
    const left = content.total - content.passages.length;
    if (left <= 0) return null;
    return element("div", { class: "pane-more" },
      button(`Show ${Math.min(STEP, left)} more`, () => {
        this.view(Pane.pageOf(this.wanted())).parts += 1;
        this.show();
      }, { focus: "more" }),
      element("span", { class: "pane-muted" }, `${content.passages.length} of ${content.total}`));
  }

  draw(what, page, made) {
    const { host, shown } = this;
    const before = this.view(shown.page ?? page);
    const had = host.contains(document.activeElement) ? document.activeElement : null;
    const focus = had?.dataset.focus ?? null;
    const spoken = [what.doc, what.passage].join(" ");
    if (host.clientHeight) before.top = host.scrollTop;
    const isSame = page === shown.page;
    this.shown = { page, spoken };
    host.replaceChildren(made);
    host.scrollTop = isSame ? before.top : this.view(page).top ?? 0;
    this.fixing.put();
    this.rove();
    this.light(this.pointing);
    if (!isSame || spoken !== shown.spoken) this.scrollToCurrent(isSame ? "nearest" : "start");
    if (had && had !== host) this.focus(focus);
  }

  scrollToCurrent(place) {
    this.unseen = !this.host.clientHeight;
    const current = this.host.querySelector(".pane-passage.current");
    if (current && !this.unseen) scrollTo(this.host, current, { place });
  }

  /** Remember how far it is scrolled: out of the page that is lost. */
  keepScroll() {
    if (this.host.clientHeight && this.shown.page) this.view(this.shown.page).top = this.host.scrollTop;
  }

  /** It stands in the page, again perhaps. */
  seen() {
    const wasOut = this.isOut;
    this.isOut = !this.host.clientHeight;
    if (!this.isOut && wasOut) this.scrollBack();
  }

  /** Scroll to where it was: what is moved within the page forgets it, and no observer tells of that. */
  scrollBack() {
    if (!this.shown.page || !this.host.clientHeight) return;
    this.host.scrollTop = this.view(this.shown.page).top ?? 0;
    if (this.unseen) this.scrollToCurrent("start");
  }

  /** Give the focus back to what had it before a redraw; else to the pane. */
  focus(name) {
    const found = name && this.host.querySelector(`[data-focus="${CSS.escape(name)}"]`);
    (found || this.host).focus({ preventScroll: true });
    if (found?.matches(".pane-mention")) this.rove(found);
  }

  // ---- what is done

  change(facts) {
    const { address } = this.room;
    const isNew = Object.entries(facts).some(([key, value]) => (address.get(key) ?? null) !== value);
    if (isNew) address.change(facts);
  }

  choose(mark) {
    this.change({ ...NOTHING_OPENED, mark });
    this.tell("fly", { mark });
  }

  pick(mention, passage) {
    const what = this.wanted();
    const inReport = what.name === "reader" || what.tab === "report";
    const doc = passage.document, number = String(passage.passage);
    this.fixing.picked = { doc, at: passage.start + mention.start };
    this.change({ mark: mention.mark, doc, passage: number, tab: inReport ? "report" : null });
    this.tell("pick", { mark: mention.mark, doc, passage: passage.passage, from: "pane" });
  }

  /** Shows the same anew. */
  refresh() {
    this.wantedKey = "";
    this.show();
  }

  open(passage) {
    const { mark } = this.wanted();
    const number = passage.passage === null ? null : String(passage.passage);
    this.change({ doc: passage.document, passage: number, tab: mark ? "report" : null });
  }

  turn(tab, what, content) {
    const [first] = content.passages;
    const where = tab === "report" && !what.doc && first ? { doc: first.document, passage: String(first.passage) } : {};
    this.change({ ...where, tab: tab === "passages" ? null : tab });
  }

  tell(name, detail) {
    this.room.bus.dispatchEvent(new CustomEvent(name, { detail }));
  }

  tellGhosts(candidates) {
    if (!candidates.length && !this.ghosts) return;
    this.ghosts = candidates.length > 0;
    this.tell("ghosts", { candidates });
  }

  point(mark) {
    if (mark === this.pointing) return;
    this.pointing = mark;
    this.tell("point", { mark, from: "pane" });
  }

  light(mark) {
    for (const word of this.host.querySelectorAll(".pane-mention")) {
      word.classList.toggle("pointed", mark !== null && word.dataset.mark === mark);
    }
  }

  // ---- keys

  mentions() {
    return [...this.host.querySelectorAll(".pane-mention")];
  }

  /** Only one highlight is a stop of the tab key; from there on the arrows lead. */
  rove(to = null) {
    const all = this.mentions();
    const stop = to || this.host.querySelector(".pane-passage.current .pane-mention") || all[0];
    for (const word of all) word.tabIndex = word === stop ? 0 : -1;
  }

  step(by) {
    const all = this.mentions();
    if (!all.length) return;
    let at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex((word) => word.tabIndex === 0 && this.stepped === word);
    if (at < 0) {
      const begin = all.findIndex((word) => word.closest(".pane-passage.current"));
      at = begin < 0 ? (by > 0 ? -1 : all.length) : begin + (by > 0 ? -1 : 0);
    }
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    this.stepped = next;
    this.rove(next);
    next.focus({ preventScroll: true });
    scrollTo(this.host, next);
    const count = this.host.querySelector("[data-steps]");
    if (count) count.textContent = `${all.indexOf(next) + 1} of ${count.dataset.steps}`;
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.host.isConnected || event.target.closest?.(TYPING) || document.querySelector("[role=dialog][aria-modal=true]")) return;
    const what = this.wanted();
    const isWord = event.target.matches?.(".pane-mention");
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === "Escape" && (what.mark || what.doc)) this.change(NOTHING_OPENED);
    else if (isWord && steps[event.key]) {
      event.preventDefault();
      this.step(steps[event.key]);
    } else if (this.fixing.key(event, what)) event.preventDefault();
    else if (["n", "p"].includes(event.key) && (what.name === "reader" || what.tab === "report")) {
      this.step(event.key === "n" ? 1 : -1);
    }
  }
}
