# tries to: kill the host
# expect: either
import os
os.kill(host_pid, 9)
