# tries to: reply, then run on for ever in C
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'r\x0e\0\0\0{"none":true  }')
sum(iter(int, 1))
