# tries to: forge an error
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'x\x02\0\0\0{}')
while True: pass
