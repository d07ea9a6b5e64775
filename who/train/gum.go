package main

import (
	"demarche/english"
	"demarche/eval"
	"demarche/who"
	"demarche/who/internal/sequence"
)

// The domains of the tagger's material.
const (
	reportDomain = 0
	gumDomain    = 1
)

// gumExamples are the sentences of GUM, with its people, organisations and
// places as spans.
func gumExamples(namer *who.Namer, parser eval.Annotator, file string) ([]sequence.Example, error) {
	docs, err := eval.ReadGum(file)
	if err != nil {
		return nil, err
	}
	var list []sequence.Example
	for i := range docs {
		g := &docs[i]
		spans := gumSpans(g)
		doc := *g.Doc
		doc.Tag, doc.Pos, doc.Head, doc.Label = nil, nil, nil, nil
		parser.Annotate(&doc)
		list = append(list, namer.TaggerExamples(&doc, namer.FindIn(&doc, who.Setting{}), spans, gumDomain)...)
	}
	return list, nil
}

// gumSpans are the people, organisations and places of a document the way that
// reports have them marked: without clauses and appositions, and with people in
// the plural as a body.
func gumSpans(g *eval.GumDoc) []who.Span {
	var spans []who.Span
	for _, m := range g.Mentions {
		s := who.Span{First: m.First, Last: m.Last}
		switch m.Type {
		case "person":
			s.Kind = who.Person
			if plural(g.Doc, m.Head) {
				s.Kind = who.Body
			}
		case "organization":
			s.Kind = who.Body
		case "place":
			s.Kind = who.Place
		default:
			continue
		}
		s.Last = withoutClauses(g.Doc, m)
		spans = append(spans, s)
	}
	return spans
}

// plural tells whether a word speaks of several.
func plural(d *english.Doc, i int) bool {
	switch d.Tag[i] {
	case english.TagNNS, english.TagNNPS:
		return true
	case english.TagPRP, english.TagPRPPoss:
		switch d.Lemma[i] {
		case "we", "they", "our", "their", "us", "them":
			return true
		}
	}
	return false
}

// withoutClauses is where a mention ends without what describes its head by a
// clause or names it again.
func withoutClauses(d *english.Doc, m eval.GumMention) int {
	for i := m.Head + 1; i < m.Last; i++ {
		if d.Head[i] != int32(m.Head) {
			continue
		}
		switch d.Label[i] {
		case english.ACL, english.ACLRelcl, english.Appos, english.Parataxis, english.Advcl:
		default:
			continue
		}
		first := i
		for k := m.Head + 1; k < i; k++ {
			if under(d, k, i) {
				first = k
				break
			}
		}
		if first > m.Head+1 && d.Pos[first-1] == english.PUNCT {
			first--
		}
		return first
	}
	return m.Last
}

// under tells whether a token hangs on another in the tree.
func under(d *english.Doc, i, top int) bool {
	for h := int32(i); h >= 0; h = d.Head[h] {
		if h == int32(top) {
			return true
		}
	}
	return false
}
