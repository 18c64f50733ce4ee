# tries to: reply with a head of lies
# expect: error
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'r\x1e\0\0\0{"p":[["J",4294967295,1,2,3]]}')
