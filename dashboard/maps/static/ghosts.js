// Places that may be meant as well, and where marks would move: drawn over the marks.
import { onWorld } from "./packed.js";

const REACH = 9; // px from the middle of a diamond to its corners
const MOST_LETTERS = 36;

// `ghosts` are {lat, lon, label, key?, strong?, chosen?}; `moves` are {before, after}, each {lat, lon, name}
// or null. Returns the boxes of the names that it wrote.
export function paintGhosts(c, { ghosts, moves }, view, inks) {
  const place = ({ lat, lon }) => {
    const [x, y] = onWorld(lon, lat).map((share) => share * 256 * 2 ** view.zoom);
    return [x - view.origin.x, y - view.origin.y];
  };
  for (const { before, after } of moves) {
    if (before && after) arrow(c, place(before), place(after), inks);
    if (before) diamond(c, place(before), inks, {});
  }
  for (const { after } of moves) if (after) dot(c, place(after), inks);
  // Where they crowd the first ones stand on top, and above all the one under the hand.
  const stacked = [...ghosts].reverse().sort((one, other) => (one.strong ?? false) - (other.strong ?? false));
  for (const ghost of stacked) diamond(c, place(ghost), inks, ghost);
  // The one under the hand is named first; a name that would cover another is left out.
  const named = [...ghosts, ...ends(moves)].filter((one) => one.label).sort((one, other) => (other.strong ?? false) - (one.strong ?? false));
  const taken = [];
  for (const one of named) name(c, place(one), one.label, inks, taken);
  return taken;
}

// Both ends of moves, each place once: before and after have names of their own.
function ends(moves) {
  const found = new Map();
  for (const { before, after } of moves) {
    for (const one of [before, after]) if (one) found.set(`${one.lat} ${one.lon}`, { ...one, label: one.name });
  }
  return [...found.values()];
}

// A place that may be meant: a diamond with the key that chooses it, filled where it is chosen now.
function diamond(c, [left, top], inks, { strong = false, chosen = false, key = "" }) {
  const reach = REACH + (strong ? 3 : 0);
  c.beginPath();
  for (const [dx, dy] of [[0, -reach], [reach, 0], [0, reach], [-reach, 0]]) c.lineTo(left + dx, top + dy);
  c.closePath();
  c.setLineDash(strong || key ? [] : [3, 2]);
  c.lineWidth = strong ? 3 : 2;
  c.strokeStyle = inks.ghost;
  c.fillStyle = chosen ? inks.ghost : inks.halo;
  c.fill();
  c.stroke();
  c.setLineDash([]);
  if (!key) return;
  c.font = "700 10px system-ui, sans-serif";
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillStyle = chosen ? inks.halo : inks.ghost;
  c.fillText(key, left, top + 0.5);
}

// Where a mark will stand.
function dot(c, [left, top], inks) {
  c.beginPath();
  c.arc(left, top, REACH - 1, 0, 2 * Math.PI);
  c.fillStyle = inks.ghost;
  c.fill();
  c.lineWidth = 2;
  c.strokeStyle = inks.halo;
  c.stroke();
}

function arrow(c, from, to, inks) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const long = Math.hypot(dx, dy);
  if (long < 3 * REACH) return;
  const tip = [to[0] - (dx / long) * (REACH + 2), to[1] - (dy / long) * (REACH + 2)];
  const angle = Math.atan2(dy, dx);
  c.strokeStyle = inks.ghost;
  c.lineWidth = 1.5;
  c.setLineDash([5, 4]);
  c.beginPath();
  c.moveTo(...from);
  c.lineTo(...tip);
  c.stroke();
  c.setLineDash([]);
  c.beginPath();
  for (const turn of [0.4, -0.4]) {
    c.moveTo(...tip);
    c.lineTo(tip[0] - 8 * Math.cos(angle - turn), tip[1] - 8 * Math.sin(angle - turn));
  }
  c.stroke();
}

function name(c, [left, top], label, inks, taken) {
  const words = label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1).trimEnd()}…` : label;
  c.font = "600 11px system-ui, sans-serif";
  c.textAlign = "left";
  c.textBaseline = "middle";
  const box = [left + REACH, top - 7, left + REACH + 8 + c.measureText(words).width, top + 7];
  if (taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) return;
  taken.push(box);
  c.lineJoin = "round";
  c.lineWidth = 4;
  c.strokeStyle = inks.halo;
  c.strokeText(words, left + REACH + 4, top);
  c.fillStyle = inks.ghost;
  c.fillText(words, left + REACH + 4, top);
}
