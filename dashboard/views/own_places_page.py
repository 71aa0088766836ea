"""The page of places of one's own: list, add, change, take away, import and save as a file."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from geocache import GeocacheError
from geocache.gazetteer import PackSource
from geocache.gazetteer.sources.packs import FORMATS

from ..errors import DashboardError
from ..ingest.own_places import DEFAULT_FILE, OwnPlace, OwnPlaces, has_extent
from ..ingest.packs import check_pack_names
from ..workspace import Workspace
from .links import say_error
from .shared import is_demonstration, situation
from .tables import MOST_ROWS, chosen_row, key_of

_SAID, _ROUND = "your-places-said", "your-places-round"
_KINDS = {
    "": "place",
    "P.PPL": "town or village",
    "P.PPLX": "part of a town",
    "S.CMP": "camp",
    "L.MILB": "military base",
    "S.PSTB": "border post",
    "S.BDG": "bridge",
    "S.AIRF": "airfield",
    "S.HSP": "hospital",
    "S.SCH": "school",
    "R.RD": "road",
    "H.STM": "river",
    "T.MT": "mountain",
    "L.RGN": "region",
    "L.AREA": "area",
}
"""Codes of GeoNames in words; a file may have others."""
_COLUMNS: dict[str, Any] = {
    "name": st.column_config.TextColumn("Name", width="medium", pinned=True),
    "also": st.column_config.TextColumn("Other names", width="medium"),
    "kind": st.column_config.TextColumn("Kind"),
    "country": st.column_config.TextColumn("Country", width="small"),
    "lat": st.column_config.NumberColumn("Latitude", format="%.5f", width="small"),
    "lon": st.column_config.NumberColumn("Longitude", format="%.5f", width="small"),
    "file": st.column_config.TextColumn("File", width="small"),
}
_MOST_MEGABYTES = 20


def show() -> None:
    """Show the places of the user's own, and what can be done with them."""
    st.header("Your places", anchor=False)
    with st.container(key="your-places"):
        st.caption(
            "Places of your own lie over the gazetteer: they are found, resolved and drawn like "
            "all others. Reports that are in are read again for them when you say so; what would "
            "change then stands on the page Changes."
        )
        if is_demonstration():
            st.info("This is a demonstration. Add reports first: places go into your workspace.")
            return
        try:
            _show(situation().workspace)
        except (DashboardError, GeocacheError) as error:
            say_error("Your places can't be shown.", str(error))


def _show(workspace: Workspace) -> None:
    for what, why in st.session_state.pop(_SAID, ()):
        if why:
            say_error(what, why)
        else:
            st.success(what, icon=":material/check_circle:")
    files = [OwnPlaces.of(name, content) for name, content in workspace.packs()]
    listed = [(places, n) for places in files for n in range(len(places.entries))]
    if not listed:
        st.info("You have no places of your own yet.", icon=":material/add_location:")
    at = _show_table(listed)
    if at is not None:
        places, position = listed[at]
        _show_form(workspace, places, position)
    else:
        _show_form(workspace, files[0] if files else OwnPlaces(DEFAULT_FILE), None, files)
    _show_import(workspace)
    _show_files(workspace, files)


def _show_table(listed: list[tuple[OwnPlaces, int]]) -> int | None:
    if not listed:
        return None
    rows = pd.DataFrame(
        [_row(places, position) for places, position in listed[:MOST_ROWS]], columns=[*_COLUMNS]
    )
    if len(listed) > MOST_ROWS:
        st.caption(f"{len(listed):,} places; the first {MOST_ROWS:,} are listed.")
    key = key_of("your-places-table", rows.to_json(), st.session_state.get(_ROUND, 0))
    at = chosen_row(rows, key, _COLUMNS, "Places of your own")
    if at is None:
        st.caption("Choose a place to change it or to take it away.")
    return at


def _row(places: OwnPlaces, position: int) -> dict[str, Any]:
    entry = places.entries[position]
    lon, lat = entry.get("point") or (None, None)
    feature = str(entry.get("feature") or "")
    return {
        "name": str(entry.get("name") or entry.get("place") or ""),
        "also": "; ".join(entry.get("also") or ()),
        "kind": _KINDS.get(feature, feature) if "place" not in entry else "names of a known place",
        "country": ", ".join(entry.get("countries") or ()),
        "lat": None if lat is None else float(lat),
        "lon": None if lon is None else float(lon),
        "file": places.file,
    }


# ---- adding and changing


def _show_form(
    workspace: Workspace,
    places: OwnPlaces,
    position: int | None,
    files: list[OwnPlaces] | None = None,
) -> None:
    entry = {} if position is None else places.entries[position]
    key = f"place-{places.file}-{position}-{st.session_state.get(_ROUND, 0)}"
    if "place" in entry:
        st.caption(f"Its names are added to {entry['place']}; change them in the file.")
        _show_remove(workspace, places, position)
        return
    st.subheader("Add a place" if position is None else "Change this place", anchor=False)
    with st.form("your-places-form", border=True):
        name, country, kind = st.columns([3, 1, 2])
        name.text_input("Name", value=entry.get("name", ""), key=f"{key}-name")
        country.text_input(
            "Country (two letters)",
            value=", ".join(entry.get("countries") or ()),
            max_chars=2,
            key=f"{key}-country",
        )
        kinds = [*_KINDS]
        feature = str(entry.get("feature") or "")
        if feature not in kinds:
            kinds.append(feature)
        kind.selectbox(
            "Kind",
            kinds,
            index=kinds.index(feature),
            format_func=lambda code: _KINDS.get(code, code),
            key=f"{key}-kind",
        )
        st.text_input(
            "Other names, separated by ;",
            value="; ".join(entry.get("also") or ()),
            key=f"{key}-also",
        )
        lon, lat = entry.get("point") or (0.0, 0.0)
        fixed = has_extent(entry)
        columns = st.columns(2)
        for column, label, value, most, part in (
            (columns[0], "Latitude (degrees)", lat, 90.0, "lat"),
            (columns[1], "Longitude (degrees)", lon, 180.0, "lon"),
        ):
            column.number_input(
                label,
                min_value=-most,
                max_value=most,
                value=float(value),
                format="%.6f",
                step=0.01,
                disabled=fixed,
                help="Its outline says where it is; change it in the file." if fixed else None,
                key=f"{key}-{part}",
            )
        st.form_submit_button(
            "Add this place" if position is None else "Save",
            type="primary",
            on_click=lambda: _save(workspace, places, position, key),
            key="your-places-save",
        )
    if position is not None:
        _show_remove(workspace, places, position)
    elif files and len(files) > 1:
        st.caption(f"It goes into the file {places.file}.")


def _show_remove(workspace: Workspace, places: OwnPlaces, position: int | None) -> None:
    if position is None:
        return
    st.button(
        "Take this place away",
        icon=":material/delete:",
        on_click=lambda: _keep(
            workspace, places, lambda: places.without(position), "The place is gone."
        ),
        key="your-places-remove",
    )


def _save(workspace: Workspace, places: OwnPlaces, position: int | None, key: str) -> None:
    state = st.session_state
    place = OwnPlace(
        str(state[f"{key}-name"]),
        float(state[f"{key}-lon"]),
        float(state[f"{key}-lat"]),
        tuple(str(state[f"{key}-also"]).split(";")),
        str(state[f"{key}-kind"]),
        str(state[f"{key}-country"]).strip(),
    )
    done = "The place was added." if position is None else "The place was changed."
    _keep(workspace, places, lambda: places.with_place(place, position), done)


def _keep(
    workspace: Workspace, shown: OwnPlaces, change: Callable[[], OwnPlaces], done: str
) -> None:
    """Keep a changed file of places, as it was shown before; an empty one is kept no more."""
    try:
        _must_stand(workspace, shown)
        places = change()
        if places.entries:
            _check_names(workspace, places.file, places.content())
            workspace.add_pack(places.file, places.content())
        else:
            workspace.remove_pack(places.file)
    except (DashboardError, GeocacheError) as error:
        st.session_state[_SAID] = [("That can't be kept.", str(error))]
        return
    st.session_state[_SAID] = [(done, "")]
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _must_stand(workspace: Workspace, shown: OwnPlaces) -> None:
    """Raise `DashboardError` where others changed a file after it was shown: theirs would go."""
    content = dict(workspace.packs()).get(shown.file)
    if shown != (OwnPlaces(shown.file) if content is None else OwnPlaces.of(shown.file, content)):
        raise DashboardError(
            f"{shown.file} was changed meanwhile, in another window or by a colleague; it is shown "
            "as it is now: do again what you meant"
        )


def _check_names(workspace: Workspace, file: str, content: bytes) -> None:
    kept = {name: PackSource(name, bytes_) for name, bytes_ in workspace.packs()}
    check_pack_names([*(kept | {file: PackSource(file, content)}).values()])


# ---- files


def _show_import(workspace: Workspace) -> None:
    st.subheader("Import a file", anchor=False)
    uploaded = st.file_uploader(
        "CSV, GeoJSON or YAML",
        type=[ending.removeprefix(".") for ending in FORMATS],
        max_upload_size=_MOST_MEGABYTES,
        key=f"your-places-import-{st.session_state.get(_ROUND, 0)}",
    )
    st.caption(
        "CSV wants columns name, lon and lat, and may have also, countries and feature; the page "
        "Help shows one. A file of the same name takes the place of the one that is kept."
    )
    if uploaded is not None:
        st.button(
            "Import",
            type="primary",
            on_click=lambda: _import(workspace, uploaded.name, uploaded.getvalue()),
            key="your-places-import-these",
        )


def _import(workspace: Workspace, name: str, content: bytes) -> None:
    file = PurePath(name).name
    try:
        places = OwnPlaces.of(file, content)
        _check_names(workspace, file, content)
        workspace.add_pack(file, content)
    except (DashboardError, GeocacheError) as error:
        st.session_state[_SAID] = [("The file can't be imported.", str(error))]
        return
    count = len(places.entries)
    st.session_state[_SAID] = [(f"{count:,} place{'s' * (count != 1)} imported.", "")]
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _show_files(workspace: Workspace, files: list[OwnPlaces]) -> None:
    if not files:
        return
    st.subheader("Files", anchor=False)
    contents = dict(workspace.packs())
    for number, places in enumerate(files):
        with st.container(
            key=f"your-places-file-{number}", horizontal=True, vertical_alignment="center"
        ):
            count = len(places.entries)
            st.text(f"{places.file}: {count:,} place{'s' * (count != 1)}")
            st.download_button(
                "Save as a file",
                _made_when_asked(contents[places.file]),
                file_name=places.file,
                on_click="ignore",
                icon=":material/download:",
                key=f"your-places-export-{number}",
            )
            st.button(
                "Take the file away",
                icon=":material/delete:",
                on_click=_remover(workspace, places),
                key=f"your-places-forget-{number}",
            )


def _made_when_asked(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _remover(workspace: Workspace, places: OwnPlaces) -> Callable[[], None]:
    def remove() -> None:
        file = places.file
        _keep(workspace, places, lambda: OwnPlaces(file), f"{file} is kept no more.")

    return remove
