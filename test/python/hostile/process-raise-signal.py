# tries to: raise signals in itself
# expect: either
import signal
for n in range(1, 32):
    try: signal.raise_signal(n)
    except (OSError, ValueError): pass
