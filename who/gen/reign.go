package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
)

// reignCodes are the codes of the source that are not ISO 3166-1.
var reignCodes = map[string]string{
	"BHM": "BHS", "HAI": "HTI", "TRI": "TTO", "BAR": "BRB", "GRN": "GRD", "SLU": "LCA", "SVG": "VCT", "AAB": "ATG", "SKN": "KNA",
	"GUA": "GTM", "HON": "HND", "SAL": "SLV", "COS": "CRI", "PAR": "PRY", "URU": "URY", "UKG": "GBR", "IRE": "IRL", "NTH": "NLD",
	"FRN": "FRA", "MNC": "MCO", "SWZ": "CHE", "SPN": "ESP", "POR": "PRT", "GMY": "DEU", "GDR": "DDR", "AUS": "AUT", "CZE": "CSK",
	"CZR": "CZE", "SLO": "SVK", "SNM": "SMR", "MNG": "MNE", "MAC": "MKD", "CRO": "HRV", "YUG": "SRB", "BOS": "BIH", "SLV": "SVN",
	"BUL": "BGR", "MLD": "MDA", "ROM": "ROU", "LAT": "LVA", "LIT": "LTU", "GRG": "GEO", "SWD": "SWE", "DEN": "DNK", "ICE": "ISL",
	"CAP": "CPV", "EQG": "GNQ", "GAM": "GMB", "MAA": "MRT", "NIR": "NER", "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE",
	"TOG": "TGO", "CAO": "CMR", "NIG": "NGA", "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI",
	"ANG": "AGO", "MZM": "MOZ", "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF", "LES": "LSO", "BOT": "BWA", "SWA": "SWZ",
	"MAG": "MDG", "MAS": "MUS", "SEY": "SYC", "MOR": "MAR", "ALG": "DZA", "LIB": "LBY", "SUD": "SDN", "LEB": "LBN", "YAR": "YEM",
	"YPR": "YMD", "KUW": "KWT", "BAH": "BHR", "UAE": "ARE", "OMA": "OMN", "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MON": "MNG",
	"ROK": "KOR", "BHU": "BTN", "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "MAD": "MDV", "NEP": "NPL", "CAM": "KHM", "DRV": "VNM",
	"MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL", "INS": "IDN", "ETM": "TLS", "AUL": "AUS", "NEW": "NZL", "SOL": "SLB",
	"FIJ": "FJI", "TON": "TON", "NAU": "NRU", "MSI": "MHL", "PAL": "PLW",
}

// reignOffices are the offices of those whom the source names in states that
// are led neither by a president nor by a king.
var reignOffices = map[string]string{
	"AND": "prime minister", "BHS": "prime minister", "TTO": "prime minister", "BRB": "prime minister", "DMA": "prime minister",
	"GRD": "prime minister", "LCA": "prime minister", "VCT": "prime minister", "ATG": "prime minister", "KNA": "prime minister",
	"BLZ": "prime minister", "JAM": "prime minister", "SMR": "captain regent", "LTU": "prime minister", "LSO": "prime minister",
	"BTN": "prime minister", "SLB": "prime minister", "PNG": "prime minister", "VUT": "prime minister", "TUV": "prime minister",
	"TON": "prime minister", "FJI": "prime minister", "ISL": "prime minister", "MLT": "prime minister", "BGR": "prime minister",
	"MDA": "prime minister", "ROU": "prime minister", "MNE": "prime minister", "MKD": "prime minister", "THA": "prime minister",
}

// reignTerms are the leaders since 1990 whom the kept tables lack, as far as the
// source gives their full names.
func reignTerms(k *kept, name string) ([]term, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var terms []term
	for _, row := range rows[1:] {
		code, leader, from, to := row[0], row[1], row[2], row[3]
		if iso := reignCodes[code]; iso != "" {
			code = iso
		}
		if k.states[code] == nil || to < "1990" {
			continue
		}
		leader, _, _ = strings.Cut(leader, " (")
		leader = strings.TrimPrefix(leader, "Lyonpo ")
		leader = strings.Join(strings.Fields(leader), " ")
		if len(strings.Fields(leader)) < 2 || strings.ContainsAny(leader, ",&.Ã") || strings.Contains(leader, " and ") || k.knows(code, leader) {
			continue
		}
		office := reignOffices[code]
		if office == "" || k.holds(code, from, office) {
			continue
		}
		terms = append(terms, term{code, office, from, to, leader})
	}
	return terms, nil
}
