package notes

import (
	"testing"

	"demarche/english"
	"demarche/who"
)

func TestFind(t *testing.T) {
	parser, err := english.New()
	if err != nil {
		t.Fatal(err)
	}
	roster, err := who.Load()
	if err != nil {
		t.Fatal(err)
	}
	namer := who.NewNamer(roster)
	for _, test := range []struct{ published, text, words, want string }{
		{
			"2016-03-01", "Barack Obama assumed office in January 2010 and visited Cuba this month.",
			"Barack Obama assumed office in January 2010",
			"the roster has Barack Obama as president of USA from 2009-01-20 on, not from 2010",
		},
		{"2016-03-01", "Barack Obama assumed office in January 2009 and visited Cuba this month.", "", ""},
		{"2016-03-01", "Barack Obama visited Cuba in March 2016.", "", ""},
		{
			"2022-05-10", "German Chancellor Angela Merkel met the French president on Tuesday.",
			"Chancellor Angela Merkel",
			"on 2022-05-10 the roster has Olaf Scholz as chancellor of DEU, not Angela Merkel",
		},
		{"2022-05-10", "Former German Chancellor Angela Merkel met the French president on Tuesday.", "", ""},
		{"2022-05-10", "Vice Chancellor Angela Merkel met the French president on Tuesday.", "", ""},
		{"2020-05-10", "German Chancellor Angela Merkel met the French president on Tuesday.", "", ""},
		{"2022-05-10", "In 2015 Chancellor Angela Merkel opened the border.", "", ""},
	} {
		day, _, err := who.ParseDay(test.published)
		if err != nil {
			t.Fatal(err)
		}
		doc := parser.Parse(test.text)
		got := Find(doc, namer.Find(doc, day, true), Setting{roster, day, true})
		switch {
		case test.want == "" && len(got) == 0:
		case len(got) != 1:
			t.Errorf("%s\n%d notes: %v", test.text, len(got), got)
		case got[0].Text != test.want || test.text[got[0].Start:got[0].End] != test.words:
			t.Errorf("%s\ngot  %q of %q\nwant %q of %q", test.text, got[0].Text, test.text[got[0].Start:got[0].End], test.want, test.words)
		}
	}
}
