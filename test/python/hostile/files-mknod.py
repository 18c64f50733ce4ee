# tries to: make a device node of the terminal
# expect: error (OSError|AttributeError|PermissionError)
import os, stat
os.mknod('/tmp/tty', stat.S_IFCHR | 0o666, os.makedev(5, 0))
open('/tmp/tty', 'rb').read(10)
