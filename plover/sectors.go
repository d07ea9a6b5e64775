package plover

// The sectors.
const (
	Government     Sector = "GOV"
	ArmedForces    Sector = "MIL" // armed forces of a state
	Constabulary   Sector = "COP" // police
	Judiciary      Sector = "JUD"
	Legislature    Sector = "LEG"
	Spies          Sector = "SPY" // intelligence services
	Paramilitary   Sector = "PRM" // armed groups on the side of a state
	Rebels         Sector = "REB"
	UnalignedArms  Sector = "UAF" // armed groups on nobody's side
	PoliticalParty Sector = "PTY" // a political party, in government or not
	Opposition     Sector = "OPP"
	Elite          Sector = "ELI" // former officials and other people of standing
	Business       Sector = "BUS"
	Criminals      Sector = "CRM"
	Civilians      Sector = "CVL"
	Education      Sector = "EDU"
	Journalists    Sector = "JRN"
	Labour         Sector = "LAB"
	Medical        Sector = "MED"
	Refugees       Sector = "REF"
	Religious      Sector = "REL"
	Social         Sector = "SOC" // civil society
	Farmers        Sector = "AGR"
	UnknownSector  Sector = "UNK"
	Breakaway      Sector = "PRE" // governments that claim a state others do not recognise
)

// words are the sectors with a name for people to read.
var words = []struct {
	sector Sector
	name   string
}{
	{Government, "government"},
	{ArmedForces, "military"},
	{Constabulary, "police"},
	{Judiciary, "judiciary"},
	{Legislature, "legislature"},
	{Spies, "intelligence"},
	{Paramilitary, "paramilitary"},
	{Rebels, "rebels"},
	{UnalignedArms, "unaligned armed force"},
	{PoliticalParty, "political party"},
	{Opposition, "opposition"},
	{Elite, "elite"},
	{Business, "business"},
	{Criminals, "criminals"},
	{Civilians, "civilians"},
	{Education, "education"},
	{Journalists, "journalists"},
	{Labour, "labour"},
	{Medical, "medical"},
	{Refugees, "refugees"},
	{Religious, "religious"},
	{Social, "civil society"},
	{Farmers, "agriculture"},
	{UnknownSector, "unknown"},
	{Breakaway, "breakaway government"},
}

// Sectors lists the sectors in the order of the codebook.
func Sectors() []Sector {
	out := make([]Sector, len(words))
	for i, w := range words {
		out[i] = w.sector
	}
	return out
}

// Valid reports whether s is one of the sectors.
func (s Sector) Valid() bool { return s.Name() != "" }

// Name is the sector in words ("police"), "" for a value that is no sector.
func (s Sector) Name() string {
	for _, w := range words {
		if w.sector == s {
			return w.name
		}
	}
	return ""
}
