"""Writes the model card: what the weights were learnt from, their scores, their limits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...evaluation import measured_by
from ...recognition.model import Sparse
from ..common import source_line
from .examples import LabelledDocument

_CARD = """\
# Weights of recognition

Linear models over hashed features, written by `python -m geocache.training.recognition.train`:
`name` and `surroundings` (is a candidate a place, by its words and by its neighbours), `second`
(the same, by what the first pass makes of the whole document), `role` (literal or associative) and
`case` (has a word a capital in ordinary spelling). They decide together with the gazetteer and the
word classes (`word_classes.*`, from GloVe vectors of English Wikipedia and Gigaword, Public Domain
Dedication and License).

- {measured}
- Weights: {counts}.

## Learnt from
{sources}

## Scores
Cross-validated by document; exact means that both ends agree. The first passes from which the
second learnt were partly taught by the document that is left out, which flatters it a little. Roles
are scored on the mentions that were found and whose role the corpus tells, with several foldings.

```
{scores}
```

## Limits
- English news. Tables and lists are rewritten as prose, and texts in one case get capitals, before
  they are read. Verse and other languages are beyond it; names in other scripts are not looked for.
- What counts as a place is what the annotators of these corpora marked: places inside the names of
  institutions are marked by some of them and not by others.
- Roles are learnt from {roles}.
- Probabilities are those of the candidate alone; where candidates overlap they don't add up to 1.
"""


def card(
    corpora: Sequence[Path],
    marked: Path,
    examples: Sequence[LabelledDocument],
    weights: Mapping[str, Sparse],
    scores: Sequence[str],
) -> str:
    """Return the text of the card."""
    counts = ", ".join(f"{len(numbers):,} of `{part}`" for part, (numbers, _) in weights.items())
    return _CARD.format(
        measured=measured_by(),
        counts=counts,
        sources="\n".join(_source(path, examples) for path in [*corpora, marked]),
        roles=_roles(examples),
        scores="\n".join(scores),
    )


def _source(path: Path, examples: Sequence[LabelledDocument]) -> str:
    return source_line(path, sum(example.corpus == path.stem for example in examples))


def _roles(examples: Sequence[LabelledDocument]) -> str:
    """What roles are learnt from, in words."""
    counts = Counter(example.corpus for example in examples for _ in example.roles)
    parts = [f"{count:,} mentions of {corpus}" for corpus, count in counts.items()]
    return ", ".join(parts) if parts else "nothing: no corpus tells them"
