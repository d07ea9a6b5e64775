"""Static word vectors from MiniLM: what a word's contextual states have in common.

Each word of the vocabulary gets the average of its states (embeddings and
layers 2 to 4) over its occurrences in the treebanks' training parts and the
unlabelled corpora. A word seen seldom or never leans on what a ridge regression
foretells from its states in isolation.

The first half of the dimensions that are kept are those that foretell, by
another ridge regression, how the treebanks' training words behave: their tags,
labels, heads' tags and dependents' labels. The other half are the principal
components of what is left. The spectrum is half flattened; a number takes one
signed byte.

The layout of the file is in README.md.
"""

import argparse
import itertools
import os
import struct
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import text
import treebank
from minilm import WIDTH, MiniLM, Pieces, batches, pad

DEPTHS = (0, 2, 3, 4)
CAP = 400  # occurrences of a word that are averaged
LEAN = 4.0  # how many occurrences the prediction from isolation counts for


def corpus(data):
    """All sentences, as lists of words."""
    for name in ("ewt", "gum"):
        for s in treebank.read(data / f"ud/{name}-train.conllu.gz"):
            yield s.words
    stories = ("\n\n".join(t) for t in text.stories(data, 1))
    for sentences in text.split(itertools.chain(text.reports(data), text.pairs(data), stories)):
        for s in sentences:
            yield [w for w, _ in s]


def states(model, rows):
    """Mix of layers for each piece of each row: (rows, pieces, WIDTH * len(DEPTHS))."""
    ids, mask = pad(rows)
    with torch.inference_mode():
        out = model(ids, mask, depth=max(DEPTHS))
    return torch.cat([out[d] for d in DEPTHS], dim=-1)


def contextual(model, pieces, sentences, index, budget, log):
    """Sums and counts of the states of each word of index over sentences."""
    sums = np.zeros((len(index), WIDTH * len(DEPTHS)), np.float64)
    counts = np.zeros(len(index), np.int64)
    rows, spots, planned = [], [], Counter()
    for ws in sentences:
        row, spot, useful = [Pieces.START], [], False
        for w in ws[:120]:
            p = pieces.of(w)
            k = index.get(w.lower(), -1)
            if k >= 0 and planned[k] < CAP:
                planned[k] += 1
                useful = useful or planned[k] <= CAP // 8
                spot.append((k, len(row), len(row) + len(p)))
            row += p
            if len(row) > 250:
                break
        if useful:
            rows.append(row + [Pieces.END])
            spots.append(spot)
    todo = list(batches([len(r) for r in rows], budget))
    log(f"{len(rows)} sentences, {sum(map(len, rows))} pieces, {len(todo)} batches")
    for n, batch in enumerate(todo):
        out = states(model, [rows[i] for i in batch])
        total = torch.cat([torch.zeros(len(batch), 1, out.shape[2]), out.cumsum(1)], 1)
        ks, bs, first, last = zip(*[(k, b, x, y) for b, i in enumerate(batch) for k, x, y in spots[i]] or [(0,) * 4])
        if len(ks) == 1 and not any(spots[i] for i in batch):
            continue
        width = torch.tensor([y - x for x, y in zip(first, last)])[:, None]
        mean = ((total[list(bs), list(last)] - total[list(bs), list(first)]) / width).numpy()
        np.add.at(sums, np.array(ks), mean)
        np.add.at(counts, np.array(ks), 1)
        if n % 200 == 0:
            log(f"batch {n}")
    return sums, counts


def isolated(model, pieces, vocabulary, budget):
    """States of each word on its own."""
    out = np.zeros((len(vocabulary), WIDTH * len(DEPTHS)), np.float32)
    rows = [[Pieces.START, *pieces.of(w), Pieces.END] for w in vocabulary]
    for batch in batches([len(r) for r in rows], budget):
        s = states(model, [rows[i] for i in batch])
        for b, i in enumerate(batch):
            out[i] = s[b, 1 : len(rows[i]) - 1].mean(0).numpy()
    return out


def ridge(x, y, weight, strength):
    """Weights W with x W ≈ y, rows weighted; x has a column of ones."""
    xw = x * weight[:, None]
    return np.linalg.solve(x.T @ xw + strength * np.eye(x.shape[1]), xw.T @ y)


def behaviour(data, index):
    """What each word of index does in the treebanks: (counts of each kind of thing, occurrences)."""
    kinds, hits = {}, Counter()
    seen = np.zeros(len(index))
    for name in ("ewt", "gum"):
        for s in treebank.read(data / f"ud/{name}-train.conllu.gz"):
            rows = [index.get(w.lower(), -1) for w in s.words]
            for i, k in enumerate(rows):
                head = s.heads[i] - 1
                side = "before" if head > i else "after"
                marks = [("tag", s.tags[i]), ("label", s.labels[i]), ("head", s.tags[head] if head >= 0 else "", side)]
                for mark in marks:
                    hits[k, kinds.setdefault(mark, len(kinds))] += 1
                if head >= 0:
                    hits[rows[head], kinds.setdefault(("governs", s.labels[i]), len(kinds))] += 1
                if k >= 0:
                    seen[k] += 1
    table = np.zeros((len(index), len(kinds)), np.float32)
    for (k, j), n in hits.items():
        if k >= 0:
            table[k, j] = n
    return table, seen


def principal(x, weight, n):
    """Weighted principal axes of centred x: (axes, variances)."""
    spread, axes = np.linalg.eigh((x * weight[:, None]).T @ x / weight.sum())
    return axes[:, ::-1][:, :n], spread[::-1][:n]


def reduced(mixed, counts, known, dims):
    """Bring mixed down to dims dimensions; see the head of this file."""
    table, seen = known
    weight = np.sqrt(counts + 1.0)
    centred = mixed - (mixed * weight[:, None]).sum(0) / weight.sum()
    rates = np.sqrt(table / np.maximum(seen, 1)[:, None])
    trained = seen > 0
    x = np.concatenate([centred, np.ones((len(centred), 1))], 1)
    w = ridge(x[trained], rates[trained], np.sqrt(seen[trained]), 20.0)
    foretold = x @ w
    foretold -= (foretold * weight[:, None]).sum(0) / weight.sum()
    axes, spread = principal(foretold, weight, dims // 2)
    first = foretold @ axes / spread**0.25
    # What the first half tells linearly is taken out before the second half is chosen.
    rest = centred - first @ ridge(first, centred, weight, 1e-3)
    axes, spread = principal(rest, weight, dims - dims // 2)
    second = rest @ axes / spread**0.25
    halves = []
    for half in (first, second):
        limit = 4 * half.std(0)
        halves.append(np.clip(half, -limit, limit) / half.std())
    return np.concatenate(halves, 1)


def write(path, vocabulary, vectors):
    """Write the file. Words must be sorted by their UTF-8 bytes."""
    scale = np.maximum(np.abs(vectors).max(0), 1e-6) / 127
    quantised = np.clip(np.rint(vectors / scale), -127, 127).astype(np.int8)
    names = [w.encode() for w in vocabulary]
    assert names == sorted(names), "words out of order"
    offsets = np.cumsum([0] + [len(b) for b in names]).astype("<u4")
    with open(path, "wb") as f:
        f.write(b"DMV1" + struct.pack("<II", *vectors.shape))
        f.write(scale.astype("<f4").tobytes() + offsets.tobytes() + b"".join(names) + quantised.tobytes())


def main():
    arg = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arg.add_argument("--data", type=Path, default=os.environ.get("DEMARCHE_DATA"), help="folder that holds data/")
    arg.add_argument("--out", type=Path, required=True)
    arg.add_argument("--words", type=int, default=36000)
    arg.add_argument("--dims", type=int, default=64)
    arg.add_argument("--limit", type=int, default=0, help="sentences to read, 0 for all")
    arg.add_argument("--raw", type=Path, help="also keep the unreduced vectors, as .npz")
    arg.add_argument("--threads", type=int, default=2)
    opts = arg.parse_args()
    if not opts.data:
        arg.error("give --data or set DEMARCHE_DATA")
    torch.set_num_threads(opts.threads)
    start = time.time()

    def log(message):
        print(f"{time.time() - start:6.0f}s {message}", file=sys.stderr, flush=True)

    sentences = list(corpus(Path(opts.data) / "data"))
    if opts.limit:
        sentences = sentences[:: max(1, len(sentences) // opts.limit)]
    frequency = Counter(w.lower() for s in sentences for w in s)
    log(f"{len(sentences)} sentences, {len(frequency)} forms")
    pieces = Pieces()
    model = MiniLM().load_pretrained().eval()

    chosen = {w for w, n in frequency.items() if n >= 3}
    for w in [*pieces.whole_words(), *(w for w, _ in sorted(frequency.items(), key=lambda p: (-p[1], p[0])))]:
        if len(chosen) >= opts.words:
            break
        if len(w) <= 24:
            chosen.add(w)
    vocabulary = sorted(chosen, key=str.encode)
    index = {w: i for i, w in enumerate(vocabulary)}

    alone = isolated(model, pieces, vocabulary, 8192)
    log("isolated done")
    sums, counts = contextual(model, pieces, sentences, index, 4096, log)
    seen = counts > 0
    average = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
    log(f"contextual done, {seen.sum()} of {len(vocabulary)} words seen")

    fit = counts >= 10
    x = np.concatenate([alone, np.ones((len(alone), 1), np.float32)], 1)
    w = ridge(x[fit], average[fit], np.ones(fit.sum(), np.float32), 3.0)
    foretold = x @ w
    share = (counts / (counts + LEAN))[:, None]
    mixed = (share * average + (1 - share) * foretold).astype(np.float32)
    if opts.raw:
        np.savez(opts.raw, words=np.array(vocabulary), mixed=mixed.astype(np.float16), counts=counts)

    vectors = reduced(mixed, counts, behaviour(Path(opts.data) / "data", index), opts.dims)
    write(opts.out, vocabulary, vectors)
    log(f"wrote {opts.out}, {opts.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
