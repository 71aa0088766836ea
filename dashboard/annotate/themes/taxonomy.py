"""Reads a taxonomy of themes: families, themes with their cues, and what earlier ids became."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from geocache.data_files import data_path, parsed_yaml, read_yaml
from geocache.errors import KnowledgeFileError

from .notation import NotationError, forms_of

STRONG, MEDIUM, WEAK = LEVELS = ("strong", "medium", "weak")
MASKS = "masks"
MOST_THEMES = 40
"""Of one file; a workspace keeps at most 63 different ones, old ones included."""
_COLOUR_LENGTH = len("#RRGGBB")
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Family:
    """Themes that are shown as one where there is room for few."""

    id: str
    label: str
    colour: str
    """Hexadecimal RGB, 3:1 and more to the ground of the light and of the dark map."""
    icon: str
    """Name of its sign, so that its colour is not all that tells it."""


@dataclass(frozen=True, slots=True)
class CueList:
    """The cues of a theme as they are written down."""

    strong: tuple[str, ...] = ()
    """One of them may carry the theme."""
    medium: tuple[str, ...] = ()
    """Two of them may."""
    weak: tuple[str, ...] = ()
    """They add to others."""
    masks: tuple[str, ...] = ()
    """In these words no cue counts for this theme."""

    def __bool__(self) -> bool:
        return bool(self.strong or self.medium or self.weak)


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme."""

    id: str
    label: str
    colour: str
    """Hexadecimal RGB, a shade of its family's."""
    definition: str
    family: str = ""
    """Id of its `Family`; "" of "no theme"."""
    icon: str = ""
    """Name of its sign."""
    cues: CueList = CueList()
    """Of a theme in a file of the user's own; empty where those of this project hold."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Families and themes, as a file tells them."""

    families: tuple[Family, ...]
    themes: tuple[Theme, ...]
    none: Theme
    """Stands for passages without a theme."""
    renamed: Mapping[str, tuple[str, ...]]
    """What ids of earlier versions became, the one that stored hits become first."""

    @classmethod
    @cache
    def shipped(cls) -> "Taxonomy":
        """Return the taxonomy of this project; raises `KnowledgeFileError`."""
        path = data_path("themes", "taxonomy.yaml")
        content = read_yaml(path)
        try:
            families = tuple(Family(**entry) for entry in content["families"])
            colours = {family.id: family.colour for family in families}
            themes = tuple(
                Theme(**{"colour": colours[entry["family"]], **entry})
                for entry in content["themes"]
            )
            none = Theme("", **content["none"], definition="No cue word was found.")
            renamed = {old: tuple(new) for old, new in content["renamed"].items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KnowledgeFileError(f"{path}: missing or unusable: {error!r}") from error
        return cls(families, themes, none, renamed)

    @classmethod
    def of_text(cls, text: str, name: str) -> "Taxonomy":
        """Return the taxonomy in a file of the user's own.

        Raises
        ------
        KnowledgeFileError
            Something in it is wrong; everything that is stands in the message, a fault a line.
        """
        content, faults = read_themes_file(text)
        if faults:
            raise KnowledgeFileError("\n".join(f"{name}: {fault}" for fault in faults))
        own = cls.shipped()
        families = {family.id: family for family in own.families}
        families |= {entry["id"]: Family(**entry) for entry in content.get("families") or ()}
        known = {theme.id: theme for theme in own.themes}
        themes = tuple(_own_theme(entry, known, families) for entry in content["themes"])
        used = {theme.family for theme in themes}
        shown = tuple(family for family in families.values() if family.id in used)
        return cls(shown, themes, own.none, own.renamed)


def _own_theme(
    entry: Mapping[str, Any], known: Mapping[str, Theme], families: Mapping[str, Family]
) -> Theme:
    shipped = known.get(entry["id"])
    family = entry.get("family") or (shipped.family if shipped else "")
    inherited = shipped and shipped.family == family
    colour = entry.get("colour") or (
        shipped.colour if shipped and inherited else families[family].colour
    )
    cues = (
        {key: tuple(entry["cues"].get(key) or ()) for key in (*LEVELS, MASKS)}
        if (entry.get("cues"))
        else {}
    )
    return Theme(
        entry["id"],
        entry.get("label") or (shipped.label if shipped else entry["id"]),
        colour,
        entry.get("definition") or (shipped.definition if shipped else ""),
        family,
        entry.get("icon") or (shipped.icon if shipped else families[family].icon),
        CueList(**cues),
    )


def read_themes_file(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return what a file of the user's own says, and what is wrong with it, fault by fault.

    Each fault says where it is, what stands there, and what was expected.
    """
    try:
        content = parsed_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        return {}, [f"{where}can't be read as YAML: {getattr(error, 'problem', None) or error}"]
    if not isinstance(content, dict):
        return {}, [f"expected a mapping with 'themes', found {_kind(content)}"]
    faults = list(_unknown(content, ("families", "themes", "description"), "the file"))
    families = {family.id for family in Taxonomy.shipped().families}
    entries = content.get("families") or []
    if isinstance(entries, list):
        for number, entry in enumerate(entries, 1):
            faults += _faults_of_family(entry, f"families, entry {number}")
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                families.add(entry["id"])
    else:
        faults.append(f"families: expected a list, found {_kind(entries)}")
    themes = content.get("themes")
    if not isinstance(themes, list) or not themes:
        return content, [*faults, f"themes: expected a list of themes, found {_kind(themes)}"]
    if len(themes) > MOST_THEMES:
        faults.append(f"themes: {len(themes)} of them; expected {MOST_THEMES} at most")
    seen: set[str] = set()
    for number, entry in enumerate(themes, 1):
        faults += _faults_of_theme(entry, f"themes, entry {number}", families, seen)
    return content, faults


def _faults_of_family(entry: Any, where: str) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{where}: expected id, label, colour and icon, found {_kind(entry)}"]
    wanted = ("id", "label", "colour", "icon")
    faults = list(_unknown(entry, wanted, where))
    faults += [
        f"{where}: {key}: expected words, found {_kind(entry.get(key))}"
        for key in wanted
        if not isinstance(entry.get(key), str)
    ]
    return faults + _faults_of_colour(entry.get("colour"), where)


def _faults_of_theme(entry: Any, where: str, families: set[str], seen: set[str]) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{where}: expected a mapping with 'id', found {_kind(entry)}"]
    identity = entry.get("id")
    if not isinstance(identity, str) or not _is_id(identity):
        expected = "small letters, digits and hyphens"
        return [f"{where}: id: expected {expected}, found {_kind(identity)}"]
    where = f"{where} ({identity})"
    wanted = ("id", "label", "family", "colour", "icon", "definition", "cues")
    faults = list(_unknown(entry, wanted, where))
    if identity in seen:
        faults.append(f"{where}: id: {identity!r} stands there twice; expected another")
    seen.add(identity)
    is_shipped = any(theme.id == identity for theme in Taxonomy.shipped().themes)
    faults += [
        f"{where}: {key}: expected words, found {_kind(entry[key])}"
        for key in ("label", "family", "icon", "definition")
        if key in entry and not isinstance(entry[key], str)
    ]
    faults += [
        f"{where}: {key}: missing; a theme that is none of this project's needs one"
        for key in ("label", "family", "cues")
        if not is_shipped and not entry.get(key)
    ]
    family = entry.get("family")
    if isinstance(family, str) and family and family not in families:
        known = ", ".join(sorted(families))
        faults.append(f"{where}: family: there is no {family!r}; expected one of {known}")
    faults += _faults_of_colour(entry.get("colour"), where)
    if entry.get("cues"):
        faults += _faults_of_cues(entry["cues"], where)
    return faults


def _faults_of_cues(cues: Any, where: str) -> list[str]:
    if not isinstance(cues, dict):
        expected = "lists under strong, medium, weak and masks"
        return [f"{where}: cues: expected {expected}, found {_kind(cues)}"]
    faults = list(_unknown(cues, (*LEVELS, MASKS), f"{where}: cues"))
    if not any(cues.get(level) for level in LEVELS):
        faults.append(f"{where}: cues: expected a cue under strong, medium or weak, found none")
    for level in (*LEVELS, MASKS):
        entries = cues.get(level)
        place = f"{where}: cues: {level}"
        if entries is None:
            continue
        if not isinstance(entries, list):
            faults.append(f"{place}: expected a list of words, found {_kind(entries)}")
            continue
        for number, cue in enumerate(entries, 1):
            if not isinstance(cue, str):
                expected = f'words (in quotation marks: "{cue}")'
                faults.append(f"{place}, entry {number}: expected {expected}, found {_kind(cue)}")
                continue
            try:
                forms_of(cue)
            except NotationError as error:
                faults.append(f"{place}, entry {number}: {error}")
    return faults


def _faults_of_colour(colour: Any, where: str) -> list[str]:
    if colour is None:
        return []
    if isinstance(colour, str) and len(colour) == _COLOUR_LENGTH and colour[0] == "#":
        digits = colour[1:]
        if all(digit in "0123456789abcdefABCDEF" for digit in digits):
            return []
    return [f'{where}: colour: expected "#RRGGBB" in quotation marks, found {_kind(colour)}']


def _unknown(entry: Mapping[Any, Any], known: Sequence[str], where: str) -> list[str]:
    return [
        f"{where}: there is no key {key!r}; expected {', '.join(known)}"
        for key in entry
        if key not in known
    ]


def _is_id(text: str) -> bool:
    plain = text.replace("-", "")
    return (
        0 < len(text) <= _LONGEST_ID
        and plain.isascii()
        and plain.isalnum()
        and plain == plain.lower()
        and text[0] != "-"
    )


def _kind(value: Any) -> str:
    """What a value is, in words, with the value where it is short."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(value)


def read_taxonomy(path: Path) -> Taxonomy:
    """Return the taxonomy in a file of the user's own; raises `KnowledgeFileError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeFileError(f"{path}: can't be read: {error}") from error
    return Taxonomy.of_text(text, str(path))
