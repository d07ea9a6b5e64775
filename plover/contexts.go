package plover

// The contexts. Military is said of state forces only, Diplomatic of diplomacy
// between states.
const (
	Military              Context = "military"
	Intelligence          Context = "intelligence"
	Executive             Context = "executive"
	Legislative           Context = "legislative"
	Election              Context = "election"
	PoliticalInstitutions Context = "political_institutions"
	ProDemocracy          Context = "pro_democracy"
	ProAutocracy          Context = "pro_autocracy"
	Economic              Context = "economic"
	Legal                 Context = "legal"
	Reparations           Context = "reparations"
	HumanRights           Context = "human_rights"
	RightsFreedoms        Context = "rights_freedoms"
	Repression            Context = "repression"
	HumanSecurity         Context = "human_security"
	Gender                Context = "gender"
	LGBT                  Context = "lgbt"
	ReligionEthnicity     Context = "religion_ethnicity"
	Inequality            Context = "inequality"
	Diplomatic            Context = "diplomatic"
	Territorial           Context = "territory"
	Peacekeeping          Context = "peacekeeping"
	Health                Context = "health"
	Asylum                Context = "asylum"
	Migration             Context = "migration"
	Disasters             Context = "disasters"
	NaturalResource       Context = "natural_resource"
	Environment           Context = "environment"
	Technology            Context = "technology"
	Terrorism             Context = "terrorism"
	CBRN                  Context = "cbrn"
	Cyber                 Context = "cyber"
	Misinformation        Context = "misinformation"
	Crime                 Context = "crime"
	Corruption            Context = "corruption"
	IllegalDrugs          Context = "illegal_drugs"
	Trafficking           Context = "trafficking"
)

var contexts = []Context{
	Military, Intelligence, Executive, Legislative, Election, PoliticalInstitutions,
	ProDemocracy, ProAutocracy, Economic, Legal, Reparations, HumanRights, RightsFreedoms,
	Repression, HumanSecurity, Gender, LGBT, ReligionEthnicity, Inequality, Diplomatic,
	Territorial, Peacekeeping, Health, Asylum, Migration, Disasters, NaturalResource,
	Environment, Technology, Terrorism, CBRN, Cyber, Misinformation, Crime, Corruption,
	IllegalDrugs, Trafficking,
}

// Contexts lists the contexts in the order of the codebook.
func Contexts() []Context { return append([]Context(nil), contexts...) }

// Valid reports whether c is one of the contexts.
func (c Context) Valid() bool {
	for _, known := range contexts {
		if c == known {
			return true
		}
	}
	return false
}
