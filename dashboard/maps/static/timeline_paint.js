// Draws the bars of the timeline and its axis on a canvas.

import { ticks } from "./time_axis.js";

const AXIS = 16; // px below the bars, and of a low canvas
const LOW_AXIS = 13;
const LOW = 44;
const STRIP = 4; // px of the span of wide dates
const TOP = 3;
const FAINT = 0.32; // of bars outside the period
const LEAST = 2; // px of a bar of one passage

export function paint(canvas, data, { from, to }, families) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width || !height) return;
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const look = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const muted = look("--muted", "#667");
  const colours = data.families.map((id) => families?.find((family) => family.id === id)?.colour ?? muted);
  const { edges, first, last } = data;
  const x = (day) => ((day - first) / (last - first + 1)) * width;
  const foot = height - (height < LOW ? LOW_AXIS : AXIS) - STRIP;
  const most = Math.max(1, ...data.total);
  const vaguest = Math.max(1, ...data.vague);
  pen.fillStyle = look("--line", "#ccc");
  pen.fillRect(0, foot, width, 1);
  for (let bin = 0; bin < edges.length - 1; bin++) {
    const left = x(edges[bin]);
    const room = x(edges[bin + 1]) - left;
    const inside = (from === null || edges[bin + 1] > from) && (to === null || edges[bin] <= to);
    const fade = inside ? 1 : FAINT;
    if (data.vague[bin]) {
      pen.globalAlpha = fade * (0.25 + (0.4 * data.vague[bin]) / vaguest);
      pen.fillStyle = muted;
      pen.fillRect(left, foot + 1, room, STRIP - 1);
    }
    if (!data.total[bin]) continue;
    pen.globalAlpha = fade;
    const high = Math.max(LEAST, (data.total[bin] / most) * (foot - TOP));
    // A passage of two families is in both, and once in the height.
    const parts = data.counts[bin].reduce((sum, count) => sum + count, 0) || 1;
    const gap = room > 3 ? 1 : 0;
    let y = foot;
    data.counts[bin].forEach((count, family) => {
      const part = (count / parts) * high;
      pen.fillStyle = colours[family];
      pen.fillRect(left, y - part, Math.max(1, room - gap), part);
      y -= part;
    });
  }
  pen.globalAlpha = 1;
  axis(pen, ticks(first, last, width), x, { width, height, foot, style, muted, ink: look("--ink", style.color), line: look("--line", "#ccc") });
}

function axis(pen, marks, x, { width, height, foot, style, muted, ink, line }) {
  pen.textBaseline = "alphabetic";
  let free = 0;
  for (const { day, text, strong } of marks) {
    const at = x(day);
    pen.fillStyle = line;
    pen.fillRect(Math.round(at), foot, 1, STRIP + 4);
    pen.font = `${strong ? 600 : 400} 11px ${style.fontFamily}`;
    const size = pen.measureText(text).width;
    if (at + 3 < free || at + 3 + size > width) continue;
    pen.fillStyle = strong ? ink : muted;
    pen.fillText(text, at + 3, height - 3);
    free = at + 3 + size + 8;
  }
}
