// The situation room: map beside pane, the timeline below both.
import { element } from "./elements.js";
import { fillWindow } from "./fill_window.js";
import { pane } from "./pane.js";
import { mapView } from "../sitmap/map_view.js";
import { timeline } from "../sitmap/timeline.js";

const NARROW = "(max-width: 899px)";

export class SituationRoom {
  constructor(room) {
    this.room = room;
    this.mapHost = element("div", { class: "room-map" });
    this.paneHost = element("div", { class: "room-pane", tabindex: "-1" });
    this.timeHost = element("div", { class: "room-time" });
    this.fold = element("button", { type: "button", class: "room-fold", onclick: () => this.toggle() }, "");
    this.root = element("div", { class: "room" }, this.mapHost, this.fold, this.paneHost, this.timeHost);
    const narrow = matchMedia(NARROW);
    this.fill = fillWindow(this.root, (height) => { this.root.style.height = narrow.matches ? "" : `${height}px`; });
    narrow.addEventListener("change", this.fill);
  }

  // Fills itself when it stands in the page for the first time: a map needs its size. `moved`: it was just put there.
  async open(data, moved) {
    this.fill();
    if (this.opened) return moved ? this.pane.scrollBack() : undefined;
    this.opened = true;
    this.room.address.onchange(() => this.follow());
    this.follow();
    this.pane = pane(this.paneHost, this.room);
    timeline(this.timeHost, this.room);
    await mapView(this.mapHost, this.room, data);
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
