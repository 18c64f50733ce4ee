# tries to: put a file over the runner's device
# expect: either
import os
f = open('/tmp/fake', 'wb')
for fd in range(3, 20):
    try: os.dup2(f.fileno(), fd)
    except OSError: pass
