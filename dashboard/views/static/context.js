// What all parts of the page share: the address, a bus for what is pointed at and picked, fetching by
// address, the state of the workspace, and the colours.
import { Address } from "./address.js";

const LOOK_BUSY = 1000; // ms between looks at the workspace while reports are read, and else
const LOOK_IDLE = 5000;
const SOON = 60; // ms that answers of one change wait for one another
const MADE_HERE = new Set(["situation", "review"]); // pages whose content the browser makes

// One for the page: its parts come and go with Streamlit's pages.
export function context(data, base) {
  const room = (window.sitmapRoom ??= new Room(base));
  room.adopt(data);
  return room;
}

class Room {
  constructor(base) {
    this.base = base;
    this.address = new Address();
    this.bus = new EventTarget();
    this.v = null; // until Python or the server said it; 0 is an empty workspace's
    this.progress = null;
    this.scheme = "light";
    this.listeners = new Set();
    this.rows = new Map(); // of places by their ids, as passages told them: the map has the rest
    this.themes = [];
    this.families = [];
    followLinks(this);
    this.look();
  }

  at(path) {
    return new URL(path, this.base).href;
  }

  // What Python says: themes, families, and the state that it saw.
  adopt(data) {
    this.themes = data.themes ?? this.themes;
    this.families = data.families ?? this.families;
    this.claimants = data.claimants ?? this.claimants ?? [];
    this.page = data.page;
    this.demonstration = data.demonstration ?? this.demonstration;
    this.since = data.since ?? this.since ?? null;
    // Python makes the content of other pages than the room, and has to hear what is chosen.
    this.address.onwritten = MADE_HERE.has(data.page) ? null : () => window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    this.newer(data.revision ?? 0, data.workspace);
  }

  // `meanwhile` changes the address when the new state is known and nobody was told of it yet.
  newer(revision, workspace, meanwhile = null) {
    const place = (tag) => tag?.split("-")[0];
    if (this.workspace && place(workspace) !== place(this.workspace)) return location.replace(this.base); // another file
    this.workspace = workspace;
    // What Python saw may be older than what was heard since.
    if (this.v !== null && revision <= this.v) return meanwhile?.();
    const first = this.v === null;
    this.v = revision;
    meanwhile?.();
    if (!first) this.bus.dispatchEvent(new CustomEvent("revision", { detail: { v: revision } }));
  }

  // Asks for something under what is chosen; who asks cares for the newest answer.
  async fetch(name, parameters = {}, { filters = this.address.filters(), signal } = {}) {
    const query = new URLSearchParams(filters);
    for (const [key, value] of Object.entries(parameters)) {
      for (const one of [value ?? []].flat()) query.append(key, one);
    }
    query.set("v", this.v);
    query.set("w", this.workspace);
    return this.together(answered(this.at(`data/${name}?${query}`), { signal }));
  }

  // Lets answers of one change come in together where they come soon after one another: each drawing
  // costs a frame of the whole window, which is most of what a change costs.
  async together(answer) {
    this.awaited = (this.awaited ?? 0) + 1;
    const come = () => {
      this.awaited -= 1;
      return new Promise((go) => {
        (this.arrived ??= []).push(go);
        if (!this.awaited) this.release();
        else this.releasing ??= setTimeout(() => this.release(), SOON);
      });
    };
    try {
      return await answer;
    } finally {
      await come();
    }
  }

  release() {
    clearTimeout(this.releasing);
    const arrived = this.arrived;
    this.arrived = this.releasing = undefined;
    for (const go of arrived) go();
  }

  tell(name, detail = {}) {
    this.told = (this.told ?? 0) + 1;
    this.send?.("told", { name, ...detail, n: this.told });
  }

  // Looks now and then whether there is more.
  async look() {
    clearTimeout(this.timer);
    let busy = false;
    if (!document.hidden) {
      try {
        const answer = await fetch(this.at("data/revision"));
        const said = await answer.json();
        if (answer.ok) {
          busy = said.left > 0 || said.settling > 0;
          this.settling = said.settling > 0;
          this.lost = false;
          this.progress = said.left > 0 ? said : null;
          this.keeping = said.keeping ?? null;
          await this.follow(said.themes);
          this.newer(said.v, said.w);
        } else this.lost = said.error ?? true;
      } catch {
        this.lost = true;
      }
      this.bus.dispatchEvent(new CustomEvent("progress", { detail: this.progress }));
    }
    this.timer = setTimeout(() => this.look(), busy ? LOOK_BUSY : LOOK_IDLE);
  }

  // Themes of the user's own were taken or given back meanwhile; the revision that comes with them is told next.
  async follow(tag) {
    const before = this.themesTag;
    this.themesTag = tag ?? before;
    if (!before || before === this.themesTag) return;
    Object.assign(this, await answered(this.at("data/themes")));
  }

  dress(host) {
    const scheme = isDark(host) ? "dark" : "light";
    document.documentElement.dataset.sitmapScheme = scheme;
    if (scheme === this.scheme) return;
    this.scheme = scheme;
    for (const listener of [...this.listeners]) listener(scheme);
  }

  onscheme(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

// What the server answers, or an error with its words and status; `asked` are options of fetch.
export async function answered(address, asked) {
  const answer = await fetch(address, asked);
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(said.error ?? `the server answered with status ${answer.status}`), { status: answer.status });
}

// A link to a page of the app is followed without loading it anew. Streamlit's own links have no query:
// what is chosen goes along.
function followLinks(room) {
  const root = new URL(room.base).pathname;
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link.getAttribute("href").startsWith("#")) return; // a place on this page: the browser goes there
      const to = new URL(link.href, location.href);
      // Streamlit's link to the first page has no path of its own; all links of ours lead there.
      if (link.closest('[data-testid="stPageLink"]')) to.pathname = root;
      const path = to.pathname.startsWith(root) ? to.pathname.slice(root.length) : "data/";
      if (to.origin !== location.origin || link.hasAttribute("download") || /^(data|assets|static|_stcore)\//.test(path)) return;
      event.preventDefault();
      event.stopPropagation();
      history.pushState(history.state, "", to.search ? to.pathname + to.search : room.address.to(to.pathname));
      window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    },
    true,
  );
}

// Streamlit says its colours as custom properties: "#rgb", "#rrggbb" or "rgb(…)".
function isDark(host) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || "#fff";
  const [red, green, blue] = probe.fillStyle.match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}
