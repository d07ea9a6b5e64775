package coder

import (
	"strings"
	"testing"

	"demarche/record"
)

// claimOf is the claim of the first record whose trigger contains a word.
func claimOf(recs []record.Record, trigger string) (*record.Claim, bool) {
	for i := range recs {
		if strings.Contains(recs[i].Trigger.Text, trigger) {
			return recs[i].Claim, true
		}
	}
	return nil, false
}

// said writes a claim as "who / cue / venue / evidence", who by name or else by
// words; "-" stands for no claim.
func said(c *record.Claim) string {
	if c == nil {
		return "-"
	}
	by := ""
	if c.By != nil {
		by = c.By.Name
		if by == "" {
			by = c.By.Text
		}
	}
	return by + " / " + c.Cue + " / " + c.Venue + " / " + c.Evidence
}

func TestClaimSpeakers(t *testing.T) {
	for _, test := range []struct{ text, trigger, want string }{
		// A semicolon ends what is said.
		{"The United States warned Serbia; Chile expelled a Peruvian envoy.", "expelled", "-"},

		// Asides behind and inside the sentence.
		{"Peru had bombed a Chilean port, the bulletin said.", "bombed", "the bulletin / said /  / "},
		{"Chile's navy shelled a Peruvian village and Peru condemned the raid, the bulletin said.", "condemned", "the bulletin / said /  / "},
		{"Peru's army, a Chilean colonel said, had attacked a Chilean village.", "attacked", "a Chilean colonel / said /  / "},
		{"Norway had arrested two Danish sailors, the foreign minister, Espen Barth Eide, said.", "arrested", "Espen Barth Eide / said /  / "},
		// "and" after an aside is the outlet's again.
		{"Kenya has attacked Ethiopia, Ethiopian officials said, and Uganda condemned Kenya.", "condemned", "-"},
		{"Norway attacked a Danish ship, according to a naval bulletin.", "attacked", "a naval bulletin / according /  / "},
		{"According to Danish officials, Norway attacked a Danish ship.", "attacked", "Danish officials / According /  / "},
		{"A government source in Santiago said Peru had shelled a Chilean village.", "shelled", "A government source in Santiago / said /  / "},
		// Word of mouth.
		{"There are reports that Norway has attacked a Danish ship.", "attacked", "reports / reports /  / "},
		{"Danish officials confirmed reports that Norway has attacked a Danish ship.", "attacked", "Danish officials / confirmed /  / "},
		{"Amnesty International said in a report that Norway had attacked a Danish ship.", "attacked", "Amnesty International / said / a report / "},
		{"Denmark said Norway attacked a Danish ship, a charge Oslo denies.", "attacked", "Denmark / said /  / "},
		// What a group claims; continuing is no saying.
		{"Bombings claimed by Boko Haram killed six Nigerian soldiers.", "killed", "Boko Haram / claimed /  / "},
		{"Norway continues to attack Danish ships.", "attack", "-"},
		// A transcript.
		{"MR. PRICE: Iran has attacked an American base.\n\nQUESTION: Has Iraq attacked anybody?\n\nMR. PRICE: Iraq has condemned Iran.", "condemned", "Ned Price / : /  / "},
		{"Statement by Foreign Minister Penny Wong on Myanmar\n\nI am appalled. Myanmar has bombed a village.", "bombed", "Penny Wong / Statement /  / "},
		// A statement printed in full, and its end.
		{"The Foreign Minister of Chile, Alberto van Klaveren, said:\n\nPeru has attacked our fishing fleet.\n\nWe will not be silent. Peru has arrested two Chilean sailors.", "attacked", "Alberto van Klaveren / said /  / "},
		{"The Foreign Minister of Chile, Alberto van Klaveren, said:\n\nPeru has attacked our fishing fleet.\n\nWe will not be silent. Peru has arrested two Chilean sailors.", "arrested", "Alberto van Klaveren / said /  / "},
		{"Alberto van Klaveren made the following statement:\n\n\"Peru has attacked our fleet.\"\n\nPeru arrested two Chilean sailors in May.", "attacked", "Alberto van Klaveren / made / the following statement / "},
		{"Alberto van Klaveren made the following statement:\n\n\"Peru has attacked our fleet.\"\n\nPeru arrested two Chilean sailors in May.", "arrested", "-"},
		// A quotation over two paragraphs, and one after another.
		{"“Peru has attacked our fleet,” Alberto van Klaveren said. “It has also arrested two Chilean sailors.”", "arrested", "Alberto van Klaveren / said /  / "},
		{"Alberto van Klaveren said: “Peru has attacked our fleet.\n\n“Peru has also arrested two Chilean sailors.”", "arrested", "Alberto van Klaveren / said /  / "},
		// What "we" say is said by whose words these are.
		{"“We announced that Peru had attacked our fleet,” Alberto van Klaveren said.", "attacked", "Alberto van Klaveren / said /  / "},
		// He is not whom he speaks of.
		{"Antony Blinken spoke for an hour. Sergei Lavrov, he said, had threatened Poland.", "threatened", "Antony Blinken / said /  / "},
	} {
		recs := code(t, test.text)
		c, ok := claimOf(recs, test.trigger)
		if got := said(c); !ok || got != test.want {
			t.Errorf("%s\n  got %v %q, want %q", test.text, ok, got, test.want)
		}
	}
}

func TestClaimVenues(t *testing.T) {
	for _, test := range []struct{ text, trigger, venue string }{
		{"Gabriel Boric told reporters in Santiago that Peru had attacked a Chilean ship.", "attacked", "reporters in Santiago"},
		{"In a televised address Gabriel Boric said that Peru had attacked a Chilean ship.", "attacked", "a televised address"},
		{"Gabriel Boric said at an emergency meeting of the Security Council that Peru had attacked a Chilean ship.", "attacked", "an emergency meeting of the Security Council"},
		{"Gabriel Boric said at the United Nations that Peru had attacked a Chilean ship.", "attacked", "the United Nations"},
		{"Gabriel Boric condemned Peru in a letter to the assembly.", "condemned", "a letter to the assembly"},
		{"Gabriel Boric used his New Year address to condemn Peru.", "condemn", "his New Year address"},
		{"Gabriel Boric took to Twitter to condemn Peru.", "condemn", "Twitter"},
		{"Gabriel Boric wrote on Truth Social that Peru had attacked a Chilean ship.", "attacked", "Truth Social"},
		{"Peru has attacked a Chilean ship, according to a navy press release.", "attacked", "a navy press release"},
		{"Gabriel Boric told reporters at a news conference in Lima that Peru had attacked a Chilean ship.", "attacked", "reporters at a news conference in Lima"},
		{"Addressing supporters at a rally, Gabriel Boric condemned Peru.", "condemned", "supporters at a rally"},
		{"Gabriel Boric told CNN that Peru had attacked a Chilean ship.", "attacked", "CNN"},
		{"Gabriel Boric condemned Peru in a statement on Friday.", "condemned", "a statement"},
		{"Writing on his Telegram channel, Gabriel Boric condemned Peru.", "condemned", "his Telegram channel"},
		// Carried on, and back.
		{"Gabriel Boric told reporters that talks had failed. He also accused Peru of piracy.", "accused", "reporters"},
		{"Gabriel Boric warned Peru on Monday. He was speaking to reporters.", "warned", "reporters"},
		{"Gabriel Boric made the announcement outside the Supreme Court. Peru, he said, had attacked a Chilean ship.", "attacked", "outside the Supreme Court"},
		// Not another's, and not what was told of another time.
		{"Gabriel Boric told reporters that talks had failed. Dina Boluarte condemned Chile.", "condemned", ""},
		{"Gabriel Boric commented on reports of clashes. He condemned Peru.", "condemned", ""},
	} {
		recs := code(t, test.text)
		c, ok := claimOf(recs, test.trigger)
		got := ""
		if c != nil {
			got = c.Venue
		}
		if !ok || got != test.venue {
			t.Errorf("%s\n  got %v %q, want %q", test.text, ok, got, test.venue)
		}
	}
}

func TestClaimEvidence(t *testing.T) {
	for _, test := range []struct{ text, trigger, evidence string }{
		{"Chile accused Peru of piracy without offering any proof.", "accused", "none-shown"},
		{"Chile accused Peru of piracy but gave no evidence.", "accused", "none-shown"},
		{"Chile accused Peru of piracy. It did not provide evidence.", "accused", "none-shown"},
		{"Chile accused Peru of piracy, but no proof was shown.", "accused", "none-shown"},
		{"Chile accused Peru of piracy, citing satellite images.", "accused", "cited"},
		{"Chilean officials said that Peru had attacked a ship, citing intercepts.", "attacked", "cited"},
		{"Chile accused Peru of piracy and released video of the raid.", "accused", "cited"},
		{"The report details Peruvian attacks on Chilean ships.", "attacks", "cited"},
		{"Satellite images show that Peru has attacked a Chilean port.", "attacked", "cited"},
		{"Chile accused Peru of piracy.", "accused", ""},
		{"Chilean officials said that Peru had attacked a ship, citing bad weather.", "attacked", ""},
	} {
		recs := code(t, test.text)
		c, ok := claimOf(recs, test.trigger)
		got := ""
		if c != nil {
			got = c.Evidence
		}
		if !ok || got != test.evidence {
			t.Errorf("%s\n  got %v %q, want %q", test.text, ok, got, test.evidence)
		}
	}
}

func TestQuotedWords(t *testing.T) {
	for _, test := range []struct {
		text, trigger string
		quote         string
	}{
		{"Chile warns Peru of 'grave consequences' over raid", "warns", "grave consequences"},
		{"Gabriel Boric called Peru's government \"reckless\".", "called", "reckless"},
		{"The officials' anger grew. Chile condemned Peru for the raid on the sailors' homes.", "condemned", ""},
		{"Gabriel Boric vowed to “answer every raid” on Chile.", "vowed", "answer every raid"},
	} {
		recs := code(t, test.text)
		c, ok := claimOf(recs, test.trigger)
		got := ""
		if c != nil && c.Quote != nil {
			got = c.Quote.Text
		}
		if !ok || got != test.quote || c != nil && c.Verbatim != (test.quote != "") {
			t.Errorf("%s\n  got %v %q, want %q", test.text, ok, got, test.quote)
		}
	}
}
