package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"demarche/plover"
	"demarche/record"
	"demarche/report"
)

// StoriesScore tells how often a record of the type that a story was invented
// for comes out of it. The stories are noisy, so that none reaches 1.
type StoriesScore struct {
	File    string        `json:"file"`
	Stories int           `json:"stories"`
	Titles  int           `json:"titles"` // different ones; several stories share one
	Types   []StoriesType `json:"types"`
	All     StoriesType   `json:"all"`
	Records int           `json:"records"` // of all stories
	Misses  []StoryMiss   `json:"misses,omitempty"`
}

// StoriesType is the part of one type. Story and title count those with a record
// of the type; moded and mode the stories that also name a mode, and those with
// a record of both.
type StoriesType struct {
	Type      plover.Type `json:"type"`
	Stories   int         `json:"stories"`
	Story     int         `json:"story"`
	Moded     int         `json:"moded"`
	Mode      int         `json:"mode"`
	Titles    int         `json:"titles"`
	Title     int         `json:"title"`
	Misguided int         `json:"misguided"` // titles with records, all of other types
}

// StoryMiss is a title or story without a record of its type.
type StoryMiss struct {
	Type  plover.Type   `json:"type"`
	Mode  string        `json:"mode"`
	Title bool          `json:"title"` // the text is a title
	Text  string        `json:"text"`
	Got   []plover.Type `json:"got"`
}

// story holds its mode as the file spells it: some are none of PLOVER's.
type story struct {
	Type  plover.Type `json:"type"`
	Mode  string      `json:"mode"`
	Title string      `json:"title"`
	Text  string      `json:"text"`
}

// Parts of a file of stories. A title and all its stories are in one part.
const (
	AllStories  = "all"
	EvenStories = "even" // for reading
	OddStories  = "odd"  // for measuring
)

// Stories scores a coder on a file in the form of NGEC's invented stories
// (Halterman et al. 2023): JSON lines of type, mode, title and text, plain or
// gzipped, with blanks such as {country_1}, which are filled with states.
func Stories(code func(*report.Report) ([]record.Record, error), file, part string) (*StoriesScore, error) {
	list, err := readStories(file)
	if err != nil {
		return nil, err
	}
	s := &StoriesScore{File: file, All: StoriesType{Type: "all"}}
	types := map[plover.Type]*StoriesType{}
	titles := map[string]int{}
	for n := range list {
		st := &list[n]
		at, known := titles[st.Title]
		if !known {
			at = len(titles)
			titles[st.Title] = at
		}
		if part == EvenStories && at%2 == 1 || part == OddStories && at%2 == 0 {
			continue
		}
		t := types[st.Type]
		if t == nil {
			t = &StoriesType{Type: st.Type}
			types[st.Type] = t
		}
		blanks := filled(at)
		if !known {
			if err := s.score(code, t, st, blanks.Replace(st.Title), true); err != nil {
				return nil, err
			}
		}
		if err := s.score(code, t, st, blanks.Replace(st.Title+"\n\n"+st.Text), false); err != nil {
			return nil, err
		}
	}
	for _, name := range plover.Types() {
		if t := types[name]; t != nil {
			s.Types = append(s.Types, *t)
			s.All.add(t)
		}
	}
	s.Stories, s.Titles = s.All.Stories, s.All.Titles
	return s, nil
}

func (t *StoriesType) add(o *StoriesType) {
	t.Stories += o.Stories
	t.Story += o.Story
	t.Moded += o.Moded
	t.Mode += o.Mode
	t.Titles += o.Titles
	t.Title += o.Title
	t.Misguided += o.Misguided
}

// score codes a title or a whole story and counts it.
func (s *StoriesScore) score(code func(*report.Report) ([]record.Record, error), t *StoriesType, st *story, text string, title bool) error {
	recs, err := code(&report.Report{Text: text})
	if err != nil {
		return fmt.Errorf("coding a story of %s: %w", s.File, err)
	}
	typed, moded := false, false
	miss := StoryMiss{Type: st.Type, Mode: st.Mode, Title: title, Text: text}
	for i := range recs {
		typed = typed || recs[i].Type == st.Type
		moded = moded || recs[i].Type == st.Type && string(recs[i].Mode) == st.Mode
		miss.Got = append(miss.Got, recs[i].Type)
	}
	if !typed {
		s.Misses = append(s.Misses, miss)
	}
	if title {
		t.Titles++
		t.Title += one(typed)
		t.Misguided += one(!typed && len(recs) > 0)
		return nil
	}
	s.Records += len(recs)
	t.Stories++
	t.Story += one(typed)
	if st.Mode != "" && st.Type.HasMode(plover.Mode(st.Mode)) {
		t.Moded++
		t.Mode += one(moded)
	}
	return nil
}

// filled gives a title's blanks their names.
func filled(n int) *strings.Replacer {
	states := [...][2]string{
		{"Kenya", "Nairobi"}, {"Peru", "Lima"}, {"Sweden", "Stockholm"}, {"Vietnam", "Hanoi"}, {"Turkey", "Ankara"}, {"Chile", "Santiago"},
		{"Egypt", "Cairo"}, {"Poland", "Warsaw"}, {"Pakistan", "Islamabad"}, {"Ghana", "Accra"}, {"Japan", "Tokyo"}, {"Iraq", "Baghdad"},
		{"Colombia", "Bogota"},
	}
	at := func(k int) [2]string { return states[(n+k)%len(states)] }
	return strings.NewReplacer("{country_1}", at(0)[0], "{country_2}", at(5)[0], "{country_3}", at(8)[0], "{city}", at(0)[1])
}

func readStories(file string) ([]story, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading stories: %w", err)
	}
	defer f.Close()
	in := io.Reader(f)
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("reading stories: %s: %w", file, err)
		}
		in = z
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	var list []story
	for n := 1; lines.Scan(); n++ {
		var st story
		if err := json.Unmarshal(lines.Bytes(), &st); err != nil {
			return nil, fmt.Errorf("reading stories: %s:%d: %w", file, n, err)
		}
		if !st.Type.Valid() {
			return nil, fmt.Errorf("reading stories: %s:%d: unknown type %q", file, n, st.Type)
		}
		list = append(list, st)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading stories: %s: %w", file, err)
	}
	return list, nil
}
