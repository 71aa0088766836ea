// A button that opens a small panel below it; Escape and a click elsewhere close it.
import { element } from "./elements.js";

let open = null; // one at a time

export function popover(label, { classes = "", fill, title = null }) {
  const panel = element("div", { class: "room-panel", role: "dialog", "aria-label": title ?? label, hidden: true });
  const words = element("span", {}, label);
  const button = element("button", {
    type: "button", class: `room-button ${classes}`, "aria-haspopup": "dialog", "aria-expanded": "false", title,
    onclick: () => (panel.hidden ? show() : hide()),
  }, words, element("span", { class: "room-caret", "aria-hidden": "true" }, "▾"));
  const root = element("div", { class: "room-popover", onkeydown: (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    hide();
    button.focus();
  } }, button, panel);

  function show() {
    open?.hide();
    open = made;
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    filled();
    panel.querySelector("input, button, select, a")?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", outside, true);
  }

  // What fills it later may need more room.
  function filled() {
    Promise.resolve(fill(panel)).then(() => panel.hidden || place());
    place();
  }

  // To the left edge of the button, or as far right as there is room.
  function place() {
    panel.style.insetInlineStart = "0";
    const over = panel.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) panel.style.insetInlineStart = `${-Math.min(over, button.getBoundingClientRect().left - 8)}px`;
  }

  function hide() {
    if (open === made) open = null;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
  }

  function outside(event) {
    if (!root.contains(event.target)) hide();
  }

  const made = {
    root, button, panel, hide,
    refill() { if (!panel.hidden) filled(); },
    name(text, active) {
      words.textContent = text;
      button.classList.toggle("active", active);
    },
  };
  return made;
}
