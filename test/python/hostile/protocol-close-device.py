# tries to: close the runner's device
# expect: error
import os
for fd in range(3, 100):
    try: os.close(fd)
    except OSError: pass
