"""The date of each observation: that of its own clause, else one that may be taken over."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Dated, DateMention, Document, Passage, Precision, When
from .dates.clauses import Border, Clause, clauses, sentences, words_of
from .dates.vocabulary import surrounding

_WORD = re.compile(r"[A-Za-z’']+")
_NEAR = 20
"""Letters before a date that hold the two words before it."""
_HEAD = 40
"""Within so many letters of its beginning a date stands at the head of a sentence."""
_NAME_WORDS = 3
"""Of a place's name that a relative clause tells something of."""
_FIRST_WORDS = 8
"""Among which the verb of a short sentence stands."""
_PRECISE = (Precision.DAY, Precision.WEEK, Precision.PART, Precision.MONTH)
_TAKEN = "taken over from the sentence before: {words!r}"


@dataclass(frozen=True, slots=True)
class Dating:
    """When an observation is, and what says so."""

    when: When
    dated: Dated
    history: bool = False
    taken_over: bool = False
    """Whether the date is of the sentence before."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    dates: tuple[DateMention, ...]
    clauses: tuple[Clause, ...]


class Dates:
    """What dates the places of a document.

    Parameters
    ----------
    document, passages
        What is dated.
    mentions
        Its dates; those that can't be fixed date nothing.
    """

    def __init__(
        self, document: Document, passages: Sequence[Passage], mentions: Sequence[DateMention]
    ) -> None:
        self._document = document
        self._passages = passages
        self._of: dict[int, list[DateMention]] = defaultdict(list)
        for mention in mentions:
            if mention.when.precision is not Precision.UNKNOWN:
                self._of[mention.passage].append(mention)
        self._sentences: dict[int, list[_Sentence]] = {}

    def at(self, passage: int, offset: int) -> Dating:
        """Return the date of words at an offset of a passage."""
        if self._of[passage]:
            found = self._stated(passage, offset)
            if found:
                return found
        known = self._document.date.precision is not Precision.UNKNOWN
        return Dating(self._document.date, Dated.REPORT if known else Dated.UNDATED)

    def _stated(self, passage: int, offset: int) -> Dating | None:
        whole = self._passages[passage]
        for mention in self._of[passage]:  # decided for the whole passage
            if (mention.start, mention.end) == (whole.start, whole.end):
                return Dating(mention.when, Dated.WORDS, mention.history)
        found = self._sentences_of(passage)
        number = max(bisect_right(found, offset, key=lambda one: one.start) - 1, 0)
        stated = self._in_sentence(found[number], offset)
        if stated:
            return Dating(stated.when, Dated.WORDS, stated.history)
        # What is told goes on over sentences that name no date, up to one that does not go on.
        while number and not found[number].dates and self._continues(found[number]):
            number -= 1
            before = self._last_of(found[number])
            if before:
                note = _TAKEN.format(words=before.text)
                note = f"{before.when.note}; {note}" if before.when.note else note
                return Dating(replace(before.when, note=note), Dated.WORDS, taken_over=True)
        return None

    def _sentences_of(self, passage: int) -> list[_Sentence]:
        if passage not in self._sentences:
            text, whole = self._document.text, self._passages[passage]
            made = []
            for start, end in sentences(text, whole.start, whole.end):
                dates = tuple(d for d in self._of[passage] if start <= d.start < end)
                spans = [(d.start, d.end) for d in dates]
                parts = clauses(text, start, end, spans) if dates else [Clause(start, end)]
                made.append(_Sentence(start, end, dates, tuple(parts)))
            self._sentences[passage] = made
        return self._sentences[passage]

    def _in_sentence(self, sentence: _Sentence, offset: int) -> DateMention | None:
        """Return the date of the clause at an offset, or the one that holds for it."""
        usable = [mention for mention in sentence.dates if self._moves(mention)]
        if not usable:
            return None
        number = max(bisect_right(sentence.clauses, offset, key=lambda one: one.start) - 1, 0)
        clause = sentence.clauses[number]
        own = [d for d in usable if clause.start <= d.start < clause.end]
        if own:
            return min(own, key=lambda mention: _distance(mention, offset))
        news = [d for d in usable if not d.history]
        told = self._told_of(sentence, number, offset, news)
        if told or clause.is_apart:
            return told
        if any(clause.start <= d.start < clause.end for d in sentence.dates):  # only background
            behind = sentence.clauses[number + 1 : number + 2]
            goes_on = bool(behind) and behind[0].border is Border.COMMA
            return self._main_dates(sentence, number, usable) if goes_on else None
        main = [d for d in news if self._holds_for(sentence, d, clause)]
        before = [d for d in main if d.start < clause.start]
        if before:
            return before[-1]
        head = [d for d in main if d.start - sentence.start <= _HEAD]
        return head[0] if head else self._main_dates(sentence, number, usable)

    def _told_of(
        self, sentence: _Sentence, number: int, offset: int, news: Sequence[DateMention]
    ) -> DateMention | None:
        """Return the date of a relative clause right behind a place: "Aster, where … on Monday"."""
        behind = sentence.clauses[number + 1 : number + 2]
        if not behind or not behind[0].is_relative:
            return None
        words = _WORD.findall(self._document.text, offset, behind[0].start)
        if len(words) > _NAME_WORDS:
            return None
        return next((d for d in news if behind[0].start <= d.start < behind[0].end), None)

    @staticmethod
    def _holds_for(sentence: _Sentence, mention: DateMention, clause: Clause) -> bool:
        """Whether the date of one clause may hold for another: not that of a relative clause."""
        number = max(
            bisect_right(sentence.clauses, mention.start, key=lambda one: one.start) - 1, 0
        )
        own = sentence.clauses[number]
        return own is clause or not own.is_relative

    def _main_dates(
        self, sentence: _Sentence, number: int, usable: Sequence[DateMention]
    ) -> DateMention | None:
        """Return the first date behind a clause that holds for it too."""
        for clause in sentence.clauses[number + 1 :]:
            if clause.is_apart or clause.is_relative:
                continue
            for mention in usable:
                if clause.start <= mention.start < clause.end and not mention.history:
                    return mention
        return None

    def _moves(self, mention: DateMention) -> bool:
        """Whether what a clause tells is on its date: background only names or bounds it."""
        if not mention.history:
            return True
        return not mention.relation and not self._is_attribute(mention)

    def _is_attribute(self, mention: DateMention) -> bool:
        """Whether a date only tells which thing is meant: "the 2015 accord", "the war of 1974"."""
        text = self._document.text
        behind = text[mention.end : mention.end + 2]
        before = text[max(mention.start - _NEAR, 0) : mention.start].lower().split()
        if behind[:1] == ")" or behind[:2] in {"'s", "’s"}:
            return True
        if before[-1:] == ["of"]:
            return True
        if before[-1:] not in (["the"], ["its"], ["a"]) or not behind[1:].islower():
            return False
        return before[-2:-1] not in (["in"], ["during"], ["throughout"])

    def _continues(self, sentence: _Sentence) -> bool:
        """Whether a sentence goes on with what the one before told, in the past."""
        text = self._document.text
        words = [word.lower() for word in _WORD.findall(text, sentence.start, sentence.end)]
        if not any(word in surrounding("past") or word.endswith("ed") for word in words):
            return False
        if any(word in words_of("states") for word in words[:_FIRST_WORDS]):
            return False
        return words[0] in words_of("continues") or bool(words_of("also").intersection(words))

    def _last_of(self, sentence: _Sentence) -> DateMention | None:
        """Return the last date of a sentence that others may take over."""
        fitting = [
            d
            for d in sentence.dates
            if not d.history and d.when.precision in _PRECISE and d.relation in ("", "since")
        ]
        return fitting[-1] if fitting else None


def _distance(mention: DateMention, offset: int) -> int:
    """How far a date is from words; behind them it is nearer than before: "A on 5 May"."""
    return mention.start - offset if mention.start > offset else 2 * (offset - mention.end)
