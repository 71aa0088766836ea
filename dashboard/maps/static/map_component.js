// Shows a folium map inside the page: its script is run once, and the map outlives reruns, changes
// of the theme and other pages. Streamlit calls the function again whenever its data or the theme
// changed; only the cleanup that was returned last is called, when the map leaves the page.
const kept = (window.sitmapMaps ??= new Map()); // by key: {hash, root, map, marks}
const files = (window.sitmapFiles ??= new Map());

// The address below which the server's files are, whatever page of it is open.
function baseUrl() {
  const own = document.querySelector('script[src*="/static/js/index."]');
  return own ? new URL("../../", own.src).href : new URL("./", location.href).href;
}

function load(url, kind) {
  if (!files.has(url)) {
    const loaded = new Promise((done, failed) => {
      const made =
        kind === "css"
          ? Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })
          : Object.assign(document.createElement("script"), { src: url, async: false });
      made.onload = done;
      made.onerror = () => (files.delete(url), failed(new Error(`${url} could not be loaded`)));
      document.head.append(made);
    });
    files.set(url, loaded);
  }
  return files.get(url);
}

async function make(state, data, host) {
  const base = baseUrl();
  const at = (path) => new URL(path, base).href;
  const modules = import(at("assets/sitmap/marks.js"));
  await Promise.all(data.map.css.map((path) => load(at(path), "css")));
  for (const path of data.map.js) await load(at(path), "js");
  const root = document.createElement("div");
  root.className = "sitmap-map";
  root.dataset.testid = "map";
  root.dataset.ready = "false";
  const box = root.appendChild(document.createElement("div"));
  box.id = data.map.name; // folium's script looks it up, so it has to be in the document by then
  host.replaceChildren(root);
  state.root = root;
  state.map = new Function("sitmapUrl", `${data.map.script}\nreturn ${data.map.name};`)(at);
  const { Marks } = await modules;
  state.marks = new Marks(state.map, root, at, (id) => {
    state.picks = (state.picks ?? 0) + 1;
    state.send("picked", { id, n: state.picks });
  });
}

export default async function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".sitmap-host");
  host.style.height = `${data.height}px`;
  let state = kept.get(data.key);
  if (!state || state.hash !== data.map.hash) {
    state = { hash: data.map.hash, moved: 0 };
    kept.set(data.key, state); // before the first wait, or a second call would make a second map
    state.ready = make(state, data, host);
  }
  state.send = setTriggerValue;
  state.data = data;
  const leave = () => state.watch?.disconnect();
  try {
    await state.ready;
  } catch (problem) {
    kept.delete(data.key);
    host.textContent = `The map could not be loaded: ${problem.message}`;
    return leave;
  }
  if (state.data !== data) return leave; // a newer call came while files were loading
  if (state.root.parentNode !== host) host.replaceChildren(state.root);
  state.watch ??= new ResizeObserver(() => state.map.invalidateSize({ animate: false, pan: true }));
  state.watch.disconnect();
  state.watch.observe(host);
  const scheme = isDark(host) ? "dark" : "light";
  if (scheme !== state.scheme) {
    state.scheme = scheme;
    state.map.fire("scheme", { scheme });
    state.marks.restyle(scheme);
  }
  if (data.move && data.move.n !== state.moved) {
    state.moved = data.move.n;
    state.map.setView(data.move.center, data.move.zoom, { animate: data.move.n > 1 });
  }
  state.marks.show(data.marks);
  return leave;
}

// Streamlit says its colours as custom properties: "#rgb", "#rrggbb" or "rgb(…)".
function isDark(host) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || "#fff";
  const [red, green, blue] = probe.fillStyle.match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}
