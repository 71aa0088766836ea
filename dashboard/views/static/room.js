// The situation room: map beside pane, the timeline below both.
import { element } from "./elements.js";
import { pane } from "./pane.js";
import { mapView } from "../sitmap/map_view.js";
import { timeline } from "../sitmap/timeline.js";

const LEAST_HEIGHT = 420;
const BELOW = 6; // pixels between the room and the window's edge
const NARROW = "(max-width: 899px)";

export class SituationRoom {
  constructor(room) {
    this.room = room;
    this.mapHost = element("div", { class: "room-map" });
    this.paneHost = element("div", { class: "room-pane", tabindex: "-1" });
    this.timeHost = element("div", { class: "room-time" });
    this.fold = element("button", { type: "button", class: "room-fold", onclick: () => this.toggle() }, "");
    this.root = element("div", { class: "room" }, this.mapHost, this.fold, this.paneHost, this.timeHost);
    this.narrow = matchMedia(NARROW);
  }

  // Fills itself when it stands in the page for the first time: a map needs its size.
  async open(data) {
    this.measure();
    if (this.opened) return;
    this.opened = true;
    window.addEventListener("resize", () => this.measure());
    this.narrow.addEventListener("change", () => this.measure());
    // The bar above may come later, and grows by what it has to say.
    new ResizeObserver(() => this.measure()).observe(this.root.closest('[data-testid="stMainBlockContainer"]') ?? document.body);
    this.room.address.onchange(() => this.follow());
    this.follow();
    pane(this.paneHost, this.room);
    timeline(this.timeHost, this.room);
    await mapView(this.mapHost, this.room, data);
  }

  // What is left of the window's height, so that nothing has to be scrolled to.
  measure() {
    if (!this.root.isConnected) return;
    if (this.narrow.matches) {
      this.root.style.height = "";
      return;
    }
    const top = this.root.getBoundingClientRect().top + (document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0);
    this.root.style.height = `${Math.max(LEAST_HEIGHT, Math.floor(window.innerHeight - top - BELOW))}px`;
  }

  toggle() {
    this.room.address.change({ pane: this.isFolded() ? null : "folded" });
  }

  isFolded() {
    return this.room.address.get("pane") === "folded";
  }

  follow() {
    const folded = this.isFolded();
    this.root.classList.toggle("folded", folded);
    this.fold.textContent = folded ? "‹" : "›";
    const label = folded ? "Show the passages" : "Fold the passages away";
    this.fold.setAttribute("aria-label", label);
    this.fold.title = label;
    this.fold.setAttribute("aria-expanded", String(!folded));
    // Who chooses something wants to read it.
    const opened = ["mark", "doc"].map((key) => this.room.address.get(key)).join(" ");
    if (folded && this.was !== undefined && opened !== this.was && opened.trim()) {
      this.was = opened;
      this.room.address.change({ pane: null }, { replace: true });
    }
    this.was = opened;
  }
}
