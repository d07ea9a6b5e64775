"""The teacher: MiniLM with heads for tags, arcs and labels.

Arcs and labels are scored by biaffine forms (Dozat and Manning, ICLR 2017) over
the states of the first and last piece of each word. MiniLM is uncased, so the
shape of a word and the space before it come in as embeddings of their own.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from minilm import LAYERS, WIDTH, MiniLM, Pieces, batches, pad
from treebank import Sentence

SHAPES = 16


def shape(word, space_before):
    """A small number for how a word is written."""
    if word.islower():
        kind = 0
    elif word.istitle():
        kind = 1
    elif word.isupper():
        kind = 2 if len(word) > 1 else 3
    elif word.isdigit():
        kind = 4
    elif any(c.isalpha() for c in word):
        kind = 5
    elif any(c.isdigit() for c in word):
        kind = 6
    else:
        kind = 7
    return 2 * kind + bool(space_before)


@dataclass
class Symbols:
    """The tag and label sets, sorted."""

    tags: list[str]
    pos: list[str]
    labels: list[str]

    @classmethod
    def of(cls, sentences):
        return cls(
            sorted({t for s in sentences for t in s.tags}),
            sorted({t for s in sentences for t in s.pos}),
            sorted({t for s in sentences for t in s.labels}),
        )


class Biaffine(nn.Module):
    """Scores pairs of vectors: a' U b + u·b + v·a, for each of n outputs."""

    def __init__(self, width, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, width + 1, width + 1))

    @staticmethod
    def _one(x):
        return torch.cat([x, torch.ones_like(x[..., :1])], -1)

    def all_pairs(self, a, b):
        """(batch, n, width) twice to (batch, n, n), for one output."""
        return self._one(a) @ self.weight[0] @ self._one(b).transpose(1, 2)

    def matched(self, a, b):
        """(items, width) twice to (items, outputs)."""
        left = torch.einsum("id,ode->ioe", self._one(a), self.weight)
        return (left * self._one(b)[:, None, :]).sum(-1)


class Teacher(nn.Module):
    """Tagger and parser."""

    def __init__(self, symbols, dropout=0.1, head_dropout=0.33, arc=320, label=128):
        super().__init__()
        self.symbols = symbols
        self.encoder = MiniLM(dropout)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.mix = nn.Parameter(torch.tensor([0.0] * LAYERS + [1.0]))
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, arc), nn.Linear(WIDTH, arc)
        self.label_dep, self.label_head = nn.Linear(WIDTH, label), nn.Linear(WIDTH, label)
        self.arcs = Biaffine(arc, 1)
        self.labels = Biaffine(label, len(symbols.labels))
        self.tags = nn.Linear(WIDTH, len(symbols.tags))
        self.pos = nn.Linear(WIDTH, len(symbols.pos))
        self.head_dropout = head_dropout

    def encode(self, batch):
        """States of the root and the words: (batch, words + 1, WIDTH)."""
        states = self.encoder(batch.ids, batch.mask, extra=self.shapes(batch.shapes))
        share = torch.softmax(self.mix, 0)
        mixed = sum(w * s for w, s in zip(share, states))
        rows = torch.arange(len(batch.ids))[:, None]
        return (mixed[rows, batch.first] + mixed[rows, batch.last]) / 2

    def forward(self, batch):
        """Scores: arcs (batch, dependents, heads), tags, pos, and what label scores need."""
        x = F.dropout(self.encode(batch), self.head_dropout / 2 if self.training else 0.0)

        def project(layer):
            return F.dropout(F.gelu(layer(x)), self.head_dropout if self.training else 0.0)

        arcs = self.arcs.all_pairs(project(self.arc_dep), project(self.arc_head))
        arcs = arcs.masked_fill(~batch.words[:, None, :], -1e9)
        return arcs, self.tags(x), self.pos(x), (project(self.label_dep), project(self.label_head))

    def label_scores(self, projected, rows, deps, heads):
        """Label scores of the arcs rows[i]: deps[i] ← heads[i]."""
        dep, head = projected
        return self.labels.matched(dep[rows, deps], head[rows, heads])

    def parse(self, sentences, pieces, budget=6000):
        """Fill in tags, heads and labels. Returns the mean arc probability of each sentence.

        A sentence too long for the encoder is left alone, with confidence 0.
        """
        self.eval()
        sure = [0.0] * len(sentences)
        rows = [piece_row(s, pieces) for s in sentences]
        fits = [i for i, r in enumerate(rows) if r is not None]
        with torch.inference_mode():
            for picked in batches([len(rows[i].ids) for i in fits], budget):
                chosen = [fits[k] for k in picked]
                batch = Batch([rows[i] for i in chosen])
                arcs, tags, pos, projected = self(batch)
                logp = torch.log_softmax(arcs, -1).numpy()
                tags, pos = tags.argmax(-1).numpy(), pos.argmax(-1).numpy()
                for k, i in enumerate(chosen):
                    s, n = sentences[i], len(sentences[i].words)
                    heads = tree(logp[k, : n + 1, : n + 1])
                    deps = np.arange(1, n + 1)
                    scores = self.label_scores(projected, np.full(n, k), deps, heads[1:]).numpy()
                    root = self.symbols.labels.index("root")
                    scores[:, root] = np.where(heads[1:] == 0, 1e9, -1e9)
                    s.heads = [int(h) for h in heads[1:]]
                    s.labels = [self.symbols.labels[j] for j in scores.argmax(-1)]
                    s.tags = [self.symbols.tags[j] for j in tags[k, 1 : n + 1]]
                    s.pos = [self.symbols.pos[j] for j in pos[k, 1 : n + 1]]
                    s.sure = np.exp(logp[k, deps, heads[1:]]).tolist()
                    sure[i] = float(np.mean(s.sure))
        return sure


@dataclass
class PieceRow:
    """A sentence as pieces; first and last index the pieces of the root and each word."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]


def piece_row(sentence, pieces, limit=400):
    """Turn a sentence into pieces, or None when it is longer than limit."""
    row = PieceRow([Pieces.START], [15], [0], [0])
    before = True
    for w, space in zip(sentence.words, sentence.space):
        ids = pieces.of(w)
        row.first.append(len(row.ids))
        row.ids += ids
        row.shapes += [shape(w, before)] * len(ids)
        row.last.append(len(row.ids) - 1)
        before = space
    row.ids.append(Pieces.END)
    row.shapes.append(15)
    return row if len(row.ids) <= limit else None


class Batch:
    """Padded tensors of several sentences, with the gold columns if asked for."""

    def __init__(self, rows, sentences=None, symbols=None):
        self.ids, self.mask = pad([r.ids for r in rows])
        self.shapes, _ = pad([r.shapes for r in rows])
        self.first, self.words = pad([r.first for r in rows])
        self.last, _ = pad([r.last for r in rows])
        if sentences is None:
            return
        self.heads, _ = pad([[0] + s.heads for s in sentences])
        self.tags, _ = pad([[0] + [symbols.tags.index(t) for t in s.tags] for s in sentences])
        self.pos, _ = pad([[0] + [symbols.pos.index(t) for t in s.pos] for s in sentences])
        self.labels, _ = pad([[0] + [symbols.labels.index(t) for t in s.labels] for s in sentences])
        self.real = self.words.clone()
        self.real[:, 0] = False


def tree(scores):
    """Best heads for scores[dependent, head], index 0 the root, which gets exactly one dependent.

    Greedy where that gives a tree; else Chu-Liu-Edmonds, tried for each likely root.
    """
    heads = scores.argmax(-1)
    heads[0] = 0
    roots = np.flatnonzero(heads[1:] == 0) + 1
    if len(roots) == 1 and not _cycle(heads):
        return heads
    best, best_score = None, -np.inf
    for root in np.argsort(-scores[1:, 0])[:5] + 1:
        s = scores.astype(np.float64).copy()
        s[:, 0] = -1e6
        s[root, :] = -1e6
        s[root, 0] = 0
        np.fill_diagonal(s, -1e6)
        found = _edmonds(s)
        value = scores[np.arange(1, len(found)), found[1:]].sum()
        if value > best_score:
            best, best_score = found, value
    return best


def _cycle(heads):
    """A cycle of the graph dependent → head as a list, empty if there is none."""
    state = np.zeros(len(heads), int)
    state[0] = 2
    for start in range(1, len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        state[path] = 2
    return []


def _edmonds(scores):
    """Maximum spanning arborescence from node 0."""
    heads = scores.argmax(-1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(len(heads), bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    n = len(outside)
    merged = np.full((n + 1, n + 1), -1e9)
    merged[:n, :n] = scores[np.ix_(outside, outside)]
    cyc = np.array(cycle)
    out = scores[np.ix_(outside, cyc)]  # an outside word hangs from one in the cycle
    merged[:n, n] = out.max(1)
    enter = scores[np.ix_(cyc, outside)] - scores[cyc, heads[cyc]][:, None]
    merged[n, :n] = enter.max(0)
    found = _edmonds(merged)
    result = heads.copy()
    for k, word in enumerate(outside):
        if k:
            result[word] = cyc[out[k].argmax()] if found[k] == n else outside[found[k]]
    parent = found[n]
    result[cyc[enter[:, parent].argmax()]] = outside[parent]
    return result


def score(gold, guess):
    """UAS, LAS (with subtypes), Penn and universal tag accuracy, in percent, punctuation counted."""
    hits, total = np.zeros(4), 0
    for g, s in zip(gold, guess):
        for i in range(len(g.words)):
            total += 1
            right = g.heads[i] == s.heads[i]
            hits += (right, right and g.labels[i] == s.labels[i], g.tags[i] == s.tags[i], g.pos[i] == s.pos[i])
    return dict(zip(("uas", "las", "tag", "pos"), np.round(100 * hits / total, 2).tolist()))


def bare(sentence):
    """The words of a sentence without its analysis."""
    return Sentence(list(sentence.words), space=list(sentence.space), source=sentence.source)


def save(model, path):
    """Keep a model with its symbols."""
    s = model.symbols
    torch.save({"symbols": [s.tags, s.pos, s.labels], "weights": model.state_dict()}, path)


def load(path):
    """Read a model that save wrote."""
    kept = torch.load(path, weights_only=True)
    model = Teacher(Symbols(*kept["symbols"]))
    model.load_state_dict(kept["weights"])
    return model.eval()
