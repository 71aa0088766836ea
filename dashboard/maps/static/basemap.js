// The ground under the marks: country outlines on a canvas, and the names of towns where there is room.
// Everything is fetched from the dashboard's own server; what can't be fetched is said on the map.

function sitmapBasemap(map, options, url) {
  const colours = { ...options.schemes.light, most: options.most };
  map.attributionControl.setPrefix("Leaflet");
  map.getContainer().style.background = colours.sea;
  map.createPane("basemap").style.zIndex = 150;
  let ground = null;
  let names = () => {};
  sitmapFetch(map, url(options.outlines), (countries) => {
    ground = L.geoJSON(countries, {
      pane: "basemap",
      interactive: false,
      style: colours.style,
      renderer: L.canvas({ pane: "basemap", padding: 0.3 }),
      attribution: "Natural Earth, GeoNames",
    }).addTo(map);
  });
  map.on("scheme", ({ scheme }) => {
    Object.assign(colours, options.schemes[scheme]);
    map.getContainer().style.background = colours.sea;
    ground?.setStyle(colours.style);
    names();
  });
  const pane = map.createPane("towns");
  pane.style.zIndex = 350;
  pane.style.pointerEvents = "none";
  sitmapFetch(map, url(options.towns), (towns) => {
    names = () => sitmapTowns(map, pane, towns, colours);
    map.on("moveend zoomend resize", names);
    names();
  });
}

function sitmapFetch(map, url, use) {
  fetch(url)
    .then((response) => {
      if (!response.ok) throw new Error("HTTP " + response.status);
      return response.json();
    })
    .then(use)
    .catch((problem) => sitmapNotice(map, "The basemap could not be loaded: " + problem.message));
}

function sitmapNotice(map, words) {
  const notice = L.control({ position: "topright" });
  notice.onAdd = () => {
    const box = document.createElement("div");
    box.setAttribute("role", "alert");
    box.style.cssText = "background:#fff;color:#a00;padding:4px 8px;border:1px solid #a00";
    box.textContent = words;
    return box;
  };
  notice.addTo(map);
}

// Most populous first: a name is drawn where it touches none that is already there.
function sitmapTowns(map, pane, towns, options) {
  pane.replaceChildren();
  const taken = [];
  const bounds = map.getBounds();
  for (const [lon, lat, name] of towns) {
    if (taken.length >= options.most) break;
    if (!bounds.contains([lat, lon])) continue;
    const at = map.latLngToLayerPoint([lat, lon]);
    const width = 10 + name.length * 6.2;
    const box = [at.x - 3, at.y - 8, at.x + width, at.y + 8];
    if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
    taken.push(box);
    const label = document.createElement("div");
    label.className = "sitmap-town";
    label.textContent = name;
    label.style.cssText =
      `position:absolute;left:${at.x - 2}px;top:${at.y - 8}px;font:11px/16px sans-serif;white-space:nowrap;` +
      `color:${options.ink};text-shadow:0 0 2px ${options.halo},0 0 3px ${options.halo}`;
    const dot = document.createElement("span");
    dot.style.cssText =
      `display:inline-block;width:4px;height:4px;border-radius:2px;background:${options.ink};` +
      "margin-right:3px;vertical-align:middle";
    label.prepend(dot);
    pane.append(label);
  }
}
