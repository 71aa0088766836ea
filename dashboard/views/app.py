"""The script that Streamlit runs: settings that hold for every page, then the page."""

from pathlib import Path

import streamlit as st

from dashboard.views import (
    changes_page,
    help_page,
    own_places_page,
    places_page,
    reports_page,
    review_page,
    situation_page,
)
from dashboard.views.access import admit
from dashboard.views.frame import show_frame
from dashboard.views.links import set_room

# A file: Streamlit asks another machine for icons that are named.
_ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="sitmap", page_icon=str(_ICON), layout="wide")
admit()
room = st.Page(situation_page.show, title="Situation", url_path="situation", default=True)
changes_title, has_changes = changes_page.in_navigation()
page = st.navigation(
    [
        room,
        st.Page(places_page.show, title="Places", url_path="places"),
        st.Page(reports_page.show, title="Reports", url_path="reports"),
        st.Page(review_page.show, title="Review", url_path="review"),
        st.Page(
            changes_page.show,
            title=changes_title,
            url_path="changes",
            visibility="visible" if has_changes else "hidden",
        ),
        st.Page(
            own_places_page.show, title="Your places", url_path="your-places", visibility="hidden"
        ),
        st.Page(help_page.show, title="Help", url_path="help"),
    ],
    position="top",
)
set_room(room)
show_frame(page)
page.run()
