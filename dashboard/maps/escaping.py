"""Words of reports as words on folium's maps."""

import html

_ACTIVE = {ord(sign): f"&#{ord(sign)};" for sign in "`$\\{}"}


def as_text(words: str) -> str:
    """Return words as HTML that says just them.

    ``html.escape`` is not enough: branca takes what a map's script was rendered to for a template
    of Jinja and renders it once more, so that ``{{ … }}`` in a title would be run by Python here;
    in a popup's template literal of JavaScript a backtick, ``${`` and backslashes act as well.
    """
    return html.escape(words).translate(_ACTIVE)
