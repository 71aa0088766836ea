// Making elements: words go in as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// Where keys are what somebody types or chooses, and no commands of the page.
export const TYPING = "input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=menu], [data-baseweb=popover]";

// An element; `facts` are attributes, or listeners where they begin with "on".
export function element(name, facts = {}, ...children) {
  return filled(document.createElement(name), facts, children);
}

// The same of a drawing.
export function drawing(name, facts = {}, ...children) {
  return filled(document.createElementNS(SVG, name), facts, children);
}

function filled(made, facts, children) {
  for (const [key, value] of Object.entries(facts)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
}

export function icon(path, size = 16) {
  const facts = { viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true", class: "room-icon" };
  return drawing("svg", facts, drawing("path", { d: path }));
}

export const amount = (number) => number.toLocaleString("en-GB");
export const plural = (number, one, many = `${one}s`) => `${amount(number)} ${number === 1 ? one : many}`;
