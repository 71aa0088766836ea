// All tools of the map in one: made in the order in which Tab reaches them.

import { legend } from "./legend.js";
import { mapAreas } from "./map_areas.js";
import { mapControls } from "./map_controls.js";
import { mapDraw } from "./map_draw.js";
import { mapHeat } from "./map_heat.js";
import { mapMeasure } from "./map_measure.js";
import { mapPlace } from "./map_place.js";
import { markList } from "./mark_list.js";

// `root` holds the map's element; `marks` are drawn on it and the map tells "drawn" after each time. `home`
// is the first view as [lat, lon, zoom], when that is not the present one.
export function mapTools(root, map, room, marks, { home = null } = {}) {
  const draw = mapDraw(root, map, room);
  const measure = mapMeasure(root, map);
  const place = mapPlace(root, map, room);
  const controls = mapControls(root, map, room, marks, { draw, measure, home });
  const key = legend(root, map, room);
  const told = (detail) => key.scale(detail);
  const areas = mapAreas(root, map, room, told);
  const heat = mapHeat(map, room, marks, told);
  const list = markList(root, map, room, marks, areas);
  // Marks that are not seen, or are in the way of a hand that draws, answer no mouse.
  const follow = () => {
    marks.busy = Boolean(root.dataset.drawing) || ["areas", "heat"].includes(room.address.get("layer"));
  };
  const undo = room.address.onchange(follow);
  map.on("sketch", follow);
  follow();
  return {
    ...{ draw, measure, place, controls, legend: key, areas, heat, list },
    destroy() {
      undo?.();
      map.off("sketch", follow);
      marks.busy = false;
      for (const part of [list, heat, areas, key, controls, place, measure, draw]) part.destroy();
    },
  };
}
