// Puts the parts of the page where Streamlit wants them, and keeps them while its pages come and go.
import { bar } from "./bar.js";
import { context } from "./context.js";
import { Deciding } from "./deciding.js";
import { element } from "./elements.js";
import { Review } from "./review.js";
import { SituationRoom } from "./room.js";
import { keepScrollTarget } from "./scroll_target.js";

const kept = {};

// `data.part` says which part it is.
export async function mount(host, data, base, send) {
  const room = context(data, base);
  room.dress(host);
  room.deciding ??= new Deciding(room);
  if (data.part === "bar") mountBar(host, data, room, send);
  else if (data.part === "review") mountReview(host, data, room);
  else await mountRoom(host, data, room);
}

function mountBar(host, data, room, send) {
  room.send = send;
  if (!kept.bar) keepScrollTarget();
  kept.bar ??= element("div", { class: "sitmap-bar" });
  kept.adopt ??= bar(kept.bar, room).adopt;
  kept.adopt(data);
  put(host, kept.bar);
}

async function mountRoom(host, data, room) {
  kept.room ??= new SituationRoom(room);
  const moved = put(host, kept.room.root);
  await kept.room.open(data, moved);
}

function mountReview(host, data, room) {
  kept.review ??= new Review(room, data);
  put(host, kept.review.root);
  kept.review.open();
}

// Tells whether it was put there: it may stand there already.
function put(host, root) {
  if (root.parentNode === host) return false;
  host.replaceChildren(root);
  return true;
}
