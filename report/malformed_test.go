package report

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// zeros gives n bytes of white space, packed: a small bomb.
func zeros(n int) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	block := bytes.Repeat([]byte(" "), 1<<20)
	for ; n > 0; n -= len(block) {
		w.Write(block)
	}
	w.Close()
	return b.String()
}

// bombZip holds a member of n bytes of white space beside an honest one.
func bombZip(n int) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("bomb.jsonl")
	block := bytes.Repeat([]byte(" "), 1<<20)
	for ; n > 0; n -= len(block) {
		w.Write(block)
	}
	w, _ = z.Create("b.txt")
	w.Write([]byte("B."))
	z.Close()
	return b.String()
}

// Each kind of malformed input is an error that names file and line, item or
// member; what stands around it is read. Zero bytes in a feed are no error: its
// parser leaves out what XML does not allow.
func TestMalformed(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title><description>&b;</description></item></channel></rss>`
	flawed := []byte(zipOf("a.txt", "An honest text.", "b.txt", "B."))
	flawed[bytes.Index(flawed, []byte("a.txt"))+6] ^= 0xff // in the packed bytes of the first
	cut := zipOf("a.txt", "A.")
	secret := []byte(zipOf("a.txt", "A.", "b.txt", "B."))
	secret[bytes.Index(secret, []byte("PK\x01\x02"))+8] |= 1 // the flag of what is encrypted
	for _, c := range []struct {
		name, in string
		want     []string // ids, and parts of errors
	}{
		{"cut.txt.gz", gz("A text that is cut.")[:20], []string{"cut.txt.gz: the gzip data end before their end"}},
		{"cut.jsonl.gz", gz(strings.Repeat(`{"text":"A."}`+"\n", 2))[:26], []string{"cut-1", "cut.jsonl.gz:2: the gzip data end before their end"}},
		{"no.csv.gz", "text\nA.\n", []string{"no.csv.gz: it is not gzip data"}},
		{"short.csv.gz", "", []string{"short.csv.gz: the gzip data end"}},
		{"noise.jsonl.zst", "\x28\xb5\x2f\xfdnoise", []string{"noise.jsonl.zst:1: the zstd data"}},
		{"noise.txt.bz2", "BZh9noise", []string{"noise.txt.bz2: the bzip2 data"}},

		{"columns.csv", "id,text\na,A.\nb\nc,C.,extra\nd,D.\n", []string{"a", "columns.csv:3: the row has 1 columns, the first row 2", "columns.csv:4: the row has 3", "d"}},
		{"no-text.csv", "id,name\n1,x\n", []string{"no-text.csv:1: no column is known to hold the text"}},
		{"quotes.csv", "id,text,day\na,A.,x\nb,\"He said hi,x\nc,\"C.\",x\nd,\"D.\nand on\",x\ne,\"never closed,x\nf,F.,x\n", []string{"a", "quotes.csv:3: a quotation mark", "c", "d", "quotes.csv:7: a quotation mark", "f"}},
		{"inch.csv", "id,text\na,a 5\" gun\nb,\"the \"big\" one\"\nc,C.\n", []string{"a", "b", "c"}},
		{"latin.csv", "id,text\na,Bogot\xe1\nb,B.\n", []string{"latin.csv:2: it is not UTF-8: byte 0xe1", "b"}},
		{"zeros.csv", "id,text\na,A\x00.\nb\x00,B.\nc,C.\n", []string{`zeros.csv:2: "text" is not text: a zero byte`, `zeros.csv:3: "id"`, "c"}},
		{"days.csv", "id,text,date\na,A.,3/4/2020\nb,B.,2020-04-03\n", []string{`days.csv:2: "date"`, "b"}},
		{"empty.csv", "", []string{"empty.csv: there is no text"}},
		{"long.csv", "id,text\na," + strings.Repeat("x", 1<<20) + "\nb,\"" + strings.Repeat(strings.Repeat("y", 400)+"\n", 1500) + "\"\nc,C.\n", []string{"long.csv:2: a line is longer", "long.csv:3: a quotation mark opens a cell that nothing closes", "many", "c"}},

		{"zeros.jsonl", "{\"id\":\"a\",\"text\":\"A\x00\"}\n{\"id\":\"b\",\"text\":\"B\\u0000\"}\n{\"id\":\"c\",\"text\":\"C.\"}\n", []string{"zeros.jsonl:1: reading JSON", `zeros.jsonl:2: "text" is not text`, "c"}},
		{"latin.jsonl", "{\"text\":\"Bogot\xe1\"}\n{\"id\":\"b\",\"text\":\"B.\"}\n", []string{"latin.jsonl:1: it is not UTF-8", "b"}},
		{"shapes.jsonl", "[]\n7\n{\"text\":{}}\n{\"text\":\"A.\"} x\n{\"id\":\"b\",\"text\":\"B.\"}\n", []string{"shapes.jsonl:1: reading JSON", "shapes.jsonl:2: reading", `shapes.jsonl:3: "text"`, "shapes.jsonl:4: reading", "b"}},
		{"deep.jsonl", `{"text":` + strings.Repeat("[", 20000) + "\n" + `{"id":"b","text":"B."}`, []string{"deep.jsonl:1: reading JSON", "b"}},

		{"broken.json", `[{"id":"a","text":"A."},{"id":b},{"id":"c","text":"C."}`, []string{"a", "broken.json#2: line 1: reading JSON", "c", "broken.json: line 1: the JSON ends before its end"}},
		{"long.json", `{"articles":[{"text":"` + strings.Repeat("x", 1<<20) + `"},{"id":"b","text":"B."}]}`, []string{"long.json#1: line 1: an object is longer", "b"}},
		{"deep.json", `[` + strings.Repeat(`{"a":[`, 1<<18), []string{"deep.json: line 1: the JSON ends"}},
		{"no.json", `{"a":1}`, []string{`no.json#1: line 1: "text"`}},

		{"laughs.rss", laughs, []string{"laughs.rss: the feed declares entities of its own"}},
		{"laughs.xml", laughs, []string{"laughs.xml: the feed declares entities of its own"}},
		{"cut.rss", feedRSS[:400], []string{"cut.rss: reading the feed"}},
		{"zeros.rss", strings.Replace(feedRSS, "Talks go", "Talks g\x00", 1), []string{"harbour", "#2", "tag:harbour"}},
		{"latin.rss", strings.Replace(feedRSS, "Togo", "Bogot\xe1", 1), []string{"latin.rss: reading the feed"}},
		{"no-items.rss", "<rss><channel><title>T</title></channel></rss>", nil},
		{"long.rss", "<rss><channel><item><description>" + strings.Repeat("x", 2<<20) + "</description></item></channel></rss>", []string{"long.rss: a feed is longer than the limit"}},
		{"long-item.rss", "<rss><channel><item><guid>a:</guid><description>" + strings.Repeat("x", 1<<17) + "</description></item><item><guid>b:</guid><description>B.</description></item></channel></rss>", []string{"long-item.rss#1: \"\" is longer", "b:"}},
		{"empty.rss", " ", []string{"empty.rss: there is no text"}},
		{"no.rss", "plain words", []string{"no.rss: reading the feed"}},

		{"bomb.jsonl.gz", zeros(40 << 20), []string{"bomb.jsonl.gz:1: unpacks to far more than text does"}},
		{"bomb.txt.gz", zeros(40 << 20), []string{"bomb.txt.gz: is longer than the limit"}},
		{"bomb.zip", bombZip(40 << 20), []string{"bomb.zip!bomb.jsonl:1: unpacks to far more", "bomb/b"}},
		{"slip.zip", zipOf("../../etc/a.txt", "A.", "/abs/b.txt", "B.", `..\..\c.txt`, "C.", "d\n\x1b[31m.txt", "D."), []string{"slip/etc/a", "slip/abs/b", "slip/c", "slip/d\n\x1b[31m"}},
		{"flawed.zip", string(flawed), []string{"flawed.zip!a.txt: the archive is damaged here", "flawed/b"}},
		{"cut.zip", cut[:len(cut)-10], []string{"cut.zip: reading the zip archive"}},
		{"secret.zip", string(secret), []string{"secret.zip!a.txt: it is encrypted", "secret/b"}},
		{"cut.tar", tarOf("a.txt", "A.", "b.txt", strings.Repeat("B. ", 500))[:1700], []string{"cut/a", "cut.tar!b.txt: the archive ends before its end", "cut.tar: reading the tar archive"}},
		{"nest.zip", nested(9), []string{"archives lie one in another"}},
	} {
		dir := put(t, map[string]string{c.name: c.in})
		var got []string
		for r, err := range Open(t.Context(), filepath.Join(dir, c.name), Options{Limit: 1 << 16}) {
			if err != nil {
				got = append(got, strings.TrimPrefix(err.Error(), dir+"/"))
			} else {
				got = append(got, r.ID)
			}
		}
		if c.name == "long.csv" && len(got) > 4 { // the lines of the open cell are rows of one column
			got = append(append(got[:2:2], "many"), got[len(got)-1])
			c.want = []string{c.want[0], c.want[1], "many", "c"}
		}
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], c.want[i])
		}
		if !ok {
			t.Errorf("%s:\ngot  %.1500q\nwant %q", c.name, got, c.want)
		}
	}
}

// nested is a zip in a zip, and so on.
func nested(n int) string {
	in := "A."
	name := "a.txt"
	for range n {
		in, name = zipOf(name, in), "a.zip"
	}
	return in
}

// Members that share their bytes are modest one by one and a bomb together.
func TestSharedMembers(t *testing.T) {
	one := bombZip(1 << 20)
	r, err := zip.NewReader(strings.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 140 {
		h := r.File[0].FileHeader
		h.Name = fmt.Sprintf("%d.jsonl", i)
		raw, _ := r.File[0].OpenRaw()
		w, err := z.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(w, raw)
	}
	z.Close()
	// Every entry of the directory points to the first member.
	data := b.Bytes()
	for rest := data; ; {
		i := bytes.Index(rest, []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		rest = rest[i+4:]
		binary.LittleEndian.PutUint32(rest[38:], 0)
	}
	cut := data[:bytes.Index(data[4:], []byte("PK\x03\x04"))+4]
	dirAt := bytes.Index(data, []byte("PK\x01\x02"))
	small := append(bytes.Clone(cut), data[dirAt:]...)
	end := bytes.LastIndex(small, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint32(small[end+16:], uint32(len(cut)))
	path := filepath.Join(t.TempDir(), "shared.zip")
	if err := os.WriteFile(path, small, 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs := gather(path, Options{})
	if len(errs) != 1 || !strings.Contains(errs[0], "shared.zip: unpacks to far more") {
		t.Errorf("%d bytes: %q", len(small), errs)
	}
}
