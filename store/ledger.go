package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"demarche/event"
	"demarche/relation"
)

// ledger is what is known of relations without asking the tables. The store is the
// only one that writes its file, and an update has just reckoned what will be asked
// for next; so it is kept, once the update is in the file. What was read from the
// tables is kept only if no update ended meanwhile.
type ledger struct {
	mu       sync.Mutex
	updates  uint64                 // that ended since the store was opened
	accounts *shelf[pair, Account]  // of some pairs
	sorted   map[string][]*Standing // all relations, without courses, by what they are sorted by
	pairs    map[pair]bool          // which have one, nil where that is not known

	adds   uint64 // transactions that changed reports
	newest string // day of publication of the newest report
	dated  bool   // whether newest is known
}

// accountsKept is about how many bytes of accounts are kept.
const accountsKept = 48 << 20

func newLedger() *ledger {
	return &ledger{accounts: newShelf[pair](accountsKept, (*Account).weight), sorted: map[string][]*Standing{}}
}

// nothing is the account of pairs between which there is no event.
var nothing = &Account{}

// account is that of a pair, nil where it is not known, nothing where there is none,
// and what to keep it with when it was read.
func (l *ledger) account(p pair) (*Account, uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pairs != nil && !l.pairs[p] {
		return nothing, l.updates
	}
	found, _ := l.accounts.take([]pair{p})
	return found[p], l.updates
}

// keep keeps an account that was read since account was asked.
func (l *ledger) keep(p pair, x *Account, at uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at == l.updates {
		l.accounts.put(map[pair]*Account{p: x})
	}
}

// settle takes back what is known of the pairs that an update moved, and puts what
// it made of them in its place, as far as that is given. It is called when the
// update has ended, however it did.
func (l *ledger) settle(moved []pair, now map[pair]*Account) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.updates++
	clear(l.sorted)
	l.pairs = nil
	l.accounts.drop(moved)
	l.accounts.put(now)
}

// standings are all relations, without their courses, in the order of a word of
// RelationSorts. They must not be changed.
func (s *Store) standings(ctx context.Context, word string) ([]*Standing, error) {
	l := s.ledger
	l.mu.Lock()
	at, list := l.updates, l.sorted[word]
	l.mu.Unlock()
	if list != nil {
		return list, nil
	}
	list = []*Standing{}
	err := each(ctx, s.db, func(scan func(...any) error) error {
		st := &Standing{Course: []relation.Point{}}
		var until sql.NullTime
		err := scan(&st.A, &st.B, &until, &st.Level, &st.Volume, &st.Lead, &st.Events)
		st.Until = dayText(until)
		list = append(list, st)
		return err
	}, `SELECT a, b, until, level, volume, lead, events FROM data.relations`)
	if err != nil {
		return nil, fmt.Errorf("reading relations: %w", err)
	}
	slices.SortFunc(list, relationSorts[word].compare)
	l.mu.Lock()
	defer l.mu.Unlock()
	if at == l.updates {
		l.sorted[word] = list
		if l.pairs == nil {
			l.pairs = make(map[pair]bool, len(list))
			for _, st := range list {
				l.pairs[pair{st.A, st.B}] = true
			}
		}
	}
	return list, nil
}

// Newest is the day of publication of the newest report, "" where none has one.
func (s *Store) Newest(ctx context.Context) (string, error) {
	l := s.ledger
	l.mu.Lock()
	at, newest, dated := l.adds, l.newest, l.dated
	l.mu.Unlock()
	if dated {
		return newest, nil
	}
	var day sql.NullTime
	if err := s.db.QueryRowContext(ctx, `SELECT max(published) FROM data.reports`).Scan(&day); err != nil {
		return "", fmt.Errorf("looking for the newest report: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if at == l.adds {
		l.newest, l.dated = dayText(day), true
	}
	return dayText(day), nil
}

// added notes the reports of a transaction. Those that took the place of others, and
// a transaction that failed, leave it open which day is the newest.
func (l *ledger) added(reports []Coded, results []Result, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.adds++
	for i := range results {
		switch {
		case err != nil || results[i].Status == Corrected:
			l.dated = false
		case results[i].Status == Added:
			l.newest = max(l.newest, reports[i].Report.Published)
		}
	}
}

// brought is what an update made of relations, to be kept when it is in the file.
type brought struct {
	accounts map[pair]*Account
	events   map[int64]*event.Event
	weight   int
	over     bool // it is more than will be kept
}

// note adds the account of a pair with the events between the two.
func (b *brought) note(p pair, x *Account, events map[int64]*event.Event) {
	if b.accounts == nil {
		b.accounts, b.events = map[pair]*Account{}, map[int64]*event.Event{}
	}
	b.accounts[p] = x
	b.weight += x.weight()
	for _, no := range x.events {
		b.events[no] = events[no]
	}
	if b.weight > accountsKept/2 || len(b.events) > eventsKept/2 {
		*b = brought{over: true}
	}
}
