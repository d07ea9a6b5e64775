package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Compose makes a report of a title and a body that are there already, such as
// those of a form. fields gives what else is known: ID, Outlet, Published and
// URL. A report without an ID is called after what it holds, so that the same
// one has the same id each time.
func Compose(title, body string, fields Report) (*Report, error) {
	r := fields
	r.Title = strings.TrimSpace(title)
	r.Text = joined(r.Title, body)
	for _, s := range []string{r.ID, r.Outlet, r.URL, r.Text} {
		if at := invalidAt(s); at >= 0 {
			return nil, fmt.Errorf("it is not UTF-8: byte 0x%02x at offset %d", s[at], at)
		}
		if at := strings.IndexByte(s, 0); at >= 0 {
			return nil, fmt.Errorf("%w: a zero byte at offset %d", ErrBinary, at)
		}
	}
	if strings.TrimSpace(r.Text) == "" {
		return nil, ErrEmpty
	}
	if r.Published != "" {
		day, err := ParseDay(r.Published)
		if err != nil {
			return nil, err
		}
		r.Published = day
	}
	if r.ID == "" {
		sum := sha256.Sum256([]byte(strings.Join([]string{r.Outlet, r.Published, r.URL, r.Text}, "\x00")))
		r.ID = "r-" + hex.EncodeToString(sum[:8])
	}
	return &r, nil
}
