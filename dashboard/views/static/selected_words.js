// Words that somebody selects in a report: where they stand, and what can be done with them.
import { button, element } from "./pane_elements.js";

const MOST = 200; // letters that a name may have

/** Watches a box for words that are selected in one passage; `act({document, passage, start, end})`. */
export class SelectedWords {
  constructor(host, act) {
    Object.assign(this, { host, act });
    this.menu = element("div", { class: "desk-menu", "data-testid": "select-menu", hidden: true },
      button("This is a place …", () => this.take(), { kind: "room-button strong", "data-testid": "select-add" }));
    this.menu.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    this.look = () => this.follow();
    document.addEventListener("selectionchange", this.look);
  }

  destroy() {
    document.removeEventListener("selectionchange", this.look);
    this.menu.remove();
  }

  follow() {
    this.found = found(this.host);
    this.menu.hidden = !this.found;
    if (!this.found) return;
    if (this.menu.parentNode !== this.host) this.host.append(this.menu);
    const around = this.host.getBoundingClientRect(), { box } = this.found;
    const top = box.bottom - around.top + this.host.scrollTop + 4;
    const left = Math.max(4, Math.min(box.left - around.left, around.width - 170));
    this.menu.style.translate = `${left}px ${top}px`;
  }

  take() {
    const { found: words } = this;
    this.menu.hidden = true;
    document.getSelection().removeAllRanges();
    if (words) this.act(words);
  }
}

// What is selected, in letters of its passage and without blanks at its ends; null when it is none.
function found(host) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const inside = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".pane-words");
  const words = inside(range.startContainer);
  if (!words || words !== inside(range.endContainer) || !host.contains(words)) return null;
  const text = range.toString();
  const trimmed = text.trim();
  if (!trimmed || trimmed.length > MOST) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Array.from(before.toString()).length + Array.from(text.slice(0, text.length - text.trimStart().length)).length;
  const passage = words.closest("[data-testid=passage]");
  return {
    document: passage.dataset.document, passage: Number(passage.dataset.passage), start, end: start + Array.from(trimmed).length, words: trimmed,
    box: range.getBoundingClientRect(),
  };
}
