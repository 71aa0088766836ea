// The signs of themes and of their families: what tells them where colours do not.

const SVG = "http://www.w3.org/2000/svg";

// Strokes on a square of 20, by the names that a file of themes may give.
export const SIGNS = {
  // families
  shield: "M10 2.5l6 2v5c0 4-2.5 6.5-6 8-3.5-1.5-6-4-6-8v-5z",
  columns: "M3 7.5l7-4 7 4zM5 8v7M8.3 8v7M11.7 8v7M15 8v7M3 16.5h14",
  people: "M7 8.5a2.5 2.5 0 1 0 0-.01M2.5 16c0-3 2-4.5 4.5-4.5s4.5 1.5 4.5 4.5zM13.5 9a2 2 0 1 0 0-.01M13.5 12c2.5 0 4 1.5 4 4",
  heart: "M10 16.5C4 12.5 3 9.5 3 7.5a3.5 3.5 0 0 1 7-1 3.5 3.5 0 0 1 7 1c0 2-1 5-7 9z",
  gear: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 2.5V5M10 15v2.5M2.5 10H5M15 10h2.5M4.7 4.7l1.8 1.8M13.5 13.5l1.8 1.8M4.7 15.3l1.8-1.8M13.5 6.5l1.8-1.8",
  warning: "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.01",
  // themes
  swords: "M3 3l10.5 10.5M17 3L6.5 13.5M11.5 15.5l4-4M8.5 15.5l-4-4M14 14l3 3M6 14l-3 3",
  mask: "M3 5c4.5 1.5 9.5 1.5 14 0 0 6-2.5 10.5-7 12-4.5-1.5-7-6-7-12zM6 9.500h2.500M11.5 9.500H14",
  dove: "M3 9.500l5 1.5 3.5-5c1-1.6 3.5-1.6 4 .3L18 7.500l-2.3 1C15.5 13 12.5 15.5 8.5 15.500l-4 1.5 1.5-3.500M8 11L5.5 4.500l4 2.5",
  flags: "M4 17V3M4 4h5.500v5H4M16 17V3M16 4h-4v5h4",
  ballot: "M4 9.500h12v7H4zM7 12h6M7.5 9.500v-6h5v6M9 6l1 1 1.5-2",
  megaphone: "M3 8.500v3.500l2.5.5L14 16V4L5.5 8zM6.5 12.500l1 4h2l-.8-3.200M16.5 8.500v3",
  scales: "M10 3v13.500M6 16.500h8M4 6h12M4 6l-2 5.500h4zM16 6l-2 5.500h4z",
  umbrella: "M3 10.500a7 7 0 0 1 14 0zM10 3v-.8M10 10.500V15a1.7 1.7 0 0 0 3.4 0",
  tent: "M10 4L2.5 16.500h15zM10 4v12.500M10 9l-3 7.500M10 9l3 7.5",
  gate: "M4 17V4M16 17V7M4 7l12-2.500M4 10l12-2.500M8 6.200v3M12 5.400v3",
  wheat: "M10 17.500V6M10 7c-1.5-1-1.5-3 0-4.500C11.5 4 11.5 6 10 7zM10 11c-2.5.3-4-1-4-3.2 2.5-.3 4 1 4 3.200zM10 11c2.5.3 4-1 4-3.2-2.5-.3-4 1-4 3.200zM10 15c-2.5.3-4-1-4-3.2 2.5-.3 4 1 4 3.200zM10 15c2.5.3 4-1 4-3.2-2.5-.3-4 1-4 3.200z",
  plus: "M8 3h4v5h5v4h-5v5H8v-5H3V8h5z",
  drop: "M10 2.500c3 4 5 6.2 5 9a5 5 0 0 1-10 0c0-2.8 2-5 5-9z",
  book: "M10 5.500C8 4 5.5 3.7 3 4v11.500c2.5-.3 5 0 7 1.5 2-1.5 4.5-1.8 7-1.500V4c-2.5-.3-5 0-7 1.500zM10 5.500V17",
  parcel: "M3 6.500L10 3l7 3.500v7L10 17l-7-3.500zM3 6.500l7 3.5 7-3.500M10 10v7",
  coins: "M8 4.500c3 0 5 .9 5 2s-2 2-5 2-5-.9-5-2 2-2 5-2zM3 6.500v6c0 1.1 2 2 5 2M13 6.500v2M12 9.500c3 0 5 .9 5 2s-2 2-5 2-5-.9-5-2 2-2 5-2zM7 11.500V15c0 1.1 2 2 5 2s5-.9 5-2v-3.5",
  pylon: "M7 17.500L9 3h2l2 14.500M4.5 6h11M5.5 9.500h9M8 10l4.5 7M12 10l-4.5 7",
  circle: "M10 4.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z",
};

/** The sign of a theme or family, in its colour; a ring where its file names a sign that there is not. */
export function themeSign(one) {
  const svg = document.createElementNS(SVG, "svg");
  const facts = { viewBox: "0 0 20 20", class: "theme-sign", "aria-hidden": "true", "data-sign": one?.icon || "circle" };
  for (const [key, value] of Object.entries(facts)) svg.setAttribute(key, value);
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", SIGNS[one?.icon] ?? SIGNS.circle);
  if (one?.colour) svg.style.color = one.colour;
  return svg;
}
