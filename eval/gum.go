package eval

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"demarche/english"
)

// GumDoc is a document of GUM: the tree and the entities of its MISC column.
type GumDoc struct {
	Doc      *english.Doc
	Mentions []GumMention // in the order in which they open
}

// GumMention is one mention of an entity.
type GumMention struct {
	First, Last int    // tokens, half-open
	Head        int    // token of it that stands highest in the tree
	Type        string // "person", "place", "organization", "abstract", ...
	Group       int    // mentions of one group corefer
	Class       string // "pronoun", "name" or "noun", by its head
}

// ReadGum reads a file of GUM in CoNLL-U with its entities, gzipped when its
// name ends in .gz. Errors name the file and the line.
func ReadGum(name string) ([]GumDoc, error) {
	docs, err := english.ReadTreebank(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading entities: %w", err)
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, fmt.Errorf("reading entities: %s: %w", name, err)
		}
		r = z
	}
	found, err := readEntities(r)
	if err != nil {
		return nil, fmt.Errorf("reading entities: %s: %w", name, err)
	}
	if len(found) != len(docs) {
		return nil, fmt.Errorf("reading entities: %s: %d documents with entities, %d with trees", name, len(found), len(docs))
	}
	gum := make([]GumDoc, len(docs))
	for i, d := range docs {
		gum[i] = GumDoc{d, found[i]}
		for k := range found[i] {
			m := &found[i][k]
			if m.Last > d.Len() {
				return nil, fmt.Errorf("reading entities: %s: document %d: entity beyond its end", name, i+1)
			}
			m.Head = headIn(d, m.First, m.Last)
			switch d.Pos[m.Head] {
			case english.PRON, english.DET:
				m.Class = "pronoun"
			case english.PROPN:
				m.Class = "name"
			default:
				m.Class = "noun"
			}
		}
	}
	return gum, nil
}

// headIn is the token of a span that stands highest in the tree.
func headIn(d *english.Doc, first, last int) int {
	best, depth := first, 1<<30
	for i := first; i < last; i++ {
		k := 0
		for h := d.Head[i]; h >= 0; h = d.Head[h] {
			k++
		}
		if k < depth {
			best, depth = i, k
		}
	}
	return best
}

// readEntities reads the Entity attributes of a CoNLL-U file, one list a document.
func readEntities(r io.Reader) ([][]GumMention, error) {
	var docs [][]GumMention
	var open []int // indexes of mentions not closed yet
	word, line := 0, 0
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 1<<16), 1<<24)
	for in.Scan() {
		line++
		text := in.Text()
		if strings.HasPrefix(text, "# newdoc") {
			docs = append(docs, nil)
			open, word = open[:0], 0
			continue
		}
		if text == "" || text[0] == '#' {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 10 {
			return nil, fmt.Errorf("line %d: %d columns, want 10", line, len(fields))
		}
		if strings.ContainsAny(fields[0], "-.") {
			continue
		}
		if len(docs) == 0 {
			docs = append(docs, nil)
		}
		for _, attribute := range strings.Split(fields[9], "|") {
			value, ok := strings.CutPrefix(attribute, "Entity=")
			if !ok {
				continue
			}
			var err error
			if open, err = readEntity(value, word, &docs[len(docs)-1], open); err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
		}
		word++
	}
	return docs, in.Err()
}

// readEntity reads the brackets of one word.
func readEntity(value string, word int, list *[]GumMention, open []int) ([]int, error) {
	for len(value) > 0 {
		if value[0] == '(' {
			end := strings.IndexAny(value[1:], "()")
			body, single := value[1:], false
			if end >= 0 {
				body, single = value[1:1+end], value[1+end] == ')'
			}
			parts := strings.SplitN(body, "-", 3)
			group, err := groupOf(parts[0])
			if err != nil || len(parts) < 2 {
				return nil, fmt.Errorf("entity %q: want a group and a type", body)
			}
			*list = append(*list, GumMention{First: word, Last: word + 1, Type: parts[1], Group: group})
			if !single {
				open = append(open, len(*list)-1)
				value = value[1+len(body):]
			} else {
				value = value[2+len(body):]
			}
			continue
		}
		end := strings.IndexByte(value, ')')
		if end < 0 {
			return nil, fmt.Errorf("entity %q: no closing bracket", value)
		}
		group, err := groupOf(value[:end])
		if err != nil {
			return nil, err
		}
		closed := false
		for k := len(open) - 1; k >= 0; k-- {
			if (*list)[open[k]].Group == group {
				(*list)[open[k]].Last = word + 1
				open = append(open[:k], open[k+1:]...)
				closed = true
				break
			}
		}
		if !closed {
			return nil, fmt.Errorf("entity %d closes without having opened", group)
		}
		value = value[end+1:]
	}
	return open, nil
}

// groupOf reads a group; parts of a broken mention ("12[1/2]") are taken each
// for itself.
func groupOf(s string) (int, error) {
	if k := strings.IndexByte(s, '['); k >= 0 {
		s = s[:k]
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("entity group %q is no number", s)
	}
	return n, nil
}
