//go:build !unix

package eval

import "time"

// cpuTime is not known on this system.
func cpuTime() time.Duration { return 0 }

func peakMemory() int64 { return 0 }
