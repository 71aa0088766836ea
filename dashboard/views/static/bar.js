// The bar above the page: search, what is taken in and out, the filters, and how much passes them.
import { NOTHING_CHOSEN, NOTHING_OPENED } from "./address.js";
import { amount, element, icon, plural } from "./elements.js";
import { filterMenus } from "./filter_menus.js";
import { popover } from "./popover.js";
import { searchBox } from "./search_box.js";

const PLUS = "M7.4 3h1.2v4.4H13v1.2H8.6V13H7.4V8.6H3V7.4h4.4z";
const FORMATS = [
  ["geojson", "GeoJSON", "for GIS programs"],
  ["csv", "CSV", "passages as a table"],
  ["kml", "KML", "for Google Earth"],
  ["html", "Map", "one file that opens without a network"],
];
const COPIED_FOR = 2000;

export function bar(host, room) {
  const { address } = room;
  const counts = element("span", { class: "bar-counts", "data-testid": "counts", role: "status" }, "");
  const clear = element("button", { type: "button", class: "room-button", "data-testid": "clear", onclick: clearAll, title: "Take all filters and choices back" },
    element("span", { "aria-hidden": "true" }, "× "), "Clear");
  const add = element("button", { type: "button", class: "room-button strong", "data-testid": "add", onclick: () => room.tell("add") }, icon(PLUS), "Add");
  const share = popover("Share", { title: "Share what is shown", fill: fillShare });
  const exporting = popover("Export", { title: "Export what is shown", fill: fillExport });
  exporting.button.dataset.testid = "export";
  const views = popover("Views", { title: "Saved views", fill: fillViews });
  const all = element("button", { type: "button", class: "room-button bar-fold", "aria-expanded": "false", onclick: unfold }, "Filters");

  const top = element("div", { class: "bar-top" });
  const filters = element("div", { class: "bar-filters", role: "group", "aria-label": "Filters" });
  const row = element("div", { class: "bar-row" }, all, filters, clear, views.root, counts);
  const alert = element("div", { class: "bar-alert", role: "alert", hidden: true });
  const progress = element("div", { class: "bar-progress", role: "status", hidden: true });
  const searching = searchBox(top, room);
  top.append(element("div", { class: "bar-actions" }, add, share.root, exporting.root));
  const menus = filterMenus(filters, room);
  const banner = element("div", { class: "bar-banner", role: "note", hidden: true },
    element("strong", {}, "This is a demonstration"), element("span", { class: "bar-banner-more" }, ": one article, and background notes that were written for it"), ". Your own reports are kept apart: ",
    element("button", { type: "button", class: "room-link", onclick: () => room.tell("add") }, "add some"), ".");
  const stale = element("div", { class: "bar-progress bar-stale", role: "status", hidden: true, "data-testid": "stale" });
  const openToAll = element("div", { class: "bar-banner", role: "note", hidden: true, "data-testid": "open-to-all" },
    element("strong", {}, "Open to all"), ": anybody who reaches this address sees and changes this workspace.");
  host.append(banner, openToAll, top, row, alert, progress, stale);

  let asked = 0;
  let counted = null;
  async function count() {
    const chosen = address.filters().size > 0;
    clear.disabled = !chosen && !["mark", "doc"].some((key) => address.get(key));
    all.textContent = chosen ? `Filters (${[...new Set(address.filters().keys())].length})` : "Filters";
    const wanted = `${address.filters()}&v=${room.v}`;
    if (wanted === counted) return;
    counted = wanted;
    const number = ++asked;
    try {
      const said = await room.fetch("counts");
      if (number !== asked) return;
      counts.textContent = `${amount(said.passages)} of ${plural(said.all_passages, "passage")}`;
      counts.title = `${plural(said.documents, "report")} of ${amount(said.all_documents)}`;
      counts.append(element("span", { class: "bar-reports" }, ` · ${plural(said.documents, "report")}`));
      say(null);
    } catch (problem) {
      if (number !== asked) return;
      counted = null;
      counts.textContent = "– of – passages";
      say(problem.message);
    }
  }

  function say(words) {
    alert.hidden = !words;
    if (!words) return alert.replaceChildren();
    alert.replaceChildren(element("span", { dir: "auto" }, words), element("button", { type: "button", class: "room-button", onclick: clearAll }, "Clear all filters"));
  }

  function clearAll() {
    address.change({ ...NOTHING_CHOSEN, ...NOTHING_OPENED });
  }

  function unfold() {
    const shown = row.classList.toggle("unfolded");
    all.setAttribute("aria-expanded", String(shown));
  }

  function fillShare(panel) {
    const link = element("input", { type: "text", readonly: true, value: location.href, "aria-label": "Link to what is shown", onfocus: (event) => event.target.select() });
    const copy = element("button", { type: "button", class: "room-button strong", onclick: async () => {
      link.select();
      try { await navigator.clipboard.writeText(link.value); } catch { document.execCommand("copy"); }
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy link"), COPIED_FOR);
    } }, "Copy link");
    panel.replaceChildren(element("p", { class: "room-note" }, "The link holds filters, what is opened, and where the map looks. It works on this machine."), link, copy);
  }

  function fillExport(panel) {
    const chosen = address.filters();
    panel.replaceChildren(element("p", { class: "room-note" }, chosen.size ? "What the filters show, no more and no less:" : "All passages and places:"),
      ...FORMATS.map(([format, name, what]) => {
        const query = new URLSearchParams(chosen);
        query.set("format", format);
        return element("a", { class: "room-choice-link", href: room.at(`data/export?${query}`), download: "", onclick: () => setTimeout(exporting.hide) },
          element("strong", {}, name), element("span", {}, what));
      }));
  }

  async function fillViews(panel) {
    panel.replaceChildren(element("p", { class: "room-note" }, "Looking …"));
    let kept = [];
    try { kept = await room.fetch("views", {}, { filters: "" }); } catch { /* none are shown */ }
    const name = element("input", { type: "text", maxlength: "60", placeholder: "Name", "aria-label": "Name of the view", dir: "auto" });
    const save = () => {
      if (!name.value.trim()) return name.focus();
      room.tell("save_view", { view: name.value.trim(), query: location.search.replace(/^\?/, "") });
      views.hide();
    };
    name.addEventListener("keydown", (event) => event.key === "Enter" && save());
    panel.replaceChildren(
      element("p", { class: "room-note" }, "A view keeps filters, what is opened and where the map looks, in the workspace."),
      element("div", { class: "room-line" }, name, element("button", { type: "button", class: "room-button strong", onclick: save }, "Save this view")),
      kept.length ? element("ul", { class: "room-choices" }, ...kept.map((one) => element("li", {},
        element("button", { type: "button", class: "room-choice-link", onclick: () => { views.hide(); open(one.query); } }, element("bdi", {}, one.name)),
        element("button", { type: "button", class: "room-exclude", title: "Forget this view", "aria-label": `Forget the view ${one.name}`, onclick: () => { room.tell("delete_view", { view: one.name }); views.hide(); } }, "×"))))
        : element("p", { class: "room-note" }, "None is saved yet."));
  }

  // A saved view is a whole state, one step of the history.
  function open(query) {
    const wanted = new URLSearchParams(query);
    const change = Object.fromEntries([...address.parameters.keys()].map((key) => [key, null]));
    for (const key of wanted.keys()) change[key] = wanted.getAll(key);
    address.change(change);
    room.bus.dispatchEvent(new CustomEvent("view", { detail: { view: wanted.get("view") } }));
  }

  // What was read by an earlier version, and what another reading would change.
  let told = "";
  let heard = "";
  function sayStale() {
    const state = room.keeping;
    const reading = Boolean(room.progress);
    const onPage = room.page === "changes"; // which says the same itself
    const words = JSON.stringify([state, reading, onPage]);
    if (words === told) return;
    told = words;
    stale.hidden = onPage || !state || reading || !(state.stale || state.changes);
    if (stale.hidden) return stale.replaceChildren();
    const { changes, reports } = state;
    stale.replaceChildren(...(state.stale ? [
      element("span", {}, `${plural(state.stale, "report was", "reports were")} read by an earlier version, or with other places or themes.`),
      element("button", { type: "button", class: "room-button", onclick: (event) => { event.target.disabled = true; room.tell("read_again"); setTimeout(() => room.look(), 1500); } }, "Read again"),
    ] : []), ...(changes ? [
      element("span", {}, `Another reading would make ${plural(changes, "change")} in ${plural(reports, "report")}.`),
      element("a", { class: "room-link", href: room.at("changes") }, "Look at the changes"),
    ] : []));
  }

  function onProgress({ detail }) {
    sayStale();
    progress.hidden = !detail && !room.lost;
    if (room.lost) return progress.replaceChildren(element("span", {}, "The server does not answer. What is shown may be old."));
    if (!detail) return;
    const run = detail.run;
    const total = run?.total || detail.left;
    progress.replaceChildren(
      element("progress", { max: String(total), value: String(run?.done ?? 0), "aria-label": "Reports read" }),
      element("span", {}, `${run?.step && run.state !== "reading" ? `${run.step} · ` : ""}${plural(detail.left, "report")} still to be read${run?.rate ? `, ${Math.round(run.rate)} a second` : ""}${run?.failed ? ` · ${run.failed} could not be read` : ""}`));
  }

  room.bus.addEventListener("progress", onProgress);
  room.bus.addEventListener("revision", count);
  const undo = address.onchange(count);
  count();
  return {
    // What Python says: whether this is the demonstration, and what waits. It is shown at once: a line
    // that came later would push the page down under a hand that is about to click.
    adopt(data) {
      banner.hidden = !data.demonstration;
      openToAll.hidden = !data.open;
      const words = JSON.stringify(data.keeping);
      if (words !== heard) room.keeping = data.keeping;
      heard = words;
      sayStale();
    },
    destroy() {
      undo();
      room.bus.removeEventListener("progress", onProgress);
      room.bus.removeEventListener("revision", count);
      searching.destroy();
      menus.destroy();
      host.replaceChildren();
    },
  };
}
