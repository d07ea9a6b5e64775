"""Label news text with the teacher: a silver treebank for the parser that ships."""

import argparse
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import torch

import text
import treebank
from augment import variant
from biaffine import load
from minilm import Pieces
from treebank import Sentence

_AGENCIES = ["", "", "", " (Reuters)", " (AP)", " (AFP)", " (Xinhua)"]
_MONTHS = "Jan Feb March April May June July Aug Sept Oct Nov Dec".split()


def dateline(city, rng):
    """The start of a wire story, such as "LIMA, Sept 3 (AP) — "."""
    place = city.upper() if rng.random() < 0.8 else city
    day = f", {rng.choice(_MONTHS)}{rng.choice(['', '.'])} {rng.randint(1, 31)}" if rng.random() < 0.5 else ""
    return f"{place}{day}{rng.choice(_AGENCIES)} {rng.choice(['-', '--', '—', '–'])} "


def material(data, rng):
    """(source, text) of everything to label."""
    for k, t in enumerate(text.reports(data)):
        yield f"report-{k}", t
    for k, t in enumerate(text.pairs(data)):
        yield f"pair-{k}", t
    capitals = [s["capital"] for s in text.states(data)]
    for k, (title, body) in enumerate(text.stories(data, rng.randrange(1 << 30))):
        start = dateline(rng.choice(capitals), rng) if rng.random() < 0.15 else ""
        yield f"story-{k}", title + "\n\n" + start + body


def good(pairs, last):
    """Whether a sentence is worth labelling; the last one of a story is often cut off."""
    n = len(pairs)
    if not 3 <= n <= 70 or (last and n > 12 and pairs[-1][0] not in ".!?\"”’'"):
        return False
    letters = sum(w[0].isalpha() for w, _ in pairs)
    return letters >= 0.6 * n and not any(len(w) > 30 or "{" in w for w, _ in pairs)


def collect(data, seed, limit):
    """Distinct sentences: all of the reports and pairs, and stories up to limit in all."""
    rng = random.Random(seed)
    seen, real, invented = set(), [], []
    sources, texts = zip(*material(data, rng))
    for source, found in zip(sources, text.split(texts)):
        for j, pairs in enumerate(found):
            key = " ".join(w.lower() for w, _ in pairs)
            if key in seen or not good(pairs, j + 1 == len(found) and source.startswith("story")):
                continue
            seen.add(key)
            s = Sentence([w for w, _ in pairs], space=[sp for _, sp in pairs], source=f"{source}-{j}")
            (invented if source.startswith("story") else real).append(s)
    rng.shuffle(invented)
    return real + invented[: max(0, limit - len(real))]


def main():
    arg = argparse.ArgumentParser(description=__doc__)
    arg.add_argument("--data", type=Path, default=os.environ.get("DEMARCHE_DATA"), help="folder that holds data/")
    arg.add_argument("--teacher", type=Path, required=True, help="checkpoint of finetune.py")
    arg.add_argument("--out", type=Path, required=True)
    arg.add_argument("--limit", type=int, default=36000, help="sentences to label")
    arg.add_argument("--keep", type=float, default=0.90, help="least mean probability of a kept sentence's arcs")
    arg.add_argument("--seed", type=int, default=7)
    arg.add_argument("--threads", type=int, default=2)
    opts = arg.parse_args()
    if not opts.data:
        arg.error("give --data or set DEMARCHE_DATA")
    torch.set_num_threads(opts.threads)
    start = time.time()

    def log(message):
        print(f"{time.time() - start:6.0f}s {message}", file=sys.stderr, flush=True)

    sentences = collect(Path(opts.data) / "data", opts.seed, opts.limit)
    log(f"{len(sentences)} sentences, {sum(len(s.words) for s in sentences)} words")
    model, pieces = load(opts.teacher), Pieces()
    rng, kept, block = random.Random(opts.seed), Counter(), 2000
    with open(opts.out, "w", encoding="utf-8") as out:
        for at in range(0, len(sentences), block):
            part = sentences[at : at + block]
            sure = model.parse(part, pieces)
            chosen = [s for s, p in zip(part, sure) if s.heads and p >= opts.keep]
            treebank.write(out, [variant(s, rng) for s in chosen])
            out.flush()
            kept.update(s.source.partition("-")[0] for s in chosen)
            log(f"{at + len(part)} labelled, kept {dict(kept)}")


if __name__ == "__main__":
    main()
