// The search box: Enter searches the words; a place, report, outlet or theme is offered below.
import { NOTHING_OPENED } from "./address.js";
import { element, icon, plural } from "./elements.js";

const LENS = "M7 2a5 5 0 0 1 3.9 8.1l3.2 3.2-.8.8-3.2-3.2A5 5 0 1 1 7 2zm0 1.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z";
const REST = 120; // ms after the last letter until suggestions are asked for
const HINT = "Words, a “phrase”, cholera OR measles, -sport, place:Rukban, source:OCHA";
const KINDS = { place: "Place", report: "Report", source: "Source", theme: "Theme" };

export function searchBox(host, room) {
  let offered = [];
  let at = -1;
  let asked = 0;
  let resting = 0;

  const list = element("ul", { class: "search-list", role: "listbox", id: "sitmap-suggestions", "aria-label": "Suggestions", hidden: true });
  const input = element("input", {
    class: "search-input", "data-testid": "search", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    placeholder: "Search words, places, reports", "aria-label": "Search words, places and reports", title: HINT,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "sitmap-suggestions", dir: "auto",
    oninput: () => { clearTimeout(resting); resting = setTimeout(offer, REST); if (!input.value && room.address.get("q")) search(); },
    onkeydown: onKey, onblur: () => setTimeout(fold, 150), onfocus: () => input.value && offered.length && unfold(),
  });
  const form = element("div", { class: "search-box", role: "search" }, icon(LENS), input, list);
  host.append(form);

  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!offered.length) return;
      event.preventDefault();
      unfold();
      const size = offered.length;
      at = event.key === "ArrowDown" ? (at + 2) % (size + 1) - 1 : (at + size + 1) % (size + 1) - 1;
      light();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (at >= 0) take(offered[at]);
      else search();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!list.hidden) fold();
      else if (input.value) { input.value = ""; search(); }
    }
  }

  function search() {
    clearTimeout(resting);
    asked += 1;
    fold();
    room.address.change({ ...NOTHING_OPENED, q: input.value.trim() || null });
  }

  function take(one) {
    asked += 1;
    fold();
    const { address } = room;
    input.value = address.get("q") ?? "";
    if (one.kind === "place") address.change({ ...NOTHING_OPENED, mark: one.id });
    else if (one.kind === "report") address.change({ ...NOTHING_OPENED, doc: one.id });
    else if (one.kind === "source") address.change({ ...NOTHING_OPENED, source: [...new Set([...address.all("source"), one.id])] });
    else address.change({ ...NOTHING_OPENED, theme: [...new Set([...address.all("theme"), one.id])] });
  }

  async function offer() {
    const number = ++asked;
    const typed = input.value;
    let found = [];
    try {
      found = typed.trim().length > 1 ? await room.fetch("suggest", { typed }, { filters: "" }) : [];
    } catch { /* what is offered is a help, no more */ }
    if (number !== asked || input !== document.activeElement) return;
    offered = found;
    at = -1;
    list.replaceChildren(
      element("li", { class: "search-note", role: "presentation" }, typed.trim() ? `Enter searches the words` : HINT),
      ...found.map((one, number) => element("li", {
        role: "option", id: `sitmap-suggestion-${number}`, "aria-selected": "false",
        onmousedown: (event) => { event.preventDefault(); take(one); },
      },
      element("span", { class: "search-kind" }, KINDS[one.kind]), element("bdi", {}, one.label),
      one.country && one.country !== one.label ? element("span", { class: "search-where" }, one.country) : null,
      one.passages ? element("span", { class: "search-count" }, plural(one.passages, "passage")) : null)),
    );
    if (typed.trim()) unfold();
    else fold();
    light();
  }

  function light() {
    [...list.querySelectorAll("[role=option]")].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === at));
      if (number === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at >= 0) input.setAttribute("aria-activedescendant", `sitmap-suggestion-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function unfold() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function fold() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  // "/" goes to the search, from wherever nobody is typing.
  const slash = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  document.addEventListener("keydown", slash);
  const follow = () => { input.value = room.address.get("q") ?? ""; };
  const undo = room.address.onchange(follow);
  follow();
  return {
    destroy() {
      undo();
      document.removeEventListener("keydown", slash);
      form.remove();
    },
  };
}
