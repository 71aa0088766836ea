"""The dialog by which reports are added: files that are dropped, pasted words, addresses."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ..collecting import Offered, offer_addresses
from ..errors import DashboardError, DocumentError
from ..ingest import MAX_MEGABYTES, MAX_PACKED_MEGABYTES, Columns, columns_of
from ..ingest.recognise import ENDINGS
from ..ingest.tables import NAMES
from ..model import Problem
from ..workspace import Workspace
from ..workspace.downloads import DownloadRecords
from ..workspace.jobs import Jobs, JobState, Run
from .given_texts import GivenText, is_table, offer_texts, pasted_text
from .links import room_address, say_error
from .shared import is_demonstration, own_workspace_path, show_own_workspace, situation
from .tables import show_problems
from .taking_in import taking_in

_LOOKED_EVERY_S = 1.0
_ADDED, _REFUSED, _SINCE = "add-origins", "add-refused", "add-since"
_SAID, _ROUND = "add-said", "add-round"
"""Keys in the session: what was added while the dialog is open, and how often."""
_ENDINGS = sorted(ending.removeprefix(".") for ending in ENDINGS)
_HEADS = "add-heads"
"""Key in the session: the columns of tables that were chosen."""
_NONE = ""
"""Chosen where a table says nothing of it."""
_NOTHING = "–"
_A_LINE = 4
"""Select boxes beside one another."""
_SHOW = "Show these only"
_MOST_ADDRESSES = 200
_FIELDS = ("title", "date", "source")


def open_add_dialog() -> None:
    """Open the dialog anew, without what was added when it was open before."""
    for key in (_ADDED, _REFUSED, _SINCE, _SAID):
        st.session_state.pop(key, None)
    add_dialog()


@st.dialog("Add reports", width="medium", icon=":material/add:", on_dismiss="rerun")
def add_dialog() -> None:
    """Take files, pasted words and pages in, and show how far they are read."""
    with st.container(key="add-dialog"):
        if is_demonstration():
            st.caption(
                "They go into your own workspace, apart from the demonstration, which is then "
                "shown no more."
            )
        files, words, web = st.tabs(["Files", "Paste", "Address"])
        with files:
            _show_files()
        with words:
            _show_paste()
        with web:
            _show_addresses()
        for what, why in st.session_state.get(_SAID, ()):
            say_error(what, why)
        if st.session_state.get(_ADDED) or st.session_state.get(_REFUSED):
            st.divider()
            st.fragment(run_every=_LOOKED_EVERY_S)(_progress)()


def _key(name: str) -> str:
    """Key of an input: another one after each adding, so that it is empty again."""
    return f"add-{name}-{st.session_state.get(_ROUND, 0)}"


def _show_files() -> None:
    uploaded = st.file_uploader(
        f"Files of reports, {MAX_PACKED_MEGABYTES} MB at most each (text and HTML {MAX_MEGABYTES} "
        "MB)",
        type=_ENDINGS,
        accept_multiple_files=True,
        max_upload_size=MAX_PACKED_MEGABYTES,
        key=_key("files"),
    )
    st.caption(
        "Text, Markdown, HTML, PDF, Word (.docx), OpenDocument, RTF, e-mail, mailboxes, tables "
        "(CSV, Excel, JSON lines), RSS and Atom, and zip archives of them. Text in UTF-8, or what "
        "news is written in otherwise. A header between --- lines may give title, date and source; "
        "the page Help shows one."
    )
    unmapped = [one for one in uploaded or [] if _lacks_text(one)]
    complete = [_show_mapping(one) for one in unmapped]
    st.button(
        "Add these files",
        type="primary",
        disabled=not uploaded or not all(complete),
        on_click=_add_files,
        key="add-these-files",
    )


def _lacks_text(uploaded: Any) -> bool:
    """Whether it is a table of which no column is called text, so that a person must say which."""
    head = _head(uploaded)
    return bool(head) and "text" not in {name.strip().lower() for name in head}


def _head(uploaded: Any) -> tuple[str, ...]:
    """Columns of a table that was chosen; looked for once."""
    if not is_table(uploaded.name):
        return ()
    heads = st.session_state.setdefault(_HEADS, {})
    if uploaded.file_id not in heads:
        heads[uploaded.file_id] = columns_of(uploaded.getvalue(), uploaded.name)
    found: tuple[str, ...] = heads[uploaded.file_id]
    return found


def _show_mapping(uploaded: Any) -> bool:
    """Ask which columns of a table hold what; return whether the text was chosen."""
    head = [name for name in dict.fromkeys(_head(uploaded)) if name.strip()]
    own = {name.strip().lower(): name for name in head}
    with st.container(border=True, key=f"add-columns-{uploaded.file_id}"):
        st.text(f"{uploaded.name}: no column is called text. Which columns hold what?")
        for at in range(0, len(NAMES), _A_LINE):
            names = NAMES[at : at + _A_LINE]
            for place, name in zip(st.columns(_A_LINE), names, strict=True):
                place.selectbox(
                    name.capitalize() if name not in {"id", "url"} else name.upper(),
                    [_NONE, *head],
                    index=([_NONE, *head].index(own[name]) if name in own else 0),
                    format_func=lambda column: column or _NOTHING,
                    key=_column_key(uploaded, name),
                )
    return bool(st.session_state.get(_column_key(uploaded, "text")))


def _column_key(uploaded: Any, name: str) -> str:
    return f"add-column-{uploaded.file_id}-{name}"


def _columns(uploaded: Any) -> str:
    """Columns of a table as a person chose them; empty where none was to be chosen."""
    if not _lacks_text(uploaded):
        return ""
    chosen = {name: st.session_state.get(_column_key(uploaded, name), _NONE) for name in NAMES}
    return str(Columns(**{name: column for name, column in chosen.items() if column != _NONE}))


def _show_paste() -> None:
    with st.form("add-paste", border=False):
        st.text_area("Text of the report", height=200, key=_key("text"))
        for column, name in zip(st.columns(len(_FIELDS)), _FIELDS, strict=True):
            column.text_input(
                f"{name.capitalize()} (optional)",
                placeholder={"date": "2024-03-05", "source": "example.org"}.get(name, ""),
                key=_key(name),
            )
        st.form_submit_button("Add this text", type="primary", on_click=_add_paste)


def _show_addresses() -> None:
    with st.form("add-addresses", border=False):
        st.text_area(
            "Addresses of pages and feeds, one a line",
            height=120,
            placeholder="https://example.org/report",
            key=_key("addresses"),
        )
        st.caption(
            "This asks other machines, which learn that somebody here reads them. A feed gives a "
            "report for each of its pages. Addresses of this machine and of private networks are "
            "refused."
        )
        st.form_submit_button("Ask for these", type="primary", on_click=_add_addresses)


def _add_files() -> None:
    uploaded = st.session_state.get(_key("files")) or []
    _take([GivenText(one.name, one.getvalue(), _columns(one)) for one in uploaded])


def _add_paste() -> None:
    state = st.session_state
    given = {name: str(state.get(_key(name)) or "") for name in _FIELDS}
    try:
        text = pasted_text(str(state.get(_key("text")) or ""), **given)
    except DocumentError as error:
        state[_SAID] = [("This text can't be taken.", str(error))]
        return
    _take([text])


def _add_addresses() -> None:
    typed = str(st.session_state.get(_key("addresses")) or "")
    given = [line.strip() for line in typed.splitlines() if line.strip()]
    if not given:
        st.session_state[_SAID] = [("There is no address.", "Expected one a line.")]
        return
    if len(given) > _MOST_ADDRESSES:
        reason = f"{len(given):,} are given; expected at most {_MOST_ADDRESSES} at once."
        st.session_state[_SAID] = [("These are too many addresses.", reason)]
        return
    _offer(lambda workspace: offer_addresses(workspace, given))


def _own() -> Workspace:
    """Return the user's own workspace, whether it is shown or not yet."""
    return Workspace(own_workspace_path()) if is_demonstration() else situation().workspace


def _take(texts: Sequence[GivenText]) -> None:
    _offer(lambda workspace: offer_texts(workspace, texts))


def _offer(offer: Callable[[Workspace], Offered]) -> None:
    """Let inputs be read into the user's own workspace, and show that one from now on."""
    state = st.session_state
    state[_SAID] = []
    try:
        workspace = _own()
        before = workspace.revision()
        offered = offer(workspace)
        if offered.origins:
            taking_in().start(workspace.path)
            show_own_workspace()
    except DashboardError as error:
        state[_SAID] = [("They could not be added.", str(error))]
        return
    state.setdefault(_SINCE, before)
    state[_ADDED] = list(dict.fromkeys([*state.get(_ADDED, []), *offered.origins]))
    state[_REFUSED] = [*state.get(_REFUSED, []), *offered.refused]
    state[_ROUND] = state.get(_ROUND, 0) + 1


def _progress() -> None:
    """Say how far what was added is read, and what was not taken."""
    try:
        workspace = _own()
        jobs = Jobs(workspace)
        added = DownloadRecords(workspace).reports_of(st.session_state.get(_ADDED, []))
        states = jobs.states(added)
        run = jobs.latest_run()
    except DashboardError as error:
        say_error("How far it is can't be told.", str(error))
        return
    waiting = sum(state in {JobState.WAITING, JobState.LEASED} for state, _ in states.values())
    failed = [Problem(o, why) for o, (state, why) in states.items() if state is JobState.FAILED]
    with st.container(key="add-progress"):
        if waiting:
            _show_waiting(waiting, len(states), run)
        elif taken := len(states) - len(failed):
            st.success(
                f"{taken:,} report{'s are' if taken != 1 else ' is'} in.",
                icon=":material/check_circle:",
            )
            _show_close()
        _show_not_taken([*st.session_state.get(_REFUSED, []), *failed])


def _show_waiting(waiting: int, total: int, run: Run | None) -> None:
    reading = run is not None and run.state == "reading"
    if reading or taking_in().is_running:
        what = "Reading" if reading else "Getting ready (the first time it takes a minute)"
        st.progress((total - waiting) / total, f"{what}: {total - waiting:,} of {total:,} are in")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("You can close this: they are read all the same.")
            if taking_in().is_running:
                st.button("Stop", key="add-stop", on_click=taking_in().interrupt)
        return
    st.warning(f"Reading stopped; {waiting:,} are still to be read.", icon=":material/warning:")
    for line in taking_in().said:
        st.text(line)
    if st.button("Go on", key="add-go-on"):
        taking_in().start(own_workspace_path())


def _show_close() -> None:
    since = st.session_state.get(_SINCE, 0)
    came = situation().workspace.rows("SELECT 1 FROM document WHERE came > ? LIMIT 1", (since,))
    with st.container(horizontal=True, vertical_alignment="center"):
        if came:
            # By loading the page: an address that is set while the dialog is open, and links to
            # the page that is shown already, do not reach the browser's address.
            with st.container(key="add-show-new", width="content"):
                st.html(f'<a href="{room_address(since=[str(since)])}" target="_self">{_SHOW}</a>')
        if st.button("Close", key="add-close"):
            st.rerun()


def _show_not_taken(problems: list[Problem]) -> None:
    if not problems:
        return
    count = len(problems)
    kept = "" if is_demonstration() else " The page Reports keeps why."
    st.error(
        f"{count:,} {'was' if count == 1 else 'were'} not taken.{kept}",
        icon=":material/error:",
    )
    show_problems(problems, "What was not taken")
