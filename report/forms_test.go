package report

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// put writes files below a new folder and gives its path.
func put(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gz(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func zst(text string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(text), nil))
}

// zipOf packs names and texts in turn.
func zipOf(pairs ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(pairs[i+1]))
	}
	z.Close()
	return b.String()
}

func tarOf(pairs ...string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w.WriteHeader(&tar.Header{Name: pairs[i], Size: int64(len(pairs[i+1])), Mode: 0o644, Typeflag: tar.TypeReg})
		w.Write([]byte(pairs[i+1]))
	}
	w.Close()
	return b.String()
}

// told opens path and gives a line for each report and error. Paths below dir are
// shortened.
func told(dir, path string, opt Options) (list []string) {
	for r, err := range Open(context.Background(), path, opt) {
		var line string
		if err != nil {
			line = "error " + err.Error()
		} else {
			line = strings.Join([]string{r.Source, r.ID, r.Published, r.Outlet, r.URL, strings.ReplaceAll(r.Text, "\n", "/")}, "|")
		}
		if dir != "" {
			line = strings.ReplaceAll(line, dir+string(filepath.Separator), "")
		}
		list = append(list, line)
	}
	return list
}

// texts leaves of what told gives the texts and the number of errors.
func texts(list []string) (texts []string) {
	for _, line := range list {
		if strings.HasPrefix(line, "error ") {
			texts = append(texts, "error")
			continue
		}
		texts = append(texts, line[strings.LastIndexByte(line, '|')+1:])
	}
	return texts
}

const feedRSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour News</title>
<item><title>Ferry deal signed</title><link>https://harbour.example/1</link><guid isPermaLink="false">417</guid>
<pubDate>Tue, 14 Mar 2023 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Ghana &amp; Togo signed a <b>deal</b>.</p><script>x()</script><p>It covers ferries.</p>]]></content:encoded></item>
<item><title>No text here</title><link>https://harbour.example/2</link></item>
<item><title>Talks</title><guid>tag:harbour.example,2023:3</guid><description>Talks go on &amp;amp; on.</description></item>
</channel></rss>`

const feedAtom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom Wire</title><entry><id>urn:uuid:7</id><title>T</title>
<updated>2023-03-15T10:00:00Z</updated><link href="https://atom.example/7"/><summary>Togo thanked Ghana.</summary></entry></feed>`

const feedJSON = `{"version":"https://jsonfeed.org/version/1.1","title":"J Wire","items":[{"id":"https://j.example/1","url":"https://j.example/1",
"title":"J","content_text":"Benin received an envoy.","date_published":"2023-03-16T08:00:00Z"}]}`

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name, in string
		opt      Options
		want     []string
	}{
		{"a.rss", feedRSS, Options{}, []string{
			"a.rss#1|https://harbour.example/1|2023-03-14|Harbour News|https://harbour.example/1|Ferry deal signed//Ghana & Togo signed a deal.//It covers ferries.",
			`error a.rss#2: "No text here": there is no text in it`,
			"a.rss#3|tag:harbour.example,2023:3||Harbour News||Talks//Talks go on & on.",
		}},
		{"a.xml", feedAtom, Options{}, []string{"a.xml#1|urn:uuid:7|2023-03-15|Atom Wire|https://atom.example/7|T//Togo thanked Ghana."}},
		{"a.json", feedJSON, Options{}, []string{"a.json#1|https://j.example/1|2023-03-16|J Wire|https://j.example/1|J//Benin received an envoy."}},

		// What news APIs answer.
		{
			"newsapi.json",
			`{"status":"ok","totalResults":1,"articles":[{"source":{"id":"x","name":"X Wire"},"title":"T","description":"D","url":"https://x.example/a","publishedAt":"2023-03-14T22:00:00Z","content":"Ghana met Togo… [+912 chars]"}]}`,
			Options{}, []string{"newsapi.json#1|newsapi-1|2023-03-14|X Wire|https://x.example/a|T//Ghana met Togo"},
		},
		{
			"registry.json",
			"{\"articles\":{\"page\":1,\"results\":[\n{\"uri\":\"77\",\"lang\":\"eng\",\"date\":\"2023-03-14\",\"dateTimePub\":\"2023-03-13T23:00:00Z\",\"url\":\"u\",\"title\":\"T\",\"body\":\"B.\",\"source\":{\"uri\":\"x.example\",\"title\":\"X\"}}]}}",
			Options{}, []string{"registry.json#1|77|2023-03-13|X|u|T//B."},
		},
		{
			"nyt.json",
			`{"status":"OK","response":{"docs":[{"_id":"nyt://1","web_url":"w","snippet":"S","lead_paragraph":"Lead.","headline":{"main":"H"},"pub_date":"2023-03-14T10:00:00+0000","source":"The New York Times"}],"meta":{"hits":1}}}`,
			Options{}, []string{"nyt.json#1|nyt://1|2023-03-14|The New York Times|w|H//Lead."},
		},
		{
			"guardian.json",
			`{"response":{"status":"ok","results":[{"id":"world/1","webPublicationDate":"2023-03-14T10:00:00Z","webTitle":"W","webUrl":"https://www.theguardian.com/world/1","fields":{"headline":"H","body":"<p>One.</p><p>Two.</p>"}}]}}`,
			Options{}, []string{"guardian.json#1|world/1|2023-03-14|theguardian.com|https://www.theguardian.com/world/1|W//One.//Two."},
		},
		{
			"stack.json",
			`{"pagination":{"limit":1},"data":[{"author":"A","title":"T","description":"D.","url":"u","source":"CNN","published_at":"2023-03-14T10:00:00+00:00"}]}`,
			Options{}, []string{"stack.json#1|stack-1|2023-03-14|CNN|u|T//D."},
		},
		{
			"webz.json",
			`{"posts":[{"uuid":"9","url":"u","title":"T","text":"B.","published":"2023-03-14T10:00:00.000+02:00","thread":{"site":"x.example"}}]}`,
			Options{}, []string{"webz.json#1|9|2023-03-14|x.example|u|T//B."},
		},
		{"ngec.jsonl", `{"id":"s1","pub_date":"2023-03-14","event_text":"Ghana met Togo.","publisher":"P"}`, Options{}, []string{"ngec.jsonl:1|s1|2023-03-14|P||Ghana met Togo."}},
		{"please.jsonl", `{"maintext":"B.","title":"T","date_publish":"2023-03-14 10:00:00","source_domain":"x.example","url":"u"}`, Options{}, []string{"please.jsonl:1|please-1|2023-03-14|x.example|u|T//B."}},
		{
			"own.jsonl", `{"t":{"deep":["One.","Two."]},"text":"not this","when":1678788000,"by":{"paper":"P"}}`,
			Options{Fields: Fields{"text": "t.deep", "published": "when", "outlet": "By.Paper"}}, []string{"own.jsonl:1|own-1|2023-03-14|P||One.//Two."},
		},

		// JSON documents of other kinds.
		{"one.json", "{\n \"id\": \"r\",\n \"text\": \"B [x] {y}.\"\n}\n", Options{}, []string{"one.json#1|r||||B [x] {y}."}},
		{"list.json", `[{"id":"a","text":"A \"}] quoted."}, {"id":"b"}, 7, {"id":"c","text":"C."}]`, Options{}, []string{
			`list.json#1|a||||A "}] quoted.`, `error list.json#2: line 1: "text": there is no text in it`, "error list.json#3: line 1: it is no JSON object", "list.json#4|c||||C.",
		}},
		{"really-lines.json", "{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":\"b\",\"text\":\"B.\"}\n", Options{}, []string{"really-lines.json:1|a||||A.", "really-lines.json:2|b||||B."}},
		{"none.json", `{"articles":[]}`, Options{}, nil},

		// Tables.
		{
			"a.csv", "\ufeffID,Title,Publication Date,Content,Publication,URL\n1,T,14 March 2023,\"One,\n\"\"two\"\".\",P,u\n\n2,,,Three.,,https://www.x.example/3\n",
			Options{}, []string{"a.csv:2|1|2023-03-14|P|u|T//One,/\"two\".", "a.csv:5|2||x.example|https://www.x.example/3|Three."},
		},
		{"a.tsv", "headline\tbody\nA \"quoted\" word\tB \" c.\n", Options{}, []string{"a.tsv:2|a-2||||A \"quoted\" word//B \" c."}},
		{"semi.csv", "day;article\r\n2023-03-14;A, b.\r\n", Options{Fields: Fields{"published": "Day"}}, []string{"semi.csv:2|semi-2|2023-03-14|||A, b."}},
		{"mapped.csv", "a,b\nx,y\n", Options{Fields: Fields{"text": "b", "title": "a"}}, []string{"mapped.csv:2|mapped-2||||x//y"}},
		{"utf16.csv", "\xff\xfet\x00e\x00x\x00t\x00\n\x00\xe9\x00\n\x00", Options{}, []string{"utf16.csv:2|utf16-2||||é"}},

		// Packed.
		{"b.txt.gz", gz("Outlet: P\n\nBody."), Options{}, []string{"b.txt.gz|b||P||Body."}},
		{"b.jsonl.zst", zst(`{"text":"A."}` + "\n" + `{"text":"B."}`), Options{}, []string{"b.jsonl.zst:1|b-1||||A.", "b.jsonl.zst:2|b-2||||B."}},
		{"b.txt.bz2", "BZh91AY&SY\x0b\x8f\xbaz\x00\x00\x02\x1d\x80@\x01\x10\x00\x10\x00\x14!\xc00 \x00\"\x00\f\x84\r\x03C\x04\x8a\xa0\xc4\xf3\x13\xe2\xeeH\xa7\n\x12\x01q\xf7O@", Options{}, []string{"b.txt.bz2|b||||Body in bzip2."}},
		{"no-ending", gz(`{"id":"q","text":"A."}`), Options{}, []string{"no-ending#1|q||||A."}},
		{
			"z.zip", zipOf("x/a.txt", "A.", "y/a.txt", "B.", "__MACOSX/a.txt", "no", ".h.txt", "no", "y/", "", "y/l.jsonl.gz", gz(`{"text":"C."}`), "in.zip", zipOf("a.csv", "text\nD.\n")),
			Options{}, []string{"z.zip!x/a.txt|z/x/a||||A.", "z.zip!y/a.txt|z/y/a||||B.", "z.zip!y/l.jsonl.gz:1|z/y/l-1||||C.", "z.zip!in.zip!a.csv:2|z/in/a-2||||D."},
		},
		{"t.tar.gz", gz(tarOf("x/a.txt", "A.", "x/f.rss", feedAtom)), Options{}, []string{"t.tar.gz!x/a.txt|t/x/a||||A.", "t.tar.gz!x/f.rss#1|urn:uuid:7|2023-03-15|Atom Wire|https://atom.example/7|T//Togo thanked Ghana."}},
		{"t.tgz", gz(tarOf("a.txt", "A.")), Options{}, []string{"t.tgz!a.txt|t/a||||A."}},
	} {
		dir := put(t, map[string]string{c.name: c.in})
		if got := told(dir, filepath.Join(dir, c.name), c.opt); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
		// From standard input, where no name tells the form, as far as the beginning
		// does.
		if c.name == "semi.csv" || c.name == "a.tsv" || c.name == "utf16.csv" || strings.HasPrefix(c.name, "t.t") {
			continue
		}
		want := texts(c.want)
		got := texts(told("", "-", Options{Stdin: strings.NewReader(c.in), Fields: c.opt.Fields}))
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s from standard input:\ngot  %q\nwant %q", c.name, got, want)
		}
	}
}

// Files that a folder holds beside reports are passed over and told, whether
// their name or their beginning says so.
func TestFolderOfForms(t *testing.T) {
	dir := put(t, map[string]string{
		"a/r.txt": "A.", "b/r.txt": "B.", "c.csv": "text\nC.\n", "d.json": `{"records":[{"x":1}]}`, "e.json": "nonsense", "f.json": `[{"text":"F."}]`,
		"g.xml": "<config/>", "h.xml": feedAtom, "i.bin.gz": gz("\x01\x02"), "j.md": "#", "k.zip": zipOf("x.txt", "K.", "x.md", "#"),
	})
	var passed []string
	ids, errs := gather(dir, Options{PassedOver: func(p string) { passed = append(passed, strings.TrimPrefix(p, dir+"/")) }})
	if want := []string{"a/r", "b/r", "c-2", "f-1", "urn:uuid:7", "k/x"}; !reflect.DeepEqual(ids, want) || len(errs) > 0 {
		t.Errorf("%q %q, want %q", ids, errs, want)
	}
	if want := []string{"d.json", "e.json", "g.xml", "i.bin.gz", "j.md", "k.zip!x.md"}; !reflect.DeepEqual(passed, want) {
		t.Errorf("passed over %q, want %q", passed, want)
	}
	files, size, ok := Measure(context.Background(), []string{dir})
	var m Meter
	for range Open(context.Background(), dir, Options{Meter: &m}) {
	}
	if !ok || files != 10 || m.Files() != files || m.Bytes() != size {
		t.Errorf("measured %d files, %d bytes, %v; metered %d files, %d bytes", files, size, ok, m.Files(), m.Bytes())
	}
}

func TestPattern(t *testing.T) {
	dir := put(t, map[string]string{"2022/a.txt": "A.", "2023/b.txt": "B.", "2023/05/c.txt": "C.", "2023/d.html": "no", "e.txt": "E.", "odd[1].txt": "O."})
	for _, c := range []struct {
		pattern string
		want    []string
	}{
		{"*.txt", []string{"e", "odd[1]"}},
		{"**/*.txt", []string{"e", "odd[1]", "2022/a", "2023/b", "2023/05/c"}},
		{"202[23]/*.txt", []string{"2022/a", "2023/b"}},
		{"{2022,2023/05}", []string{"2022/a", "2023/05/c"}},
		{"odd[1].txt", []string{"odd[1]"}}, // a file of that very name
	} {
		ids, errs := gather(filepath.Join(dir, c.pattern), Options{})
		if !reflect.DeepEqual(ids, c.want) || len(errs) > 0 {
			t.Errorf("%s: %q %q, want %q", c.pattern, ids, errs, c.want)
		}
	}
	if ids, errs := gather(filepath.Join(dir, "*.nothing"), Options{}); len(ids) > 0 || len(errs) != 1 || !strings.Contains(errs[0], "no file matches") {
		t.Errorf("no match: %q %q", ids, errs)
	}
	n := 0
	for range Open(context.Background(), filepath.Join(dir, "**/*.txt"), Options{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d after a break", n)
	}
}

// Reading the same twice gives the same ids, and no two reports share one.
func TestIDs(t *testing.T) {
	files := map[string]string{}
	for _, sub := range []string{"x", "y"} {
		files[sub+"/a.txt"] = "A."
		files[sub+"/b.jsonl"] = strings.Repeat(`{"text":"B."}`+"\n", 3)
		files[sub+"/c.csv"] = "text\n" + strings.Repeat("C.\n", 3)
		files[sub+"/d.zip"] = zipOf("m/a.txt", "A.", "a.txt", "A.", "n.json", `[{"text":"D."},{"text":"D."}]`)
	}
	dir := put(t, files)
	first, _ := gather(dir, Options{})
	again, _ := gather(dir, Options{})
	seen := map[string]bool{}
	for _, id := range first {
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
	}
	if len(first) != 22 || !reflect.DeepEqual(first, again) {
		t.Errorf("first %q, then %q", first, again)
	}
}

func TestFieldsFlag(t *testing.T) {
	f := Fields{}
	for in, want := range map[string]string{"text=body": "", "outlet = source.name": "", "body=text": "no field", "text": "such as", "text=": "missing"} {
		if err := f.Set(in); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", in, err)
		}
	}
	if want := (Fields{"text": "body", "outlet": "source.name"}); !reflect.DeepEqual(f, want) {
		t.Errorf("%v", f)
	}
	if fmt.Sprintln(folded("Publication_Date"), folded("pub-date")) != "publicationdate pubdate\n" {
		t.Error("names are not folded")
	}
}
