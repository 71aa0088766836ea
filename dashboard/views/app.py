"""The script that Streamlit runs: settings that hold for every page, then the page."""

from pathlib import Path

import streamlit as st

from dashboard.views.situation_page import show

# A file: Streamlit asks another machine for icons that are named.
_ICON = Path(__file__).with_name("static") / "icon.svg"

st.set_page_config(page_title="sitmap", page_icon=str(_ICON), layout="wide")
page = st.navigation([st.Page(show, title="Situation")], position="hidden")
page.run()
