"""Forty short reports for the browser tests, made of a few facts so that questions have answers."""

from pathlib import Path

PLACES = (
    ("Aleppo", "Syria"),
    ("Kyiv", "Ukraine"),
    ("Khartoum", "Sudan"),
    ("Goma", "the Democratic Republic of the Congo"),
    ("Port-au-Prince", "Haiti"),
    ("Sanaa", "Yemen"),
    ("Mosul", "Iraq"),
    ("Kabul", "Afghanistan"),
)
EVENTS = (
    "Aid convoys with food and medicine reached {place} in {country}.",
    "Shelling was reported near {place} in {country}, and the army sent troops.",
    "Families who had fled {place} in {country} returned to a camp.",
    "The water supply of {place} in {country} failed, and the market stayed closed.",
)


def write_reports(folder: Path) -> None:
    """Write forty reports: Bakhmut in March, cholera in three towns, Rukban in three years."""
    number = 0

    def write(title: str, date: str, text: str, source: str = "Field desk") -> None:
        nonlocal number
        number += 1
        head = f"---\ntitle: {title}\ndate: {date}\nsource: {source}\n---\n"
        (folder / f"{number:02}.txt").write_text(head + text + "\n", encoding="utf-8")

    for day, words in (
        ("2023-02-20", "Troops moved towards Bakhmut in Ukraine."),
        ("2023-03-04", "On 4 March 2023 heavy fighting went on in northern Bakhmut in Ukraine."),
        ("2023-03-15", "On 15 March 2023 shelling hit the west of Bakhmut in Ukraine."),
        ("2023-03-28", "On 28 March 2023 civilians were led out of Bakhmut in Ukraine."),
        ("2023-05-21", "On 21 May 2023 the fighting for Bakhmut in Ukraine ended."),
    ):
        write(f"Bakhmut, {day}", day, words, "Front line wire")
    for day, place in (
        ("2024-10-02", "Goma in the Democratic Republic of the Congo"),
        ("2024-10-09", "Port-au-Prince in Haiti"),
        ("2024-10-20", "Khartoum in Sudan"),
    ):
        write(f"Cholera, {day}", day, f"Cholera was confirmed in {place}; clinics are full.", "WHO")
    for day in ("2019-02-06", "2020-02-27", "2021-09-11"):
        words = f"The camp at Rukban in Syria got no convoy. Rukban, {day}, waits for flour."
        write(f"Rukban, {day}", day, words, "UN OCHA")
    write(
        "Doubtful places",
        "2024-11-01",
        "Rain fell on San Antonio. Roads to Springfield were closed, and Georgetown had no power.",
    )
    month = 0
    while number < 40:
        place, country = PLACES[number % len(PLACES)]
        event = EVENTS[number % len(EVENTS)].format(place=place, country=country)
        month = month % 12 + 1
        title = f"{place}, number {number}"
        write(title, f"2024-{month:02}-10", event, "Desk & <Sons>")
