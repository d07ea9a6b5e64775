package english

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
)

func newsText(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func newTestParser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// find is the token of d with the word; "word/2" is its second occurrence.
func find(t *testing.T, d *Doc, word string) int {
	t.Helper()
	word, count, _ := strings.Cut(word, "/")
	skip := 0
	if count == "2" {
		skip = 1
	}
	for i := range d.Len() {
		if d.Word(i) != word {
			continue
		}
		if skip == 0 {
			return i
		}
		skip--
	}
	t.Fatalf("no token %q in %q", word, d.Text)
	return -1
}

// TestTrees asks for the arcs by which the coder finds who did what to whom.
func TestTrees(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ text, arcs string }{
		{"Peru recalled its ambassador to Ecuador on Friday.",
			"recalled root -, Peru nsubj recalled, ambassador obj recalled, its nmod:poss ambassador, Friday obl recalled"},
		{"The offer was rejected within hours by the rebel command.",
			"rejected root -, offer nsubj:pass rejected, was aux:pass rejected, command obl:agent rejected, hours obl rejected"},
		{"Iran Warns Israel Against Attack on Nuclear Sites",
			"Warns root -, Iran nsubj Warns, Israel obj|iobj Warns, Sites nmod Attack"},
		{"Norway Imposes New Sanctions on Belarus After Crackdown",
			"Imposes root -, Norway nsubj Imposes, Sanctions obj Imposes, New amod Sanctions"},
		{"China and Japan agreed to resume talks on fishing rights.",
			"agreed root -, China nsubj agreed, Japan conj China, and cc Japan, resume xcomp agreed, talks obj resume, to mark resume"},
		{"“We will not wait,” the minister told reporters in Ankara.",
			"told root -, minister nsubj told, reporters obj|iobj told, wait ccomp|parataxis told, We nsubj wait, will aux wait, not advmod wait"},
		{"Gen. Pablo Ruiz, who commands the army, threatened to close the border.",
			"threatened root -, commands acl:relcl *, who nsubj commands, army obj commands, close xcomp threatened, border obj close"},
		{"The United States accused Russia of arming the rebels.",
			"accused root -, States nsubj accused, Russia obj accused, arming advcl accused, of mark arming, rebels obj arming"},
		{"Five soldiers were killed and twelve wounded in a clash near the border, the ministry said.",
			"said root -, ministry nsubj said, killed ccomp said, soldiers nsubj:pass killed, wounded conj killed, clash obl *"},
		{"Kenya's president met the leaders of Uganda and Rwanda.",
			"met root -, president nsubj met, Kenya nmod:poss president, 's case Kenya, leaders obj met, Uganda nmod leaders, Rwanda conj Uganda"},
		{"Officials in Budapest refused to say whether the measures had been agreed.",
			"refused root -, Officials nsubj refused, Budapest nmod Officials, say xcomp refused, agreed ccomp say, whether mark agreed"},
		{"If the harvest fails, the agency will cut rations.",
			"cut root -, fails advcl cut, If mark fails, agency nsubj cut, will aux cut, rations obj cut"},
		{"Canada gave Ukraine 40 armoured vehicles.",
			"gave root -, Canada nsubj gave, Ukraine iobj gave, vehicles obj gave, 40 nummod vehicles"},
		{"Manila said that the Chinese ship had rammed its boat on purpose, injuring four sailors.",
			"said root -, rammed ccomp said, ship nsubj rammed, boat obj rammed, injuring advcl rammed, sailors obj injuring"},
		{"The treaty, signed in Amman by both kings, ended the war.",
			"ended root -, treaty nsubj ended, signed acl treaty, kings obl:agent signed, war obj ended"},
	} {
		d := p.Parse(c.text)
		for _, want := range strings.Split(c.arcs, ", ") {
			f := strings.Fields(want)
			i := find(t, d, f[0])
			head := "-"
			if d.Head[i] >= 0 {
				head = d.Word(int(d.Head[i]))
			}
			if !slices.Contains(strings.Split(f[1], "|"), d.Label[i].String()) || f[2] != "*" && f[2] != head {
				t.Errorf("%q: got %s %s %s, want %s", c.text, f[0], d.Label[i], head, want)
			}
		}
	}
}

func TestTags(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct{ text, tags string }{
		{"Threats against the envoys were denied.", "Threats/NNS/NOUN against/IN/ADP envoys/NNS/NOUN were/VBD/AUX denied/VBN/VERB ././PUNCT"},
		{"Mr. Varga visits Oslo in May.", "Mr./NNP/PROPN visits/VBZ/VERB Oslo/NNP/PROPN May/NNP/PROPN"},
		{"It may visit them.", "may/MD/AUX visit/VB/VERB them/PRP/PRON"},
		{"His visits to Spain's capital ended in 2019.", "His/PRP$/PRON visits/NNS/NOUN 's/POS/PART 2019/CD/NUM"},
	} {
		d := p.Parse(c.text)
		for _, want := range strings.Fields(c.tags) {
			word, _, _ := strings.Cut(want, "/")
			i := find(t, d, word)
			if got := fmt.Sprintf("%s/%s/%s", word, d.Tag[i], d.Pos[i]); got != want {
				t.Errorf("%q: got %s, want %s", c.text, got, want)
			}
		}
	}
}

// checkTrees tells whether each sentence is a tree with one root, labelled so.
func checkTrees(t *testing.T, d *Doc) {
	t.Helper()
	for _, s := range d.Sents {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			steps := int32(0)
			at := i
			for ; d.Head[at] >= 0; at = d.Head[at] {
				if h := d.Head[at]; h < s.First || h >= s.Last || h == at {
					t.Fatalf("token %d: head %d is outside the sentence or itself", at, h)
				}
				if steps++; steps > s.Last-s.First {
					t.Fatalf("token %d hangs on a circle", i)
				}
			}
			if d.Head[i] < 0 {
				roots++
			}
			if (d.Head[i] < 0) != (d.Label[i] == Root) {
				t.Errorf("token %d: head %d with label %s", i, d.Head[i], d.Label[i])
			}
		}
		if roots != 1 {
			t.Errorf("sentence %q has %d roots", d.Words(int(s.First), int(s.Last)), roots)
		}
	}
}

func TestParseGivesTrees(t *testing.T) {
	p := newTestParser(t)
	long := strings.Repeat("the minister of the north and the minister of the south, ", 60) + "met."
	for _, text := range []string{"", " \n", "Yes", "...", newsText(t), long, strings.Repeat("( ", 700), "\xff\xfe \x00", strings.Repeat("x", 5000)} {
		d := p.Parse(text)
		if n := d.Len(); len(d.End) != n || len(d.Tag) != n || len(d.Pos) != n || len(d.Lemma) != n || len(d.Head) != n || len(d.Label) != n {
			t.Errorf("columns of %.20q differ in length", text)
		}
		checkTrees(t, d)
	}
}

// digest is a hash of all that was found in d.
func digest(d *Doc) string {
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, d.Start, d.End, d.Tag, d.Pos, d.Lemma, d.Head, d.Label, d.Sents)))
}

func TestParserIsShared(t *testing.T) {
	p, text := newTestParser(t), newsText(t)
	want := digest(p.Parse(text))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			d := new(Doc)
			for range 3 {
				p.ParseInto(d, "Other text comes between.")
				p.ParseInto(d, text)
				if digest(d) != want {
					t.Error("a parse differs from the first")
				}
			}
		})
	}
	wg.Wait()
}

// TestSameOnAllMachines parses again in a process that may not use the
// processor's vector instructions.
func TestSameOnAllMachines(t *testing.T) {
	const child = "ENGLISH_TEST_DIGEST"
	d := newTestParser(t).Parse(newsText(t))
	if os.Getenv(child) != "" {
		fmt.Printf("digest %s\n", digest(d))
		return
	}
	for _, features := range []string{"cpu.avx2=off,cpu.avx512f=off", "cpu.avx512f=off"} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestSameOnAllMachines$")
		cmd.Env = append(os.Environ(), child+"=1", "GODEBUG="+features)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", features, err, out)
		}
		if !strings.Contains(string(out), "digest "+digest(d)+"\n") {
			t.Errorf("with %s the parse differs", features)
		}
	}
}

func TestParseIntoAllocatesNothing(t *testing.T) {
	p, text, d := newTestParser(t), newsText(t), new(Doc)
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection empties the pool of what a parse works with
	p.ParseInto(d, text)
	if n := testing.AllocsPerRun(20, func() { p.Annotate(d) }); n > 0 {
		t.Errorf("Annotate: %v allocations for %d tokens, want none", n, d.Len())
	}
	if n := testing.AllocsPerRun(20, func() { p.ParseInto(d, text) }); n > 0 {
		t.Errorf("ParseInto: %v allocations for %d tokens, want none", n, d.Len())
	}
}

func TestLoadRefusesWhatIsNoModel(t *testing.T) {
	for name, file := range map[string][]byte{
		"empty":     nil,
		"text":      []byte("Subject: hello"),
		"cut short": modelFile[:len(modelFile)/2],
		"too long":  append(slices.Clone(modelFile), 0),
	} {
		if _, err := Load(file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestProvenance(t *testing.T) {
	s, err := Provenance()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ewt-train", "gum-train", "tokens", "seed", "LAS"} {
		if !strings.Contains(s, want) {
			t.Errorf("provenance lacks %q:\n%s", want, s)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	p, text, d := newTestParser(b), newsText(b), new(Doc)
	p.ParseInto(d, text)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		p.ParseInto(d, text)
	}
	s := b.Elapsed().Seconds()
	b.ReportMetric(float64(d.Len())*float64(b.N)/s, "tokens/s")
	b.ReportMetric(float64(len(d.Sents))*float64(b.N)/s, "sentences/s")
}

// BenchmarkLoad is what a cold start pays for the model.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(modelFile); err != nil {
			b.Fatal(err)
		}
	}
}
