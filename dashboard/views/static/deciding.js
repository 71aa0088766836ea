// Deciding: what is asked of the server, the line that says what was done, undo and redo by key.
//
// One for the page. "decided" is told on the bus with what the server said. Each decision has an id of
// its own, so that one that is sent twice, because the answer was lost, is made once.
import { answered } from "./context.js";
import { OF_PASSAGE } from "./decision_card.js";
import { element, plural, TYPING } from "./elements.js";

const WHO = "sitmap-who";
const SHOWN_FOR = 15_000; // ms that the line stays, while nobody points at it
const TOLD_AFTER = 2000; // ms after the last decision
const SLOW = 600; // ms until it is said that something is being stored
const KEPT = 200; // batches whose places are remembered, to go back there

export class Deciding {
  constructor(room) {
    Object.assign(this, { room, places: new Map(), waiting: Promise.resolve(), open: 0 });
    this.words = element("span", { dir: "auto" });
    this.again = element("button", { type: "button", class: "room-button", "data-testid": "done-undo", hidden: true });
    this.shut = element("button", { type: "button", class: "desk-shut", "aria-label": "Hide this line", onclick: () => this.hide() }, "×");
    this.said = element("div", { role: "status" }, this.words);
    this.line = element("div", { class: "desk-done", "data-testid": "done", hidden: true,
      onpointerenter: () => clearTimeout(this.fading), onpointerleave: () => this.fade(), onfocusin: () => clearTimeout(this.fading) },
    this.said, this.again, this.shut);
    this.line.dataset.open = "0";
    document.body.append(this.line);
    document.addEventListener("keydown", (event) => this.key(event));
    // What was decided and is not stored yet would be lost.
    window.addEventListener("beforeunload", (event) => this.open && event.preventDefault());
  }

  // Who decides: kept in this browser, and never more than a name.
  get who() {
    try { return localStorage.getItem(WHO) ?? ""; } catch { return this.name ?? ""; }
  }

  set who(name) {
    this.name = name;
    try { localStorage.setItem(WHO, name); } catch { /* it is asked again next time */ }
  }

  get isAsked() {
    try { return localStorage.getItem(WHO) !== null; } catch { return this.name !== undefined; }
  }

  preview(target, verdict, reach, signal) {
    return this.post("preview", { target, verdict, reach }, signal);
  }

  /**
   * Decides, in the order in which it was asked for. `body` is what the server takes; `from` is what was
   * open before, `follow(done)` what is to be opened, both as changes of the address.
   */
  decide(body, { from = null, follow = null, words = "" } = {}) {
    const whole = { who: this.who, ...body, uid: uid() };
    return this.inTurn(async () => {
      const done = await this.retried("decide", whole);
      const to = follow?.(done) ?? null;
      if (from) this.remember(done.batch, from, to);
      this.take(done, to);
      this.tell("decide", done);
      const changed = OF_PASSAGE.has(body.verdict?.act) ? "the passage is changed" : moved(done); // on the map nothing moves
      this.say([`Done: ${words}${words ? ", " : ""}${changed}.`, ...done.notes], "Undo", () => this.undo(done.batch));
      return done;
    });
  }

  undo(batch = "") {
    return this.shown(() => this.inTurn(async () => {
      const done = await this.retried("undo", { who: this.who, batch, uid: uid() });
      const known = this.places.get(batch) ?? this.places.get(done.batch) ?? this.latest();
      this.undone = known;
      this.take(done, known?.from ?? null);
      this.tell("undo", done);
      this.say([`Taken back: ${moved(done)}.`, ...done.notes], "Redo", () => this.redo());
      return done;
    }));
  }

  redo() {
    return this.shown(() => this.inTurn(async () => {
      const done = await this.retried("redo", { who: this.who, uid: uid() });
      if (this.undone) this.remember(done.batch, this.undone.from, this.undone.to);
      this.take(done, this.undone?.to ?? null);
      this.undone = null;
      this.tell("redo", done);
      this.say([`Done again: ${moved(done)}.`, ...done.notes], "Undo", () => this.undo(done.batch));
      return done;
    }));
  }

  // The map, the pane, the timeline and the counts follow at once.
  take(done, change) {
    const goes = change && this.room.page === "situation"; // elsewhere nothing of it is open
    this.room.newer(done.v, done.w, () => goes && this.room.address.change(change, { replace: true }));
    this.room.look(); // a wide decision goes on, and what comes of it is followed
  }

  remember(batch, from, to) {
    this.places.set(batch, { from, to });
    if (this.places.size > KEPT) this.places.delete(this.places.keys().next().value);
  }

  latest() {
    const [batch, known] = [...this.places].at(-1) ?? [];
    if (batch) this.places.delete(batch);
    return known ?? null;
  }

  tell(kind, done) {
    this.room.bus.dispatchEvent(new CustomEvent("decided", { detail: { kind, ...done } }));
    // The navigation says how much is in doubt, and Python makes it.
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.open || this.room.tell("decided"), TOLD_AFTER);
  }

  // One after the other: the second may hang on the first.
  inTurn(act) {
    this.line.dataset.open = String((this.open += 1));
    const made = this.waiting.then(act).finally(() => {
      this.line.dataset.open = String((this.open -= 1));
      clearTimeout(this.slow);
    });
    this.waiting = made.catch(() => {});
    this.slow = setTimeout(() => this.open && this.say([`${plural(this.open, "decision")} being stored …`]), SLOW);
    return made;
  }

  // Of what is asked by a key or by the line itself, a problem is said in the line.
  async shown(act) {
    try {
      return await act();
    } catch (problem) {
      this.say([problem.message]);
      return null;
    }
  }

  // An answer that was lost on the way is asked for once more, with the same id.
  async retried(name, body) {
    try {
      return await this.post(name, body);
    } catch (problem) {
      if (problem.status) throw problem;
      return this.post(name, body);
    }
  }

  post(name, body, signal) {
    return answered(this.room.at(`data/${name}`), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal,
    });
  }

  // ---- the line

  say(sentences, label = "", act = null) {
    this.words.textContent = sentences.map((one) => (/[.!?…]$/.test(one) ? one : `${one}.`)).join(" ");
    this.again.hidden = !act;
    this.again.textContent = label;
    this.again.onclick = act;
    this.line.hidden = false;
    this.fade();
  }

  fade() {
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.line.contains(document.activeElement) || this.hide(), SHOWN_FOR);
  }

  hide() {
    if (this.line.contains(document.activeElement)) document.activeElement.blur(); // the next key is not for what is hidden
    clearTimeout(this.fading);
    this.line.hidden = true;
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
    if (event.target.closest?.(TYPING)) return;
    event.preventDefault();
    if (event.shiftKey) this.redo();
    else this.undo();
  }
}

function moved(done) {
  if (!done.mentions) return "nothing moves";
  if (done.mentions >= done.reports) return `${plural(done.mentions, "mention")} in ${plural(done.reports, "report")}`;
  return `${plural(done.mentions, "mention")} moved`; // more reports were read again than those that hold one
}

// Where the page is not served by this machine, a browser may make no UUIDs.
function uid() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
}
