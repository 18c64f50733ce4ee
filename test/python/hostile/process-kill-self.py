# tries to: kill itself
# expect: either
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
