# tries to: send every kind of message
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
for n in range(256):
    if n not in b'arx':
        try: os.write(fd, bytes([n]) + b'\0' * 8)
        except OSError: pass
9
