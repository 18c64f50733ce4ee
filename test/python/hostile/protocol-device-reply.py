# tries to: write a reply to the device
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'r\x02\0\0\0{}')
7
