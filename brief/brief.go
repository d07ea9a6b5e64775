package brief

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	text "text/template"
	"time"

	"demarche/relation"
	"demarche/store"
	"demarche/who"
)

// Options say what a brief is of.
type Options struct {
	Pairs [][2]string // only these; none for all
	Since time.Time   // what came into the store from then on
	Until time.Time   // the time of the brief
	Most  int         // events of a pair that are told at length; 0 stands for 6
}

// Brief is what changed.
type Brief struct {
	Since    time.Time `json:"since"`
	Until    time.Time `json:"until"`
	Sections []Section `json:"sections"`
}

// Section is what changed between two countries.
type Section struct {
	Pair    [2]string `json:"pair"`
	Name    string    `json:"name"`
	Level   *Level    `json:"level,omitempty"` // nil where it did not move
	Turns   []*Item   `json:"turns"`
	Events  []*Item   `json:"events"`  // the strongest first
	More    int       `json:"more"`    // further events
	Matters []*Item   `json:"matters"` // that were opened or changed
	Due     []Due     `json:"due"`     // that fell due
}

// Due is a matter whose day came.
type Due struct {
	Title  string           `json:"title"`
	Day    string           `json:"day"`
	Matter *relation.Matter `json:"matter"`
}

// Make makes a brief of a store.
func Make(ctx context.Context, s *store.Store, roster *who.Roster, opt Options) (*Brief, error) {
	opt.Most = cmp.Or(opt.Most, 6)
	changes, err := s.ChangesSince(ctx, opt.Since)
	if err != nil {
		return nil, err
	}
	m := &making{ctx: ctx, store: s, teller: NewTeller(s, roster), opt: &opt, of: map[[2]string]*Section{}, events: map[[2]string][]string{}}
	told := map[string]bool{}
	for i := range changes {
		if err := m.change(&changes[i], told); err != nil {
			return nil, err
		}
	}
	if err := m.due(); err != nil {
		return nil, err
	}
	b := &Brief{Since: opt.Since, Until: opt.Until, Sections: []Section{}}
	for p, sec := range m.of {
		if err := m.strongest(p, sec); err != nil {
			return nil, err
		}
		if sec.Level != nil && math.Abs(sec.Level.Now-sec.Level.Was) < 0.05 {
			sec.Level = nil
		}
		if sec.Level != nil || len(sec.Turns)+len(sec.Events)+len(sec.Matters)+len(sec.Due) > 0 {
			b.Sections = append(b.Sections, *sec)
		}
	}
	slices.SortFunc(b.Sections, func(x, y Section) int {
		return cmp.Or(len(y.Turns)-len(x.Turns), cmp.Compare(y.moved(), x.moved()), cmp.Compare(x.Name, y.Name))
	})
	return b, nil
}

func (s *Section) moved() float64 {
	if s.Level == nil {
		return 0
	}
	return math.Abs(s.Level.Now - s.Level.Was)
}

// making is a brief in the making.
type making struct {
	ctx    context.Context
	store  *store.Store
	teller *Teller
	opt    *Options
	of     map[[2]string]*Section
	events map[[2]string][]string // ids of new events
}

// section is that of a pair, nil where it is not asked for.
func (m *making) section(p [2]string) *Section {
	p = [2]string{min(p[0], p[1]), max(p[0], p[1])}
	asked := len(m.opt.Pairs) == 0 || slices.ContainsFunc(m.opt.Pairs, func(q [2]string) bool {
		return [2]string{min(q[0], q[1]), max(q[0], q[1])} == p
	})
	if !asked {
		return nil
	}
	if m.of[p] == nil {
		m.of[p] = &Section{Pair: p, Name: m.teller.pair(p), Turns: []*Item{}, Events: []*Item{}, Matters: []*Item{}, Due: []Due{}}
	}
	return m.of[p]
}

func (m *making) change(c *store.Entry, told map[string]bool) error {
	if c.Kind == store.NewEvent {
		return m.event(c)
	}
	if c.Kind == store.RetoldEvent {
		return nil
	}
	sec := m.section(c.Pair)
	if sec == nil {
		return nil
	}
	if c.Kind == store.NewLevel {
		if sec.Level == nil {
			sec.Level = &Level{Was: c.Was}
		}
		sec.Level.Now = c.Now
		return nil
	}
	item, err := m.teller.Item(m.ctx, c)
	if err != nil || item == nil {
		return err
	}
	if key := c.Kind + item.Title + item.Date; !told[key] {
		told[key] = true
		if c.Kind == store.NewTurn {
			sec.Turns = append(sec.Turns, item)
		} else {
			sec.Matters = append(sec.Matters, item)
		}
	}
	return nil
}

// event puts an event to the pairs that it is one between.
func (m *making) event(c *store.Entry) error {
	e, err := m.store.Event(m.ctx, c.ID)
	if err != nil {
		return passOver(err)
	}
	codes := e.Countries()
	slices.Sort(codes)
	codes = slices.Compact(codes)
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			if p := [2]string{a, b}; e.Between(a, b) && m.section(p) != nil {
				m.events[p] = append(m.events[p], c.ID)
			}
		}
	}
	return nil
}

// strongest tells the strongest events of a pair.
func (m *making) strongest(p [2]string, sec *Section) error {
	items := make([]*Item, 0, len(m.events[p]))
	for _, id := range m.events[p] {
		item, err := m.teller.Item(m.ctx, &store.Entry{Kind: store.NewEvent, ID: id})
		if err != nil {
			return err
		}
		if item != nil {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(a, b *Item) int {
		return cmp.Or(b.Event.Voices-a.Event.Voices, cmp.Compare(math.Abs(b.Event.Score), math.Abs(a.Event.Score)), cmp.Compare(a.Date, b.Date))
	})
	if len(items) > m.opt.Most {
		sec.More = len(items) - m.opt.Most
		items = items[:m.opt.Most]
	}
	for _, item := range items {
		item.Because = item.Because[:min(len(item.Because), mostEach)]
	}
	sec.Events = items
	return nil
}

// due finds the matters whose day was set within the time of the brief.
func (m *making) due() error {
	matters, _, err := m.store.Matters(m.ctx, store.MatterFilter{Open: true}, store.Page{Sort: "opened"})
	if err != nil {
		return err
	}
	from, to := m.opt.Since.Format(time.DateOnly), m.opt.Until.Format(time.DateOnly)
	for _, x := range matters {
		day := x.Due()
		if day < from || day > to || day == "" {
			continue
		}
		if sec := m.section([2]string{x.By, x.To}); sec != nil {
			matter := x.Followed()
			sec.Due = append(sec.Due, Due{m.teller.matterTitle(matter, x.State), day, matter})
		}
	}
	return nil
}

//go:embed templates
var files embed.FS

var (
	plain = text.Must(text.New("").Funcs(text.FuncMap{"day": day, "md": markdown, "link": link}).ParseFS(files, "templates/brief.txt", "templates/brief.md"))
	page  = template.Must(template.New("").Funcs(template.FuncMap{"day": day, "link": link}).ParseFS(files, "templates/brief.html"))
)

func day(t time.Time) string { return t.Format("2006-01-02 15:04") }

// link is an address where it is one of the web, since it comes from reports.
func link(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E").Replace(address)
	}
	return ""
}

// markdown quotes what has a meaning there.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>#|!&~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Write writes a brief as "text", "md" or "html".
func (b *Brief) Write(w io.Writer, form string) error {
	var err error
	switch form {
	case "text":
		err = plain.ExecuteTemplate(w, "brief.txt", b)
	case "md":
		err = plain.ExecuteTemplate(w, "brief.md", b)
	case "html":
		err = page.ExecuteTemplate(w, "brief.html", b)
	default:
		err = fmt.Errorf("there is no form %q of a brief", form)
	}
	if err != nil {
		return fmt.Errorf("writing a brief: %w", err)
	}
	return nil
}
