# tries to: write garbage to the device
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'r' + b'\xff' * 100)
7
