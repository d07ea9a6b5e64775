package main

import (
	"strings"

	"demarche/record"
	"demarche/who"
)

// called is what a party is called: its name if that is known, else the
// report's words; but for a mere pronoun the state it speaks for.
func called(p *record.Party) string {
	if p.Name != "" {
		return p.Name
	}
	words := oneLine(p.Text)
	if isPronoun(words) {
		if roster, err := who.Load(); err == nil {
			if state, ok := roster.State(p.Country); ok {
				return state.Name
			}
		}
	}
	return words
}

func isPronoun(s string) bool {
	switch strings.ToLower(s) {
	case "i", "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "he", "him", "his", "she", "her", "hers",
		"it", "its", "they", "them", "their", "theirs", "who", "whom", "whose", "which", "that", "this", "these", "those",
		"both", "both sides", "each other", "one another", "the two", "himself", "herself", "itself", "themselves":
		return true
	}
	return false
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
