"""The script that Streamlit runs: settings that hold for every page, then the page."""

from pathlib import Path

import streamlit as st

from dashboard.views import situation_page
from dashboard.views.frame import show_frame

# A file: Streamlit asks another machine for icons that are named.
_ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="sitmap", page_icon=str(_ICON), layout="wide")
page = st.navigation(
    [st.Page(situation_page.show, title="Situation", url_path="situation", default=True)],
    position="top",
)
show_frame(page)
page.run()
