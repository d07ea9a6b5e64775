package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// lists are the places where a JSON document has its reports: the root, or what
// news APIs answer with. leads are the objects on the way there.
var (
	lists = map[string]bool{
		"": true, "articles": true, "articles.results": true, "data": true, "results": true, "response.docs": true,
		"response.results": true, "stories": true, "posts": true, "news": true, "documents": true, "reports": true, "value": true,
	}
	leads = map[string]bool{"": true, "articles": true, "response": true}
)

// document reads a JSON document: one report, a list of them, or an object that
// holds such a list, as news APIs answer. Several may follow one another. Objects
// are cut out of the stream one by one, so a document may be of any length.
func (o *opening) document(e *entry) bool {
	in := bufio.NewReaderSize(marked(e.in), 1<<16)
	head, _ := in.Peek(headSize) // what is wrong with the stream shows again below
	e.in = in
	switch {
	case bytes.Contains(head, []byte("jsonfeed.org/version")):
		return o.feed(e)
	case isLines(head):
		return o.lines(e)
	}
	s := &splitter{in: in, line: 1, limit: itemLimit(o.opt)}
	n, strange, more := 0, false, true
	err := s.documents(func(item []byte, fault error) bool {
		n++
		name := fmt.Sprintf("%s#%d", e.name, n)
		rep, err := (*Report)(nil), fault
		if err == nil {
			rep, err = fromJSON(item, o.opt)
		}
		switch {
		case err == nil:
			rep.settle(name, fmt.Sprintf("%s-%d", e.id, n))
		case n == 1 && e.found && errors.Is(err, ErrEmpty):
			strange = true // JSON of another kind
			return false
		default:
			err = fmt.Errorf("%s: line %d: %w", name, s.start, err)
		}
		more = o.give(rep, err)
		return more
	})
	switch {
	case strange:
		return o.passOver(e.name)
	case !more:
		return false
	case err != nil && n == 0 && e.found:
		return o.passOver(e.name)
	case err != nil:
		return o.fail(e.name, err)
	case n == 0 && !s.listed:
		return o.fail(e.name, ErrEmpty)
	}
	return true
}

// isLines reports whether what begins with an object is JSON Lines.
func isLines(head []byte) bool {
	first, rest, ok := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return ok && bytes.HasPrefix(first, []byte("{")) && bytes.HasSuffix(bytes.TrimSpace(first), []byte("}")) &&
		bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
}

// splitter cuts the objects of lists out of JSON. It looks at brackets and
// strings only; whether an object is sound is for its reader to say.
type splitter struct {
	in     *bufio.Reader
	line   int
	start  int // line on which the item began
	limit  int64
	keep   []byte // the item so far
	on     bool   // keep is being filled
	long   bool   // the item is longer than limit
	listed bool   // there was a list
	emit   func(item []byte, fault error) bool
}

var errEnough = errors.New("the caller has had enough")

// documents hands the objects of all lists of the stream to emit until that
// returns false.
func (s *splitter) documents(emit func([]byte, error) bool) error {
	s.emit = emit
	for {
		c, err := s.token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return s.fault(err)
		case c != '{' && c != '[':
			return fmt.Errorf("line %d: it is no JSON object or list", s.line)
		}
		s.listed = false
		if c == '{' {
			s.begin()
		}
		if err := s.value(c, ""); err != nil {
			return s.fault(err)
		}
		if c == '{' && !s.listed && !s.end() { // the document is one report
			return nil
		}
	}
}

func (s *splitter) fault(err error) error {
	switch {
	case errors.Is(err, errEnough):
		return nil
	case errors.Is(err, io.EOF):
		return fmt.Errorf("line %d: the JSON ends before its end: %w", s.line, io.ErrUnexpectedEOF)
	}
	return fmt.Errorf("line %d: %w", s.line, err)
}

// begin keeps what is read from the brace that was read last; end hands it on.
func (s *splitter) begin() {
	s.keep, s.on, s.long, s.start = append(s.keep[:0], '{'), true, false, s.line
}

func (s *splitter) end() bool {
	s.on = false
	if s.long {
		return s.emit(nil, fmt.Errorf("an object %w of %d bytes", ErrTooLong, s.limit))
	}
	return s.emit(s.keep, nil)
}

func (s *splitter) byte() (byte, error) {
	c, err := s.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if c == '\n' {
		s.line++
	}
	if s.on {
		if int64(len(s.keep)) < s.limit {
			s.keep = append(s.keep, c)
		} else if !s.long {
			s.long, s.keep = true, nil
			s.on = false
		}
	}
	return c, nil
}

// token is the next byte that is no white space.
func (s *splitter) token() (byte, error) {
	for {
		c, err := s.byte()
		if err != nil || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, err
		}
	}
}

// value reads a value at path whose first byte is c.
func (s *splitter) value(c byte, path string) error {
	switch {
	case c == '[' && lists[path]:
		return s.list()
	case c == '{' && leads[path]:
		return s.object(path)
	}
	return s.skip(c)
}

func (s *splitter) list() error {
	s.listed, s.on = true, false
	for {
		c, err := s.token()
		switch {
		case err != nil:
			return err
		case c == ']':
			return nil
		case c == ',':
			continue
		case c != '{':
			s.start = s.line
			if err := s.skip(c); err != nil {
				return err
			}
			if !s.emit(nil, errors.New("it is no JSON object")) {
				return errEnough
			}
			continue
		}
		s.begin()
		if err := s.skip(c); err != nil {
			return err
		}
		if !s.end() {
			return errEnough
		}
	}
}

func (s *splitter) object(path string) error {
	for {
		c, err := s.token()
		switch {
		case err != nil:
			return err
		case c == '}':
			return nil
		case c == ',':
			continue
		case c != '"':
			return errors.New("a key is missing in the JSON")
		}
		key, err := s.text()
		if err != nil {
			return err
		}
		if path != "" {
			key = path + "." + key
		}
		if c, err = s.token(); err == nil && c == ':' {
			c, err = s.token()
		} else if err == nil {
			err = errors.New("a colon is missing in the JSON")
		}
		if err == nil {
			err = s.value(c, key)
		}
		if err != nil {
			return err
		}
	}
}

// text reads a string behind its opening quotation mark; what it gives back is
// cut after a hundred bytes.
func (s *splitter) text() (string, error) {
	var text []byte
	for {
		c, err := s.byte()
		switch {
		case err != nil:
			return "", err
		case c == '"':
			return string(text), nil
		case c == '\\':
			if c, err = s.byte(); err != nil {
				return "", err
			}
		}
		if len(text) < 100 {
			text = append(text, c)
		}
	}
}

// skip reads a value whose first byte is c, however deep.
func (s *splitter) skip(c byte) error {
	depth := 0
	for {
		var err error
		switch c {
		case '"':
			_, err = s.text()
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if err != nil {
			return err
		}
		if depth <= 0 {
			next, _ := s.in.Peek(1) // nothing at the end of the input
			// A number or word goes on to the next mark.
			if c == '"' || c == '}' || c == ']' || len(next) == 0 || bytes.ContainsAny(next, ",]} \t\r\n") {
				return nil
			}
		}
		if c, err = s.byte(); err != nil {
			return err
		}
	}
}
