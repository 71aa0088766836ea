"""A text in a script that is not read says so."""

import pytest

from geocache import Geoparser
from geocache.scripts import unread_note, unread_scripts

TEXTS = {
    "Arabic": "اندلعت اشتباكات في حلب يوم الثلاثاء",
    "Hebrew": "אש פרצה בחיפה ביום שלישי",
    "Greek": "Η φωτιά έκαψε σπίτια κοντά στην Αθήνα",
    "Cyrillic": "В Киеве во вторник прогремели взрывы",
    "Chinese": "星期二北京发生火灾",
    "Japanese": "かさいがとうきょうであった",
    "Hangul": "화요일 서울에서 불이 났다",
    "Devanagari": "मंगलवार को दिल्ली में आग लगी",
    "Thai": "เกิดเพลิงไหม้ที่กรุงเทพฯ เมื่อวันอังคาร",
    "Georgian": "თბილისში ხანძარი გაჩნდა",
    "Armenian": "Երևանում հրդեհ է բռնկվել",
    "Ethiopic": "በአዲስ አበባ እሳት ተነሳ",
    "Bengali": "ঢাকায় মঙ্গলবার আগুন লেগেছে",
}


@pytest.mark.parametrize("script", TEXTS)
def test_script_is_named(geoparser: Geoparser, script: str):
    parsed = geoparser.parse(TEXTS[script])
    assert [(s.name, s.share) for s in parsed.unread_scripts] == [(script, 1.0)]
    assert unread_note(parsed.text) == f"this text is in {script} script, which is not read"


def test_share_in_a_text_of_two_scripts_is_measured():
    text = "Fire in Haifa. " + TEXTS["Hebrew"]
    (script,) = unread_scripts(text)
    assert script.name == "Hebrew"
    assert 0.5 < script.share < 0.7
    part = "A fire broke out in the port on Tuesday, and the harbour was closed. " + TEXTS["Hebrew"]
    assert unread_note(part) == "27% of this text is in Hebrew script, which is not read"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 34",
        "Fire in Łódź, Trà Vinh and ‘Amrān.",
        "Schüsse in Łódź und إدلب",
        "The word حلب stands once in a long text about a town that many people left in the war.",
    ],
)
def test_texts_that_are_read_say_nothing(text: str):
    assert unread_note(text) == ""
