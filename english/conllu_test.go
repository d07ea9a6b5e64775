package english

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// conllu makes lines of ten columns out of lines whose columns are separated by
// spaces, and leaves comments and empty lines as they are.
func conllu(lines string) string {
	var out strings.Builder
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			out.WriteString(line + "\n")
			continue
		}
		out.WriteString(strings.Join(strings.Fields(line), "\t") + "\n")
	}
	return strings.TrimPrefix(out.String(), "\n")
}

const twoDocs = `
	# newdoc id = a
	# newpar
	# sent_id = a-1
	1 Talks  talk  NOUN NNS _ 2 nsubj _ _
	2 resume resume VERB VBP _ 0 root _ _

	# newpar id = a-p2
	# sent_id = a-2
	1-2 Don't _ _ _ _ _ _ _ _
	1 Do  do  AUX  VB _ 3 aux    _ _
	2 n't not PART RB _ 3 advmod _ _
	3 go  go  VERB VB _ 0 root   _ SpaceAfter=No
	4 .   .   PUNCT . _ 3 punct  _ _

	# sent_id = a-3
	1-3 dunno _ _ _ _ _ _ _ SpaceAfter=No
	1 do  do   AUX  VBP _ 3 aux    _ _
	2 not not  PART RB  _ 3 advmod _ _
	3 know know VERB VB _ 0 root   _ _
	3.1 it it PRON PRP _ _ _ _ _
	4 !   !    PUNCT .  _ 3 punct:odd _ _

	# newdoc
	1 Yes yes INTJ UH _ 0 discourse:filler _ _
`

func TestReadCoNLLU(t *testing.T) {
	docs, err := ReadCoNLLU(strings.NewReader(conllu(twoDocs)))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 {
		t.Fatalf("%d docs, want 2", len(docs))
	}
	d := docs[0]
	if want := "Talks resume\n\nDon't go. dunno!"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	var words []string
	for i := range d.Len() {
		words = append(words, d.Word(i))
	}
	if got, want := strings.Join(words, " "), "Talks resume Do n't go . du nn o !"; got != want {
		t.Errorf("words %q, want %q", got, want)
	}
	if len(d.Sents) != 3 || d.Sents[1] != (Span{2, 6}) || d.Sents[2] != (Span{6, 10}) {
		t.Errorf("sentences %v", d.Sents)
	}
	heads := []int32{1, -1, 4, 4, -1, 4, 8, 8, -1, 8}
	for i, h := range heads {
		if d.Head[i] != h {
			t.Errorf("head of %q is %d, want %d", d.Word(i), d.Head[i], h)
		}
	}
	if d.Tag[0] != TagNNS || d.Pos[1] != VERB || d.Lemma[3] != "not" || d.Label[0] != Nsubj {
		t.Errorf("columns: tag %v, pos %v, lemma %q, label %v", d.Tag[0], d.Pos[1], d.Lemma[3], d.Label[0])
	}
	if d.Label[9] != Punct {
		t.Errorf("unknown subtype of punct read as %v", d.Label[9])
	}
	if docs[1].Text != "Yes" || docs[1].Label[0] != Discourse {
		t.Errorf("second doc: %q, %v", docs[1].Text, docs[1].Label[0])
	}
	checkSegments(t, d)
}

func TestReadCoNLLUErrors(t *testing.T) {
	for _, test := range []struct{ lines, want string }{
		{"1 a a DET DT _ 0 root _", "line 1: want 10 columns separated by tabs, got 9"},
		{"1 a a DET DT _ 0 root _ _ _", "line 1: want 10 columns separated by tabs, got 11"},
		{"# x\n2 a a DET DT _ 0 root _ _", `line 2: word "2" out of order, want 1`},
		{"1 a a DET DT _ x root _ _", `line 1: head "x" is not a number`},
		{"1 a a DET DT _ 2 root _ _\n\n", "line 2: head 2 in a sentence of 1 words"},
		{"1-2 ab _ _ _ _ _ _ _ _\n1 a a DET DT _ 0 root _ _\n", `line 2: multiword token "ab" lacks words`},
		{"1-2 a _ _ _ _ _ _ _ _\n", `line 1: multiword token "a" has no room for 2 words`},
		{"2-3 ab _ _ _ _ _ _ _ _\n", `line 1: multiword token "2-3" out of order`},
	} {
		_, err := ReadCoNLLU(strings.NewReader(conllu(test.lines)))
		if err == nil || err.Error() != test.want {
			t.Errorf("%q\n got %v\nwant %s", test.lines, err, test.want)
		}
	}
}

func TestReadTreebank(t *testing.T) {
	dir := t.TempDir()
	plain, zipped := filepath.Join(dir, "a.conllu"), filepath.Join(dir, "a.conllu.gz")
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write([]byte(conllu(twoDocs))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{plain: []byte(conllu(twoDocs)), zipped: z.Bytes()} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if docs, err := ReadTreebank(name); err != nil || len(docs) != 2 {
			t.Errorf("%s: %d docs, %v", name, len(docs), err)
		}
	}
	if err := os.WriteFile(plain, []byte("1\ta\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadTreebank(plain); err == nil || !strings.Contains(err.Error(), "a.conllu: line 1: ") {
		t.Errorf("error %v names no file and line", err)
	}
	if _, err := ReadTreebank(filepath.Join(dir, "none")); err == nil {
		t.Error("no error for a file that is not there")
	}
}
