package when

import (
	"testing"

	"demarche/english"
)

func tokenOf(t *testing.T, doc *english.Doc, word string) int {
	t.Helper()
	for i := 0; i < doc.Len(); i++ {
		if doc.Word(i) == word {
			return i
		}
	}
	t.Fatalf("no token %q in %q", word, doc.Text)
	return -1
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct{ text, trigger, want string }{
		{"The minister said on Monday that rebels had attacked the village last week.", "said", "Monday"},
		{"The minister said on Monday that rebels had attacked the village last week.", "attacked", "last week"},
		{"The minister said on Monday that rebels had attacked the village.", "attacked", ""},
		{"The minister condemned Sunday's attack on the village.", "condemned", ""},
		{"The minister condemned Sunday's attack on the village.", "attack", "Sunday"},
		{"The strike killed five people on Sunday.", "strike", "Sunday"},
		{"The two sides held talks on Tuesday.", "talks", "Tuesday"},
		{"On Tuesday the envoy met the king and signed an agreement.", "signed", "Tuesday"},
		{"The president said on Monday that he would visit Ankara in May.", "visit", "Monday"},
		{"The president will visit Ankara in May.", "visit", "May"},
		{"Troops began to withdraw on Friday.", "withdraw", "Friday"},
		{"Speaking to reporters on Friday, the president threatened to cut aid.", "threatened", "Friday"},
		{"The tariffs announced on Friday hit farmers.", "tariffs", "Friday"},
		{"The truce holds until Friday.", "holds", ""},
		{"It was the third attack in two weeks.", "attack", ""},
		{"The minister mocked the speech of Tuesday.", "mocked", ""},
		{"The envoy, speaking in Vienna on Friday, urged restraint.", "urged", "Friday"},
		{"The prisoners were released on Monday during a visit by the envoy.", "visit", "Monday"},
	} {
		doc := parser().Parse(tt.text)
		var f Finder
		e, ok := Choose(doc, f.Find(doc), tokenOf(t, doc, tt.trigger))
		got := ""
		if ok {
			got = doc.Text[e.Start:e.End]
		}
		if got != tt.want {
			t.Errorf("%q: date of %q is %q, want %q", tt.text, tt.trigger, got, tt.want)
		}
	}
}

func TestTimeline(t *testing.T) {
	for _, tt := range []struct{ text, trigger, want string }{
		// A title takes the day of the lead, a sentence goes on with the story.
		{"Rebels seize town\n\nRebels seized the town on Monday. They freed ten prisoners.", "seize", "2026-01-05"},
		{"Rebels seize town\n\nRebels seized the town on Monday. They freed ten prisoners.", "freed", "2026-01-05"},
		// What was before the story is not dated by it.
		{"Rebels seized the town on Monday. The army, which had abandoned it, did not reply.", "abandoned", ""},
		// Expressions that count from a day told before.
		{"Rebels seized the town on Saturday. Two days later the army shelled it.", "shelled", "2026-01-05"},
		{"Rebels seized the town on Saturday. That night the army shelled it.", "shelled", "2026-01-03"},
		{"The talks collapsed on Monday, two days after rebels shelled the town.", "shelled", "2026-01-03"},
		// What is counted from a month has no day.
		{"The prisoner died last June, days after the army freed him.", "freed", "2025-06-01"},
		// What was set is past, what is set to happen is not.
		{"The army met the deadline that was set by the court on Friday.", "set", "2026-01-02"},
		// Another mention of the event tells its day.
		{"He agreed to it in a phone call with the king. The call took place on Tuesday.", "call", "2026-01-06"},
		// A promise is made when it is uttered.
		{"She told parliament on Tuesday that troops would leave in March.", "leave", "2026-01-06"},
	} {
		doc := parser().Parse(tt.text)
		var f Finder
		line := f.Timeline(doc, f.Find(doc), "2026-01-08")
		got, ok := line.Date(tokenOf(t, doc, tt.trigger))
		if ok != (tt.want != "") || got.Start != tt.want {
			t.Errorf("%q: date of %q is %q, want %q", tt.text, tt.trigger, got.Start, tt.want)
		}
	}
}

func TestTimelineWithParty(t *testing.T) {
	doc := parser().Parse("The envoy visited Baku on Monday and Ankara on Tuesday.")
	var f Finder
	line := f.Timeline(doc, f.Find(doc), "2026-01-08")
	for party, want := range map[string]string{"Baku": "2026-01-05", "Ankara": "2026-01-06"} {
		if got, _ := line.DateWith(tokenOf(t, doc, "visited"), tokenOf(t, doc, party)); got.Start != want {
			t.Errorf("visit to %s: %q, want %q", party, got.Start, want)
		}
	}
}

// TestTimelineOtherClause asks for the day of an act whose party stands by the
// date of another.
func TestTimelineOtherClause(t *testing.T) {
	doc := parser().Parse("Chad agreed on Monday to meet with Niger next Tuesday.")
	var f Finder
	line := f.Timeline(doc, f.Find(doc), "2026-01-08")
	if got, _ := line.DateWith(tokenOf(t, doc, "agreed"), tokenOf(t, doc, "Niger")); got.Start != "2026-01-05" {
		t.Errorf("agreed: %q, want 2026-01-05", got.Start)
	}
}

func TestTimelineWithoutPublicationDate(t *testing.T) {
	doc := parser().Parse("The minister visited Baku on 4 April and met the king on 6 April 2016. Talks were held yesterday.")
	var f Finder
	line := f.Timeline(doc, f.Find(doc), "")
	if got, _ := line.Date(tokenOf(t, doc, "visited")); got.Start != "2016-04-04" {
		t.Errorf("visit: %+v, want the year of the next date", got)
	}
	if got, ok := line.Date(tokenOf(t, doc, "held")); !ok || got.Start != "" || got.Text != "yesterday" {
		t.Errorf("talks: %+v, %v, want words without days", got, ok)
	}
}
