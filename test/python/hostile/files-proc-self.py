# tries to: read the process's own file descriptors and environment
# expect: error (FileNotFound|OSError|Permission)
import os
[os.listdir('/proc/self/fd'), open('/proc/self/environ').read()]
