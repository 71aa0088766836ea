// Puts the parts of the page where Streamlit wants them, and keeps them while its pages come and go.
import { bar } from "./bar.js";
import { context } from "./context.js";
import { element } from "./elements.js";
import { SituationRoom } from "./room.js";

const kept = {};

export function mountBar(host, data, base, send) {
  const room = context(data, base);
  room.send = send;
  room.dress(host);
  if (!kept.bar) {
    kept.bar = element("div", { class: "sitmap-bar" });
    kept.adopt = bar(kept.bar, room).adopt;
  }
  kept.adopt(data);
  put(host, kept.bar);
  document.documentElement.dataset.sitmapPage = data.page;
}

export async function mountRoom(host, data, base) {
  const room = context(data, base);
  room.dress(host);
  kept.room ??= new SituationRoom(room);
  put(host, kept.room.root);
  await kept.room.open(data);
}

function put(host, root) {
  if (root.parentNode !== host) host.replaceChildren(root);
}
