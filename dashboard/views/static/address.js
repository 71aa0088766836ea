// The address of the page is its one state: what is chosen, what is opened, where the map looks.
//
// A change is one entry of the history. Where the map looks is written into the entry that is there
// (replaceState), and taken along when the next is made. Streamlit hears of changes only on pages whose
// content Python makes: it runs the page again when the browser goes to another address.

const FILTERS = [
  "q", "theme", "not-theme", "from", "to", "dated", "tense", "harm", "harmed", "country", "admin1", "place", "box", "ring", "in", "source",
  "report", "language", "kind", "role", "sure", "outcome", "review", "since",
];
const KEPT_ON_OTHER_PAGES = new Set([...FILTERS, "family", "layer", "borders"]);

export class Address {
  constructor() {
    this.listeners = new Set();
    this.read();
    window.addEventListener("popstate", () => this.read() && this.tell());
  }

  // Takes over what the browser shows; whether it is new.
  read() {
    const search = location.search;
    if (search === this.search) return false;
    this.search = search;
    this.parameters = new URLSearchParams(search);
    return true;
  }

  get(key) {
    return this.parameters.get(key);
  }

  all(key) {
    return this.parameters.getAll(key);
  }

  // What is chosen, without what is opened; in one order, so that equal choices have equal addresses.
  filters() {
    const found = new URLSearchParams();
    for (const key of FILTERS) for (const value of this.parameters.getAll(key)) found.append(key, value);
    return found;
  }

  // Values by key: a text, a list of texts, or null for none. Several keys are one step of the history.
  change(values, { replace = false } = {}) {
    this.read();
    const next = new URLSearchParams(this.parameters);
    for (const [key, value] of Object.entries(values)) {
      next.delete(key);
      for (const one of [value ?? []].flat()) if (one !== "") next.append(key, one);
    }
    const query = readable(next);
    if (query === readable(this.parameters)) return;
    history[replace ? "replaceState" : "pushState"](history.state, "", `${location.pathname}${query}${location.hash}`);
    this.read();
    this.tell();
    this.onwritten?.();
  }

  // Writes into the entry that is there, and tells nobody: where the map looks changes nothing else.
  note(values) {
    this.read();
    for (const [key, value] of Object.entries(values)) this.parameters.set(key, value);
    history.replaceState(history.state, "", `${location.pathname}${readable(this.parameters)}${location.hash}`);
    this.search = location.search;
  }

  tell() {
    for (const listener of [...this.listeners]) listener();
  }

  onchange(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // The address of another page, or of this one, with what is chosen.
  to(path, values = {}) {
    const next = new URLSearchParams();
    for (const [key, value] of this.parameters) if (KEPT_ON_OTHER_PAGES.has(key)) next.append(key, value);
    for (const [key, value] of Object.entries(values)) {
      next.delete(key);
      for (const one of [value ?? []].flat()) next.append(key, one);
    }
    return `${path}${readable(next)}`;
  }
}

// Commas and colons stand for themselves in a query: ids and places can be read.
function readable(parameters) {
  const text = parameters.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text && `?${text}`;
}

export const NOTHING_OPENED = { mark: null, doc: null, passage: null, tab: null };
export const NOTHING_CHOSEN = Object.fromEntries(FILTERS.map((key) => [key, null]));
