//go:build !linux

package serve

// yielding runs f; only Linux has a priority for a single thread.
func yielding(f func()) { f() }
