// Puts the parts of the page where Streamlit wants them, and keeps them while its pages come and go.
import { bar } from "./bar.js";
import { context } from "./context.js";
import { element } from "./elements.js";
import { SituationRoom } from "./room.js";

const kept = {};

// `data.part` says which part it is.
export async function mount(host, data, base, send) {
  const room = context(data, base);
  room.dress(host);
  if (data.part === "bar") mountBar(host, data, room, send);
  else await mountRoom(host, data, room);
}

function mountBar(host, data, room, send) {
  room.send = send;
  kept.bar ??= element("div", { class: "sitmap-bar" });
  kept.adopt ??= bar(kept.bar, room).adopt;
  kept.adopt(data);
  put(host, kept.bar);
}

async function mountRoom(host, data, room) {
  kept.room ??= new SituationRoom(room);
  put(host, kept.room.root);
  await kept.room.open(data);
}

function put(host, root) {
  if (root.parentNode !== host) host.replaceChildren(root);
}
