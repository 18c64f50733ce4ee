# tries to: read the terminal, which is the protocol's
# expect: error FileNotFoundError
open('/dev/tty', 'rb').read(100)
