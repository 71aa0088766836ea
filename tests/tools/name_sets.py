"""Sets of invented sentences that say what names in them are, and how many are read so.

    python tests/tools/name_sets.py [--markdown] [--wrong]

A name counts once. The sets are `names_by_their_words.yaml` (ships, streets, people, unknown
places, who acts), `names_in_layouts.yaml` (rows, lists, headings, texts in one case) and
`stated_distances.yaml` (places at a distance from the next one).
"""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle
from math import inf
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from geocache import Geoparser, Outcome, Role
from geocache.evaluation import MARKDOWN_HELP, Figures
from geocache.geodesy import distance_km
from geocache.records import Mention

FOLDER = Path(__file__).parents[1] / "geocache"
Results = Mapping[object, bool]
"""Whether each name of a set, or each sentence without one, is read as it is meant."""
Span = tuple[int, int]
LEAST = 0.95
WRONG_HELP = "also print what is read otherwise"
_SILENT = frozenset({"vessels", "aircraft", "software", "people"})
"""Kinds that are no mentions at all; teams and firms say who, and streets are not known."""
_MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")
_SLOT = re.compile(r"\{(\d)([\^_]?)\}")
_CASES = {"^": str.upper, "_": str.lower, "": str}


class Reading(Protocol):
    """Reads a set."""

    def __call__(self, geoparser: Geoparser) -> Results: ...


class NameSet(NamedTuple):
    """Sentences of one kind."""

    name: str
    read: Reading
    least: float = LEAST
    """Share that is to be right."""


class Marked(NamedTuple):
    """A name in a sentence."""

    text: str
    start: int
    end: int

    def mentions(self, geoparser: Geoparser) -> list[Mention]:
        """Return what the engine finds over it."""
        found = geoparser.parse(self.text).mentions
        return [m for m in found if m.start < self.end and m.end > self.start]


def knowledge(file: str) -> dict[str, Any]:
    """Return a file of sets."""
    sets: dict[str, Any] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return sets


WORDS = knowledge("recognition/names_by_their_words.yaml")
LAYOUTS = knowledge("recognition/names_in_layouts.yaml")
DISTANCES = knowledge("resolution/stated_distances.yaml")


def sets_by_words() -> list[NameSet]:
    """Return the sets in which the words beside a name tell what it is."""
    named_otherwise = [
        NameSet(kind, partial(namesakes, kind=kind, sentences=sentences))
        for kind, sentences in WORDS["named_otherwise"].items()
    ]
    roles = {
        "places beside such words": ("places", Role.LITERAL),
        "containers behind a comma": ("containers", Role.LITERAL),
        "places that something befalls": ("befallen", Role.LITERAL),
        "states that act": ("actors", Role.ASSOCIATIVE),
        "opponents": ("opponents", Role.ASSOCIATIVE),
        "who is blamed or told": ("addressed", Role.ASSOCIATIVE),
        "names in lists": ("listed", Role.LITERAL),
    }
    return [
        *named_otherwise,
        NameSet("names behind verbs and first words", mentioned),
        NameSet("known works", partial(whole, group="works")),
        NameSet("names with links or directions", partial(whole, group="whole")),
        *(
            NameSet(name, partial(of_role, group=group, role=role))
            for name, (group, role) in roles.items()
        ),
        NameSet("unknown names with a cue", unknown_with_cue),
        NameSet("unknown names of people and firms", unknown_without_cue),
        NameSet("groups beside words of sites", groups),
    ]


def sets_in_layouts() -> list[NameSet]:
    """Return the sets of rows, lists, headings and texts in one case."""
    forms = [NameSet(form, partial(in_layout, form=form)) for form in LAYOUTS["forms"]]
    return [*forms, NameSet("rows and lists without names", without_names)]


def sets_at_distances() -> list[NameSet]:
    """Return the sets of names that the text puts at a distance from a city."""
    return [
        NameSet("places at a distance from the next", at_distance),
        NameSet("names that no place at the distance has", unknown_at_distance),
    ]


def marked(sentences: list[str]) -> list[Marked]:
    """Return the names that are marked."""
    names = []
    for sentence in sentences:
        text, spans, reached = "", [], 0
        for mark in _MARKED.finditer(sentence):
            text += sentence[reached : mark.start()]
            name = mark[1] or mark[2]
            spans.append((len(text), len(text) + len(name)))
            text, reached = text + name, mark.end()
        names += [Marked(text + sentence[reached:], *span) for span in spans]
    return names


def namesakes(geoparser: Geoparser, kind: str, sentences: list[str]) -> Results:
    """Read names of ships, streets and others that are called like places."""
    results = {}
    for name in marked(sentences):
        found = name.mentions(geoparser)
        results[name] = not found if kind in _SILENT else all(map(is_other, found))
    return results


def is_other(mention: Mention) -> bool:
    """Return whether a mention says who, or names a street that no source knows."""
    return mention.role is Role.ASSOCIATIVE or mention.resolution.outcome is Outcome.NIL


def of_role(geoparser: Geoparser, group: str, role: Role) -> Results:
    """Read names that are all of one role."""
    return {
        name: any(mention.role is role for mention in name.mentions(geoparser))
        for name in marked(WORDS[group])
    }


def mentioned(geoparser: Geoparser) -> Results:
    """Read names of places, in whatever role."""
    return {name: bool(name.mentions(geoparser)) for name in marked(WORDS["mentioned"])}


def whole(geoparser: Geoparser, group: str) -> Results:
    """Read names of which all words, and no more, are to be found as one."""
    results: dict[object, bool] = {}
    for name in marked(WORDS[group]):
        found = {(m.start, m.end) for m in geoparser.recognize(name.text)}
        in_front = [end for _, end in found if name.start - len(" of ") <= end <= name.start]
        results[name] = (name.start, name.end) in found and not in_front
    return results


def groups(geoparser: Geoparser) -> Results:
    """Read sentences of groups and feasts; demonyms say who."""
    found = {text: geoparser.parse(text).mentions for text in WORDS["groups"]}
    return {text: all(m.role is Role.ASSOCIATIVE for m in found[text]) for text in found}


def unknown(form: str) -> list[Marked]:
    """Return a form with each of the unknown names."""
    names = WORDS["unknown"]
    texts = [(form.format(name, names[number - 1]), name) for number, name in enumerate(names)]
    return [Marked(text, text.index(name), text.index(name) + len(name)) for text, name in texts]


def unknown_with_cue(geoparser: Geoparser) -> Results:
    """Read unknown names beside words that make them a place; the whole name is to be found."""
    return {
        name: any(m.start <= name.start and m.end >= name.end for m in name.mentions(geoparser))
        for form in WORDS["cues"]
        for name in unknown(form)
    }


def unknown_without_cue(geoparser: Geoparser) -> Results:
    """Read unknown names of people, brands and firms."""
    return {
        name: not name.mentions(geoparser) for form in WORDS["no_cues"] for name in unknown(form)
    }


def filled(form: str, names: list[str]) -> tuple[str, list[Span]]:
    """Return a form with names in its slots, and where they stand."""
    text, spans, reached = "", [], 0
    for slot in _SLOT.finditer(form):
        text += form[reached : slot.start()]
        name = _CASES[slot[2]](names[int(slot[1])])
        spans.append((len(text), len(text) + len(name)))
        text, reached = text + name, slot.end()
    return text + form[reached:], spans


def texts_of(form: str) -> Iterator[tuple[str, list[Span]]]:
    """Yield the texts of a form in turn, each with the next names."""
    names = list(LAYOUTS["names"])
    for layout in cycle(LAYOUTS["forms"][form]):
        count = 1 + max(int(slot[1]) for slot in _SLOT.finditer(layout))
        if len(names) < count:
            return
        yield filled(layout, names[:count])
        names = names[count:]


def in_layout(geoparser: Geoparser, form: str) -> Results:
    """Read the names of all continents in a form."""
    results: dict[object, bool] = {}
    for text, spans in texts_of(form):
        found = {(mention.start, mention.end) for mention in geoparser.recognize(text)}
        results.update({(text, span): span in found for span in spans})
    return results


def without_names(geoparser: Geoparser) -> Results:
    """Read rows, lists and sentences in which nothing may be found."""
    return {text: not geoparser.recognize(text) for text in LAYOUTS["controls"]}


def at_distance(geoparser: Geoparser) -> Results:
    """Read names of several places; right is one as far from the city as the text says, roughly."""
    results = {}
    for text, name, lon, lat, km in DISTANCES["known"]:
        away = [km_from(mention, lon, lat) for mention in called(geoparser, text, name)]
        results[text] = any(abs(one - km) <= 15 + 0.5 * km for one in away)
    return results


def unknown_at_distance(geoparser: Geoparser) -> Results:
    """Read names of places elsewhere; right is that no source knows them, near to the city."""
    results = {}
    for text, name, lon, lat, _km in DISTANCES["unknown"]:
        found = called(geoparser, text, name)
        results[text] = bool(found) and all(
            mention.resolution.place is None
            or (mention.resolution.stands_in_for == name and km_from(mention, lon, lat) < 30)
            for mention in found
        )
    return results


def called(geoparser: Geoparser, text: str, name: str) -> list[Mention]:
    """Return the mentions of a name."""
    return [mention for mention in geoparser.parse(text).mentions if mention.text == name]


def km_from(mention: Mention, lon: float, lat: float) -> float:
    """Return how far from a position the place of a mention is; infinite when there is none."""
    place = mention.resolution.place
    return distance_km((place.lon, place.lat), (lon, lat)) if place else inf


def print_sets(sets: Sequence[NameSet], options: argparse.Namespace) -> None:
    """Print how many names of each set are read as they are meant."""
    geoparser = Geoparser()
    figures = Figures("set", "names", "right")
    for one in sets:
        results = one.read(geoparser)
        right = sum(results.values())
        share = right / len(results)
        if options.wrong:
            print(
                one.name, *(case for case, is_right in results.items() if not is_right), sep="\n  "
            )
        figures.add(one.name, str(len(results)), f"{right} ({share:.1%})")
    print(figures.text(markdown=options.markdown))


def main() -> None:
    """Print the sets of names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    parser.add_argument("--wrong", action="store_true", help=WRONG_HELP)
    print_sets([*sets_by_words(), *sets_in_layouts(), *sets_at_distances()], parser.parse_args())


if __name__ == "__main__":
    main()
