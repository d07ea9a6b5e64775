package serve

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// yielding runs f on a thread of its own to which the scheduler gives less than
// to those that answer. f must not hand its work to other threads.
func yielding(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		// Without it, f takes as much as others do.
		_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), 10)
		f()
	}()
	<-done
}
