package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/english"
	"demarche/eval"
	"demarche/who"
)

// Two mentions: one with a clause and a comma before it, one of several people.
const marked = `# newdoc id = one
# sent_id = one-1
# text = The envoy, who resigned, met two farmers in Oslo.
1	The	the	DET	DT	_	2	det	_	Entity=(1-person-new-2-coref
2	envoy	envoy	NOUN	NN	_	7	nsubj	_	SpaceAfter=No
3	,	,	PUNCT	,	_	5	punct	_	_
4	who	who	PRON	WP	_	5	nsubj	_	_
5	resigned	resign	VERB	VBD	_	2	acl:relcl	_	Entity=1)|SpaceAfter=No
6	,	,	PUNCT	,	_	2	punct	_	_
7	met	meet	VERB	VBD	_	0	root	_	_
8	two	two	NUM	CD	_	9	nummod	_	Entity=(2-person-new-2-coref
9	farmers	farmer	NOUN	NNS	_	7	obj	_	Entity=2)
10	in	in	ADP	IN	_	11	case	_	_
11	Oslo	Oslo	PROPN	NNP	_	7	obl	_	Entity=(3-place-new-1-coref)|SpaceAfter=No
12	.	.	PUNCT	.	_	7	punct	_	_

`

func TestGumSpans(t *testing.T) {
	name := filepath.Join(t.TempDir(), "gum.conllu")
	if err := os.WriteFile(name, []byte(marked), 0o600); err != nil {
		t.Fatal(err)
	}
	docs, err := eval.ReadGum(name)
	if err != nil {
		t.Fatal(err)
	}
	want := []who.Span{{First: 0, Last: 2, Kind: who.Person}, {First: 7, Last: 9, Kind: who.Body}, {First: 10, Last: 11, Kind: who.Place}}
	if got := gumSpans(&docs[0]); !slices.Equal(got, want) {
		t.Errorf("spans %+v, want %+v", got, want)
	}
}

// TestAgreement marks a passage in one way and again in another.
func TestAgreement(t *testing.T) {
	parser, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	passage := func(first, last string) parsed {
		text := first + " the three Larkian ministers met again in the old town of Bergen" + last
		at := func(words string, kind who.Kind) eval.AnnotatedEntity {
			k := strings.Index(text, words)
			return eval.AnnotatedEntity{Start: k, End: k + len(words), Kind: kind}
		}
		r := &eval.AnnotatedReport{Text: text, Entities: []eval.AnnotatedEntity{at("the old town", who.Place), at("Bergen", who.Place)}}
		if last == "." {
			r.Entities = append(r.Entities, at("Larkian ministers", who.Body))
		} else {
			r.Entities = append(r.Entities, at("three Larkian ministers", who.Body))
		}
		return parsed{report: r, doc: parser.Parse(text)}
	}
	var note bytes.Buffer
	if err := agreement([]parsed{passage("Yesterday", "."), passage("Today", " and ate.")}, &note); err != nil {
		t.Fatal(err)
	}
	// The town is marked in both, the ministers in two ways. Bergen is the last
	// word that the two share, where a mark might go on, and does not count.
	if !strings.Contains(note.String(), "F1 50.0 over 4 marks in 1 pairs") {
		t.Errorf("got %q", note.String())
	}
}
