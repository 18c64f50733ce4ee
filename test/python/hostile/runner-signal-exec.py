# tries to: break out of the runner with a signal handler
# expect: either
import signal, os
def h(*a): raise SystemExit(9)
signal.signal(signal.SIGINT, h)
signal.raise_signal(signal.SIGINT)
