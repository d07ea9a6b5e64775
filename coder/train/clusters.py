"""Sorts words into groups of like meaning for the sense model.

    go run ./coder/train -lemmas < text > lemmas.tsv
    python coder/train/clusters.py lemmas.tsv coder/sense/clusters.txt

A word's vector is the sentence vector that MiniLM gives it alone; 64 principal
components of it, of length 1, are put into 200 groups by k-means (cosine, 15
rounds). One line of the output is one group. Needs what english/train/teacher
needs (see the README there); the table in use was made of the stories, reports
and marked pairs and the training parts of EWT and GUM.
"""

import re
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "english/train/teacher"))
from minilm import MiniLM, Pieces, pad  # noqa: E402

GROUPS, DIMENSIONS, COMMON, ROUNDS = 200, 64, 6000, 15


def vectors(words):
    """One unit vector a word."""
    pieces, encoder = Pieces(), MiniLM(0).load_pretrained().eval()
    out = []
    with torch.no_grad():
        for i in range(0, len(words), 256):
            ids, mask = pad([[Pieces.START, *pieces.of(w), Pieces.END] for w in words[i : i + 256]])
            real = mask.float()[:, :, None]
            out.append(F.normalize((encoder(ids, mask)[-1] * real).sum(1) / real.sum(1), dim=1).numpy())
    return np.concatenate(out)


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def groups(x):
    """The number of each row's group."""
    x = unit(x - x.mean(0))
    _, _, components = np.linalg.svd(x[:COMMON], full_matrices=False)
    x = unit(x @ components[:DIMENSIONS].T)
    centres = x[np.random.default_rng(0).choice(min(COMMON, len(x)), GROUPS, replace=False)]
    for _ in range(ROUNDS):
        nearest = (x @ centres.T).argmax(1)
        for k in range(GROUPS):
            if (nearest == k).any():
                mean = x[nearest == k].mean(0)
                centres[k] = mean / np.linalg.norm(mean)
    return nearest


def main(lemmas, out):
    lines = Path(lemmas).read_text(encoding="utf-8").splitlines()
    words = [w for w in (line.split("\t")[0] for line in lines) if re.fullmatch(r"[a-z][a-z'-]*", w)]
    of = groups(vectors(words))
    lists = [" ".join(sorted(w for w, k in zip(words, of) if k == g)) for g in range(GROUPS)]
    Path(out).write_text("\n".join(lists) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
