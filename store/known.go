package store

// known is what is remembered of a stored report.
type known struct {
	no   int64
	hash uint64
}
