# tries to: steal the next request
# expect: error
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.read(fd, 1000)
