"""Variants of treebank sentences that bring them nearer to news copy."""

from dataclasses import replace

_SMALL = set("a an the and or nor but as at by for from in into of off on onto over per to up via with".split())


def variant(sentence, rng):
    """The sentence, or now and then a changed copy of it; words and trees stay well formed."""
    s = sentence
    roll = rng.random()
    if roll < 0.05:
        s = headline(s)
    elif roll < 0.06:
        s = replace(s, words=[w.upper() for w in s.words])
    elif roll < 0.14:
        s = without_full_stop(s)
    if rng.random() < 0.3:
        s = replace(s, words=curly(s.words))
    if rng.random() < 0.3:
        s = replace(s, words=long_dashes(s, rng.choice("–—")))
    return s


def headline(s):
    """Title case, no full stop."""
    s = without_full_stop(s)
    ws = [
        w if i and w.lower() in _SMALL or not w[0].isalpha() or "'" in w or "’" in w else w[0].upper() + w[1:]
        for i, w in enumerate(s.words)
    ]
    return replace(s, words=ws)


def without_full_stop(s):
    """Drop a final full stop that governs nothing."""
    n = len(s.words)
    if n < 3 or s.words[-1] != "." or n in s.heads:
        return s
    return replace(
        s,
        words=s.words[:-1],
        lemmas=s.lemmas[:-1],
        pos=s.pos[:-1],
        tags=s.tags[:-1],
        heads=s.heads[:-1],
        labels=s.labels[:-1],
        space=s.space[:-1],
        sure=s.sure[:-1],
    )


def curly(words):
    """Typographic quotation marks and apostrophes."""
    out, opened = [], False
    for w in words:
        if w == '"':
            w = "”" if opened else "“"
            opened = not opened
        out.append(w.replace("'", "’"))
    return out


def long_dashes(s, dash):
    """Turn hyphens that stand as dashes into long ones."""
    out = list(s.words)
    for i in range(1, len(out) - 1):
        if out[i] in ("-", "--") and s.space[i] and s.space[i - 1]:
            out[i] = dash
    return out
