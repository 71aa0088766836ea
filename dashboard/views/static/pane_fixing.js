// What is put right in the pane: the tab [Fix], words that were missed, and the ways to both.

import { FixPanel } from "./fix_panel.js";
import { PassagePanel } from "./passage_panel.js";
import { said, scrollTo } from "./pane_elements.js";
import { SelectedWords } from "./selected_words.js";

export class PaneFixing {
  constructor(pane) {
    Object.assign(this, { pane, fix: null, adding: null, picked: null });
    const menu = (event) => this.menu(event);
    pane.host.addEventListener("contextmenu", menu);
    const selected = new SelectedWords(pane.host, (words) => this.add(words));
    this.undo = [() => pane.host.removeEventListener("contextmenu", menu), () => selected.destroy()];
  }

  destroy() {
    for (const undo of this.undo) undo();
    this.endFix();
    this.endAdd();
  }

  /** Ends what is not shown any more. */
  follow(what) {
    if (what.tab !== "fix") this.endFix();
    if (this.adding && this.adding.of !== pageOf(what)) this.endAdd();
  }

  /** The panel stays while what it is of stays: what was begun in it is not lost to reports that come in. */
  panel(page, what) {
    if (!page) {
      this.endFix();
      return said("No report names this place any more.");
    }
    const key = JSON.stringify([what.mark, page.document, page.passage, this.picked]);
    const isSame = this.fix?.name === key;
    if (isSame && (this.fix.page === page || this.fix.isBusy)) return this.fix.root;
    const at = this.picked?.doc === page.document ? this.picked.at : null;
    const was = isSame ? this.fix.mention?.start : null;
    this.endFix();
    this.fix = new FixPanel(this.pane.room, page, { at: was ?? at, mark: what.mark });
    this.fix.name = key;
    this.fix.onDone = () => this.pane.refresh();
    return this.fix.root;
  }

  endFix() {
    this.fix?.destroy();
    this.fix = null;
  }

  /** Words of a passage that name a place which nobody saw; without words they are chosen first. */
  async add({ document: doc, passage, start = null, end = null }) {
    const what = this.pane.wanted();
    const host = this.passageOf(doc, passage);
    if (!host) return;
    const at = Number(host.dataset.start);
    let page;
    try {
      page = await this.pane.ask("fix", { doc, start: String(at + (start ?? 0)), end: String(at + (end ?? 0)) }, what);
    } catch (problem) {
      this.pane.room.deciding.say([`This could not be fetched: ${problem.message}`]);
      return;
    }
    if (!page) return;
    this.endAdd();
    const panel = new FixPanel(this.pane.room, page, {});
    panel.onBack = () => { this.endAdd(); this.pane.host.focus({ preventScroll: true }); };
    panel.onDone = () => this.endAdd();
    this.adding = { panel, doc, passage: String(passage), of: pageOf(what) };
    this.put();
    panel.add(start === null ? null : at + start, end === null ? null : at + end);
    scrollTo(this.pane.host, panel.root);
  }

  /** Why a passage has its date and themes, and what to do where they are wrong; asked again, it goes. */
  async explain(written) {
    const { document: doc, passage } = written;
    if (this.adding?.explains && this.adding.doc === doc && this.adding.passage === String(passage)) return this.endAdd();
    const what = this.pane.wanted();
    let page;
    try {
      page = await this.pane.ask("fix", { doc, start: String(written.start), end: String(written.start), weighed: "0" }, what);
    } catch (problem) {
      this.pane.room.deciding.say([`This could not be fetched: ${problem.message}`]);
      return;
    }
    const host = page && this.passageOf(doc, passage);
    if (!host) return;
    this.endAdd();
    const panel = new PassagePanel(this.pane.room, page, { written, paragraph: host.querySelector(".pane-words") });
    panel.onDone = () => this.endAdd();
    panel.onClose = () => {
      this.endAdd();
      this.passageOf(doc, passage)?.querySelector("[data-testid=passage-ask]")?.focus({ preventScroll: true });
    };
    this.adding = { panel, doc, passage: String(passage), of: pageOf(what), explains: true };
    this.put();
    panel.root.focus({ preventScroll: true });
    scrollTo(this.pane.host, panel.root);
  }

  passageOf(doc, passage) {
    return this.pane.host.querySelector(`.pane-passage[data-document="${CSS.escape(doc)}"][data-passage="${CSS.escape(String(passage))}"]`);
  }

  put() {
    if (!this.adding) return;
    const host = this.passageOf(this.adding.doc, this.adding.passage);
    if (host) {
      host.after(this.adding.panel.root);
      this.adding.panel.stands?.(host.querySelector(".pane-words"));
    }
    else this.endAdd();
  }

  endAdd() {
    const { adding } = this;
    this.adding = null;
    adding?.panel.destroy();
    adding?.panel.root.remove();
  }

  /** A click of the other button on a word leads to what can be put right about it. */
  menu(event) {
    const word = event.target.closest?.(".pane-mention");
    if (!word || event.shiftKey) return;
    event.preventDefault();
    this.fixWord(word);
  }

  fixWord(word) {
    const { document: doc, passage, start } = word.closest("[data-testid=passage]").dataset;
    this.picked = { doc, at: Number(start) + Number(word.dataset.start) };
    this.pane.change({ mark: word.dataset.mark, doc, passage, tab: "fix" });
  }

  /** The passage that the focus is in, or that the address names. */
  here(target) {
    return target.closest?.(".pane-passage") ?? this.pane.host.querySelector(".pane-passage.current, [data-testid=reader] .pane-passage");
  }

  /** Whether a key was one of ours. */
  key(event, what) {
    const isWord = event.target.matches?.(".pane-mention");
    if (what.tab === "fix" && this.fix?.key(event)) return true;
    if (event.key === "f" && isWord) this.fixWord(event.target);
    else if (event.key === "f" && what.mark) this.pane.change({ tab: "fix" });
    else if (event.key === "a" && this.here(event.target)) {
      const { document: doc, passage } = this.here(event.target).dataset;
      this.add({ document: doc, passage });
    } else if (event.key === "w" && this.here(event.target)) this.here(event.target).querySelector("[data-testid=passage-ask]")?.click();
    else return false;
    return true;
  }
}

// What an addition is made in: it ends when another page is opened.
const pageOf = (what) => [what.name, what.mark, what.doc, what.tab].join(" ");
