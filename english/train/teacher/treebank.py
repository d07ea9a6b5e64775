"""Sentences with dependency trees: reading and writing CoNLL-U."""

import gzip
from dataclasses import dataclass, field

UPOS = (
    "X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB"
).split()


@dataclass
class Sentence:
    """One sentence; all lists have one entry a word.

    heads are 1-based, 0 for the root, as in CoNLL-U. space says whether white
    space follows the word in the running text (False too for the inner parts
    of a multi-word token, which carry no space between them). sure is how likely
    the teacher holds each arc, where it made the tree.
    """

    words: list[str]
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    space: list[bool] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    source: str = ""


def read(path):
    """Read all sentences of a CoNLL-U file, gzipped or not."""
    opener = gzip.open if str(path).endswith(".gz") else open
    sentences, rows, inner, close = [], [], set(), {}
    source = ""
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id"):
                source = line.partition("=")[2].strip()
            elif not line:
                if rows:
                    sentences.append(_sentence(rows, inner, close, source))
                rows, inner, close = [], set(), {}
            elif not line.startswith("#"):
                cols = line.split("\t")
                if "-" in cols[0]:
                    first, last = map(int, cols[0].split("-"))
                    inner.update(range(first, last))
                    close[last] = "SpaceAfter=No" not in cols[9]
                elif "." not in cols[0]:
                    rows.append(cols)
    if rows:
        sentences.append(_sentence(rows, inner, close, source))
    return sentences


def _sentence(rows, inner, close, source):
    s = Sentence([r[1] for r in rows], source=source)
    for i, r in enumerate(rows, 1):
        s.lemmas.append(r[2])
        s.pos.append(r[3])
        s.tags.append(r[4])
        s.heads.append(int(r[6]))
        s.labels.append(r[7])
        s.space.append(False if i in inner else close.get(i, "SpaceAfter=No" not in r[9]))
    return s


def write(out, sentences):
    """Write sentences as CoNLL-U to an open file; lemmas that are not known become "_", sure goes to MISC."""
    for s in sentences:
        text = "".join(w + (" " if sp else "") for w, sp in zip(s.words, s.space)).strip()
        out.write(f"# sent_id = {s.source}\n# text = {text}\n")
        for i, w in enumerate(s.words):
            lemma = s.lemmas[i] if s.lemmas else "_"
            misc = "|".join(
                ([] if s.space[i] else ["SpaceAfter=No"]) + ([f"Sure={s.sure[i]:.2f}"] if s.sure else [])
            )
            out.write(
                f"{i + 1}\t{w}\t{lemma}\t{s.pos[i]}\t{s.tags[i]}\t_\t"
                f"{s.heads[i]}\t{s.labels[i]}\t_\t{misc or '_'}\n"
            )
        out.write("\n")
