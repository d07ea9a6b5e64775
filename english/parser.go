package english

import "sync"

// Parser analyses text. It is safe for use by many goroutines; its scratch
// space is pooled.
type Parser struct {
	net  *network
	pool sync.Pool
}

// New returns a parser that runs the embedded model.
func New() (*Parser, error) {
	net, err := load()
	if err != nil {
		return nil, err
	}
	return newParser(net), nil
}

// Load returns a parser that runs the model in file, which must not be changed
// afterwards.
func Load(file []byte) (*Parser, error) {
	net, err := readNetwork(file)
	if err != nil {
		return nil, err
	}
	return newParser(net), nil
}

func newParser(net *network) *Parser {
	p := &Parser{net: net}
	p.pool.New = func() any { return net.newScratch() }
	return p
}

// Parse returns a Doc for text with all columns filled in.
func (p *Parser) Parse(text string) *Doc {
	d := new(Doc)
	p.ParseInto(d, text)
	return d
}

// ParseInto is Parse for a Doc that may have been used before: its slices are
// reused, and once they are large enough nothing is allocated.
func (p *Parser) ParseInto(d *Doc, text string) {
	d.Text = text
	d.Segment()
	p.Annotate(d)
	d.Lemmatize()
}

// Annotate fills in Tag, Pos, Head and Label of a Doc whose tokens and
// sentences are set, and leaves the rest as it is.
func (p *Parser) Annotate(d *Doc) {
	n := d.Len()
	d.Tag, d.Pos = resize(d.Tag, n), resize(d.Pos, n)
	d.Head, d.Label = resize(d.Head, n), resize(d.Label, n)
	s := p.pool.Get().(*scratch)
	s.annotate(d)
	p.pool.Put(s)
}
