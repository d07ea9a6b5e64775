package dateparser

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"Posted on Tuesday, 14th of March 2023 at 9:05": "2023-03-14",
		"Mar. 14, 2023":               "2023-03-14",
		"updated 14-Mar-2023":         "2023-03-14",
		"Sept 3, 2019, Lagos":         "2019-09-03",
		"In May 2020 and 2 June 2021": "2021-06-02",
		"31 April 2020":               "",
		"May 15":                      "",
		"mayor 15 2020":               "",
		"99999999999999999999 May 1":  "",
		"":                            "",
	} {
		d, err := new(Parser).Parse(nil, in)
		got := ""
		if err == nil {
			got = d.Time.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
