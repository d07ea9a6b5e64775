"""Fine-tune MiniLM on EWT and GUM as a joint tagger and parser."""

import argparse
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import treebank
from augment import variant
from biaffine import Batch, Symbols, Teacher, bare, load, piece_row, save, score
from minilm import Pieces, batches


def loss_of(model, batch):
    """Sum of the cross-entropies of arcs, labels and both tag sets."""
    arcs, tags, pos, projected = model(batch)
    real = batch.real
    rows, deps = real.nonzero(as_tuple=True)
    labels = model.label_scores(projected, rows, deps, batch.heads[real])
    return (
        F.cross_entropy(arcs[real], batch.heads[real])
        + F.cross_entropy(labels, batch.labels[real])
        + 0.5 * F.cross_entropy(tags[real], batch.tags[real])
        + 0.5 * F.cross_entropy(pos[real], batch.pos[real])
    )


def main():
    arg = argparse.ArgumentParser(description=__doc__)
    arg.add_argument("--data", type=Path, default=os.environ.get("DEMARCHE_DATA"), help="folder that holds data/")
    arg.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    arg.add_argument("--epochs", type=int, default=5)
    arg.add_argument("--budget", type=int, default=1500, help="pieces in a batch, padding counted")
    arg.add_argument("--encoder-lr", type=float, default=1e-4)
    arg.add_argument("--head-lr", type=float, default=1e-3)
    arg.add_argument("--seed", type=int, default=1)
    arg.add_argument("--threads", type=int, default=2)
    arg.add_argument("--resume", type=Path, help="checkpoint to start from instead of the published encoder")
    arg.add_argument("--minutes", type=float, default=0, help="let the rate fall to its end by then; 0: by steps alone")
    arg.add_argument("--steps", type=int, default=0, help="stop early, to measure speed")
    opts = arg.parse_args()
    if not opts.data:
        arg.error("give --data or set DEMARCHE_DATA")
    opts.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(opts.threads)
    torch.manual_seed(opts.seed)
    rng = random.Random(opts.seed)
    start = time.time()

    def log(message):
        print(f"{time.time() - start:6.0f}s {message}", file=sys.stderr, flush=True)

    ud = Path(opts.data) / "data/ud"
    train = [s for name in ("ewt", "gum") for s in treebank.read(ud / f"{name}-train.conllu.gz")]
    dev = {name: treebank.read(ud / f"{name}-dev.conllu.gz") for name in ("ewt", "gum")}
    symbols = Symbols.of(train)
    log(f"{len(train)} sentences, {len(symbols.tags)} tags, {len(symbols.labels)} labels")

    pieces = Pieces()
    if opts.resume:
        model = load(opts.resume)
        if model.symbols != symbols:
            arg.error(f"{opts.resume} was trained for other tags or labels")
    else:
        model = Teacher(symbols)
        model.encoder.load_pretrained()
    # Words unseen in the treebanks should stay where the seen ones around them are.
    model.encoder.pieces.weight.requires_grad_(False)
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in model.encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": opts.encoder_lr}, {"params": heads, "lr": opts.head_lr}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )

    def epoch():
        """Shuffled batches of like lengths, freshly varied."""
        varied = [variant(s, rng) for s in train]
        rows = [piece_row(s, pieces, 250) for s in varied]
        fits = [i for i, r in enumerate(rows) if r is not None]
        noisy = [len(rows[i].ids) + rng.random() * 4 for i in fits]
        parts = [[fits[k] for k in b] for b in batches(noisy, opts.budget)]
        rng.shuffle(parts)
        return [Batch([rows[i] for i in p], [varied[i] for i in p], symbols) for p in parts]

    first = epoch()
    total = len(first) * opts.epochs
    warm = total // 40 if opts.resume else total // 12

    def spent(step):
        """The share of the training that is over."""
        by_time = (time.time() - start) / (60 * opts.minutes) if opts.minutes else 0.0
        return max(step / total, by_time)

    def rate(step):
        return min((step + 1) / warm, max(0.0, 1 - spent(step)) * total / (total - warm), 1.0)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)

    def check(name):
        save(model, opts.out / "teacher.pt")
        for kind, gold in dev.items():
            part = gold if name == "end" else gold[::4]
            guess = [bare(s) for s in part]
            model.parse(guess, pieces)
            kept = [(g, s) for g, s in zip(part, guess) if s.heads]
            log(f"{name} {kind} {score(*zip(*kept))} on {len(kept)} of {len(part)} sentences")
        model.train()

    step, running = 0, []
    model.train()
    for n in range(opts.epochs):
        todo = first if n == 0 else epoch()
        for k, batch in enumerate(todo):
            loss = loss_of(model, batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *heads], 2.0)
            optimiser.step()
            schedule.step()
            running.append(loss.item())
            step += 1
            if step % 20 == 0:
                log(f"step {step}/{total} loss {np.mean(running[-50:]):.3f}")
            if k == len(todo) // 2:
                check(f"epoch {n}.5")
            if opts.steps and step == opts.steps:
                return
            if spent(step) >= 1:
                break
        if spent(step) >= 1:
            break
        if n + 1 < opts.epochs:
            check(f"epoch {n + 1}")
    check("end")


if __name__ == "__main__":
    main()
