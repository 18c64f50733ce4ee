# tries to: run code when the interpreter ends
# expect: value 1
import atexit
atexit.register(lambda: open('/dev/skein', 'wb').write(b'r'))
1
