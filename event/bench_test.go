package event

import (
	"fmt"
	"testing"

	"demarche/record"
)

// BenchmarkMerge merges reports of five records each, one a day.
func BenchmarkMerge(b *testing.B) {
	var reports [][]record.Record
	for i := range 2000 {
		rep := published(fmt.Sprint("r", i), fmt.Sprintf("20%02d-%02d-%02d", i/336, 1+i/28%12, 1+i%28))
		var list []record.Record
		for _, what := range []string{"NOR>CHL ACCUSE", "CHL>NOR REJECT", "NOR+PER CONSULT", "PER>CHL SANCTION", "CHL>PER THREATEN"} {
			list = append(list, tell(rep, what, fmt.Sprintf("It [spoke] of %d matters of fishing and salmon with the minister on that day %s.", i, what)))
		}
		reports = append(reports, list)
	}
	b.ReportAllocs()
	for b.Loop() {
		Merge(reports...)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*10000), "ns/record")
}
