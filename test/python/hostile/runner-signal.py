# tries to: ignore signals
# expect: error Python was ended
import signal
signal.signal(signal.SIGINT, lambda *a: None)
while True: pass
