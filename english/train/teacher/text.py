"""Plain text: the unlabelled corpora, split into sentences and words by the project's own splitter."""

import csv
import gzip
import json
import random
import re
import subprocess
from collections import Counter
from pathlib import Path

_OFFICIAL = (
    r"(?= (?:Government|President|Prime|Foreign|Defen[cs]e|Police|Army|Military|Navy|Troops|Soldiers|Forces|Officials?|"
    r"Minister|Leaders?|Authorities|Opposition|Rebels|Workers|Students|Teachers|Parliament|Court|Lawmakers|Protesters|"
    r"Activists|Journalists?|Diplomats?|Ambassador|Embassy|Citizens?|Airstrikes?|Warplanes|Militants|Border)\b)"
)
_BLANK = re.compile(r"\{(country|city)(\w*)\}(" + _OFFICIAL + r")?")
_SPOKEN_OF = ["U.S.", "US", "UK", "Russia", "China", "Iran", "Israel", "Ukraine", "Turkey", "North Korea", "South Korea"]


def split(texts):
    """Split each text into sentences, lists of (word, space follows). Needs the Go tool chain."""
    folder = Path(__file__).resolve().parent
    lines = "".join(json.dumps(t) + "\n" for t in texts)
    done = subprocess.run(
        ["go", "run", "./segment"], cwd=folder, input=lines.encode(), stdout=subprocess.PIPE, check=True
    )
    for line in done.stdout.decode().rstrip("\n").split("\n"):
        yield [[(w, sp) for w, sp in sentence] for sentence in json.loads(line)]


def _fill(text, rng, states):
    """Put names or adjectives of countries, and capitals, where a story has a blank."""
    chosen = {}

    def name(m):
        kind, number, official = m.groups()
        if (kind, number) not in chosen:
            state = rng.choice(states)
            if kind == "country" and rng.random() < 0.2:
                state = {"name": rng.choice(_SPOKEN_OF), "adjective": ""}
            chosen[kind, number] = state
        state = chosen[kind, number]
        if kind == "city":
            return state["capital"]
        if official is not None and state["adjective"] and rng.random() < 0.6:
            return state["adjective"]
        return state["name"]

    return _BLANK.sub(name, text)


def states(data):
    """States with a one-word adjective and plain names for themselves and their capitals."""
    known = json.loads((data / "actors/factbook-2026-05.json").read_text(encoding="utf-8"))
    plain = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*$")
    word = re.compile(r"[A-Z][^\W\d_]+$")
    return [s for s in known if plain.match(s["capital"]) and plain.match(s["name"]) and word.match(s["adjective"])]


def stories(data, seed):
    """The synthetic stories, (title, body), with their blanks filled.

    A dozen stories or two share a title; all but the first four have "" for it.
    """
    rng, titles = random.Random(seed), Counter()
    known = states(data)
    with gzip.open(data / "plover/synthetic-stories.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            titles[story["title"]] += 1
            title = story["title"] if titles[story["title"]] <= 4 else ""
            filled = _fill(title + "\x00" + story["text"], rng, known)
            yield tuple(filled.split("\x00"))


def pairs(data):
    """The sentences of the marked-pair training set."""
    with open(data / "plover/plv-train.tsv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["sentence"]


def reports(data):
    """The real reports, title first."""
    for line in (data / "corpus/reports-dev.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        yield report["title"] + "\n\n" + report["text"]
