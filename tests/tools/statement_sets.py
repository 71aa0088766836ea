"""Sets of invented sentences that state the kind or the container of a place.

    python tests/tools/statement_sets.py [--markdown] [--wrong]

A sentence counts once for each name in it. The sets are `stated_kinds.yaml` ("the Mosul dam",
"crossed the Dnipro") and `stated_containers.yaml` ("Moscow, ID", "Tripoli (Lebanon)").
"""

import argparse
from functools import cache, partial

from name_sets import WRONG_HELP, NameSet, Results, knowledge, print_sets

from geocache import Geoparser, Mention, Outcome
from geocache.data_files import shipped
from geocache.evaluation import MARKDOWN_HELP
from geocache.records import MentionKind, Place, RecognizedMention, RecognizedText, Role

KINDS = knowledge("resolution/stated_kinds.yaml")
CONTAINERS = knowledge("resolution/stated_containers.yaml")


def sets_of_kinds() -> list[NameSet]:
    """Return the sets in which words say of what kind a place is."""
    return [
        NameSet("names with a word for a kind", of_stated_kind),
        NameSet("rivers that words only hint at", hinted_rivers),
        NameSet("units that a list counts something in", counted_units),
        NameSet("towns found in front of what is on the ground", found_before_kinds),
    ]


def sets_of_containers() -> list[NameSet]:
    """Return the sets in which the words behind a name say what it is in."""
    return [
        NameSet("namesakes and their countries in brackets", side_by_side),
        *(
            NameSet(f"postal codes behind a comma, {country}", partial(in_states, country=country))
            for country in CONTAINERS["towns"]
        ),
        NameSet("postal codes without a comma", without_comma),
        NameSet("towns found in front of a postal code, US", found_in_states),
        NameSet("abbreviations of the press", abbreviated),
    ]


def mention_over(geoparser: Geoparser, text: str, words: str) -> Mention:
    """Resolve what is recognized over words; "Denver#2" is the second Denver of the text."""
    name, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = text.index(name, start + 1)
    mentions = list(geoparser.recognize(text))
    over = [m for m in mentions if m.start < start + len(name) and m.end > start]
    if not over:  # which words are names is another set's question
        over = [recognized(text, name, start)]
        mentions = sorted([*mentions, *over], key=lambda mention: mention.start)
    parsed = geoparser.complete(RecognizedText(text, "", "", None, tuple(mentions)))
    (mention,) = (m for m in parsed.mentions if m.start == over[0].start)
    return mention


def mention_of(geoparser: Geoparser, text: str, name: str) -> Mention:
    """Resolve exactly a name where it first stands, with the other names of the text."""
    start = text.index(name)
    spans = [(m.start, m.end) for m in geoparser.recognize(text)]
    spans = [s for s in spans if s[1] <= start or s[0] >= start + len(name)]
    parsed = geoparser.resolve(text, sorted([*spans, (start, start + len(name))]))
    (mention,) = (m for m in parsed.mentions if m.start == start)
    return mention


def recognized(text: str, name: str, start: int) -> RecognizedMention:
    """Return a mention as if it had been recognized."""
    end = start + len(name)
    return RecognizedMention(start, end, text[start:end], MentionKind.NAME, Role.LITERAL, 1.0)


def is_of(mention: Mention, codes: str) -> bool:
    """Return whether a mention is a known place with one of the feature codes."""
    place = mention.resolution.place
    is_known = place is not None and not mention.resolution.stands_in_for
    return is_known and place.feature_code in codes.split()


def is_said_to_be_unknown(mention: Mention) -> bool:
    """Return whether a mention has no place, or one that says that it stands in for it."""
    resolution, footprint = mention.resolution, mention.footprint
    if resolution.outcome is Outcome.NIL:
        return True
    is_said = "no source knows" in footprint.note and not footprint.exact
    return bool(resolution.stands_in_for) and is_said and resolution.confidence < 1


def of_stated_kind(geoparser: Geoparser) -> Results:
    """Read names with a word for their kind, known ones and such as no source knows."""
    results: dict[object, bool] = {}
    for entry in KINDS["kinds"].values():
        for text in entry["texts"]:
            for name in entry["known"]:
                sentence = text.format(name)
                found = mention_over(geoparser, sentence, name)
                results[sentence] = is_of(found, entry["codes"])
            for name in entry["unknown"]:
                sentence = text.format(name)
                results[sentence] = is_said_to_be_unknown(mention_over(geoparser, sentence, name))
    return results


def hinted_rivers(geoparser: Geoparser) -> Results:
    """Read names of rivers without the word: "crossed the Dnipro"."""
    entry = KINDS["hinted"]
    return {
        text.format(name): is_of(mention_over(geoparser, text.format(name), name), entry["codes"])
        for texts, names in (("texts", "names"), ("weaker", "towns"))
        for text in entry[texts]
        for name in entry[names]
    }


def counted_units(geoparser: Geoparser) -> Results:
    """Read lists with a count behind each name and one word for the kind of all."""
    results = {}
    for country, entry in KINDS["counted"]["lists"].items():
        for names in zip(*[iter(entry["names"])] * 3, strict=True):
            for form in KINDS["counted"]["texts"]:
                text = form.format(*names, kind=entry["kind"])
                for name in names:
                    place = mention_over(geoparser, text, name).resolution.place
                    results[text, name] = place is not None and (
                        place.country_code == country and place.feature_code.startswith("ADM")
                    )
    return results


def found_before_kinds(geoparser: Geoparser) -> Results:
    """Read towns with a word for a kind behind them, of which something has to be found at all."""
    results = {}
    for form in KINDS["found"]["texts"]:
        for name in KINDS["found"]["names"]:
            text = form.format(name)
            start = text.index(name)
            over = [m for m in geoparser.parse(text).mentions if m.start <= start < m.end]
            results[text] = len(over) == 1
    return results


def side_by_side(geoparser: Geoparser) -> Results:
    """Read two places of one name, each with its country in brackets; right is both of them."""
    results = {}
    for row in CONTAINERS["namesakes"].split():
        name, one, of_one, other, of_other = row.split("/")
        for form in CONTAINERS["side_by_side"]:
            text = form.format(name=name, one=one, other=other)
            countries = [of_one, of_other]
            if text.index(one) > text.index(other):
                countries.reverse()
            found = [m.resolution.place for m in geoparser.parse(text).mentions if m.text == name]
            results[text] = [place and place.country_code for place in found] == countries
    return results


@cache
def units(geoparser: Geoparser) -> dict[tuple[str, str], Place]:
    """Return first-order subdivisions by country and abbreviation."""
    found: dict[tuple[str, str], Place] = {}
    for entry in shipped("gazetteer", "abbreviations.yaml")["entries"]:
        if "postal" in entry:
            place = geoparser.gazetteer.place(entry["place"])
            for code in [*entry["postal"], *entry["forms"]]:
                found[place.country_code, str(code)] = place
    return found


def towns(words: str) -> list[tuple[str, str]]:
    """Return names of towns and abbreviations of what they are in."""
    pairs = words.replace("St. George", "St._George").replace("Alice S", "Alice_S").split()
    split = (pair.partition("/") for pair in pairs)
    return [(name.replace("_", " "), code) for name, _, code in split]


def is_in(mention: Mention, unit: Place) -> bool:
    """Return whether the place of a mention lies in a first-order subdivision."""
    place = mention.resolution.place
    return place is not None and (
        (place.country_code, place.admin1_code) == (unit.country_code, unit.admin1_code)
    )


def in_states(geoparser: Geoparser, country: str) -> Results:
    """Read towns with a postal code behind a comma."""
    return {
        text: is_in(mention_of(geoparser, text, name), units(geoparser)[country, code])
        for form in CONTAINERS["forms"]
        for name, code in towns(CONTAINERS["towns"][country])
        for text in [form.format(name, code)]
    }


def without_comma(geoparser: Geoparser) -> Results:
    """Read towns with a postal code right behind them."""
    return {
        text: is_in(mention_of(geoparser, text, name), units(geoparser)["US", code])
        for name, code in towns(CONTAINERS["towns"]["US"])
        for text in [CONTAINERS["no_comma"].format(name, code)]
    }


def found_in_states(geoparser: Geoparser) -> Results:
    """Read towns with a postal code behind them, each of which has to be found at all."""
    results = {}
    for form in CONTAINERS["found"]:
        for name, code in towns(CONTAINERS["towns"]["US"]):
            text = form.format(name, code)
            start = text.index(name)
            found = [m for m in geoparser.parse(text).mentions if m.start == start]
            results[text] = any(is_in(mention, units(geoparser)["US", code]) for mention in found)
    return results


def abbreviated(geoparser: Geoparser) -> Results:
    """Read towns with an abbreviation of the press: "Paradise, Nev."."""
    known = {code: place for (_, code), place in units(geoparser).items()}
    return {
        text: is_in(mention_of(geoparser, text, name), known[code])
        for name, code in towns(CONTAINERS["abbreviations"])
        for form in CONTAINERS["forms"][:2]
        for text in [form.format(name, code)]
    }


def main() -> None:
    """Print the sets of statements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--markdown", action="store_true", help=MARKDOWN_HELP)
    parser.add_argument("--wrong", action="store_true", help=WRONG_HELP)
    print_sets([*sets_of_kinds(), *sets_of_containers()], parser.parse_args())


if __name__ == "__main__":
    main()
