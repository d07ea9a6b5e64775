package report

import (
	"errors"
	"strings"
	"testing"
)

func TestForeign(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The foreign ministers of Ghana and Togo met in Lomé on Tuesday to discuss the ferry that their countries plan to share.", ""},
		{"Ghana, Togo sign ferry deal", ""},                                   // too short to tell
		{"Accord entre le Ghana et le Togo", ""},                              // too short to tell
		{"Lagos, Accra, Lomé, Cotonou, Abidjan, Dakar, Conakry, Banjul.", ""}, // no words at all
		{"ROUND-UP: Accra 12, Lagos 14, Lomé 9\n\nPrices a tonne of cocoa in dollars, with the change from a week before, as given by the exchange.", ""},
		{"Die Außenminister von Ghana und Togo trafen sich am Dienstag in Lomé, um über die Fähre zu sprechen, die ihre Länder gemeinsam betreiben wollen.", "de"},
		{"Les ministres de la Défense du Ghana et du Togo se sont réunis mardi à Lomé pour discuter du bac que leurs pays veulent partager.", "fr"},
		{"Los ministros de Exteriores de Ghana y Togo se reunieron el martes en Lomé para hablar del transbordador que sus países quieren compartir.", "es"},
		{"De ministers van Buitenlandse Zaken van Ghana en Togo kwamen dinsdag in Lomé bijeen om te praten over de veerboot die hun landen willen delen.", "nl"},
		{"Министры иностранных дел Ганы и Того встретились во вторник в Ломе.", "ru"},
		{"加纳和多哥外长周二在洛美会晤，讨论两国计划共用的渡轮。两国部长还讨论了贸易与边境问题。", "zh"},
		{"التقى وزيرا خارجية غانا وتوغو يوم الثلاثاء في لومي لبحث العبارة المشتركة.", "ar"},
	} {
		if got := Foreign(c.text); got != c.want {
			t.Errorf("%q, want %q: %s", got, c.want, c.text)
		}
	}
}

// A report in another language is an error of its own kind, unless it was asked
// for.
func TestOtherLanguage(t *testing.T) {
	in := `{"text":"Die Außenminister von Ghana und Togo trafen sich am Dienstag in Lomé, um über die Fähre zu sprechen, die ihre Länder gemeinsam betreiben wollen."}` + "\n" + `{"text":"They met."}`
	n := 0
	for _, err := range Lines("x.jsonl", strings.NewReader(in), Options{}) {
		var other *LanguageError
		if errors.As(err, &other) {
			n++
			if !errors.Is(err, ErrLanguage) || other.Language != "de" || other.Source != "x.jsonl:1" {
				t.Error(err)
			}
		} else if err != nil {
			t.Error(err)
		}
	}
	if n != 1 {
		t.Errorf("%d set aside", n)
	}
	for _, err := range Lines("x.jsonl", strings.NewReader(in), Options{AnyLanguage: true}) {
		if err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkForeign(b *testing.B) {
	text := strings.Repeat("Norway's foreign minister met the Chilean envoy in Oslo on Tuesday. ", 60)
	for b.Loop() {
		Foreign(text)
	}
}
