package who

import (
	"strings"
	"time"
)

// Country is the code of a country or international body that is named by its
// code or in words ("NOR", "norway", "the Kremlin"), as of a day.
func (r *Roster) Country(name string, day Day) (code string, ok bool) {
	name = strings.TrimSpace(name)
	upper := strings.ToUpper(name)
	if _, ok := r.State(upper); ok {
		return upper, true
	}
	if _, ok := bodyNames[upper]; ok {
		return upper, true
	}
	for _, form := range [...]string{name, "the " + name, upper} {
		for _, s := range r.Lookup(form) {
			if id := s.On(day); id.Country != "" {
				return id.Country, true
			}
		}
	}
	return "", false
}

// Today is the day that the clock of the machine shows, in UTC.
func Today() Day { return Day(time.Now().Unix() / 86400) }

// bodyNames are the codes that stand for no state.
var bodyNames = map[string]string{
	"UNO": "United Nations", "EUR": "European Union", "IGO": "international organisations", "NGO": "non-governmental organisations",
	"MNC": "multinational companies", "ISM": "Islamist movements", "IMG": "international armed groups",
}

// CountryName is the code in words, or the code itself where it is not known.
func (r *Roster) CountryName(code string) string {
	if e, ok := r.State(code); ok {
		return e.Name
	}
	if name, ok := bodyNames[code]; ok {
		return name
	}
	return code
}
