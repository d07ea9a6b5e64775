package record

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// NewID derives the id of a record: 16 hex digits that depend on the report's
// id, the sentence's text, the trigger's place, type and mode, and the parties'
// places and countries, and on nothing else; so a report gives the same ids on
// every run and machine. Two records of a report that agree in all of these
// say the same thing.
func NewID(r *Record) string {
	h := sha256.New()
	put(h, r.Report.ID)
	put(h, r.Sentence.Text)
	putInt(h, r.Trigger.Start)
	putInt(h, r.Trigger.End)
	put(h, string(r.Type))
	put(h, string(r.Mode))
	for _, side := range [2][]Party{r.Actors, r.Recipients} {
		putInt(h, len(side))
		for i := range side {
			putInt(h, side[i].Start)
			putInt(h, side[i].End)
			put(h, side[i].Country)
		}
	}
	var sum [sha256.Size]byte
	return hex.EncodeToString(h.Sum(sum[:0])[:8])
}

// put writes s with its length, so that no two sequences of fields run into
// the same bytes.
func put(h hash.Hash, s string) {
	putInt(h, len(s))
	h.Write([]byte(s))
}

func putInt(h hash.Hash, n int) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}
